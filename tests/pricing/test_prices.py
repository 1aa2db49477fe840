"""Prices of yes and no, the price grid of a market, and counts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Context, Decimal, Inexact, localcontext
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.models import PriceRange
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.pricing import (
    BestPrices,
    BookPrice,
    Level,
    PriceGrid,
    book_price,
    complement,
    outcome_price,
    probability,
    snap_count,
)
from kalshi_overlay.pricing.counts import checked_count, count_step
from kalshi_sandbox.engine.market import TICK_STRUCTURES, Market
from kalshi_sandbox.engine.rejection import EngineRejection
from tests.walking import walked

D = Decimal
NOW = datetime(2026, 11, 1, tzinfo=UTC)
GRIDS = {
    name: PriceGrid.from_ranges([PriceRange(start=band.start, end=band.end, step=band.step) for band in bands])
    for name, bands in TICK_STRUCTURES.items()
}
CENTS, TAPERED = GRIDS["linear_cent"], GRIDS["tapered_deci_cent"]


def ranges(*bands: tuple[str, str, str]) -> list[PriceRange]:
    return [PriceRange(start=D(start), end=D(end), step=D(step)) for start, end, step in bands]


@pytest.mark.parametrize(
    ("meant", "side", "price"),
    [
        ({"buy": "yes", "price": "0.40"}, "bid", "0.40"),
        ({"buy": "no", "price": "0.40"}, "ask", "0.60"),
        ({"sell": "yes", "price": "0.40"}, "ask", "0.40"),
        ({"sell": "no", "price": D("0.001")}, "bid", "0.999"),
    ],
)
def test_what_a_person_means_is_a_side_and_a_price_of_the_yes_book(meant: Any, side: Any, price: str) -> None:
    assert book_price(**meant) == BookPrice(side, D(price))


@walked(
    ("meant", "error"),
    [
        ({"price": "0.4"}, r'^buy: give buy or sell, not neither, such as buy="no"'),
        ({"buy": "no", "sell": "yes", "price": "0.4"}, "^buy: give buy or sell, not both"),
        ({"buy": "maybe", "price": "0.4"}, """^buy: must be "yes" or "no", not 'maybe'"""),
        ({"sell": ["no"], "price": "0.4"}, "^sell: .*, not list"),
        ({"buy": "no" * 40, "price": "0.4"}, '^buy: must be "yes" or "no", not str$'),
        ({"buy": "no", "price": 0.4}, r'^price: must be a Decimal, int or str, not float; write Decimal\("0.4"\)'),
        ({"buy": "no", "price": "1"}, "^price: 1 is out of the spec's range"),
        ({"buy": "no", "price": 0}, "^price: 0 is out of the spec's range"),
        ({"buy": "no", "price": "0.12345"}, "^price: this Decimal has 5 decimals"),
        ({"buy": "no", "price": D("1e-9999")}, "^price: this number is out of range; give a price above 0"),
        ({"buy": "no", "price": True}, "^price: .* not bool"),
    ],
)
def test_what_can_not_be_meant_is_refused_with_the_remedy(meant: Any, error: str) -> None:
    with pytest.raises(InvalidRequestError, match=error):
        book_price(**meant)


@given(ticks=st.integers(1, 9_999), precision=st.integers(1, 5))
def test_yes_and_no_make_a_dollar_whatever_the_program_rounds_to(ticks: int, precision: int) -> None:
    price = D(ticks).scaleb(-4)
    with localcontext(prec=precision):
        other = complement(price)
        asked = book_price(buy="no", price=price)
        back = outcome_price("no", asked.price)
    assert price + other == 1
    assert (asked.side, asked.price, back) == ("ask", other, price)
    assert outcome_price("yes", price) == price


def test_the_probability_is_in_the_middle_of_bid_and_ask_and_unknown_without_one() -> None:
    bid, ask = Level(D("0.40"), D(1)), Level(D("0.45"), D(3))
    assert probability(BestPrices(bid, ask)) == D("0.425")
    assert probability(BestPrices(bid, None)) is None
    assert probability(BestPrices(None, ask)) is None


@given(name=st.sampled_from(sorted(GRIDS)), price=st.integers(1, 99_999).map(lambda number: D(number).scaleb(-5)))
def test_a_price_is_valid_if_the_exchange_takes_it(name: str, price: Decimal) -> None:
    market = Market(
        ticker="A-B-C", event_ticker="A-B", series_ticker="A", price_level_structure=name,
        created_time=NOW, updated_time=NOW, open_time=NOW, close_time=NOW,
    )  # fmt: skip
    try:
        market.check_price(price)
    except EngineRejection:
        assert price not in GRIDS[name]
    else:
        assert price in GRIDS[name]


@given(
    name=st.sampled_from(sorted(GRIDS)),
    price=st.integers(1, 99_999).map(lambda number: D(number).scaleb(-5)),
    precision=st.integers(1, 6),
)
def test_snapping_finds_what_a_search_of_all_prices_finds(name: str, price: Decimal, precision: int) -> None:
    grid = GRIDS[name]

    def found(snap: str) -> Decimal | None:
        try:
            with localcontext(prec=precision):
                snapped: Decimal = getattr(grid, snap)(price)
        except InvalidRequestError:
            return None
        return snapped

    assert found("down") == max((each for each in grid.prices if each <= price), default=None)
    assert found("up") == min((each for each in grid.prices if each >= price), default=None)
    assert found("previous") == max((each for each in grid.prices if each < price), default=None)
    assert found("next") == min((each for each in grid.prices if each > price), default=None)
    assert found("nearest") == min(grid.prices, key=lambda each: (abs(each - price), each))


def test_a_grid_has_the_prices_of_all_its_bands() -> None:
    assert (len(CENTS), CENTS.prices[0], CENTS.prices[-1]) == (99, D("0.01"), D("0.99"))
    assert len(GRIDS["deci_cent"]) == 999
    assert len(TAPERED) == 100 + 79 + 100
    assert [TAPERED.next("0.099"), TAPERED.next("0.1"), TAPERED.previous("0.9")] == [D("0.1"), D("0.11"), D("0.89")]
    assert TAPERED.steps("0.095", "0.12") == 7
    assert TAPERED.steps("0.12", "0.095") == -7
    assert PriceGrid.from_ranges(ranges(("0.5", "1", "0.01"), ("0", "0.2", "0.1"))).nearest("0.35") == D("0.2")
    assert PriceGrid.from_ranges(ranges(("0.5", "0.5", "0.01"), ("0.9", "1", "0.1"))).prices == (D("0.5"), D("0.9"))
    assert len(PriceGrid.from_ranges(ranges(("0", "1", "0.0001")))) == 9_999
    assert [CENTS.neighbors(D(price)) for price in ("0.5", "0.505", "0.001")] == [
        [D("0.5")],
        [D("0.50"), D("0.51")],
        [D("0.01")],
    ]
    assert repr(CENTS) == "PriceGrid(prices=0.01 to 0.99, 99 prices)"


@pytest.mark.parametrize("price", ["0.5", 0.5, True, None, D("NaN")])
def test_only_an_exact_number_is_in_a_grid(price: Any) -> None:
    assert price not in CENTS
    assert D("0.5") in CENTS


@walked(
    ("call", "error"),
    [
        (lambda: CENTS.down("0.001"), "^price: there is no valid price below 0.001; the grid goes from 0.01 to 0.99"),
        (lambda: CENTS.next("0.99"), "^price: there is no valid price above 0.99"),
        (lambda: CENTS.steps("0.10", "0.105"), "^end: 0.105 is between two ticks of the market; give 0.10 or 0.11"),
        (lambda: CENTS.check("0.995"), "^price: 0.995 is between two ticks of the market; give 0.99$"),
        (lambda: CENTS.nearest(cast(Any, 0.5)), "^price: must be a Decimal, int or str, not float"),
        (lambda: CENTS.nearest(1), "^price: 1 is not between 0 and 1; give a price such as 0.55"),
        (lambda: CENTS.up(D("1e99999")), "^price: this number is not between 0 and 1"),
    ],
)
def test_a_price_that_is_none_is_refused_with_the_nearest_ones(call: Any, error: str) -> None:
    with pytest.raises(InvalidRequestError, match=error):
        call()


@walked(
    ("found", "error"),
    [
        (None, "^price_ranges: are missing"),
        ([], "^price_ranges: are missing"),
        (ranges(("0", "1", "0")), r"^price_ranges\[0\].step: is 0"),
        (ranges(("0", "1", "0.01"), ("0", "1", "0.00001")), r"^price_ranges\[1\].step: is 0.00001"),
        (ranges(("0.00001", "1", "0.01")), r"^price_ranges\[0\].start"),
        (ranges(("0.5", "0.4", "0.01")), r"^price_ranges\[0\]: goes from 0.5 to 0.4"),
        (ranges(("0", "100", "1")), r"^price_ranges\[0\]: goes from 0 to 100"),
        (ranges(("0", "1", "1")), "^price_ranges: have no price"),
        (ranges(("0", "NaN", "1")), r"^price_ranges\[0\].end: is no number"),
        ([None], r"^price_ranges\[0\].start: is no number"),
    ],
)
def test_ranges_that_make_no_grid_are_refused_and_not_guessed(found: Any, error: str) -> None:
    with pytest.raises(InvalidRequestError, match=f"{error}.* which prices are valid is unknown"):
        PriceGrid.from_ranges(found)


@pytest.mark.parametrize(
    ("count", "fractional", "snapped"),
    [("3.999", True, "3.99"), ("3.99", False, "3"), (5, False, "5"), ("0.01", True, "0.01"), (D("1e3"), True, "1000")],
)
def test_a_count_is_rounded_down_to_a_step(count: Any, fractional: bool, snapped: str) -> None:
    found = snap_count(count, fractional=fractional)
    assert str(checked_count(found, fractional=fractional)) == str(found)
    assert found == D(snapped)
    assert found % count_step(fractional=fractional) == 0


def test_counts_step_by_hundredths_unless_a_market_takes_none() -> None:
    assert (count_step(), count_step(fractional=False)) == (D("0.01"), 1)


@walked(
    ("call", "error"),
    [
        (lambda: snap_count("0.009"), "^count: 0.009 is less than the smallest count; give at least 0.01"),
        (lambda: snap_count("0.99", fractional=False), "give at least 1 contracts"),
        (lambda: snap_count("-3"), "less than the smallest"),
        (lambda: snap_count(D("1e99")), "^count: this number is out of range"),
        (lambda: snap_count(D("1e-99")), "^count: this number is out of range"),
        (lambda: snap_count(cast(Any, 2.5)), "^count: must be a Decimal, int or str, not float"),
        (lambda: checked_count("0.001"), "^count: this Decimal has 3 decimals and the spec allows 2"),
        (lambda: checked_count("2.5", fractional=False), "^count: 2.5 is not a whole number of contracts; give 2 or 3"),
        (lambda: checked_count("0.5", fractional=False), "^count: 0.5 is not a whole number of contracts; give 1$"),
        (lambda: checked_count(0), "^count: 0 is out of the spec's range"),
    ],
)
def test_a_count_that_is_none_is_refused_with_the_remedy(call: Any, error: str) -> None:
    with pytest.raises(InvalidRequestError, match=error):
        call()


@walked(
    ("start", "end", "step", "named"),
    [
        ("0", "1", "0.03", "step"),
        ("0.1", "0.95", "0.1", "step"),
        ("0.1", "0.12345", "0.01", "end"),
        ("0.00005", "0.5", "0.01", "start"),
        ("0", "1", "1E+400", "step"),
        ("0", "1", "0", "step"),
    ],
)
def test_a_range_whose_step_does_not_lead_from_its_start_to_its_end_is_refused(
    start: str, end: str, step: str, named: str
) -> None:
    damaged = PriceRange(start=Decimal(start), end=Decimal(end), step=Decimal(step))
    with pytest.raises(InvalidRequestError, match=named):
        PriceGrid.from_ranges([damaged])


def test_a_context_of_the_program_changes_no_grid_and_no_count() -> None:
    tenths = PriceRange(start=Decimal("0.9"), end=Decimal(1), step=Decimal("0.001"))
    with localcontext(Context(prec=1, traps=[Inexact])):
        assert len(PriceGrid.from_ranges([tenths])) == 100
        assert snap_count("12345.678") == Decimal("12345.67")


def test_a_ticker_in_place_of_a_market_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match=r"^market: must be a market, as get_market returns it"):
        PriceGrid.of("KXA-1")  # type: ignore[arg-type]
