"""Balances, collateral, fees, positions, transfers and settlement, to the last decimal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kalshi_sandbox.engine import Owner, Position

from .conftest import TICKER, Floor

D = Decimal


def _position(floor: Floor, account: str) -> Position:
    return floor.exchange.portfolio.positions(account)[0]


def test_a_resting_bid_holds_its_price_and_an_ask_one_minus_it(floor: Floor) -> None:
    floor.place("alice", "bid", "10", "0.4")
    floor.place("bob", "ask", "10", "0.7")
    assert (floor.cash("alice"), floor.held("alice")) == (96, 4)
    assert (floor.cash("bob"), floor.held("bob")) == (97, 3)


def test_an_order_must_be_affordable_completely_at_its_limit(floor: Floor) -> None:
    assert floor.rejected(lambda: floor.place("alice", "bid", "200.01", "0.5")) == (400, "insufficient_balance")
    floor.place("alice", "bid", "200", "0.5")
    assert floor.cash("alice") == 0
    assert floor.rejected(lambda: floor.place("alice", "ask", "1", "0.99")) == (400, "insufficient_balance")


def test_a_taker_must_have_its_fee_too(floor: Floor) -> None:
    floor.place("bob", "ask", "200", "0.5")
    assert floor.rejected(lambda: floor.place("alice", "bid", "200", "0.5")) == (400, "insufficient_balance")
    floor.place("alice", "bid", "193", "0.5")
    assert floor.cash("alice") == D(100) - D("96.5") - D("3.3775")


def test_the_taker_pays_the_quadratic_fee_rounded_up_and_the_maker_none(floor: Floor) -> None:
    floor.place("alice", "bid", "0.33", "0.37")
    taken = floor.place("bob", "ask", "0.33", "0.37")
    # 0.07 * 0.33 * 0.37 * 0.63 = 0.00538461
    assert taken.fills[0].fee == D("0.0054")
    assert floor.exchange.orders.fills("alice")[0].fee == 0


def test_the_fees_of_one_order_are_rounded_up_together(floor: Floor) -> None:
    for _ in range(3):
        floor.place("alice", "bid", "0.33", "0.37")
    taken = floor.place("bob", "ask", "0.99", "0.37")
    assert taken.order.taker_fees == D("0.0162")
    assert [fill.fee for fill in taken.fills] == [D("0.0054"), D("0.0054"), D("0.0054")]


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
def test_fees_follow_the_series(floor: Floor, fee_type: str, multiplier: str, taker: str, maker: str) -> None:
    floor.exchange.markets.add_series("KXF", fee_type=fee_type, fee_multiplier=D(multiplier))  # type: ignore[arg-type]
    floor.exchange.markets.add("KXF-E-M")
    floor.place("alice", "bid", "100", "0.5", ticker="KXF-E-M")
    assert floor.held("alice") == 50 + D(maker)
    floor.place("bob", "ask", "100", "0.5", ticker="KXF-E-M")
    assert (floor.cash("alice"), floor.cash("bob")) == (50 - D(maker), 50 - D(taker))
    assert floor.exchange.imbalance() == 0


def test_opposite_contracts_net_and_each_pair_pays_a_dollar(floor: Floor) -> None:
    floor.place("alice", "bid", "10", "0.4")
    floor.place("bob", "ask", "10", "0.4")
    floor.place("carol", "bid", "10", "0.7")
    floor.place("alice", "ask", "4", "0.7")
    position = _position(floor, "alice")
    assert (position.count, position.exposure, position.realized_profit) == (6, D("2.4"), D("1.2"))
    assert position.fees_paid == D("0.0588")
    assert floor.cash("alice") == 100 - 4 + D("2.8") - D("0.0588")
    assert floor.exchange.markets.get(TICKER).open_interest == 10


def test_a_position_can_turn_from_yes_to_no(floor: Floor) -> None:
    floor.place("alice", "bid", "10", "0.4")
    floor.place("bob", "ask", "10", "0.4")
    floor.place("carol", "bid", "15", "0.5")
    floor.place("alice", "ask", "15", "0.5")
    position = _position(floor, "alice")
    assert (position.count, position.exposure, position.realized_profit) == (-5, D("2.5"), D(1))
    assert position.total_traded == 4 + D("7.5")
    assert position.contracts_traded == 25


def test_contracts_that_net_need_no_collateral_and_the_best_price_nets_first(floor: Floor) -> None:
    floor.place("alice", "bid", "10", "0.4")
    floor.place("bob", "ask", "10", "0.4")
    floor.place("alice", "ask", "10", "0.8")
    assert floor.held("alice") == 0
    floor.place("alice", "ask", "10", "0.6")
    assert floor.held("alice") == 2
    floor.place("carol", "bid", "10", "0.6")
    assert (_position(floor, "alice").count, floor.held("alice")) == (0, 2)


def test_who_has_spent_everything_can_still_sell(floor: Floor) -> None:
    floor.place("bob", "ask", "100", "0.9")
    floor.exchange.accounts.add("dora", D("90.63"))
    floor.place("dora", "bid", "100", "0.9")
    assert floor.cash("dora") == 0
    floor.place("carol", "bid", "100", "0.8")
    assert floor.place("dora", "ask", "100", "0.8").order.status == "executed"
    assert floor.cash("dora") == 80 - D("1.12")


def test_settlement_pays_the_winners_and_ends_the_positions(floor: Floor) -> None:
    floor.place("alice", "bid", "10", "0.4")
    floor.place("bob", "ask", "10", "0.4")
    rest = floor.place("carol", "bid", "5", "0.2").order
    market = floor.exchange.markets.settle(TICKER, "yes")
    assert (market.status, market.result, market.settlement_value) == ("finalized", "yes", 1)
    assert (floor.cash("alice"), floor.cash("bob"), floor.cash("carol")) == (106, 94 - D("0.168"), 100)
    assert floor.exchange.orders.get("carol", rest.order_id).status == "canceled"
    won, lost = floor.exchange.portfolio.settlements("alice")[0], floor.exchange.portfolio.settlements("bob")[0]
    assert (won.yes_count, won.yes_total_cost, won.revenue, won.no_count) == (10, 4, 10, 0)
    assert (lost.no_count, lost.no_total_cost, lost.revenue, lost.fee_cost) == (10, 6, 0, D("0.168"))
    assert _position(floor, "bob").realized_profit == -6
    assert floor.exchange.markets.get(TICKER).open_interest == 0
    assert floor.exchange.imbalance() == 0


def test_transfers_move_cash_once_an_id(floor: Floor) -> None:
    assert floor.exchange.accounts.add_subaccount("alice") == 1
    first = floor.exchange.accounts.transfer("alice", "one", 0, 1, D("30.25"))
    assert floor.exchange.accounts.transfer("alice", "one", 0, 1, D("30.25")) == first
    assert [balance.cash for balance in floor.exchange.portfolio.balances("alice")] == [D("69.75"), D("30.25")]
    action = lambda: floor.exchange.accounts.transfer("alice", "one", 0, 1, D(1))  # noqa: E731
    assert floor.rejected(action) == (409, "transfer_already_exists")


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
    floor: Floor, payer: int, receiver: int, amount: str, code: str
) -> None:
    floor.exchange.accounts.add_subaccount("alice")
    assert floor.rejected(lambda: floor.exchange.accounts.transfer("alice", "t", payer, receiver, D(amount))) == (
        400,
        code,
    )


def test_collateral_can_not_be_transferred_or_withdrawn(floor: Floor) -> None:
    floor.exchange.accounts.add_subaccount("alice")
    floor.place("alice", "bid", "100", "0.5")
    for action in (
        lambda: floor.exchange.accounts.transfer("alice", "t", 0, 1, D("50.01")),
        lambda: floor.exchange.accounts.deposit("alice", D("-50.01")),
    ):
        assert floor.rejected(action) == (400, "insufficient_balance")
    floor.exchange.accounts.deposit("alice", D(-50))
    assert floor.exchange.imbalance() == 0


def test_there_are_63_subaccounts_at_most(floor: Floor) -> None:
    assert [floor.exchange.accounts.add_subaccount("alice") for _ in range(63)] == list(range(1, 64))
    assert floor.rejected(lambda: floor.exchange.accounts.add_subaccount("alice")) == (400, "invalid_parameters")


def test_subaccounts_hold_positions_of_their_own(floor: Floor) -> None:
    floor.exchange.accounts.deposit("alice", D(10), subaccount=floor.exchange.accounts.add_subaccount("alice"))
    floor.place("alice", "bid", "5", "0.4", subaccount=1)
    floor.place("bob", "ask", "5", "0.4")
    assert floor.exchange.portfolio.positions("alice") == []
    assert floor.exchange.portfolio.positions("alice", subaccount=1)[0].count == 5
    assert floor.exchange.orders.fills("alice")[0].owner == Owner("alice", 1)


def test_a_block_trade_moves_money_and_contracts_past_the_book(floor: Floor) -> None:
    floor.place("carol", "bid", "1", "0.3")
    taken, made = floor.exchange.blocks.trade(Owner("alice"), Owner("bob"), TICKER, "bid", D("0.6"), D(10))
    assert (taken.order.status, made.order.status, taken.order.side) == ("executed", "executed", "bid")
    assert (floor.cash("alice"), floor.cash("bob")) == (100 - 6 - D("0.168"), 96)
    assert floor.exchange.markets.trades(TICKER)[0].is_block_trade
    action = lambda: floor.exchange.blocks.trade(  # noqa: E731
        Owner("alice"), Owner("bob"), TICKER, "ask", D("0.01"), D(200)
    )
    assert floor.rejected(action) == (400, "insufficient_balance")
    assert floor.exchange.imbalance() == 0


def test_the_portfolio_is_worth_its_contracts_at_the_last_price(floor: Floor) -> None:
    floor.place("alice", "bid", "10", "0.4")
    floor.place("bob", "ask", "10", "0.4")
    assert floor.exchange.portfolio.balance("alice").portfolio_value == 4
    assert floor.exchange.portfolio.balance("bob").portfolio_value == 6
    assert floor.exchange.portfolio.balance("alice").total == 96
