"""Fees: the published examples, every fill that people measured, and which rates hold when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.models import EventFeeChange, PriceRange, Series, SeriesFeeChange
from kalshi_overlay.errors import InvalidRequestError, KalshiError, UnknownFeeError
from kalshi_overlay.pricing import (
    FeeRates,
    FillFee,
    PricedFill,
    PriceGrid,
    Rounding,
    break_even,
    break_even_sale,
    fill_fee,
    order_fees,
    rates_at,
)
from tests.pricing.test_prices import CENTS, TAPERED
from tests.walking import walked

D = Decimal
PLAIN = FeeRates.of("quadratic")
MAKERS = FeeRates.of("quadratic_with_maker_fees")
COMBOS = FeeRates.of("quadratic_with_combo_maker_fees")
FREE = FeeRates.of("quadratic_with_combo_maker_fees", 0)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fee(rates: FeeRates, price: str, count: str, side: Any = "bid", **more: Any) -> FillFee:
    return fill_fee(rates, side=side, price=price, count=count, **more)


# Source: the guide `getting_started/fee_rounding` and the fee schedule of 2026-07-07.
@pytest.mark.parametrize(
    ("price", "count", "precision", "model", "trade", "rounding", "charged"),
    [
        ("0.055", "1", "cent", "0.00363825", "0.003639", "0.001361", "0.005"),
        ("0.055", "1", "direct", "0.00363825", "0.003639", "0.000061", "0.0037"),
        ("0.50", "1", "cent", "0.0175", "0.0175", "0.0025", "0.02"),
        ("0.50", "100", "cent", "1.75", "1.75", "0", "1.75"),
        ("0.10", "100", "cent", "0.63", "0.63", "0", "0.63"),
    ],
)
def test_the_published_examples_come_out(
    price: str, count: str, precision: Any, model: str, trade: str, rounding: str, charged: str
) -> None:
    found = fee(PLAIN, price, count, precision=precision, rounding="guide")
    assert (found.model, found.trade, found.rounding, found.charged) == (D(model), D(trade), D(rounding), D(charged))
    assert (found.rebate, found.net) == (0, found.charged)
    # What the account pays is the same as people measured.
    assert fee(PLAIN, price, count, precision=precision).charged == D(charged)


def test_a_published_example_changes_the_balance_by_six_cents() -> None:
    for precision, change in (("cent", "-0.06"), ("direct", "-0.0587")):
        found = fee(PLAIN, "0.055", "1", precision=precision, rounding="guide")
        assert -(found.cost + found.net) == D(change)


# Source: rows of fills of production accounts, February to September 2026; each line is one fill.
MEASURED: list[tuple[FeeRates, Any, str, str, bool, Any, str]] = [
    (PLAIN, "bid", "0.84", "14.11", True, "direct", "0.1328"),
    (PLAIN, "bid", "0.53", "9.13", True, "direct", "0.1592"),
    (PLAIN, "bid", "0.17", "21.75", True, "direct", "0.2149"),
    (PLAIN, "bid", "0.36", "132", True, "direct", "2.1289"),
    (PLAIN, "ask", "0.92", "132", True, "direct", "0.6801"),
    (PLAIN, "bid", "0.427", "1", True, "direct", "0.0172"),
    (PLAIN, "ask", "0.09", "1", True, "direct", "0.0058"),
    (PLAIN, "ask", "0.07", "1", True, "direct", "0.0046"),
    (PLAIN, "ask", "0.06", "1", True, "direct", "0.0040"),
    (MAKERS, "bid", "0.06", "17", False, "direct", "0.0168"),
    (MAKERS, "bid", "0.37", "54", False, "direct", "0.2203"),
    (MAKERS, "bid", "0.79", "25", False, "direct", "0.0726"),
    (MAKERS, "bid", "0.98", "17.95", False, "direct", "0.0062"),
    (MAKERS, "bid", "0.98", "2.05", False, "direct", "0.0008"),
    (COMBOS, "bid", "0.787", "22.24", False, "direct", "0.130520"),
    (FREE, "bid", "0.577", "9.08", False, "direct", "0.000040"),
    (PLAIN, "bid", "0.15", "6", True, "cent", "0.06"),
    (PLAIN, "bid", "0.12", "8", True, "cent", "0.06"),
    (PLAIN, "bid", "0.49", "84", True, "cent", "1.47"),
]


@walked(("rates", "side", "price", "count", "is_taker", "precision", "charged"), MEASURED)
def test_each_measured_fill_comes_out(
    rates: FeeRates, side: Any, price: str, count: str, is_taker: bool, precision: Any, charged: str
) -> None:
    found = fee(rates, price, count, side, is_taker=is_taker, precision=precision)
    assert found.charged == found.net == D(charged)


def test_two_fills_of_an_order_are_rounded_twice_as_measured_and_only_the_guide_gives_something_back() -> None:
    fills = [PricedFill("0.98", "17.95", is_taker=False), PricedFill("0.98", "2.05", is_taker=False)]
    measured = order_fees(MAKERS, fills, side="bid")
    assert [each.charged for each in measured.fills] == [D("0.0062"), D("0.0008")]
    assert (measured.net, measured.rebate) == (D("0.0070"), 0)
    guide = order_fees(MAKERS, fills, side="bid", rounding="guide")
    assert [each.net for each in guide.fills] == [D("0.0062"), D("0.0007")]


# Two rows that no rule explains, with what the rules say. They are not fitted. Source: as above.
@pytest.mark.parametrize(
    ("price", "counts", "measured", "computed"),
    [("0.93", ["32.09"], "0.1465", "0.1463"), ("0.05", ["16", "16"], "0.1067", "0.1064")],
)
def test_two_measured_rows_are_unexplained(price: str, counts: list[str], measured: str, computed: str) -> None:
    roundings: list[Rounding] = ["measured", "guide"]
    for rounding in roundings:
        fills = [PricedFill(price, count) for count in counts]
        found = order_fees(PLAIN, fills, side="bid", rounding=rounding)
        assert found.charged == D(computed) != D(measured)


@pytest.mark.parametrize(
    ("fee_type", "multiplier", "taker", "maker"),
    [
        ("quadratic", 1, "0.07", "0"),
        ("quadratic", "0.5", "0.035", "0"),
        ("quadratic", 0, "0", "0"),
        ("quadratic_with_maker_fees", 1, "0.07", "0.0175"),
        ("quadratic_with_combo_maker_fees", "0.5", "0.035", "0.0175"),
    ],
)
def test_rates_follow_the_fee_type_and_the_multiplier(fee_type: str, multiplier: Any, taker: str, maker: str) -> None:
    assert FeeRates.of(fee_type, multiplier) == FeeRates(D(taker), D(maker))


@pytest.mark.parametrize("fee_type", ["flat", "cubic", "", None, ["quadratic"]])
def test_a_fee_type_without_a_published_formula_is_unknown_and_not_guessed(fee_type: Any) -> None:
    with pytest.raises(UnknownFeeError, match=r"^the fee is unknown: the fee type "):
        FeeRates.of(fee_type)
    assert issubclass(UnknownFeeError, KalshiError)


FILLS = st.lists(
    st.builds(
        PricedFill,
        price=st.integers(1, 9_999).map(lambda ticks: D(ticks).scaleb(-4)),
        count=st.integers(1, 10_000).map(lambda hundredths: D(hundredths).scaleb(-2)),
        is_taker=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def fraction_up(amount: Fraction, step: Fraction) -> Fraction:
    return -(-amount // step) * step


@given(
    fills=FILLS,
    side=st.sampled_from(["bid", "ask"]),
    precision=st.sampled_from(["direct", "cent"]),
    rounding=st.sampled_from(["measured", "guide"]),
    multiplier=st.sampled_from(["0", "0.5", "1", "1.7", "10"]),
    digits=st.integers(1, 8),
)
def test_fees_are_those_of_the_rules_in_fractions_whatever_the_program_rounds_to(
    fills: list[PricedFill], side: Any, precision: Any, rounding: Any, multiplier: str, digits: int
) -> None:
    rates = FeeRates.of("quadratic_with_maker_fees", multiplier)
    with localcontext(prec=digits):
        found = order_fees(rates, fills, side=side, precision=precision, rounding=rounding)
        net, cost = found.net, found.cost
    step = Fraction(1, 100) if precision == "cent" else Fraction(1, 10_000)
    carried = Fraction(0)
    for fill, each in zip(fills, found.fills, strict=True):
        price, count = Fraction(D(fill.price)), Fraction(D(fill.count))
        rate = Fraction("0.07") * Fraction(multiplier) / (1 if fill.is_taker else 4)
        model = rate * count * price * (1 - price)
        trade = fraction_up(model, Fraction(1, 10_000 if rounding == "measured" else 1_000_000))
        # A sale brings the price; a purchase of no costs a dollar less it. Both leave the same remainder.
        revenue = -count * price if side == "bid" else count * price
        rounded = (revenue - trade) % step
        rebate = Fraction(0)
        if rounding == "guide":
            carried += rounded
            while carried - rebate >= step and trade + rounded - rebate >= step:
                rebate += step
            carried -= rebate
        assert [each.model, each.trade, each.rounding, each.rebate] == [model, trade, rounded, rebate]
        assert 0 <= each.net <= each.charged == trade + rounded
        assert (revenue - Fraction(each.net)) % step == 0
    assert net == sum((each.net for each in found.fills), D(0))
    assert cost == sum((each.cost for each in found.fills), D(0))
    dearer = order_fees(rates, fills, side=side, precision=precision, rounding="measured")
    assert net <= dearer.net


@walked(
    ("arguments", "error"),
    [
        ({"price": 0.5}, "^price: .* not float"),
        ({"price": "0"}, "^price: "),
        ({"count": 1.0}, "^count: .* not float"),
        ({"count": "0.001"}, "^count: "),
        ({"side": "yes"}, """^side: must be "bid" or "ask", not 'yes'"""),
        ({"precision": "cents"}, """^precision: must be "direct" or "cent", not 'cents'"""),
        ({"rounding": None}, '^rounding: must be "measured" or "guide", not None'),
    ],
)
def test_an_argument_that_is_none_is_refused(arguments: Any, error: str) -> None:
    with pytest.raises(InvalidRequestError, match=error):
        fill_fee(PLAIN, **{"side": "bid", "price": "0.5", "count": 1, **arguments})


@walked("multiplier", [1.0, True, "-1", D("NaN"), D("1e30"), "1." + "1" * 30])
def test_a_multiplier_that_is_not_exact_is_refused(multiplier: Any) -> None:
    with pytest.raises(InvalidRequestError, match=r"^multiplier: "):
        FeeRates.of("quadratic", multiplier)


# Which rates hold when


def series(fee_type: Any = "quadratic", multiplier: Any = 1.0, ticker: str = "KXA") -> Series:
    return Series(
        ticker=ticker, frequency="daily", title="", category="", categories=[], tags=None, settlement_sources=None,
        contract_url="", contract_terms_url="", fee_type=fee_type, fee_multiplier=multiplier,
        additional_prohibitions=None,
    )  # fmt: skip


# Of an event and a market only these fields matter; docs/pricing.md has an example with answers of the API.
def event(fee_type: Any = None, multiplier: Any = None, series_ticker: str = "KXA") -> Any:
    overrides = {"fee_type_override": fee_type, "fee_multiplier_override": multiplier}
    return SimpleNamespace(event_ticker="KXA-1", series_ticker=series_ticker, **overrides)


def market(waived_until: datetime | None = None) -> Any:
    return SimpleNamespace(ticker="KXA-1-T", event_ticker="KXA-1", fee_waiver_expiration_time=waived_until)


def of_series(hours: int, fee_type: Any, multiplier: float = 1.0, ticker: str = "KXA") -> SeriesFeeChange:
    return SeriesFeeChange(
        id="", series_ticker=ticker, fee_type=fee_type, fee_multiplier=multiplier, scheduled_ts=NOW + hours * HOUR
    )


def of_event(hours: int, fee_type: Any, multiplier: Any, ticker: str = "KXA-1") -> EventFeeChange:
    return EventFeeChange(
        id="", event_ticker=ticker, series_ticker="KXA", fee_type_override=fee_type,
        fee_multiplier_override=multiplier, scheduled_ts=NOW + hours * HOUR,
    )  # fmt: skip


def at(hours: float, **more: Any) -> FeeRates:
    given: dict[str, Any] = {"market": market(), "event": event(), "series": series(), "read_at": NOW}
    return rates_at(NOW + hours * HOUR, **{**given, **more})


def test_a_scheduled_change_of_the_series_counts_from_its_moment_and_never_earlier() -> None:
    changes = [of_series(5, "quadratic", 2.0), of_series(2, "quadratic_with_maker_fees"), of_series(1, "flat", 9, "B")]
    assert at(2 - 1e-6, series_changes=changes) == PLAIN
    assert at(2, series_changes=changes) == at(5 - 1e-6, series_changes=changes) == MAKERS
    assert at(5, series_changes=changes) == at(99, series_changes=changes) == FeeRates.of("quadratic", 2)


def test_an_event_wins_over_its_series_until_it_is_lifted() -> None:
    changes = [of_event(1, "quadratic_with_maker_fees", 1.0), of_event(3, None, None), of_event(2, "flat", 1, "KXB-1")]
    own = {"event_changes": changes, "series_changes": [of_series(2, "quadratic_with_combo_maker_fees")]}
    assert [at(hours, **own) for hours in (0.5, 1, 2, 3)] == [PLAIN, MAKERS, MAKERS, COMBOS]


def test_an_override_of_one_thing_leaves_the_other_to_the_series() -> None:
    makers = series("quadratic_with_maker_fees", 0.5)
    assert at(0, series=makers, event=event(None, 2.0)) == FeeRates.of("quadratic_with_maker_fees", 2)
    assert at(0, series=makers, event=event("quadratic")) == FeeRates.of("quadratic", "0.5")
    # Where the event says everything, the series is not asked.
    assert at(0, series=series("flat"), event=event("quadratic", 1.0)) == PLAIN


def test_a_moment_before_the_series_was_read_needs_the_changes_since() -> None:
    later = {"read_at": NOW + 10 * HOUR, "series": series("quadratic_with_maker_fees")}
    assert at(1, **later) == MAKERS
    latest = of_series(5, "quadratic_with_maker_fees")
    assert at(1, **later, series_changes=[latest, of_series(0, "quadratic")]) == PLAIN
    with pytest.raises(UnknownFeeError, match="before a change, and none of the changes given says them"):
        at(1, **later, series_changes=[latest])


@walked(
    ("more", "error"),
    [
        ({"series": series("flat")}, "the fee type 'flat' follows a table"),
        ({"event": event("flat", 1.0)}, "the fee type 'flat'"),
        ({"series_changes": [of_series(1, "flat")]}, "the fee type 'flat'"),
        ({"series": series("new_type")}, "the fee type 'new_type' is not known"),
        ({"series": series(multiplier=None)}, "the fee multiplier of KXA-1-T is no number"),
        ({"series": series(multiplier="1")}, "the fee multiplier"),
        ({"series": series(multiplier=-1.0)}, "the fee multiplier"),
        ({"series": series(multiplier=float("nan"))}, "the fee multiplier"),
        ({"event": event(None, True)}, "the fee multiplier"),
        ({"event": event(None, ["1"])}, "the fee multiplier"),
        ({"event": event(["quadratic"])}, "the fee type list is not known"),
        ({"market": market(NOW + 2 * HOUR)}, "KXA-1-T has a fee waiver until"),
        ({"series_changes": [of_series(1, "quadratic"), of_series(1, "quadratic", 2.0)]}, "contradict each other"),
    ],
)
def test_what_is_not_known_of_the_fees_is_an_error_and_not_a_guess(more: Any, error: str) -> None:
    with pytest.raises(UnknownFeeError, match=error):
        at(1, **more)


def test_a_waiver_that_has_ended_and_a_repeated_change_change_nothing() -> None:
    repeated = of_series(1, "quadratic_with_maker_fees")
    assert at(1, market=market(NOW + HOUR), series_changes=[repeated, repeated]) == MAKERS


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"series": series(ticker="KXB")}, "^series: KXB is not the series of KXA-1"),
        ({"market": market(), "event": event(series_ticker="KXC")}, "^series: KXA is not"),
        ({"read_at": datetime(2026, 1, 1)}, "^read_at: must be an aware datetime"),
    ],
)
def test_what_does_not_belong_together_is_refused(more: Any, error: str) -> None:
    with pytest.raises(InvalidRequestError, match=error):
        at(1, **more)
    other = event()
    other.event_ticker = "KXA-2"
    with pytest.raises(InvalidRequestError, match=r"^event: KXA-2 is not the event of KXA-1-T"):
        at(1, event=other)


# Break-even


def test_a_purchase_breaks_even_at_what_it_costs_with_fees() -> None:
    assert break_even("0.50", 100, "1.75") == D("0.5175")
    assert break_even("0.40", 3) == D("0.40")
    assert break_even("0.40", 3, "0.01") == D("0.403334")
    assert break_even("0.99", 1, "0.02") == D("1.01")
    for bad in (0.1, "-1", D("NaN"), "1e99"):
        with pytest.raises(InvalidRequestError, match=r"^fee: "):
            break_even("0.5", 1, bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("bought", ["yes", "no"])
@pytest.mark.parametrize("grid", [CENTS, TAPERED], ids=["cents", "tapered"])
@pytest.mark.parametrize("price", ["0.02", "0.36", "0.955", "0.99"])
def test_the_lowest_sale_without_a_loss_is_found(bought: Any, grid: PriceGrid, price: str) -> None:
    paid = fee(PLAIN, price, "10").charged
    found = break_even_sale(grid, PLAIN, bought=bought, price=price, count=10, fee=paid)

    def profit(at: Decimal) -> Decimal:
        return at * 10 - fee(PLAIN, str(at), "10", "ask" if bought == "yes" else "bid").charged - D(price) * 10 - paid

    # The grids are the same from either end.
    enough = [each for each in grid.prices if profit(each) >= 0]
    assert found == (enough[0] if enough else None)


def test_a_sale_of_no_is_at_a_price_that_is_valid_for_yes() -> None:
    grid = PriceGrid.from_ranges([PriceRange(start=D("0.1"), end=D("0.6"), step=D("0.1"))])
    free = FeeRates.of("quadratic", 0)
    assert break_even_sale(grid, free, bought="no", price="0.85", count=1) == D("0.9")
    assert break_even_sale(grid, free, bought="yes", price="0.85", count=1) is None
    assert break_even_sale(grid, free, bought="no", price="0.2", count=1) == D("0.4")
    # Without fees a sale at the same price loses nothing.
    assert break_even_sale(grid, free, bought="yes", price="0.3", count=1) == D("0.3")


@walked("carried", [Decimal(-5), 0.003, None, Decimal("NaN"), Decimal("1E+30")])
@walked("rounding", ["measured", "guide"])
def test_what_no_fill_has_carried_is_refused(carried: Any, rounding: Any) -> None:
    with pytest.raises(InvalidRequestError, match="carried"):
        fill_fee(FeeRates.of("quadratic"), side="bid", price="0.5", count=1, carried=carried, rounding=rounding)


@walked("rate", [Decimal(-1), 0.07, None, Decimal("NaN"), Decimal("1E+50")])
@walked("name", ["taker", "maker"])
def test_rates_that_are_none_are_refused(rate: Any, name: str) -> None:
    given: Any = {"taker": Decimal("0.07"), "maker": Decimal(0), name: rate}
    with pytest.raises(InvalidRequestError, match=name):
        FeeRates(**given)


def test_whether_a_fill_took_is_true_or_false() -> None:
    word: Any = "no"
    with pytest.raises(InvalidRequestError, match="is_taker"):
        fill_fee(FeeRates.of("quadratic"), side="bid", price="0.5", count=1, is_taker=word)


def test_the_side_is_checked_also_of_an_order_without_fills() -> None:
    side: Any = "yes"
    with pytest.raises(InvalidRequestError, match="side"):
        order_fees(FeeRates.of("quadratic"), [], side=side)
