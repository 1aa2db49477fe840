"""What the markets of an account can lose."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, permutations
from random import Random

import pytest

from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.safety import Exposures, RestingOrder
from tests.safety.limits_model import Holding, Order
from tests.walking import walked

D = Decimal


def bid(price: str, count: str) -> RestingOrder:
    return RestingOrder("bid", D(price), D(count))


def ask(price: str, count: str) -> RestingOrder:
    return RestingOrder("ask", D(price), D(count))


def exposures(count: str = "0", cost: str = "0", *orders: RestingOrder) -> Exposures:
    """Those of an account with one market."""
    made = Exposures()
    made.update("M1", "E1", D(count), D(cost), {str(number): order for number, order in enumerate(orders)})
    return made


@walked(
    ("count", "cost", "orders", "at_stake"),
    [
        ("0", "0", [], "0"),
        ("10", "4.20", [], "4.20"),
        ("-10", "5.80", [], "5.80"),
        ("0", "0", [bid("0.40", "10")], "4"),
        ("0", "0", [ask("0.40", "10")], "6"),
        ("10", "4", [bid("0.50", "2")], "5"),
        ("-10", "6", [ask("0.50", "2")], "7"),
        # All bids are filled, or all asks are, whichever costs more; never both.
        ("0", "0", [bid("0.40", "10"), ask("0.60", "20")], "8"),
        ("0", "0", [bid("0.40", "21"), ask("0.60", "20")], "8.4"),
        # What closes adds nothing, and what is held is at stake until then.
        ("10", "4", [ask("0.60", "10")], "4"),
        ("10", "4", [ask("0.60", "5")], "4"),
        # What is left of it opens.
        ("10", "4", [ask("0.10", "20")], "9"),
        ("-10", "4", [bid("0.90", "20")], "9"),
        # The cheapest close, the dearest open.
        ("-10", "1", [bid("0.90", "10"), bid("0.10", "10")], "9"),
        ("-10", "1", [bid("0.90", "5"), bid("0.10", "10"), bid("0.20", "1")], "4.7"),
        ("10", "1", [ask("0.10", "10"), ask("0.90", "10")], "9"),
    ],
)
def test_a_market_can_lose_what_is_at_stake_after_the_worse_side_is_filled(
    count: str, cost: str, orders: list[RestingOrder], at_stake: str
) -> None:
    found = exposures(count, cost, *orders)
    assert found.market("M1") == found.event("E1") == found.total == D(at_stake)
    assert found.resting == len(orders)


def test_no_sequence_of_fills_puts_more_at_stake_than_the_exposure() -> None:
    chance = Random(7)
    for _ in range(150):
        made = [
            Order(
                chance.choice(("bid", "ask")),
                Fraction(chance.randint(1, 99), 100),
                Fraction(chance.randint(1, 300), chance.choice((1, 100))),
            )
            for _ in range(chance.randint(0, 4))
        ]
        held = Holding(
            Fraction(chance.choice((1, -1)) * chance.randint(1, 200)), Fraction(chance.randint(1, 9000), 100)
        )
        costs = [
            held.all_filled(filled).cost
            for size in range(len(made) + 1)
            for some in combinations(made, size)
            for filled in permutations(some)
        ]
        orders = [
            RestingOrder(order.side, _decimal(order.price), _decimal(order.count))  # type: ignore[arg-type]
            for order in made
        ]
        found = exposures(str(held.count), str(_decimal(held.cost)), *orders)
        assert max(costs) <= found.market("M1")


def _decimal(value: Fraction) -> Decimal:
    return D(value.numerator) / value.denominator


def test_events_and_the_total_are_sums_and_follow_each_update() -> None:
    found = Exposures()
    found.update("M1", "E1", D(10), D(4), {"a": bid("0.50", "2")})
    found.update("M2", "E1", D(-5), D(2), {})
    found.update("M3", "E2", D(0), D(0), {"b": bid("0.01", "100"), "c": ask("0.99", "1")})
    assert (found.market("M1"), found.event("E1"), found.event("E2"), found.total) == (5, 7, 1, 8)
    assert found.resting == 3
    found.update("M1", "E1", D(1), D("0.4"), {})
    assert (found.market("M1"), found.event("E1"), found.total, found.resting) == (D("0.4"), D("2.4"), D("3.4"), 2)
    found.update("M1", "E3", D(1), D("0.4"), {})
    assert (found.event("E1"), found.event("E3"), found.total) == (2, D("0.4"), D("3.4"))
    for ticker, event in (("M1", "E3"), ("M2", "E1"), ("M3", "E2")):
        found.update(ticker, event, D(0), D(0), {})
        assert (found.market(ticker), found.event(event)) == (0, 0)
    assert (found.total, found.resting) == (0, 0)
    # Nothing is kept of what has ended.
    assert not found._markets
    assert not found._events


def test_an_order_that_rests_or_rests_no_more_changes_what_an_update_of_its_market_would() -> None:
    found = exposures("-10", "5", bid("0.20", "10"))
    found.rest("M1", "E1", "new", bid("0.90", "10"))
    assert (found.market("M1"), found.event("E1"), found.total, found.resting) == (9, 9, 9, 2)
    found.rest("M1", "E1", "new", bid("0.80", "10"))
    assert (found.total, found.resting) == (8, 2)
    found.rest("M1", "E1", "0", None)
    found.rest("M1", "E1", "unknown", None)
    assert (found.total, found.resting) == (5, 1)
    found.rest("M2", "E1", "b", ask("0.50", "4"))
    assert (found.market("M2"), found.event("E1"), found.total) == (2, 7, 7)
    found.rest("M2", "E1", "b", None)
    assert (found.market("M2"), found.event("E1"), found.resting, "M2" in found._markets) == (0, 5, 1, False)
    with pytest.raises(InvalidRequestError, match="M1 belongs to E1, not E2"):
        found.rest("M1", "E2", "new", None)
    assert (found.total, found.resting) == (5, 1)


def test_with_an_order_says_what_it_would_be_and_changes_nothing() -> None:
    found = exposures("-10", "5", bid("0.20", "10"))
    found.update("M2", "E1", D(1), D("0.5"), {})
    assert found.with_order("M1", "E1", bid("0.90", "10")) == (9, D("9.5"), D("9.5"))
    assert found.with_order("M1", "E1", bid("0.90", "10"), replaces="0") == (5, D("5.5"), D("5.5"))
    assert found.with_order("M1", "E1", bid("0.90", "10"), replaces="unknown") == (9, D("9.5"), D("9.5"))
    assert found.with_order("M9", "E9", ask("0.90", "10")) == (1, 1, D("6.5"))
    assert (found.market("M1"), found.total, found.resting) == (5, D("5.5"), 1)


@walked(
    ("count", "orders", "order", "reduces"),
    [
        ("10", [], ask("0.50", "10"), True),
        ("10", [], ask("0.50", "10.01"), False),
        ("10", [], bid("0.50", "1"), False),
        ("-10", [], bid("0.50", "10"), True),
        ("-10", [], ask("0.50", "0.01"), False),
        ("0", [], ask("0.50", "0.01"), False),
        # The others close first.
        ("10", [ask("0.70", "4")], ask("0.50", "6"), True),
        ("10", [ask("0.70", "4")], ask("0.50", "6.01"), False),
        ("10", [bid("0.30", "4")], ask("0.50", "10"), True),
        ("10", [bid("0.30", "4")], ask("0.50", "10.01"), False),
    ],
)
def test_an_order_only_reduces_if_it_closes_what_no_other_one_closes(
    count: str, orders: list[RestingOrder], order: RestingOrder, reduces: bool
) -> None:
    assert exposures(count, "5", *orders).reduces("M1", order) is reduces


def test_an_order_that_replaces_another_one_can_close_what_that_one_did() -> None:
    found = exposures("10", "5", ask("0.70", "10"))
    assert not found.reduces("M1", ask("0.60", "10"))
    assert found.reduces("M1", ask("0.60", "10"), replaces="0")
    assert not found.reduces("M9", ask("0.60", "10"))


def test_the_context_of_a_program_changes_no_sum() -> None:
    with decimal.localcontext() as context:
        context.prec = 3
        found = exposures("1234.56", "777.77", bid("0.1234", "1234.56"))
        assert found.market("M1") == found.total == D("930.114704")
        assert found.with_order("M1", "E1", bid("0.0001", "0.01"))[2] == D("930.114705")
        assert not found.reduces("M1", ask("0.50", "1234.57"))
        assert ask("0.1234", "1234.56").cost == D("1082.215296")


def test_a_cost_without_end_is_summed_exactly() -> None:
    found, third = exposures(), D("0.1") / 3
    for ticker in ("M1", "M2", "M3"):
        found.update(ticker, "E1", D(1), third, {})
    assert (found.total, found.event("E1")) == (third * 3, third * 3)
    for ticker in ("M1", "M2", "M3"):
        found.update(ticker, "E1", D(0), D(0), {})
    assert found.total == 0


@pytest.mark.parametrize(
    ("side", "price", "count", "field"),
    [
        ("buy", "0.5", "1", "side"),
        ("bid", "1.01", "1", "price"),
        ("bid", "-0.01", "1", "price"),
        ("ask", "0.5", "-1", "count"),
        ("ask", "0.5", "1e19", "count"),
    ],
)
def test_an_order_that_no_market_takes_is_refused(side: str, price: str, count: str, field: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        RestingOrder(side, D(price), D(count))  # type: ignore[arg-type]
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("count", "cost", "field"), [("1e19", "1", "count"), ("-1e19", "1", "count"), ("1", "-1", "cost")]
)
def test_a_position_beyond_all_sense_is_refused_and_changes_nothing(count: str, cost: str, field: str) -> None:
    found = exposures("10", "4")
    with pytest.raises(InvalidRequestError) as caught:
        found.update("M1", "E1", D(count), D(cost), {})
    assert caught.value.field == field
    assert found.total == found.market("M1") == 4


def test_a_market_under_another_event_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="M1 belongs to E1, not E2"):
        exposures("10", "4").with_order("M1", "E2", bid("0.5", "1"))
