"""Money as people measured it on the live exchange, and as its documents say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

from kalshi_sandbox.behaviour import SIMPLE

from ..live.calling import Caller, order
from .conftest import Side, opened, rejected

D = Decimal
FILLS_OF_CENTS = ("0.06", "0.06", "1.47")


def balance(caller: Caller) -> Decimal:
    return Decimal(caller.ask("GetBalance")["balance_dollars"])


@pytest.mark.parametrize("name", ["measured", "documents"])
def test_a_resting_order_leaves_the_balance_as_it_is_and_its_fill_reduces_it(
    name: str, request: pytest.FixtureRequest
) -> None:
    side: Side = request.getfixturevalue(name)
    ticker = side.market()
    before = balance(side.alice)
    side.alice.place("bid", "0.40", "10", ticker=ticker)
    side.settle_down()
    assert balance(side.alice) == before
    rows = side.alice.ask("GetSubaccountBalances")["subaccount_balances"]
    assert sum(Decimal(row["balance"]) for row in rows) == before
    side.bob.place("ask", "0.40", "10", ticker=ticker)
    side.settle_down()
    assert balance(side.alice) == before - 4


def test_what_a_resting_order_holds_pays_for_nothing_else_although_the_balance_shows_it() -> None:
    with opened(behaviour="simple") as side, side.another(D(10)) as carol:
        ticker = side.market()
        carol.place("bid", "0.40", "20", ticker=ticker)
        assert balance(carol) == 10
        status, error = rejected(carol.send("CreateOrderV2", order("bid", "0.40", "6", ticker=ticker)))
        assert (status, error["code"]) == (400, "insufficient_balance")


def test_a_balance_may_be_reported_without_what_resting_orders_hold() -> None:
    with opened(behaviour=evolve(SIMPLE, resting_orders_reduce_balance=True)) as side, side.another(D(10)) as carol:
        carol.place("bid", "0.40", "20", ticker=side.market())
        assert balance(carol) == 2
        assert [row["balance"] for row in carol.ask("GetSubaccountBalances")["subaccount_balances"]] == ["2.0000"]


def traded(side: Side, ticker: str) -> list[tuple[str, str, str, str]]:
    """Sides of Alice's fills, oldest first: she buys yes, sells some, sells more than is left, and buys some back."""
    for own, other, count in (("bid", "ask", "10"), ("ask", "bid", "4"), ("ask", "bid", "9"), ("bid", "ask", "1")):
        side.bob.place(other, "0.40", count, ticker=ticker)
        side.alice.place(own, "0.40", count, ticker=ticker)
    side.bob.place("bid", "0.40", "2", ticker=ticker)
    side.alice.place("ask", "0.40", "2", ticker=ticker)
    side.settle_down()
    names = ("action", "book_side", "outcome_side", "side")
    return [tuple(fill[name] for name in names) for fill in side.alice.ask("GetFills", ticker=ticker)["fills"][::-1]]  # type: ignore[misc]


BOUGHT_YES, SOLD_YES = ("buy", "bid", "yes", "yes"), ("sell", "ask", "no", "yes")
BOUGHT_NO = ("buy", "ask", "no", "no")


def test_a_fill_says_what_was_bought_or_sold_as_measured(measured: Side) -> None:
    assert traded(measured, measured.market()) == [BOUGHT_YES, SOLD_YES, SOLD_YES, BOUGHT_YES, BOUGHT_NO]


def test_a_fill_is_all_of_yes_as_the_documents_have_it(documents: Side) -> None:
    assert traded(documents, documents.market()) == [BOUGHT_YES, SOLD_YES, SOLD_YES, BOUGHT_YES, SOLD_YES]


def test_a_settlement_is_gross_as_measured_and_net_as_the_documents_have_it(measured: Side, documents: Side) -> None:
    names = ("yes_count_fp", "yes_total_cost_dollars", "no_count_fp", "no_total_cost_dollars", "revenue")
    rows = {}
    for side in (measured, documents):
        ticker = side.market()
        for own, other, price, count in (("bid", "ask", "0.36", "132"), ("ask", "bid", "0.92", "132")):
            side.bob.place(other, price, count, ticker=ticker)
            side.alice.place(own, price, count, ticker=ticker)
        side.exchange.settle(ticker, "yes")
        side.settle_down()
        rows[side] = side.alice.ask("GetSettlements", ticker=ticker)["settlements"]
        assert side.alice.ask("GetPositions", ticker=ticker)["market_positions"] == []
    (row,) = rows[measured]
    assert [row[name] for name in names] == ["132.00", "47.5200", "132.00", "10.5600", 0]
    assert (row["value"], row["fee_cost"]) == (100, "2.8090")
    assert rows[documents] == []


def test_a_combo_fill_shows_what_brought_its_cost_onto_the_grid() -> None:
    """As an account kept them: a maker at half the rate, and one in a series without fees."""
    with opened(behaviour="simple") as side:
        markets = side.exchange.engine.markets
        for series, multiplier, price, count, fee in (
            ("KXHALF", D(1), "0.787", "22.24", "0.130520"),
            ("KXFREE", D(0), "0.577", "9.08", "0.000040"),
        ):
            markets.add_series(series, fee_type="quadratic_with_combo_maker_fees", fee_multiplier=multiplier)
            markets.add(f"{series}-E-M", price_level_structure="deci_cent")
            side.alice.place("bid", price, count, ticker=f"{series}-E-M")
            side.bob.place("ask", price, count, ticker=f"{series}-E-M")
            (made,) = side.alice.ask("GetFills", ticker=f"{series}-E-M")["fills"]
            assert (made["is_taker"], made["fee_cost"]) == (False, fee)


def test_a_member_whose_balance_is_in_cents_pays_fees_in_cents() -> None:
    with opened(behaviour=evolve(SIMPLE, balances_are_in_cents=True)) as side:
        ticker = side.market()
        for price, count in (("0.15", "6"), ("0.12", "8"), ("0.49", "84")):
            side.bob.place("ask", price, count, ticker=ticker)
            side.alice.place("bid", price, count, ticker=ticker)
        fees = [Decimal(fill["fee_cost"]) for fill in side.alice.ask("GetFills")["fills"][::-1]]
        assert fees == list(map(Decimal, FILLS_OF_CENTS))


def test_an_order_gets_rounding_back_only_as_the_guide_says(measured: Side, documents: Side) -> None:
    fees = {}
    for side in (measured, documents):
        ticker = side.market()
        for _ in range(2):
            side.bob.place("ask", "0.17", "21.75", ticker=ticker)
        placed = side.alice.place("bid", "0.17", "43.5", ticker=ticker)
        side.settle_down()
        fills = side.alice.ask("GetFills", order_id=placed["order_id"])["fills"]
        fees[side] = [Decimal(fill["fee_cost"]) for fill in fills[::-1]]
        # The mean is 0.00988 and is cut to four decimals.
        assert placed["average_fee_paid"] == "0.0098"
    # Each is 0.21482475, which is rounded up by 0.000075: twice that is more than the $0.0001 of a balance's step.
    assert fees[measured] == [D("0.2149"), D("0.2149")]
    assert fees[documents] == [D("0.2149"), D("0.2148")]


def test_a_market_that_settles_at_a_value_says_so_and_pays_cents() -> None:
    with opened(behaviour="simple") as side:
        ticker = side.market()
        side.trade(ticker, size="0.14")
        before = balance(side.alice), balance(side.bob)
        side.exchange.engine.markets.settle(ticker, "scalar", value=D("0.45"))
        rows = [caller.ask("GetSettlements", ticker=ticker)["settlements"][0] for caller in (side.alice, side.bob)]
        assert [(row["market_result"], row["value"], row["revenue"]) for row in rows] == [
            ("scalar", 45, 6),
            ("scalar", 45, 7),
        ]
        assert (balance(side.alice), balance(side.bob)) == (before[0] + D("0.06"), before[1] + D("0.07"))
        market = side.alice.ask("GetMarket", ticker=ticker)["market"]
        assert (market["result"], market["settlement_value_dollars"]) == ("scalar", "0.4500")
