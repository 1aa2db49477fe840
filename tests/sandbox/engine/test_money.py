"""Balances, collateral, fees, positions, transfers and settlement, to the last decimal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.engine import Owner, Position, Rules
from kalshi_sandbox.engine.fees import CENT, MICRODOLLAR, FeeRounding

from .conftest import TICKER, Harness

D = Decimal


def _position(harness: Harness, account: str) -> Position:
    return harness.exchange.portfolio.positions(account)[0]


def test_a_resting_bid_holds_its_price_and_an_ask_one_minus_it(harness: Harness) -> None:
    harness.place("alice", "bid", "10", "0.4")
    harness.place("bob", "ask", "10", "0.7")
    assert (harness.cash("alice"), harness.held("alice")) == (96, 4)
    assert (harness.cash("bob"), harness.held("bob")) == (97, 3)


def test_an_order_must_be_affordable_completely_at_its_limit(harness: Harness) -> None:
    assert harness.rejected(lambda: harness.place("alice", "bid", "200.01", "0.5")) == (400, "insufficient_balance")
    harness.place("alice", "bid", "200", "0.5")
    assert harness.cash("alice") == 0
    assert harness.rejected(lambda: harness.place("alice", "ask", "1", "0.99")) == (400, "insufficient_balance")


def test_a_taker_must_have_its_fee_too(harness: Harness) -> None:
    harness.place("bob", "ask", "200", "0.5")
    assert harness.rejected(lambda: harness.place("alice", "bid", "200", "0.5")) == (400, "insufficient_balance")
    harness.place("alice", "bid", "193", "0.5")
    assert harness.cash("alice") == D(100) - D("96.5") - D("3.3775")


def test_the_taker_pays_the_quadratic_fee_rounded_up_and_the_maker_none(harness: Harness) -> None:
    harness.place("alice", "bid", "0.33", "0.37")
    taken = harness.place("bob", "ask", "0.33", "0.37")
    # 0.07 * 0.33 * 0.37 * 0.63 = 0.00538461
    assert taken.fills[0].fee == D("0.0054")
    assert harness.exchange.orders.fills("alice")[0].fee == 0


def test_each_fill_of_an_order_is_rounded_for_itself(harness: Harness) -> None:
    for _ in range(3):
        harness.place("alice", "bid", "0.33", "0.39")
    taken = harness.place("bob", "ask", "0.99", "0.39")
    # Each is 0.00549549, so that all three together would be 0.0165.
    assert [fill.fee for fill in taken.fills] == [D("0.0055"), D("0.0055"), D("0.0055")]
    assert taken.order.taker_fees == D("0.0165")


def test_an_order_gets_back_what_its_fills_were_rounded_up_by_as_the_guide_says() -> None:
    harness = Harness(Rules(fee_rounding=FeeRounding(MICRODOLLAR, CENT, gives_back=True)))
    harness.exchange.markets.add_series("KXF", fee_type="quadratic_with_maker_fees")
    harness.exchange.markets.add("KXF-E-M")
    for count in ("1", "1", "1"):
        harness.place("bob", "ask", count, "0.50", ticker="KXF-E-M")
    order = harness.place("alice", "bid", "4", "0.50", ticker="KXF-E-M").order
    # 0.0175 is charged as 0.02, and the fourth 0.0025 makes a cent, which the maker's fill of 0.004375 gets back.
    assert [fill.fee for fill in harness.exchange.orders.fills("alice")] == [D("0.02")] * 3
    assert order.rounding_carried == D("0.0075")
    harness.place("bob", "ask", "1", "0.50", ticker="KXF-E-M")
    made = harness.exchange.orders.get("alice", order.order_id)
    assert (made.maker_fees, made.rounding_carried) == (0, D("0.003125"))
    assert harness.exchange.imbalance() == 0


@pytest.mark.parametrize(
    ("fee_type", "multiplier", "taker", "maker"),
    [
        ("quadratic", "1", "1.75", "0"),
        ("quadratic", "0.5", "0.875", "0"),
        ("quadratic_with_maker_fees", "1", "1.75", "0.4375"),
        ("quadratic_with_combo_maker_fees", "2", "3.5", "1.75"),
        ("flat", "1", "0", "0"),
    ],
)
def test_fees_follow_the_series(harness: Harness, fee_type: str, multiplier: str, taker: str, maker: str) -> None:
    harness.exchange.markets.add_series("KXF", fee_type=fee_type, fee_multiplier=D(multiplier))  # type: ignore[arg-type]
    harness.exchange.markets.add("KXF-E-M")
    harness.place("alice", "bid", "100", "0.5", ticker="KXF-E-M")
    assert harness.held("alice") == 50 + D(maker)
    harness.place("bob", "ask", "100", "0.5", ticker="KXF-E-M")
    assert (harness.cash("alice"), harness.cash("bob")) == (50 - D(maker), 50 - D(taker))
    assert harness.exchange.imbalance() == 0


def test_opposite_contracts_net_and_each_pair_pays_a_dollar(harness: Harness) -> None:
    harness.place("alice", "bid", "10", "0.4")
    harness.place("bob", "ask", "10", "0.4")
    harness.place("carol", "bid", "10", "0.7")
    harness.place("alice", "ask", "4", "0.7")
    position = _position(harness, "alice")
    assert (position.count, position.exposure, position.realized_profit) == (6, D("2.4"), D("1.2"))
    assert position.fees_paid == D("0.0588")
    assert harness.cash("alice") == 100 - 4 + D("2.8") - D("0.0588")
    assert harness.exchange.markets.get(TICKER).open_interest == 10


def test_a_position_can_turn_from_yes_to_no(harness: Harness) -> None:
    harness.place("alice", "bid", "10", "0.4")
    harness.place("bob", "ask", "10", "0.4")
    harness.place("carol", "bid", "15", "0.5")
    harness.place("alice", "ask", "15", "0.5")
    position = _position(harness, "alice")
    assert (position.count, position.exposure, position.realized_profit) == (-5, D("2.5"), D(1))
    assert position.total_traded == 4 + D("7.5")
    assert position.contracts_traded == 25


def test_contracts_that_net_need_no_collateral_and_the_best_price_nets_first(harness: Harness) -> None:
    harness.place("alice", "bid", "10", "0.4")
    harness.place("bob", "ask", "10", "0.4")
    harness.place("alice", "ask", "10", "0.8")
    assert harness.held("alice") == 0
    harness.place("alice", "ask", "10", "0.6")
    assert harness.held("alice") == 2
    harness.place("carol", "bid", "10", "0.6")
    assert (_position(harness, "alice").count, harness.held("alice")) == (0, 2)


def test_a_contract_nets_with_one_of_those_that_an_order_matches(harness: Harness) -> None:
    harness.exchange.accounts.add("dora", D("18.53"))
    harness.place("dora", "ask", "1", "0.5")
    harness.place("bob", "bid", "1", "0.5")
    for count in ("10", "11"):
        harness.place("bob", "ask", count, "0.9")
    # 21 for $18.90 and a fee of $0.1323, less the dollar of the pair.
    assert harness.rejected(lambda: harness.place("dora", "bid", "21", "0.9")) == (400, "insufficient_balance")
    harness.exchange.accounts.deposit("dora", D("0.01"))
    assert harness.place("dora", "bid", "21", "0.9").fill_count == 21
    assert harness.cash("dora") == D("18.04") - D("18.0323")


def test_who_has_spent_everything_can_still_sell(harness: Harness) -> None:
    harness.place("bob", "ask", "100", "0.9")
    harness.exchange.accounts.add("dora", D("90.63"))
    harness.place("dora", "bid", "100", "0.9")
    assert harness.cash("dora") == 0
    harness.place("carol", "bid", "100", "0.8")
    assert harness.place("dora", "ask", "100", "0.8").order.status == "executed"
    assert harness.cash("dora") == 80 - D("1.12")


def test_settlement_pays_the_winners_and_ends_the_positions(harness: Harness) -> None:
    harness.place("alice", "bid", "10", "0.4")
    harness.place("bob", "ask", "10", "0.4")
    rest = harness.place("carol", "bid", "5", "0.2").order
    market = harness.exchange.markets.settle(TICKER, "yes")
    assert (market.status, market.result, market.settlement_value) == ("finalized", "yes", 1)
    assert (harness.cash("alice"), harness.cash("bob"), harness.cash("carol")) == (106, 94 - D("0.168"), 100)
    assert harness.exchange.orders.get("carol", rest.order_id).status == "canceled"
    won, lost = harness.exchange.portfolio.settlements("alice")[0], harness.exchange.portfolio.settlements("bob")[0]
    assert (won.yes_count, won.yes_total_cost, won.revenue, won.no_count) == (10, 4, 10, 0)
    assert (lost.no_count, lost.no_total_cost, lost.revenue, lost.fee_cost) == (10, 6, 0, D("0.168"))
    assert _position(harness, "bob").realized_profit == -6
    assert harness.exchange.markets.get(TICKER).open_interest == 0
    assert harness.exchange.imbalance() == 0


GROSS = Rules(settlements_are_gross=True)


def test_a_gross_settlement_counts_all_that_was_bought_and_a_flat_position_has_one_too() -> None:
    """As a production account kept it: 132 for 0.36 bought and for 0.92 sold, and yes won."""
    harness = Harness(GROSS)
    for account in ("alice", "bob", "carol"):
        harness.exchange.accounts.deposit(account, D(1000))
    harness.place("bob", "ask", "132", "0.36")
    harness.place("alice", "bid", "132", "0.36")
    harness.place("carol", "bid", "132", "0.92")
    harness.place("alice", "ask", "132", "0.92")
    before, held = harness.cash("alice"), _position(harness, "alice")
    assert (held.count, held.total_traded, held.realized_profit) == (0, D("58.08"), D("73.92"))
    harness.exchange.markets.settle(TICKER, "yes")
    (row,) = harness.exchange.portfolio.settlements("alice")
    assert (row.yes_count, row.yes_total_cost, row.no_count, row.no_total_cost) == (132, D("47.52"), 132, D("10.56"))
    assert (row.revenue, row.value, row.fee_cost) == (0, 1, D("2.1289") + D("0.6801"))
    profit = min(row.yes_count, row.no_count) + row.revenue - row.yes_total_cost - row.no_total_cost - row.fee_cost
    assert profit == harness.cash("alice") - 1100 == before - 1100
    assert _position(harness, "alice") == held
    assert [row.revenue for row in harness.exchange.portfolio.settlements("carol")] == [132]


def test_a_net_settlement_has_what_is_held_and_a_flat_position_none(harness: Harness) -> None:
    harness.place("bob", "ask", "10", "0.40")
    harness.place("alice", "bid", "10", "0.40")
    harness.place("carol", "bid", "14", "0.50")
    harness.place("alice", "ask", "4", "0.50")
    harness.place("bob", "bid", "10", "0.50", time_in_force="immediate_or_cancel")
    harness.place("alice", "ask", "6", "0.50")
    harness.exchange.markets.settle(TICKER, "yes")
    assert harness.exchange.portfolio.settlements("alice") == []
    (row,) = harness.exchange.portfolio.settlements("carol")
    assert (row.yes_count, row.yes_total_cost, row.no_count, row.revenue) == (10, 5, 0, 10)


def test_a_market_that_settles_at_a_value_pays_in_whole_cents_cut_down() -> None:
    """As an account kept it: 19.00 yes and 18.86 no at a value of 45 paid 6 cents."""
    harness = Harness(GROSS)
    harness.place("bob", "ask", "19", "0.50")
    harness.place("alice", "bid", "19", "0.50")
    harness.place("carol", "bid", "18.86", "0.50")
    harness.place("alice", "ask", "18.86", "0.50")
    before = harness.cash("alice")
    market = harness.exchange.markets.settle(TICKER, "scalar", value=D("0.45"))
    assert (market.result, market.settlement_value) == ("scalar", D("0.45"))
    rows = {name: harness.exchange.portfolio.settlements(name)[0] for name in ("alice", "bob", "carol")}
    assert (rows["alice"].yes_count, rows["alice"].no_count) == (19, D("18.86"))
    assert [row.revenue for row in rows.values()] == [D("0.06"), D("10.45"), D("8.48")]
    assert harness.cash("alice") == before + D("0.06")
    assert harness.exchange.imbalance() == 0


@pytest.mark.parametrize(
    ("result", "value"),
    [("scalar", None), ("yes", D(1)), ("scalar", D("1.01")), ("scalar", D("-0.01")), ("scalar", D("0.455"))],
)
def test_a_settlement_at_no_possible_value_is_rejected(harness: Harness, result: Any, value: Decimal | None) -> None:
    action = lambda: harness.exchange.markets.settle(TICKER, result, value=value)  # noqa: E731
    assert harness.rejected(action) == (400, "invalid_parameters")
    assert harness.about == "value"


def test_transfers_move_cash_once_an_id(harness: Harness) -> None:
    assert harness.exchange.accounts.add_subaccount("alice") == 1
    first = harness.exchange.accounts.transfer("alice", "one", 0, 1, D("30.25"))
    assert harness.exchange.accounts.transfer("alice", "one", 0, 1, D("30.25")) == first
    assert [balance.cash for balance in harness.exchange.portfolio.balances("alice")] == [D("69.75"), D("30.25")]
    action = lambda: harness.exchange.accounts.transfer("alice", "one", 0, 1, D(1))  # noqa: E731
    assert harness.rejected(action) == (409, "transfer_already_exists")


@pytest.mark.parametrize(
    ("payer", "receiver", "amount", "code"),
    [
        (0, 1, "100.01", "insufficient_balance"),
        (1, 0, "0.01", "insufficient_balance"),
        (0, 0, "1", "invalid_parameters"),
        (0, 2, "1", "invalid_parameters"),
        (0, 1, "0", "invalid_parameters"),
        (0, 1, "-1", "invalid_parameters"),
        (0, 1, "0.001", "invalid_parameters"),
    ],
)
def test_transfers_that_can_not_be_are_rejected(
    harness: Harness, payer: int, receiver: int, amount: str, code: str
) -> None:
    harness.exchange.accounts.add_subaccount("alice")
    assert harness.rejected(lambda: harness.exchange.accounts.transfer("alice", "t", payer, receiver, D(amount))) == (
        400,
        code,
    )


def test_collateral_can_not_be_transferred_or_withdrawn(harness: Harness) -> None:
    harness.exchange.accounts.add_subaccount("alice")
    harness.place("alice", "bid", "100", "0.5")
    for action in (
        lambda: harness.exchange.accounts.transfer("alice", "t", 0, 1, D("50.01")),
        lambda: harness.exchange.accounts.deposit("alice", D("-50.01")),
    ):
        assert harness.rejected(action) == (400, "insufficient_balance")
    harness.exchange.accounts.deposit("alice", D(-50))
    assert harness.exchange.imbalance() == 0


def test_there_are_63_subaccounts_at_most(harness: Harness) -> None:
    assert [harness.exchange.accounts.add_subaccount("alice") for _ in range(63)] == list(range(1, 64))
    assert harness.rejected(lambda: harness.exchange.accounts.add_subaccount("alice")) == (400, "invalid_parameters")


def test_subaccounts_hold_positions_of_their_own(harness: Harness) -> None:
    harness.exchange.accounts.deposit("alice", D(10), subaccount=harness.exchange.accounts.add_subaccount("alice"))
    harness.place("alice", "bid", "5", "0.4", subaccount=1)
    harness.place("bob", "ask", "5", "0.4")
    assert harness.exchange.portfolio.positions("alice") == []
    assert harness.exchange.portfolio.positions("alice", subaccount=1)[0].count == 5
    assert harness.exchange.orders.fills("alice")[0].owner == Owner("alice", 1)


def test_a_block_trade_moves_money_and_contracts_past_the_book(harness: Harness) -> None:
    harness.place("carol", "bid", "1", "0.3")
    taken, made = harness.exchange.blocks.trade(Owner("alice"), Owner("bob"), TICKER, "bid", D("0.6"), D(10))
    assert (taken.order.status, made.order.status, taken.order.side) == ("executed", "executed", "bid")
    assert (harness.cash("alice"), harness.cash("bob")) == (100 - 6 - D("0.168"), 96)
    for account, placed, count in (("alice", taken, 10), ("bob", made, -10)):
        assert harness.exchange.orders.get(account, placed.order.order_id) == placed.order
        assert harness.exchange.orders.fills(account) == list(placed.fills)
        assert _position(harness, account).count == count
    assert harness.exchange.markets.trades(TICKER)[0].is_block_trade
    action = lambda: harness.exchange.blocks.trade(  # noqa: E731
        Owner("alice"), Owner("bob"), TICKER, "ask", D("0.01"), D(200)
    )
    assert harness.rejected(action) == (400, "insufficient_balance")
    assert harness.exchange.imbalance() == 0


def test_a_block_trade_has_one_fill_each_and_frees_what_its_contracts_cover(harness: Harness) -> None:
    harness.place("alice", "bid", "1", "0.4")
    harness.place("bob", "ask", "1", "0.4")
    harness.place("alice", "ask", "11", "0.8")
    assert harness.held("alice") == 2
    placed = harness.exchange.blocks.trade(Owner("alice"), Owner("bob"), TICKER, "bid", D("0.6"), D(10))
    assert harness.held("alice") == 0
    assert [[fill.count for fill in each.fills] for each in placed] == [[D(10)], [D(10)]]


def test_the_portfolio_is_worth_its_contracts_at_the_last_price(harness: Harness) -> None:
    harness.place("alice", "bid", "10", "0.4")
    harness.place("bob", "ask", "10", "0.4")
    assert harness.exchange.portfolio.balance("alice").portfolio_value == 4
    assert harness.exchange.portfolio.balance("bob").portfolio_value == 6
    assert harness.exchange.portfolio.balance("alice").total == 96


@pytest.mark.parametrize("resting", ["100", "199"])
def test_an_order_of_which_a_part_fills_must_pay_for_the_part_that_rests_too(harness: Harness, resting: str) -> None:
    """At its limit it costs all of the $100, so nothing is left for the fee of what fills."""
    harness.place("bob", "ask", resting, "0.5")
    assert harness.rejected(lambda: harness.place("alice", "bid", "200", "0.5")) == (400, "insufficient_balance")


def test_an_order_that_leaves_nothing_pays_for_what_fills_alone(harness: Harness) -> None:
    harness.place("bob", "ask", "100", "0.5")
    placed = harness.place("alice", "bid", "200", "0.5", time_in_force="immediate_or_cancel")
    assert (placed.fill_count, placed.order.status) == (100, "canceled")
    assert (harness.cash("alice"), harness.held("alice")) == (D(100) - D(50) - D("1.75"), 0)


def test_the_costs_of_an_orders_fills_add_up_as_taker_and_as_maker(harness: Harness) -> None:
    harness.place("bob", "ask", "2", "0.40")
    harness.place("bob", "ask", "3", "0.45")
    order = harness.place("alice", "bid", "10", "0.50").order
    harness.place("bob", "ask", "1", "0.50")
    harness.place("bob", "ask", "2", "0.50")
    now = harness.exchange.orders.get("alice", order.order_id)
    assert now.taker_fill_cost == 2 * D("0.40") + 3 * D("0.45")
    assert now.maker_fill_cost == 3 * D("0.50")
    asks = [order for order in harness.exchange.orders.of("bob") if order.price == D("0.50")]
    assert [order.taker_fill_cost for order in asks] == [D("0.50"), 2 * D("0.50")]
