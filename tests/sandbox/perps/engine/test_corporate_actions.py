"""Corporate actions: what each does to positions, resting orders, money and the market."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from kalshi_sandbox.perps.engine import (
    CashTerms,
    CorporateActionApplied,
    FinalSettlementTerms,
    SplitTerms,
    Terms,
    TickerChangeTerms,
)

from .conftest import TICKER, Harness


@pytest.fixture
def held(harness: Harness) -> Harness:
    """Alice is long 10 at $10, bob is short; carol's bid rests."""
    harness.trade("alice", "bob", "10", "10")
    harness.place("carol", "bid", "5", "9.5")
    return harness


def apply(harness: Harness, terms: Terms) -> CorporateActionApplied:
    """Schedule and apply an action; what listeners heard of it."""
    actions = harness.exchange.corporate_actions
    notice = actions.schedule(TICKER, terms)
    assert actions.apply(notice.action_id).status == "applied"
    return next(event for event in reversed(harness.events) if isinstance(event, CorporateActionApplied))


def test_a_split_multiplies_contracts_and_divides_prices(held: Harness) -> None:
    equity = held.balance("alice").margin.equity
    event = apply(held, SplitTerms(ratio_old=Decimal(1), ratio_new=Decimal(4)))
    assert (event.mark_before, event.mark_after) == (10, Decimal("2.5"))
    position = held.position("alice").position
    assert (position.count, position.entry_price) == (40, Decimal("2.5"))
    assert held.balance("alice").margin.equity == equity
    assert held.resting("carol") == []
    (order,) = held.exchange.orders.of("carol")
    assert (order.remaining_count, order.last_update_reason) == (0, "Decrease")
    view = held.exchange.markets.get(TICKER)
    assert (view.open_interest, view.index_price, view.market.version) == (40, Decimal("2.5"), 2)
    assert held.place("carol", "bid", "5", "2.5", market_version=2).remaining_count == 5


def test_a_split_that_leaves_parts_of_a_hundredth_is_rejected(held: Harness) -> None:
    notice = held.exchange.corporate_actions.schedule(TICKER, SplitTerms(ratio_old=Decimal(3), ratio_new=Decimal(1)))
    rejected = held.rejected(lambda: held.exchange.corporate_actions.apply(notice.action_id))
    assert rejected == (409, "split_leaves_fractions")
    apply(held, SplitTerms(ratio_old=Decimal(4), ratio_new=Decimal(1)))
    assert held.position("alice").position.count == Decimal("2.5")


def test_cash_goes_from_shorts_to_longs_and_leaves_the_rest_as_it_is(held: Harness) -> None:
    before = {account: held.balance(account).settled_funds for account in ("alice", "bob", "carol")}
    apply(held, CashTerms(cash_per_contract=Decimal("0.125"), kind="special_dividend"))
    change = {account: held.balance(account).settled_funds - before[account] for account in before}
    assert change == {"alice": Decimal("1.25"), "bob": Decimal("-1.25"), "carol": 0}
    assert len(held.resting("carol")) == 1
    assert held.exchange.markets.get(TICKER).market.version == 1


def test_a_final_settlement_closes_everything_at_its_price(held: Harness) -> None:
    before = held.balance("alice").settled_funds
    apply(held, FinalSettlementTerms(settlement_price_per_contract=Decimal("12.5"), reason="merger"))
    assert held.balance("alice").settled_funds - before == 25
    assert held.exchange.portfolio.positions("alice") == held.exchange.portfolio.positions("bob") == []
    assert held.resting("carol") == []
    view = held.exchange.markets.get(TICKER)
    assert (view.market.status, view.open_interest, view.mark_price) == ("closed", 0, Decimal("12.5"))
    assert view.market.halt_sources == ("corporate_action",)
    money = held.exchange.money()
    assert (money.outstanding, money.imbalance) == (0, 0)
    assert held.rejected(lambda: held.place("carol", "bid", "1", "9")) == (409, "market_not_active")
    schedule = lambda: held.exchange.corporate_actions.schedule(TICKER, CashTerms(cash_per_contract=Decimal(1)))  # noqa: E731
    assert held.rejected(schedule) == (409, "market_not_active")
    held.clock.advance(timedelta(hours=9))
    assert held.exchange.funding.rates(TICKER) == []


def test_a_ticker_change_keeps_everything_under_the_new_ticker(held: Harness) -> None:
    market_id = held.exchange.markets.get(TICKER).market.market_id
    event = apply(held, TickerChangeTerms(new_ticker="KXNEWPERP"))
    assert (event.ticker, event.action.old_ticker, event.action.ticker) == ("KXNEWPERP", TICKER, "KXNEWPERP")
    assert held.rejected(lambda: held.exchange.markets.get(TICKER)) == (404, "market_not_found")
    market = held.exchange.markets.get("KXNEWPERP").market
    assert (market.market_id, market.version) == (market_id, 2)
    (order,) = held.exchange.orders.of("carol", status="resting", ticker="KXNEWPERP")
    assert order.ticker == held.exchange.orders.fills("alice")[0].ticker == "KXNEWPERP"
    assert held.position("alice").position.market.ticker == "KXNEWPERP"
    assert held.place("bob", "ask", "1", "9.5", ticker=None, market_id=market_id).fill_count == 1
    assert held.exchange.orders.cancel("carol", order.order_id).reduced_by == 4


def test_a_ticker_that_is_taken_is_rejected(held: Harness) -> None:
    held.exchange.markets.add("KXXPERP", index_price=Decimal(10))
    change = TickerChangeTerms(new_ticker="KXXPERP")
    schedule = lambda: held.exchange.corporate_actions.schedule(TICKER, change)  # noqa: E731
    assert held.rejected(schedule) == (409, "market_exists")


@pytest.mark.parametrize(
    "terms",
    [
        SplitTerms(ratio_old=Decimal(0), ratio_new=Decimal(1)),
        SplitTerms(ratio_old=Decimal(1), ratio_new=Decimal("NaN")),
        CashTerms(cash_per_contract=Decimal("Infinity")),
        FinalSettlementTerms(settlement_price_per_contract=Decimal(-1)),
        SplitTerms(ratio_old=Decimal(1), ratio_new=Decimal("1e30")),
        SplitTerms(ratio_old=Decimal("1e-30"), ratio_new=Decimal(1)),
        CashTerms(cash_per_contract=Decimal("1e30")),
        CashTerms(cash_per_contract=Decimal(1) / 3),
        FinalSettlementTerms(settlement_price_per_contract=Decimal("1e30")),
        FinalSettlementTerms(settlement_price_per_contract=Decimal(10) / 3),
    ],
    ids=repr,
)
def test_terms_that_nobody_could_apply_are_rejected(held: Harness, terms: Terms) -> None:
    schedule = lambda: held.exchange.corporate_actions.schedule(TICKER, terms)  # noqa: E731
    assert held.rejected(schedule) == (400, "invalid_parameters")


def test_a_split_that_makes_more_contracts_than_one_can_have_is_rejected(held: Harness) -> None:
    actions = held.exchange.corporate_actions
    notice = actions.schedule(TICKER, SplitTerms(ratio_old=Decimal("0.001"), ratio_new=Decimal(1_000_000)))
    assert held.rejected(lambda: actions.apply(notice.action_id)) == (409, "split_too_large")


def test_a_split_that_makes_a_higher_price_than_orders_can_have_is_rejected(harness: Harness) -> None:
    actions = harness.exchange.corporate_actions
    notice = actions.schedule(TICKER, SplitTerms(ratio_old=Decimal(1_000_000), ratio_new=Decimal(1)))
    assert harness.rejected(lambda: actions.apply(notice.action_id)) == (409, "split_too_large")


def test_a_settlement_at_the_highest_price_moves_all_money_exactly(held: Harness) -> None:
    apply(held, FinalSettlementTerms(settlement_price_per_contract=Decimal("999999.99999999")))
    assert held.exchange.money().imbalance == 0
    assert held.balance("alice").settled_funds + held.balance("bob").settled_funds < 2000
    assert held.balance("alice").settled_funds > Decimal(10_000_000)


def test_a_notice_is_applied_when_it_is_due_or_lapses(held: Harness) -> None:
    actions, now = held.exchange.corporate_actions, held.clock.now()
    due = now + timedelta(hours=1)
    split = actions.schedule(TICKER, SplitTerms(ratio_old=Decimal(1), ratio_new=Decimal(2)), due)
    third = actions.schedule(TICKER, SplitTerms(ratio_old=Decimal(3), ratio_new=Decimal(1)), due)
    never = actions.schedule(TICKER, CashTerms(cash_per_contract=Decimal(1)), due)
    assert actions.cancel(never.action_id).status == "cancelled"
    held.clock.advance(3_600)
    assert held.position("alice").position.count == 20
    assert [(notice.action_id, notice.status) for notice in actions.all(TICKER)] == [
        (split.action_id, "applied"),
        (third.action_id, "lapsed"),
        (never.action_id, "cancelled"),
    ]
    assert {notice.updated_time for notice in actions.all()} == {due, now}
    late = lambda: actions.schedule(TICKER, CashTerms(cash_per_contract=Decimal(1)), held.clock.now())  # noqa: E731
    assert held.rejected(late) == (400, "invalid_parameters")


def test_an_action_is_applied_or_canceled_once(held: Harness) -> None:
    actions = held.exchange.corporate_actions
    notice = actions.schedule(TICKER, CashTerms(cash_per_contract=Decimal(1)))
    assert actions.all() == [notice]
    actions.apply(notice.action_id)
    for again in (actions.apply, actions.cancel):
        assert held.rejected(lambda again=again: again(notice.action_id)) == (409, "invalid_status")
    assert held.rejected(lambda: actions.apply("none")) == (404, "corporate_action_not_found")
