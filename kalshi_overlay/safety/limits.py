"""Risk limits that are checked before an order is sent; docs/safety.md has what each of them means."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from decimal import Decimal
from typing import Any, NoReturn

from attrs import Attribute, evolve, field, frozen

from kalshi_gen.models import AmendOrderV2Request, CreateOrderV2Request
from kalshi_gen.runtime.amounts import exact
from kalshi_overlay import clock
from kalshi_overlay.errors import InvalidRequestError, LimitExceededError
from kalshi_overlay.pricing.prices import EXACT, ZERO
from kalshi_overlay.safety.exposure import Exposures, RestingOrder

# The limits that need what is known of the account.
_OF_THE_ACCOUNT = ("resting_orders", "market_exposure", "event_exposure", "total_exposure", "daily_loss")
_NEVER_REST = ("immediate_or_cancel", "fill_or_kill")
# The length of the window of `orders_per_second`, in seconds.
_WINDOW = 1.0


def _decimal(value: Decimal | int | str | None) -> Decimal | None:
    """Hold a limit as a Decimal; what is not exact stays as it is, and its check, which knows its name, refuses it."""
    held: Any = value
    with suppress(InvalidRequestError):
        held = exact(value, "")
    return held  # type: ignore[no-any-return]


def _amount(unit: str, *, is_0_allowed: bool = False) -> Any:
    def check(instance: object, attribute: Attribute[Any], value: Any) -> None:
        if value is None:
            return
        amount = exact(value, attribute.name, unit)
        if amount < 0 or (amount == 0 and not is_0_allowed):
            wanted = f"{unit}, {'0 or more' if is_0_allowed else 'more than 0'}"
            raise InvalidRequestError(attribute.name, f"{amount} is no limit; give {wanted}, or None for no limit")

    return check


def _number(least: int) -> Any:
    def check(instance: object, attribute: Attribute[Any], value: Any) -> None:
        if value is not None and (type(value) is not int or value < least):
            wanted = f"a whole number of orders, {least} or more"
            raise InvalidRequestError(attribute.name, f"{value!r} is no limit; give {wanted}, or None for no limit")

    return check


_contracts = _amount("contracts")
_dollars = _amount("US dollars")
_dollars_or_0 = _amount("US dollars", is_0_allowed=True)


@frozen(kw_only=True)
class Limits:
    """Risk limits that are checked before an order is sent. None, which is the default of each, means no limit.

    Amounts are a Decimal, an int or text, and are held as Decimals.

    Attributes:
        order_count: Most contracts of one order.
        order_notional: Most US dollars that one order costs if it is filled: for a bid its count times its price, for
            an ask its count times one dollar minus its price.
        price_through_book: How many US dollars a bid may be above the best ask, and an ask below the best bid.
        resting_orders: Most orders that may rest at once, in all markets. Orders that never rest don't count.
        market_exposure: Most US dollars at stake in one market; see `Exposures`.
        event_exposure: Most US dollars at stake in the markets of one event.
        total_exposure: Most US dollars at stake in all markets.
        daily_loss: US dollars. Once so much is lost in a day of UTC, only orders that reduce a position pass.
        orders_per_second: Most orders and amendments that pass in any second.

    Raises:
        InvalidRequestError: A limit is not exact, such as a float, or negative; or it is 0 where nothing could ever
            pass.
    """

    order_count: Decimal | None = field(default=None, converter=_decimal, validator=_contracts)
    order_notional: Decimal | None = field(default=None, converter=_decimal, validator=_dollars)
    price_through_book: Decimal | None = field(default=None, converter=_decimal, validator=_dollars_or_0)
    resting_orders: int | None = field(default=None, validator=_number(0))
    market_exposure: Decimal | None = field(default=None, converter=_decimal, validator=_dollars_or_0)
    event_exposure: Decimal | None = field(default=None, converter=_decimal, validator=_dollars_or_0)
    total_exposure: Decimal | None = field(default=None, converter=_decimal, validator=_dollars_or_0)
    daily_loss: Decimal | None = field(default=None, converter=_decimal, validator=_dollars)
    orders_per_second: int | None = field(default=None, validator=_number(1))


@frozen(kw_only=True)
class KnownAccount:
    """What is known of an account, and of the market of an order, when the order is checked.

    Attributes:
        exposures: The positions of the account and its orders, the unanswered ones included.
        best: The best bid and the best ask of the order's market, in US dollars for yes, each None if that side is
            empty; None if the book isn't known.
        loss_today: What was lost since midnight UTC, in US dollars, negative for a gain; None if it isn't known.
        stale: Why `exposures` and `loss_today` may be out of date, in words; None if they are right.
    """

    exposures: Exposures
    best: tuple[Decimal | None, Decimal | None] | None
    loss_today: Decimal | None
    stale: str | None


class LimitChecker:
    """Checks orders against limits before they are sent.

    It has no lock. Hold one of yours from the check until the order is in the `exposures` of the next check.
    """

    def __init__(self, limits: Limits) -> None:
        """Check orders against limits.

        Args:
            limits: The limits.
        """
        self.limits = limits
        self._needed = [name for name in _OF_THE_ACCOUNT if getattr(limits, name) is not None]
        self._passed: deque[float] = deque()

    def check(
        self, order: CreateOrderV2Request, event_ticker: str, known: KnownAccount, *, is_sent: bool = True
    ) -> None:
        """Check a new order. One that passes counts for `orders_per_second`, so send it.

        Args:
            order: The order.
            event_ticker: The event of its market.
            known: What is known of the account.
            is_sent: False for an order that is not sent now, which doesn't count.

        Raises:
            LimitExceededError: The order is beyond a limit, or what a limit needs isn't known.
            InvalidRequestError: No market could take the order, or its market is known to belong to another event.
        """
        asked = RestingOrder(order.side, order.price, order.count)
        self._check_size(asked)
        self._check_price(order.ticker, asked, known)
        self._check_staleness(known)
        if order.time_in_force not in _NEVER_REST:
            self._check_resting_orders(known)
        self._check_loss(order.ticker, asked, known)
        self._check_exposures(order.ticker, event_ticker, asked, known)
        if is_sent:
            self._check_rate()

    def check_amend(
        self,
        amendment: AmendOrderV2Request,
        event_ticker: str,
        known: KnownAccount,
        *,
        replaces: str,
        fill_count: Decimal = ZERO,
    ) -> None:
        """Check an amendment, as the order that it makes of the one that rests. One that passes counts, so send it.

        Until it is answered either of the two may rest, so both belong into the `exposures` of the next check.

        Args:
            amendment: The order as it shall be. `order_count` and `order_notional` hold for all of it.
            event_ticker: The event of its market.
            known: What is known of the account.
            replaces: The key of the order in `known.exposures`, which no longer counts. If none has it, the amendment
                counts beside all others.
            fill_count: Contracts of the order that are known to be filled, which don't rest any more.

        Raises:
            LimitExceededError: The amendment is beyond a limit, or what a limit needs isn't known.
            InvalidRequestError: No market could take the order, or its market is known to belong to another event.
        """
        asked = RestingOrder(amendment.side, amendment.price, amendment.count)
        left = evolve(asked, count=max(EXACT.subtract(asked.count, fill_count), ZERO))
        self._check_size(asked)
        self._check_price(amendment.ticker, asked, known)
        self._check_staleness(known)
        self._check_loss(amendment.ticker, left, known, replaces)
        self._check_exposures(amendment.ticker, event_ticker, left, known, replaces)
        self._check_rate()

    def _check_size(self, order: RestingOrder) -> None:
        limits = self.limits
        if limits.order_count is not None and order.count > limits.order_count:
            self._refuse("order_count", order.count, f"it is for {order.count:f} contracts")
        if limits.order_notional is not None and order.cost > limits.order_notional:
            self._refuse("order_notional", order.cost, f"it costs {order.cost:f} US dollars if it is filled")

    def _check_price(self, ticker: str, order: RestingOrder, known: KnownAccount) -> None:
        allowed = self.limits.price_through_book
        if allowed is None:
            return
        if known.best is None:
            self._refuse("price_through_book", None, f"the book of {ticker} isn't known")
        bid, ask = known.best
        other = ask if order.side == "bid" else bid
        if other is None:
            # There is nothing to go through.
            return
        through = EXACT.subtract(order.price, other) if order.side == "bid" else EXACT.subtract(other, order.price)
        if through > allowed:
            best = f"the best {'ask' if order.side == 'bid' else 'bid'}, {other}"
            self._refuse("price_through_book", through, f"its price, {order.price}, is {through} beyond {best}")

    def _check_staleness(self, known: KnownAccount) -> None:
        if self._needed and known.stale is not None:
            self._refuse(self._needed[0], None, f"the account isn't known: {known.stale}")

    def _check_resting_orders(self, known: KnownAccount) -> None:
        allowed, resting = self.limits.resting_orders, known.exposures.resting
        if allowed is not None and resting >= allowed:
            self._refuse("resting_orders", resting + 1, f"{resting} orders may rest already")

    def _check_loss(self, ticker: str, order: RestingOrder, known: KnownAccount, replaces: str | None = None) -> None:
        allowed, loss = self.limits.daily_loss, known.loss_today
        if allowed is None:
            return
        if loss is None:
            self._refuse("daily_loss", None, "what was lost today isn't known")
        if loss >= allowed and not known.exposures.reduces(ticker, order, replaces=replaces):
            problem = f"{loss:f} US dollars are lost today, and it doesn't only reduce a position"
            self._refuse("daily_loss", loss, problem)

    def _check_exposures(
        self, ticker: str, event_ticker: str, order: RestingOrder, known: KnownAccount, replaces: str | None = None
    ) -> None:
        limits, exposures = self.limits, known.exposures
        if not any(name.endswith("exposure") for name in self._needed):
            return
        market, event, total = exposures.with_order(ticker, event_ticker, order, replaces=replaces)
        for name, before, after, where in (
            ("market_exposure", exposures.market(ticker), market, ticker),
            ("event_exposure", exposures.event(event_ticker), event, event_ticker),
            ("total_exposure", exposures.total, total, "the account"),
        ):
            allowed = getattr(limits, name)
            # What raises nothing passes, so that you can always reduce.
            if allowed is not None and after > allowed and after > before:
                self._refuse(name, after, f"{after:f} US dollars would be at stake in {where}, now it is {before:f}")

    def _check_rate(self) -> None:
        allowed, now = self.limits.orders_per_second, clock.now()
        if allowed is None:
            return
        while self._passed and now - self._passed[0] >= _WINDOW:
            self._passed.popleft()
        if len(self._passed) >= allowed:
            self._refuse("orders_per_second", allowed + 1, f"{allowed} have passed within a second")
        self._passed.append(now)

    def _refuse(self, name: str, would_be: Decimal | int | None, reason: str) -> NoReturn:
        raise LimitExceededError(name, getattr(self.limits, name), would_be, reason)
