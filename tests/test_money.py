"""Centicents and US dollars: one is exactly the other, or it is refused."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.klear.api.balances import get_settlement_balance
from kalshi_overlay import create_klear_client
from kalshi_overlay.money import centicents_from_dollars, dollars_from_centicents
from kalshi_sandbox import Sandbox
from tests.walking import walked

HIGHEST, LOWEST = 2**63 - 1, -(2**63)


@walked(
    ("centicents", "dollars"),
    [
        (0, "0.0000"),
        (1, "0.0001"),
        (-12_345, "-1.2345"),
        (5_000_000_000, "500000.0000"),
        (HIGHEST, "922337203685477.5807"),
        (LOWEST, "-922337203685477.5808"),
    ],
)
def test_centicents_are_ten_thousandths_of_a_dollar(centicents: int, dollars: str) -> None:
    assert str(dollars_from_centicents(centicents)) == dollars
    assert centicents_from_dollars(dollars) == centicents_from_dollars(Decimal(dollars)) == centicents


@given(centicents=st.integers(LOWEST, HIGHEST), precision=st.integers(1, 30))
def test_no_amount_is_changed_on_the_way_whatever_the_program_rounds_to(centicents: int, precision: int) -> None:
    with localcontext(prec=precision):
        dollars = dollars_from_centicents(centicents)
        back = centicents_from_dollars(dollars)
    assert back == centicents
    assert dollars.as_tuple().exponent == -4


@given(dollars=st.decimals(allow_nan=False, allow_infinity=False))
def test_dollars_are_refused_unless_they_are_exactly_what_comes_back(dollars: Decimal) -> None:
    try:
        centicents = centicents_from_dollars(dollars)
    except InvalidRequestError:
        number = Fraction(dollars) * 10_000
        assert number.denominator != 1 or not LOWEST <= number <= HIGHEST
    else:
        assert dollars_from_centicents(centicents) == dollars


@walked(
    ("dollars", "problem"),
    [
        ("0.00001", "0.00001 is not a whole number of centicents"),
        (Decimal("1.23456"), "1.23456 is not a whole number of centicents"),
        (Decimal("1e-999999999"), "is not a whole number of centicents"),
        ("922337203685477.5808", "int64"),
        ("-922337203685477.5809", "int64"),
        (Decimal("1e999999999"), "int64"),
        (0.1, 'not float; write Decimal("0.1")'),
        (True, "not bool"),
        (Decimal("NaN"), "not a finite number"),
        (None, "not None"),
    ],
)
def test_dollars_that_no_int_of_centicents_is_are_refused(dollars: Any, problem: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        centicents_from_dollars(dollars)
    assert problem in str(refused.value)


@pytest.mark.parametrize("centicents", [1.0, True, "1", Decimal(1), None])
def test_centicents_that_are_no_int_are_refused(centicents: Any) -> None:
    with pytest.raises(InvalidRequestError, match="centicents: must be an int"):
        dollars_from_centicents(centicents)


def test_a_balance_of_klear_is_the_dollars_that_the_member_has() -> None:
    with (
        Sandbox() as exchange,
        create_klear_client(
            base_url=exchange.klear_base_url,
            admin_user_id=exchange.klear_admin_user_id,
            access_token=exchange.klear_access_token,
        ) as client,
    ):
        exchange.klear.deposit(Decimal("0.0001"))
        balance = get_settlement_balance.sync(client=client)
        assert dollars_from_centicents(balance.balance_available_centicents) == Decimal("500000.0001")
