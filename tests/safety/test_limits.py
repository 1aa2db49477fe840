"""Which orders pass the limits."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.models import AmendOrderV2Request, CreateOrderV2Request
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.safety import Exposures, KnownAccount, LimitChecker, LimitExceededError, Limits, RestingOrder
from tests.fake_clock import FakeClock
from tests.walking import walked

D = Decimal


def order(side: Any = "bid", count: str = "10", price: str = "0.40", **more: Any) -> CreateOrderV2Request:
    given = {"time_in_force": "good_till_canceled", "self_trade_prevention_type": "maker"} | more
    return CreateOrderV2Request(ticker="M1", side=side, count=count, price=price, **given)


def known(**more: Any) -> KnownAccount:
    """An account that holds nothing, and what is given of it."""
    given = {"exposures": Exposures(), "best": (D("0.40"), D("0.42")), "loss_today": D(0), "stale": None}
    return KnownAccount(**given | more)


def holding(count: str, cost: str, *orders: RestingOrder) -> Exposures:
    made = Exposures()
    made.update("M1", "E1", D(count), D(cost), {str(number): each for number, each in enumerate(orders)})
    return made


def refused(limits: Limits, asked: CreateOrderV2Request, account: KnownAccount | None = None) -> str | None:
    """The limit that refuses an order; None if it passes."""
    try:
        LimitChecker(limits).check(asked, "E1", account or known())
    except LimitExceededError as error:
        return error.limit
    return None


def test_without_limits_every_order_passes_whatever_is_known() -> None:
    assert refused(Limits(), order(), known(best=None, loss_today=None, stale="lost")) is None


@walked(
    ("limits", "asked", "account", "error"),
    [
        ({"order_count": 10}, order(count="10"), {}, None),
        ({"order_count": 10}, order(count="10.01"), {}, D("10.01")),
        ({"order_notional": 4}, order(price="0.40"), {}, None),
        ({"order_notional": 4}, order(price="0.4001"), {}, D("4.001")),
        ({"order_notional": 6}, order("ask", price="0.40"), {}, None),
        ({"order_notional": 6}, order("ask", price="0.3999"), {}, D("6.001")),
        ({"price_through_book": "0.02"}, order(price="0.44"), {}, None),
        ({"price_through_book": "0.02"}, order(price="0.4401"), {}, D("0.0201")),
        ({"price_through_book": "0.02"}, order(price="0.4401", post_only=True), {}, D("0.0201")),
        ({"price_through_book": "0.02"}, order("ask", price="0.38"), {}, None),
        ({"price_through_book": "0.02"}, order("ask", price="0.3799"), {}, D("0.0201")),
        ({"price_through_book": 0}, order(price="0.42"), {}, None),
        ({"price_through_book": 0}, order(price="0.43"), {}, D("0.01")),
        # If the other side is empty, there is nothing to go through.
        ({"price_through_book": 0}, order(price="0.99"), {"best": (D("0.40"), None)}, None),
        ({"price_through_book": 0}, order("ask", price="0.01"), {"best": (None, D("0.42"))}, None),
        ({"resting_orders": 1}, order(), {}, None),
        ({"resting_orders": 0}, order(), {}, 1),
        ({"resting_orders": 0}, order(time_in_force="immediate_or_cancel"), {}, None),
        ({"resting_orders": 0}, order(time_in_force="fill_or_kill"), {}, None),
        ({"market_exposure": 4}, order(), {}, None),
        ({"market_exposure": "3.999999"}, order(), {}, 4),
        ({"event_exposure": "3.999999"}, order(), {}, 4),
        ({"total_exposure": "3.999999"}, order(), {}, 4),
        ({"daily_loss": 5}, order(), {"loss_today": D("4.99")}, None),
        ({"daily_loss": 5}, order(), {"loss_today": D(5)}, D(5)),
        ({"daily_loss": 5}, order(), {"loss_today": D(-100)}, None),
    ],
)
def test_an_order_passes_up_to_a_limit_and_is_refused_beyond_it(
    limits: dict[str, Any], asked: CreateOrderV2Request, account: dict[str, Any], error: Decimal | int | None
) -> None:
    checker, ((name, allowed),) = LimitChecker(Limits(**limits)), limits.items()
    if error is None:
        checker.check(asked, "E1", known(**account))
        return
    with pytest.raises(LimitExceededError) as caught:
        checker.check(asked, "E1", known(**account))
    assert (caught.value.limit, caught.value.allowed, caught.value.would_be) == (name, D(allowed), error)
    assert str(caught.value).startswith(f"the order is refused by {name}={allowed}: ")
    assert str(caught.value).endswith("; nothing was sent")


def test_exposures_are_of_the_market_the_event_and_the_account() -> None:
    account = holding("5", "2")
    account.update("M2", "E1", D(5), D(3), {})
    account.update("M3", "E3", D(5), D(4), {})
    for name, after in (("market_exposure", 6), ("event_exposure", 9), ("total_exposure", 13)):
        assert refused(Limits(**{name: after}), order(), known(exposures=account)) is None
        assert refused(Limits(**{name: after - D("0.000001")}), order(), known(exposures=account)) == name


def test_an_order_that_raises_no_exposure_passes_although_it_is_beyond_the_limit() -> None:
    limits = Limits(market_exposure=1, event_exposure=1, total_exposure=1)
    account = known(exposures=holding("10", "5"))
    assert refused(limits, order("ask", "10"), account) is None
    assert refused(limits, order("ask", "18.33"), account) is None
    assert refused(limits, order("ask", "18.34"), account) == "market_exposure"
    assert refused(limits, order("bid", "0.01"), account) == "market_exposure"


def test_after_the_daily_loss_only_orders_that_reduce_pass() -> None:
    limits, lost = Limits(daily_loss=5), {"loss_today": D(6)}
    account = known(exposures=holding("10", "5", RestingOrder("ask", D("0.9"), D(4))), **lost)
    assert refused(limits, order("ask", "6"), account) is None
    assert refused(limits, order("ask", "6.01"), account) == "daily_loss"
    assert refused(limits, order("bid", "0.01"), account) == "daily_loss"
    assert refused(limits, order("ask", "0.01"), known(**lost)) == "daily_loss"
    # All other limits still hold for it.
    assert refused(Limits(daily_loss=5, order_count=5), order("ask", "6"), account) == "order_count"
    assert (
        refused(Limits(daily_loss=5, price_through_book=0), order("ask", "6", "0.39"), account) == "price_through_book"
    )


ACCOUNT = ("resting_orders", "market_exposure", "event_exposure", "total_exposure", "daily_loss")


@pytest.mark.parametrize("name", ACCOUNT)
def test_what_needs_the_account_is_refused_while_the_account_is_stale(name: str) -> None:
    account = known(stale="nothing was heard for 12 s", exposures=holding("10", "5"))
    with pytest.raises(LimitExceededError, match="nothing was heard for 12 s") as caught:
        LimitChecker(Limits(**{name: 1000})).check(order("ask"), "E1", account)
    assert (caught.value.limit, caught.value.would_be) == (name, None)


def test_what_needs_no_account_passes_while_the_account_is_stale() -> None:
    limits = Limits(order_count=10, order_notional=10, price_through_book=0, orders_per_second=1)
    assert refused(limits, order(), known(stale="lost", loss_today=None)) is None


def test_an_order_is_refused_while_the_book_or_the_loss_that_a_limit_needs_is_not_known() -> None:
    account = known(best=None, loss_today=None, exposures=holding("10", "5"))
    for name in ("price_through_book", "daily_loss"):
        with pytest.raises(LimitExceededError, match="isn't known") as caught:
            LimitChecker(Limits(**{name: 1})).check(order("ask"), "E1", account)
        assert (caught.value.limit, caught.value.would_be) == (name, None)
    assert refused(Limits(market_exposure=5), order("ask"), account) is None


def test_no_more_orders_pass_in_any_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    clock.patch(monkeypatch)
    checker = LimitChecker(Limits(orders_per_second=2, order_count=10))

    def passes(count: str = "1") -> bool:
        try:
            checker.check(order(count=count), "E1", known())
        except LimitExceededError:
            return False
        return True

    assert passes()
    clock.advance(0.5)
    # One that another limit refuses doesn't count, nor does one that this limit refuses.
    assert not passes("11")
    assert passes()
    assert not passes()
    clock.advance(0.25)
    assert not passes()
    clock.advance(0.25)
    assert passes()
    assert not passes()
    clock.advance(0.5)
    assert passes()
    assert not passes()


def test_amendments_count_as_orders_of_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeClock().patch(monkeypatch)
    checker = LimitChecker(Limits(orders_per_second=1))
    checker.check_amend(amendment(), "E1", known(), replaces="0")
    with pytest.raises(LimitExceededError, match="1 have passed within a second"):
        checker.check(order(), "E1", known())


def amendment(side: Any = "bid", count: str = "10", price: str = "0.40") -> AmendOrderV2Request:
    return AmendOrderV2Request(ticker="M1", side=side, count=count, price=price)


def amendment_refused(limits: Limits, asked: AmendOrderV2Request, account: KnownAccount, **more: Any) -> str | None:
    try:
        LimitChecker(limits).check_amend(asked, "E1", account, **{"replaces": "0"} | more)
    except LimitExceededError as error:
        return error.limit
    return None


def test_an_amendment_counts_instead_of_the_order_that_it_replaces() -> None:
    account = known(exposures=holding("0", "0", RestingOrder("bid", D("0.30"), D(10))))
    limits = Limits(market_exposure=4, event_exposure=4, total_exposure=4, resting_orders=1)
    assert amendment_refused(limits, amendment(), account) is None
    assert amendment_refused(limits, amendment(price="0.4001"), account) == "market_exposure"
    assert amendment_refused(limits, amendment(), account, replaces="another") == "market_exposure"
    assert refused(limits, order(count="0.01"), account) == "resting_orders"


def test_what_an_amended_order_has_filled_rests_no_more_but_is_part_of_its_size() -> None:
    account = known(exposures=holding("4", "1.2", RestingOrder("bid", D("0.30"), D(6))))
    filled = {"fill_count": D(4)}
    assert amendment_refused(Limits(market_exposure="3.6"), amendment(), account, **filled) is None
    assert amendment_refused(Limits(market_exposure="3.6"), amendment(count="10.01"), account, **filled)
    assert amendment_refused(Limits(order_count="9.99"), amendment(), account, **filled) == "order_count"
    assert amendment_refused(Limits(order_notional="3.99"), amendment(), account, **filled) == "order_notional"
    assert amendment_refused(Limits(market_exposure=0), amendment(count="3"), account, **filled) is None


def test_an_amendment_of_an_order_that_reduces_may_reduce_as_much_after_the_daily_loss() -> None:
    account = known(exposures=holding("10", "5", RestingOrder("ask", D("0.9"), D(10))), loss_today=D(9))
    assert amendment_refused(Limits(daily_loss=5), amendment("ask"), account) is None
    assert amendment_refused(Limits(daily_loss=5), amendment("ask", "10.01"), account) == "daily_loss"
    assert amendment_refused(Limits(daily_loss=5), amendment("ask"), account, replaces="another") == "daily_loss"


@walked(
    ("limits", "problem"),
    [
        ({"order_count": 0}, "order_count: 0 is no limit; give contracts, more than 0, or None for no limit"),
        ({"order_notional": -1}, "order_notional: -1 is no limit; give US dollars, more than 0, or None for no limit"),
        ({"price_through_book": "-0.01"}, "price_through_book: -0.01 is no limit; give US dollars, 0 or more"),
        ({"total_exposure": 0.5}, 'total_exposure: must be a Decimal, int or str, not float; write Decimal("0.5")'),
        ({"market_exposure": "much"}, "market_exposure: 'much' is not a finite number"),
        ({"event_exposure": D("NaN")}, "event_exposure: NaN is not a finite number"),
        ({"daily_loss": D(0)}, "daily_loss: 0 is no limit; give US dollars, more than 0"),
        ({"resting_orders": -1}, "resting_orders: -1 is no limit; give a whole number of orders, 0 or more"),
        ({"resting_orders": D(1)}, "resting_orders: Decimal('1') is no limit"),
        ({"orders_per_second": 0}, "orders_per_second: 0 is no limit; give a whole number of orders, 1 or more"),
        ({"orders_per_second": True}, "orders_per_second: True is no limit"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused_at_once(limits: dict[str, Any], problem: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        Limits(**limits)
    assert str(caught.value).startswith(problem)


def test_limits_are_held_as_decimals() -> None:
    limits = Limits(order_count=3, order_notional="1.50", price_through_book=0, market_exposure=0, resting_orders=0)
    assert repr(limits.order_count) == "Decimal('3')"
    assert repr(limits.order_notional) == "Decimal('1.50')"
    assert limits.total_exposure is None


@pytest.mark.parametrize("asked", [order(price="1.5"), order(count="-1"), order("buy")], ids=["price", "count", "side"])
def test_an_order_that_no_market_takes_is_invalid_before_any_limit(asked: CreateOrderV2Request) -> None:
    with pytest.raises(InvalidRequestError):
        LimitChecker(Limits()).check(asked, "E1", known())


def test_the_error_can_be_copied() -> None:
    error = LimitExceededError("order_count", D(10), D(11), "it is for 11 contracts")
    for copied in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert str(copied) == "the order is refused by order_count=10: it is for 11 contracts; nothing was sent"
        assert copied.would_be == 11
