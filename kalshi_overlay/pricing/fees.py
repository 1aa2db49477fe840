"""Trading fees, exact to the last digit, or `UnknownFeeError`: never a guess.

The sources of the rules:

* Rates: the fee schedule of 2026-07-07 and the descriptions of `FeeType`. A taker pays 0.07 x multiplier of
  C x P x (1 - P), a maker a share of that by the fee type.
* Rounding `guide`: the exchange's guide `getting_started/fee_rounding`. The trade fee is the model fee rounded up to
  $0.000001. The balance change is floored to the member's precision; the difference is a rounding fee. What the
  rounding fees of an order add up to is given back in steps of that precision.
* Rounding `measured`: fills of production accounts, February to September 2026, which people kept. The trade fee is the
  model fee rounded up to $0.0001, as an older copy of the guide has it, and each fill is rounded for itself. Nobody
  has measured a rebate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from attrs import frozen

from kalshi_gen.runtime.amounts import exact
from kalshi_gen.types import Unset
from kalshi_overlay.errors import InvalidRequestError, UnknownFeeError
from kalshi_overlay.pricing.counts import checked_count
from kalshi_overlay.pricing.grid import PriceGrid
from kalshi_overlay.pricing.prices import EXACT, ONE, ZERO, Outcome, book_price, checked_price, shown

if TYPE_CHECKING:
    from kalshi_gen.models import BookSide, EventData, EventFeeChange, Market, Series, SeriesFeeChange

Precision = Literal["direct", "cent"]
"""What a member's balance is kept in: $0.0001 for direct members, $0.01 for others."""

Rounding = Literal["measured", "guide"]
"""How a fill's fee is rounded: as people measured it, or as the guide says."""

_TAKER_RATE = Decimal("0.07")
_MAKER_SHARES = {
    "quadratic": ZERO,
    "quadratic_with_maker_fees": Decimal("0.25"),
    "quadratic_with_combo_maker_fees": Decimal("0.5"),
}
_PRECISIONS: dict[Precision, Decimal] = {"direct": Decimal("0.0001"), "cent": Decimal("0.01")}
_TRADE_FEE_STEPS: dict[Rounding, Decimal] = {"measured": Decimal("0.0001"), "guide": Decimal("0.000001")}
_MICRODOLLAR = Decimal("0.000001")
# A fee multiplier with more digits is damaged.
_MOST_DIGITS = 20

_Change = TypeVar("_Change", "SeriesFeeChange", "EventFeeChange")


@frozen
class FeeRates:
    """The rates of a market: a fill of C contracts at P has a model fee of rate x C x P x (1 - P) US dollars.

    Attributes:
        taker: Rate of an order that trades on arrival.
        maker: Rate of an order that rested.
    """

    taker: Decimal
    maker: Decimal

    def __attrs_post_init__(self) -> None:
        """Refuse rates that are none.

        Raises:
            InvalidRequestError: A rate is not exact, or is below 0.
        """
        for name in ("taker", "maker"):
            object.__setattr__(self, name, _at_least_0(getattr(self, name), name, "0.07", 2 * _MOST_DIGITS))

    @classmethod
    def of(cls, fee_type: str, multiplier: Decimal | int | str = 1) -> FeeRates:
        """Find the rates of a fee type.

        Args:
            fee_type: As in `Series.fee_type`.
            multiplier: As in `Series.fee_multiplier`.

        Returns:
            The rates.

        Raises:
            UnknownFeeError: The type is `flat`, whose table no operation of the API gives, or is not known.
            InvalidRequestError: The multiplier is not exact, or is below 0.
        """
        factor = _at_least_0(multiplier, "multiplier", "1")
        if not isinstance(fee_type, str) or fee_type not in _MAKER_SHARES:
            reason = "follows a table that the API doesn't have" if fee_type == "flat" else "is not known"
            raise UnknownFeeError(f"the fee type {shown(fee_type)} {reason}")
        with localcontext(EXACT):
            taker = _TAKER_RATE * factor
            return cls(taker, taker * _MAKER_SHARES[fee_type])


@frozen
class PricedFill:
    """A fill of an order, as far as its fee depends on it.

    Attributes:
        price: US dollars for a yes contract.
        count: Contracts.
        is_taker: Whether the order traded on arrival; otherwise it rested.
    """

    price: Decimal | int | str
    count: Decimal | int | str
    is_taker: bool = True


@frozen(kw_only=True)
class FillFee:
    """What a fill costs, in US dollars.

    Attributes:
        cost: Price of what was bought: yes by a bid, no by an ask.
        model: The fee of the schedule, not rounded.
        trade: The model fee, rounded up.
        rounding: What brings the balance onto the member's precision.
        rebate: What is given back of the rounding fees of this order.
        carried: Rounding fees of the order that have not been given back yet, for its next fill.
    """

    cost: Decimal
    model: Decimal
    trade: Decimal
    rounding: Decimal
    rebate: Decimal
    carried: Decimal

    @property
    def charged(self) -> Decimal:
        """Trade fee and rounding fee: what `Fill.fee_cost` was measured to be."""
        return EXACT.add(self.trade, self.rounding)

    @property
    def net(self) -> Decimal:
        """What the fill costs in the end: without the rebate."""
        return EXACT.subtract(self.charged, self.rebate)


@frozen
class OrderFees:
    """The fees of an order's fills, in sequence.

    Attributes:
        fills: The fee of each fill.
    """

    fills: tuple[FillFee, ...]

    @property
    def cost(self) -> Decimal:
        """Price of all that was bought, in US dollars."""
        return self._sum(lambda fill: fill.cost)

    @property
    def model(self) -> Decimal:
        """All model fees, in US dollars."""
        return self._sum(lambda fill: fill.model)

    @property
    def charged(self) -> Decimal:
        """All trade and rounding fees, in US dollars."""
        return self._sum(lambda fill: fill.charged)

    @property
    def rebate(self) -> Decimal:
        """All rebates, in US dollars."""
        return self._sum(lambda fill: fill.rebate)

    @property
    def net(self) -> Decimal:
        """All fees without the rebates, in US dollars."""
        return self._sum(lambda fill: fill.net)

    def _sum(self, amount: Callable[[FillFee], Decimal]) -> Decimal:
        with localcontext(EXACT):
            return sum(map(amount, self.fills), ZERO)


def fill_fee(
    rates: FeeRates,
    *,
    side: BookSide,
    price: Decimal | int | str,
    count: Decimal | int | str,
    is_taker: bool = True,
    precision: Precision = "direct",
    rounding: Rounding = "measured",
    carried: Decimal = ZERO,
) -> FillFee:
    """Compute the fee of one fill.

    Args:
        rates: The market's rates at that moment; see `rates_at`.
        side: The order's side of the yes book.
        price: US dollars for a yes contract.
        count: Contracts.
        is_taker: Whether the order traded on arrival; otherwise it rested.
        precision: What the member's balance is kept in.
        rounding: `measured`, which is never lower than `guide`, or `guide`.
        carried: Of the order's fill before this one, `FillFee.carried`.

    Returns:
        The fee, and its parts.

    Raises:
        InvalidRequestError: An argument is not exact or out of range.
    """
    at, contracts = checked_price(price), checked_count(count)
    _check_choice("side", side, ("bid", "ask"))
    _check_choice("precision", precision, get_args(Precision))
    _check_choice("rounding", rounding, get_args(Rounding))
    if not isinstance(is_taker, bool):
        raise InvalidRequestError("is_taker", f"must be True or False, not {shown(is_taker)}")
    step, carried = _PRECISIONS[precision], _at_least_0(carried, "carried", "the carried of the fill before")
    with localcontext(EXACT):
        cost = contracts * (at if side == "bid" else ONE - at)
        model = (rates.taker if is_taker else rates.maker) * contracts * at * (ONE - at)
        trade = _up(model, _TRADE_FEE_STEPS[rounding])
        # Contracts come in hundredths, so it is the same whether they are bought or, as what is held, sold at 1 - P.
        rounded = _up(cost + trade, step) - cost - trade
        rebate, left = ZERO, ZERO
        if rounding == "guide":
            carried = carried + rounded
            # No more than the fee, so that a fill never pays its owner.
            rebate = _down(min(carried, trade + rounded), step)
            left = carried - rebate
        return FillFee(cost=cost, model=model, trade=trade, rounding=rounded, rebate=rebate, carried=left)


def order_fees(
    rates: FeeRates,
    fills: Iterable[PricedFill],
    *,
    side: BookSide,
    precision: Precision = "direct",
    rounding: Rounding = "measured",
) -> OrderFees:
    """Compute the fees of an order's fills, as taker and as maker, in the order in which they come.

    If the rates change between two fills, use `fill_fee` with the `carried` of the fill before.

    Args:
        rates: The market's rates.
        fills: The fills of one order.
        side: The order's side of the yes book.
        precision: What the member's balance is kept in.
        rounding: `measured` or `guide`; see `fill_fee`.

    Returns:
        The fee of each fill, and their sums.

    Raises:
        InvalidRequestError: An argument is not exact or out of range.
    """
    _check_choice("side", side, ("bid", "ask"))
    fees: list[FillFee] = []
    for fill in fills:
        fees.append(
            fill_fee(
                rates,
                side=side,
                price=fill.price,
                count=fill.count,
                is_taker=fill.is_taker,
                precision=precision,
                rounding=rounding,
                carried=fees[-1].carried if fees else ZERO,
            )
        )
    return OrderFees(tuple(fees))


def _at_least_0(value: Any, field: str, example: str, most_digits: int = _MOST_DIGITS) -> Decimal:
    """An exact number of at least 0 that is no damaged one."""
    number = exact(value, field)
    if number < 0 or abs(number.adjusted()) > most_digits or len(number.as_tuple().digits) > most_digits:
        raise InvalidRequestError(field, f"is out of range; give a number of at least 0, such as {example}")
    return number.copy_abs()


def rates_at(
    moment: datetime,
    *,
    market: Market,
    event: EventData,
    series: Series,
    read_at: datetime,
    series_changes: Iterable[SeriesFeeChange] = (),
    event_changes: Iterable[EventFeeChange] = (),
) -> FeeRates:
    """Find the rates of a market at a moment.

    What its event overrides wins over its series. A change counts from its `scheduled_ts` on, never earlier.

    Args:
        moment: When the fill is.
        market: The market.
        event: Its event.
        series: Its series.
        read_at: When you read the event and the series, since they have the fees of that moment.
        series_changes: From GetSeriesFeeChanges, for a moment before `read_at` with `show_historical=True`; changes of
            other series are passed over.
        event_changes: From GetEventFeeChanges; changes of other events are passed over.

    Returns:
        The rates.

    Raises:
        UnknownFeeError: They can't be known: the fee type is `flat` or unknown, the market has a fee waiver at that
            moment, or the changes don't say what held then.
        InvalidRequestError: A moment has no time zone, or the market, the event and the series don't belong together.
    """
    for name, value in (("moment", moment), ("read_at", read_at)):
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise InvalidRequestError(name, "must be an aware datetime, such as datetime.now(UTC)")
    if market.event_ticker != event.event_ticker:
        raise InvalidRequestError("event", f"{event.event_ticker} is not the event of {market.ticker}")
    if event.series_ticker != series.ticker:
        raise InvalidRequestError("series", f"{series.ticker} is not the series of {event.event_ticker}")
    waived_until = market.fee_waiver_expiration_time
    if isinstance(waived_until, datetime) and moment < waived_until:
        raise UnknownFeeError(f"{market.ticker} has a fee waiver until {waived_until}, whose extent no operation tells")
    of_event = [change for change in event_changes if change.event_ticker == event.event_ticker]
    of_series = [change for change in series_changes if change.series_ticker == series.ticker]
    fee_type, multiplier = _in_force(
        (event.fee_type_override, event.fee_multiplier_override),
        of_event,
        lambda change: (change.fee_type_override, change.fee_multiplier_override),
        moment,
        read_at,
    )
    if _is_missing(fee_type) or _is_missing(multiplier):
        base_type, base_multiplier = _in_force(
            (series.fee_type, series.fee_multiplier),
            of_series,
            lambda change: (change.fee_type, change.fee_multiplier),
            moment,
            read_at,
        )
        fee_type = base_type if _is_missing(fee_type) else fee_type
        multiplier = base_multiplier if _is_missing(multiplier) else multiplier
    # The spec has it as a number of JSON, whose shortest text is what the exchange wrote.
    if isinstance(multiplier, bool) or not isinstance(multiplier, (int, float)) or not 0 <= multiplier < 10**9:
        raise UnknownFeeError(f"the fee multiplier of {market.ticker} is no number of at least 0")
    return FeeRates.of(fee_type, Decimal(repr(multiplier)))


def break_even(price: Decimal | int | str, count: Decimal | int | str, fee: Decimal | int | str = 0) -> Decimal:
    """Find the probability at which bought contracts cost exactly what they pay on average.

    A contract that wins pays one dollar, and settlement costs nothing (the guide `getting_started/fee_rounding`).

    Args:
        price: US dollars paid for a contract.
        count: Contracts.
        fee: US dollars of fees in all, such as `OrderFees.net`.

    Returns:
        The cost per contract, rounded up to six decimals; it is above 1 if even a sure win loses money.

    Raises:
        InvalidRequestError: An argument is not exact or out of range.
    """
    paid, contracts, fees = checked_price(price), checked_count(count), _fee(fee)
    with localcontext(EXACT):
        return _up(paid + fees / contracts, _MICRODOLLAR)


def break_even_sale(
    grid: PriceGrid,
    rates: FeeRates,
    *,
    bought: Outcome,
    price: Decimal | int | str,
    count: Decimal | int | str,
    fee: Decimal | int | str = 0,
    is_taker: bool = True,
    precision: Precision = "direct",
    rounding: Rounding = "measured",
) -> Decimal | None:
    """Find the lowest valid price at which contracts can be sold again without a loss, both fees paid.

    Args:
        grid: The market's prices.
        rates: The market's rates when you sell.
        bought: The outcome that was bought.
        price: US dollars that a contract of it cost.
        count: Contracts.
        fee: US dollars of fees of the purchase, such as `OrderFees.net`.
        is_taker: Whether the sale trades on arrival.
        precision: What the member's balance is kept in.
        rounding: How fees are rounded.

    Returns:
        The price of that outcome; None if no valid price is high enough.

    Raises:
        InvalidRequestError: An argument is not exact or out of range.
    """
    paid, contracts, fees = checked_price(price), checked_count(count), _fee(fee)
    with localcontext(EXACT):
        spent = paid * contracts + fees
        valid = grid.prices if bought == "yes" else tuple(ONE - each for each in reversed(grid.prices))
        for each in valid:
            sale = book_price(sell=bought, price=each)
            sold = fill_fee(
                rates,
                side=sale.side,
                price=sale.price,
                count=contracts,
                is_taker=is_taker,
                precision=precision,
                rounding=rounding,
            )
            if each * contracts - sold.charged >= spent:
                return each
    return None


def _in_force(
    current: tuple[Any, Any],
    changes: list[_Change],
    terms: Callable[[_Change], tuple[Any, Any]],
    moment: datetime,
    read_at: datetime,
) -> tuple[Any, Any]:
    """The fee type and multiplier at a moment, of an event or a series that had the current ones when it was read."""
    since = [change for change in changes if min(moment, read_at) < change.scheduled_ts <= max(moment, read_at)]
    if not since:
        return current
    before = [change for change in changes if change.scheduled_ts <= moment]
    if not before:
        raise UnknownFeeError(
            f"the fees at {moment} are those before a change, and none of the changes given says them"
        )
    latest = max(change.scheduled_ts for change in before)
    found = {terms(change) for change in before if change.scheduled_ts == latest}
    if len(found) > 1:
        raise UnknownFeeError(f"there are two fee changes for {latest}, which contradict each other")
    return found.pop()


def _is_missing(value: Any) -> bool:
    return value is None or isinstance(value, Unset)


def _fee(fee: Any) -> Decimal:
    amount = exact(fee, "fee", "US dollars")
    if not ZERO <= amount < 10**12:
        raise InvalidRequestError("fee", "is out of range; give the US dollars that were charged, of at least 0")
    return amount


def _check_choice(name: str, value: Any, choices: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in choices:
        known = " or ".join(f'"{choice}"' for choice in choices)
        raise InvalidRequestError(name, f"must be {known}, not {shown(value)}")


def _up(amount: Decimal, step: Decimal) -> Decimal:
    return amount.quantize(step, ROUND_CEILING)


def _down(amount: Decimal, step: Decimal) -> Decimal:
    return amount.quantize(step, ROUND_FLOOR)
