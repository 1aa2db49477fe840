"""Positions, fees, margin, balances and transfers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kalshi_sandbox.perps.engine import FEE_TIERS

from .conftest import TICKER, Harness


def test_opposite_trades_are_netted_at_the_mean_entry_price(harness: Harness) -> None:
    harness.trade("alice", "bob", "2", "10")
    harness.trade("alice", "bob", "1", "11.5")
    position = harness.position("alice").position
    assert (position.count, position.cost, position.entry_price) == (3, Decimal("31.5"), Decimal("10.5"))
    harness.trade("carol", "alice", "2", "11")
    position = harness.position("alice").position
    assert (position.count, position.entry_price, position.realized_pnl) == (1, Decimal("10.5"), 1)
    harness.trade("carol", "alice", "4", "12")
    position = harness.position("alice").position
    assert (position.count, position.entry_price, position.realized_pnl) == (-3, 12, Decimal("2.5"))


def test_a_fill_has_the_entry_price_that_its_profit_was_computed_from(harness: Harness) -> None:
    harness.trade("alice", "bob", "2", "10")
    harness.trade("bob", "carol", "3", "9")
    opened, closed = harness.exchange.orders.fills("bob")
    assert (opened.entry_price, opened.realized_pnl, opened.post_position) == (10, 0, -2)
    assert (closed.entry_price, closed.realized_pnl, closed.post_position) == (10, 2, 1)


def test_nothing_is_lost_when_a_mean_price_has_no_end(harness: Harness) -> None:
    harness.trade("alice", "bob", "1", "10")
    harness.trade("alice", "bob", "2", "10.0001")
    harness.trade("carol", "alice", "1", "10")
    position = harness.position("alice").position
    assert position.entry_price == Decimal("10.000066")
    assert position.realized_pnl == Decimal("-0.000067")
    harness.trade("carol", "alice", "2", "10")
    assert sum(fill.realized_pnl for fill in harness.exchange.orders.fills("alice")) == Decimal("-0.0002")
    assert harness.exchange.money().imbalance == 0


def test_fees_are_a_fraction_of_notional_value_rounded_up(harness: Harness) -> None:
    harness.trade("alice", "bob", "3", "10.01")
    maker, taker = harness.exchange.orders.fills("alice")[0], harness.exchange.orders.fills("bob")[0]
    # 30.03 at 0.05 % and 0.12 %.
    assert (maker.fee, taker.fee) == (Decimal("0.0151"), Decimal("0.0361"))
    assert harness.balance("bob").settled_funds == Decimal("999.9639")
    assert harness.exchange.money().fees == Decimal("0.0512")


def test_fees_follow_the_tier_of_the_account(harness: Harness) -> None:
    assert (FEE_TIERS[0], FEE_TIERS[10]) == (
        (Decimal("0.0012"), Decimal("0.0005")),
        (Decimal("0.00026"), Decimal("0.00006")),
    )
    harness.exchange.accounts.set_fee_tier("bob", 3)
    assert harness.exchange.accounts.fees("bob") == (Decimal("0.0006"), Decimal("0.00024"))
    harness.trade("alice", "bob", "10", "10")
    assert harness.exchange.orders.fills("bob")[0].fee == Decimal("0.06")
    wrong = lambda: harness.exchange.accounts.set_fee_tier("bob", 11)  # noqa: E731
    assert harness.rejected(wrong) == (400, "invalid_parameters")


def test_the_fees_of_a_position_begin_again_once_it_was_flat(harness: Harness) -> None:
    harness.trade("alice", "bob", "10", "10")
    harness.trade("alice", "bob", "10", "10")
    assert harness.position("alice").position.fees == Decimal("0.1")
    harness.trade("carol", "alice", "20", "10")
    assert harness.exchange.portfolio.positions("alice") == []
    harness.trade("alice", "bob", "10", "10")
    assert harness.position("alice").position.fees == Decimal("0.05")


def test_the_balance_is_as_it_was_seen_on_the_demo_exchange() -> None:
    """One contract bought at 6.3587 with the mark at 6.3329 and $50.01 of settled funds."""
    harness = Harness()
    exchange = harness.exchange
    rate = Decimal("0.13041")
    exchange.markets.add("KXBTCPERP1", index_price=Decimal("6.3587"), maintenance_rate=rate)
    exchange.markets.set_index("KXBTCPERP1", Decimal("6.3587"))
    harness.place("alice", "ask", "1", "6.3587", ticker="KXBTCPERP1")
    harness.place("bob", "bid", "1", "6.3587", ticker="KXBTCPERP1")
    exchange.markets.set_index("KXBTCPERP1", Decimal("6.3329"))
    exchange.accounts.deposit("bob", Decimal("50.0100") - harness.balance("bob").settled_funds)
    balance, step = harness.balance("bob"), Decimal("0.0001")
    assert balance.settled_funds == Decimal("50.01")
    margin = balance.margin
    assert margin.equity == Decimal("49.9842")
    assert margin.position_value == Decimal("6.3329")
    assert margin.maintenance.quantize(step) == Decimal("0.8259")
    assert margin.initial.quantize(step) == Decimal("1.0736")
    assert margin.available.quantize(step) == Decimal("48.9106")
    view = harness.position("bob")
    assert view.unrealized_pnl == Decimal("-0.0258")
    assert view.leverage == Decimal("7.6681")
    assert view.liquidation_price is None
    assert exchange.markets.get("KXBTCPERP1").leverage == Decimal("5.8986")


def test_margin_for_resting_orders_is_that_of_the_larger_side(harness: Harness) -> None:
    harness.place("alice", "bid", "10", "9")
    harness.place("alice", "ask", "10", "11")
    assert harness.balance("alice").margin.resting == Decimal("14.3")
    assert harness.exchange.portfolio.notional("alice").usage == {TICKER: 110}


def test_orders_that_would_close_a_position_need_no_margin(harness: Harness) -> None:
    harness.trade("alice", "bob", "10", "10")
    harness.place("alice", "ask", "10", "10.5")
    assert harness.balance("alice").margin.resting == 0
    harness.place("alice", "ask", "12", "10.4")
    # Of 22 contracts for sale the best 10 close the position, and the others would be short: 2 at 10.4, 10 at 10.5.
    assert harness.balance("alice").margin.initial == 13
    assert harness.balance("alice").margin.resting == (2 * Decimal("10.4") + 10 * Decimal("10.5") - 100) * Decimal(
        "0.13"
    )


def test_an_order_that_needs_more_margin_than_there_is_is_rejected(harness: Harness) -> None:
    # 769 contracts at $10 need $999.70.
    assert harness.rejected(lambda: harness.place("alice", "bid", "770", "10")) == (400, "insufficient_balance")
    assert harness.place("alice", "bid", "769", "10").remaining_count == 769
    assert harness.rejected(lambda: harness.place("alice", "bid", "1", "9")) == (400, "insufficient_balance")


def test_fees_and_an_immediate_loss_count_before_an_order_is_taken(harness: Harness) -> None:
    harness.exchange.accounts.deposit("alice", Decimal(-987))
    harness.place("bob", "ask", "10", "10")
    # $13 of margin is all there is, so nothing is left for the fee.
    assert harness.rejected(lambda: harness.place("alice", "bid", "10", "10")) == (400, "insufficient_balance")
    harness.exchange.accounts.deposit("alice", Decimal("0.12"))
    assert harness.place("alice", "bid", "10", "10").fill_count == 10
    harness.exchange.accounts.deposit("carol", Decimal(-986))
    harness.place("bob", "ask", "10", "10.2")
    assert harness.rejected(lambda: harness.place("carol", "bid", "10", "10.2")) == (400, "insufficient_balance")


def test_a_position_can_be_closed_whatever_it_has_lost(harness: Harness) -> None:
    harness.trade("alice", "bob", "700", "10")
    harness.exchange.markets.set_index(TICKER, Decimal("8"))
    assert harness.balance("alice").margin.available < 0
    assert harness.rejected(lambda: harness.place("alice", "bid", "1", "8")) == (400, "insufficient_balance")
    harness.place("carol", "bid", "700", "8")
    assert harness.place("alice", "ask", "700", "8").fill_count == 700
    assert harness.balance("alice").settled_funds < 0
    assert harness.exchange.money().imbalance == 0


def test_an_order_past_the_limit_on_notional_value_is_rejected(harness: Harness) -> None:
    harness.exchange.accounts.set_notional_limit("alice", Decimal(100))
    harness.exchange.accounts.deposit(
        "alice", Decimal(100), subaccount=harness.exchange.accounts.add_subaccount("alice")
    )
    harness.place("alice", "bid", "6", "10")
    harness.place("alice", "bid", "4", "10", subaccount=1)
    too_much = lambda: harness.place("alice", "bid", "1", "10")  # noqa: E731
    assert harness.rejected(too_much) == (400, "NOTIONAL_RISK_LIMIT_EXCEEDED")
    # The other side of the market takes as much again.
    assert harness.rejected(lambda: harness.place("alice", "ask", "6", "11")) == (400, "NOTIONAL_RISK_LIMIT_EXCEEDED")
    assert harness.place("alice", "ask", "5", "11").remaining_count == 5
    usage = harness.exchange.portfolio.notional("alice")
    assert (usage.limit, usage.usage, usage.total) == (100, {TICKER: 100}, 100)


def test_orders_that_a_triggered_group_cancels_need_no_margin(harness: Harness) -> None:
    group = harness.exchange.groups.create("alice", Decimal(5)).group_id
    harness.exchange.accounts.deposit("alice", Decimal(-986))
    harness.place("alice", "bid", "10", "10", order_group_id=group)
    harness.place("bob", "ask", "5", "10.1")
    # $14 carry 10 contracts. With the ones that it buys there would be 15, but those that rest are canceled.
    assert harness.place("alice", "bid", "5", "10.1", order_group_id=group).fill_count == 5
    assert harness.resting("alice") == []


def test_positions_of_a_subaccount_share_its_equity(harness: Harness) -> None:
    harness.exchange.markets.add("KXXPERP", index_price=Decimal(10))
    harness.exchange.markets.set_index("KXXPERP", Decimal(10))
    harness.trade("alice", "bob", "50", "10")
    harness.exchange.markets.set_index(TICKER, Decimal(12))
    assert harness.balance("alice").margin.equity == harness.balance("alice").settled_funds + 100
    place = lambda count: harness.place("alice", "bid", count, "10", ticker="KXXPERP")  # noqa: E731
    # Equity of $1,099.75, less $78 of margin, carries 604 contracts at $1.69 each.
    assert harness.rejected(lambda: place("605")) == (400, "insufficient_balance")
    assert place("604").remaining_count == 604


def test_the_liquidation_price_is_where_equity_equals_maintenance_margin(harness: Harness) -> None:
    harness.exchange.accounts.deposit("alice", Decimal(-980))
    harness.exchange.accounts.deposit("bob", Decimal(-980))
    harness.trade("alice", "bob", "10", "10")
    for account in ("alice", "bob"):
        price = harness.position(account).liquidation_price
        assert price is not None
        harness.exchange.markets.set_index(TICKER, price)
        margin = harness.balance(account).margin
        assert margin.equity == pytest.approx(margin.maintenance, abs=Decimal("0.001"))
        harness.exchange.markets.set_index(TICKER, Decimal(10))


def test_cash_is_withdrawn_up_to_what_is_settled_and_not_needed(harness: Harness) -> None:
    harness.trade("alice", "bob", "100", "10")
    harness.exchange.markets.set_index(TICKER, Decimal(11))
    accounts = harness.exchange.accounts
    # The profit of $100 is not settled; $143 of margin are needed.
    settled = harness.balance("alice").settled_funds
    available = harness.balance("alice").margin.available
    assert (settled, available) == (Decimal("999.5"), Decimal("956.5"))
    too_much = lambda: accounts.deposit("alice", Decimal("-956.5001"))  # noqa: E731
    assert harness.rejected(too_much) == (400, "insufficient_balance")
    accounts.deposit("alice", Decimal("-956.5"))
    assert harness.balance("alice").margin.available == 0
    harness.exchange.markets.set_index(TICKER, Decimal(30))
    too_much = lambda: accounts.deposit("alice", Decimal("-43.01"))  # noqa: E731
    assert harness.rejected(too_much) == (400, "insufficient_balance")


def test_a_transfer_is_made_once(harness: Harness) -> None:
    accounts = harness.exchange.accounts
    number = accounts.add_subaccount("alice")
    accounts.transfer("alice", "t1", 0, number, Decimal("400.5"))
    first, second = harness.exchange.portfolio.balances("alice")
    assert (first.settled_funds, second.settled_funds) == (Decimal("599.5"), Decimal("400.5"))
    again = lambda: accounts.transfer("alice", "t1", 0, number, Decimal("1"))  # noqa: E731
    assert harness.rejected(again) == (409, "transfer_already_applied")
    for source, target, amount, code in (
        (0, 0, "1", "invalid_parameters"),
        (0, 2, "1", "invalid_parameters"),
        (0, 1, "0", "invalid_parameters"),
        (0, 1, "0.00001", "invalid_parameters"),
        (0, 1, "600", "insufficient_balance"),
    ):
        move = lambda s=source, t=target, a=amount: accounts.transfer("alice", "t2", s, t, Decimal(a))  # noqa: E731
        assert harness.rejected(move) == (400, code)


def test_accounts_have_ids_of_their_own_and_63_subaccounts(harness: Harness) -> None:
    accounts = harness.exchange.accounts
    assert harness.rejected(lambda: accounts.add("alice")) == (409, "account_exists")
    for balance in (Decimal(-1), Decimal("1e30")):
        assert harness.rejected(lambda balance=balance: accounts.add("dave", balance)) == (400, "invalid_parameters")
    new = accounts.add()
    assert [accounts.add_subaccount(new) for _ in range(63)] == list(range(1, 64))
    assert harness.rejected(lambda: accounts.add_subaccount(new)) == (400, "invalid_parameters")
    assert len(harness.exchange.portfolio.balances(new)) == 64
