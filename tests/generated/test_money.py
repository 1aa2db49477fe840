"""Money and counts in requests: a Decimal, an int or a str is held as a Decimal; anything else is refused at once."""

from __future__ import annotations

import copy
import json
import math
import pickle
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.api.orders import batch_create_orders_v2, create_order_v2
from kalshi_gen.api.portfolio import get_fills
from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models import (
    AmendOrderV2Request,
    BatchCreateOrdersV2Request,
    CreateOrderV2Request,
    CreateRFQRequest,
    DecreaseOrderV2Request,
    UpdateOrderGroupLimitRequest,
)
from kalshi_gen.perps.api.market import get_margin_market_orderbook
from kalshi_gen.runtime.decoding import field_types
from kalshi_gen.runtime.encoding import to_wire
from kalshi_gen.runtime.model import ExactModel
from kalshi_gen.types import UNSET
from scripts import specs
from tests.walking import by_name, walk, walked

from .operations import sent
from .request_fields import Field, request_fields

AMOUNTS = by_name(
    (place for place in request_fields() if place.schema.get("format") == "decimal"),
    lambda place: f"{place.operation_id} {place.name}",
)
OF_NO_KIND = [0.5, math.nan, True, False, b"0.5", Fraction(1, 2), date(2026, 1, 1), [Decimal("0.5")], {}, object()]
NOT_FINITE = [Decimal(text) for text in ("NaN", "sNaN", "Infinity", "-Infinity")]
MALFORMED = [
    *("", " ", "0,55", "0.5.5", "55%", "$0.55", "1/2", "0x1", "1_000", " 0.55", "0.55\n", "\uff15", "\u0665", "--1"),
    *("NaN", "nan", "inf", "-Infinity", "0.5e", "e5", ".", "1e1000", "1E-99999999999999999999", "half", "\x00"),
]
EXACT = {
    "0.55": Decimal("0.55"),
    "0.5500": Decimal("0.5500"),
    "+0.5": Decimal("0.5"),
    ".5": Decimal("0.5"),
    "0.": Decimal(0),
    "55E-2": Decimal("0.55"),
    "1e-1": Decimal("0.1"),
}


def order(**changes: Any) -> CreateOrderV2Request:
    fields: dict[str, Any] = {
        "ticker": "KX-1",
        "side": "bid",
        "count": 3,
        "price": "0.55",
        "time_in_force": "good_till_canceled",
        "self_trade_prevention_type": "maker",
    }
    return CreateOrderV2Request(**{**fields, **changes})


def model_of(place: Field) -> Any:
    """A valid model that has the field."""
    found: Any = place.arguments(Decimal("0.55"))["body"]
    for part in place.path[1:-1]:
        found = found[part] if isinstance(part, int) else getattr(found, part)
    return found


def test_an_order_holds_decimals_from_the_moment_it_is_made() -> None:
    made = order(price="0.55", count=3)
    assert (made.price, type(made.price)) == (Decimal("0.55"), Decimal)
    assert (made.count, type(made.count)) == (Decimal(3), Decimal)
    assert made == order(price=Decimal("0.55"), count=Decimal(3))
    assert json.loads(sent(create_order_v2, body=made).content) == {
        "ticker": "KX-1",
        "side": "bid",
        "count": "3",
        "price": "0.55",
        "time_in_force": "good_till_canceled",
        "self_trade_prevention_type": "maker",
    }


def test_every_amount_of_every_request_takes_what_is_exact_and_holds_a_decimal() -> None:
    def check(place: Field) -> None:
        valid, name = model_of(place), str(place.path[-1])
        for given_, held in ((7, Decimal(7)), (Decimal("0.10"), Decimal("0.10")), *EXACT.items()):
            changed = copy.copy(valid)
            setattr(changed, name, given_)
            for model in (msgspec.structs.replace(valid, **{name: given_}), changed):
                found = getattr(model, name)
                assert type(found) is Decimal
                assert str(found) == str(held)

    assert len(AMOUNTS) > 15
    walk(AMOUNTS, check)


def test_every_amount_of_every_request_refuses_anything_else_at_once_and_says_what_to_write() -> None:
    def check(place: Field) -> None:
        valid, name = model_of(place), str(place.path[-1])
        for wrong in (*OF_NO_KIND, *NOT_FINITE, *MALFORMED):
            changed = copy.copy(valid)
            for make in (
                lambda: msgspec.structs.replace(valid, **{name: wrong}),  # noqa: B023 (it is called in the loop)
                lambda: setattr(changed, name, wrong),  # noqa: B023
            ):
                with pytest.raises(InvalidRequestError) as caught:
                    make()
                words = str(caught.value)
                assert caught.value.field == name
                assert caught.value.model == type(valid).__name__
                assert words.startswith(f"{type(valid).__name__}.{name}: ")
                assert words.endswith(f", in {place.schema['x-unit']}")
                assert '; write Decimal("' in words
                if any(wrong is each for each in OF_NO_KIND):
                    assert f" must be a Decimal, int or str, not {type(wrong).__name__};" in words
            assert changed == valid

    walk(AMOUNTS, check)


def test_none_and_unset_leave_an_amount_out_where_it_is_optional_and_are_refused_elsewhere() -> None:
    def check(place: Field) -> None:
        valid, name = model_of(place), str(place.path[-1])
        required = next(field.required for field in msgspec.structs.fields(type(valid)) if field.name == name)
        of_none = None if place.schema.get("nullable") else UNSET
        for value, held, is_taken in ((None, of_none, not required or of_none is None), (UNSET, UNSET, not required)):
            if is_taken:
                assert getattr(msgspec.structs.replace(valid, **{name: value}), name) is held
            else:
                word = "None" if value is None else "UNSET"
                with pytest.raises(InvalidRequestError, match=rf"\.{name}: must be .*, not {word};"):
                    msgspec.structs.replace(valid, **{name: value})

    walk(AMOUNTS, check)


def test_what_is_put_past_the_check_is_refused_when_it_is_sent() -> None:
    body = BatchCreateOrdersV2Request(orders=[order(), order()])
    msgspec.structs.force_setattr(body.orders[1], "price", 0.55)
    with pytest.raises(InvalidRequestError) as caught:
        sent(batch_create_orders_v2, body=body)
    assert str(caught.value) == (
        'orders[1].price: must be a Decimal, int or str, not float; write Decimal("0.55") or "0.55", in US dollars'
    )
    assert caught.value.model is None


@walked(
    ("changes", "words"),
    [
        (
            {"price": 0.55},
            'price: must be a Decimal, int or str, not float; write Decimal("0.55") or "0.55", in US dollars',
        ),
        (
            {"price": 0.1 + 0.2},
            'price: must be a Decimal, int or str, not float; write Decimal("0.55") or "0.55", in US dollars',
        ),
        (
            {"price": 1e-7},
            'price: must be a Decimal, int or str, not float; write Decimal("0.55") or "0.55", in US dollars',
        ),
        (
            {"count": 2.5},
            'count: must be a Decimal, int or str, not float; write Decimal("2.5") or "2.5", in contracts',
        ),
        (
            {"count": 12.0},
            'count: must be a Decimal, int or str, not float; write Decimal("12"), "12" or 12, in contracts',
        ),
        (
            {"count": 1e22},
            "count: must be a Decimal, int or str, not float; "
            f'write Decimal("{10**22}"), "{10**22}" or {10**22}, in contracts',
        ),
        (
            {"count": math.inf},
            'count: must be a Decimal, int or str, not float; write Decimal("3"), "3" or 3, in contracts',
        ),
        ({"count": True}, 'count: must be a Decimal, int or str, not bool; write Decimal("3"), "3" or 3, in contracts'),
        ({"count": Decimal("NaN")}, 'count: NaN is not a finite number; write Decimal("3"), "3" or 3, in contracts'),
        ({"count": "inf"}, 'count: \'inf\' is not a finite number; write Decimal("3"), "3" or 3, in contracts'),
        ({"price": "0,55"}, 'price: \'0,55\' is not a finite number; write Decimal("0.55") or "0.55", in US dollars'),
        (
            {"price": "5" * 50 + "x"},
            'price: this str is not a finite number; write Decimal("0.55") or "0.55", in US dollars',
        ),
    ],
)
def test_the_error_names_model_field_and_kind_and_what_to_write(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        order(**changes)
    assert str(caught.value) == f"CreateOrderV2Request.{words}"
    assert isinstance(caught.value, KalshiError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


class Subtype(float):
    """A float of another library, whose repr is no number."""

    def __repr__(self) -> str:
        return "library.float(0.25)"


def test_a_float_of_another_library_is_refused_as_a_float_is() -> None:
    with pytest.raises(InvalidRequestError, match=r'not Subtype; write Decimal\("0\.25"\) or "0\.25", in US dollars$'):
        order(price=Subtype(0.25))


@given(number=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_the_text_of_any_decimal_is_taken_and_keeps_every_digit(number: Decimal) -> None:
    if abs(number.adjusted()) < 900:
        assert str(DecreaseOrderV2Request(reduce_by=str(number)).reduce_by) == str(number)


@given(number=st.integers())
def test_any_int_is_taken_exactly(number: int) -> None:
    assert UpdateOrderGroupLimitRequest(contracts_limit_fp=number).contracts_limit_fp == number


@given(text=st.text(max_size=8) | st.text("0123456789.eE+-_ ", max_size=8))
def test_a_text_is_a_finite_number_or_refused(text: str) -> None:
    try:
        held = CreateRFQRequest(market_ticker="KX-1", rest_remainder=True, target_cost_dollars=text).target_cost_dollars
    except InvalidRequestError:
        assert not re.fullmatch(r"[-+]?\d+(\.\d+)?", text, re.ASCII)
    else:
        assert held == Decimal(text)
        assert text.isascii()
        assert "_" not in text


def test_models_with_amounts_copy_and_pickle() -> None:
    made = AmendOrderV2Request(ticker="KX-1", side="bid", price="0.55", count=3)
    assert copy.copy(made) == copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == made


def test_a_misspelt_field_of_an_order_is_refused_when_it_is_set() -> None:
    made = order()
    with pytest.raises(AttributeError):
        made.prise = Decimal("0.5")  # type: ignore[attr-defined]


@walked("price", ["0,55", "", "NaN", None, [], True])
def test_json_that_is_no_amount_stays_a_mismatch_of_the_decoder(price: Any) -> None:
    source = {**order().to_dict(), "price": price}
    with pytest.raises(msgspec.ValidationError):
        CreateOrderV2Request.from_dict(source)


def test_every_amount_of_every_package_has_a_unit_that_errors_name() -> None:
    def check(model: Any) -> None:
        amounts = [name for name, declared in field_types(model).items() if "Decimal" in str(declared)]
        made = model(**{name: 1 if name in amounts else UNSET for name in model.__struct_fields__})
        for name in amounts:
            assert getattr(made, name) == 1
            assert type(getattr(made, name)) is Decimal
            with pytest.raises(
                InvalidRequestError, match=rf"^{model.__name__}\.{name}: .*, in (contracts|US dollars)$"
            ):
                setattr(made, name, 0.5)

    packages = [import_module(spec.module + ".models") for spec in specs.REGISTER]
    models = [getattr(package, name) for package in packages for name in package.__all__]
    exact = [model for model in models if isinstance(model, type) and issubclass(model, ExactModel)]
    assert len(exact) > 25
    walk(by_name(exact, lambda model: f"{model.__module__} {model.__name__}"), check)


def test_an_amount_in_the_query_takes_what_is_exact_and_refuses_a_float() -> None:
    request = get_margin_market_orderbook.OPERATION.request
    for width in ("0.10", Decimal("0.10")):
        params = request({"ticker": "KX-1", "depth": UNSET, "aggregation_tick_size": width})["params"]
        assert params == {"aggregation_tick_size": "0.10"}
    words = r'^aggregation_tick_size: must be .*, not float; write Decimal\("0\.1"\) or "0\.1", in US dollars$'
    with pytest.raises(InvalidRequestError, match=words):
        request({"ticker": "KX-1", "depth": UNSET, "aggregation_tick_size": 0.1})


def test_an_amount_alone_is_encoded_from_all_three() -> None:
    assert [to_wire(value, Decimal, "amount") for value in (Decimal("1E+2"), 100, "100", "1e2")] == ["100"] * 4


def test_cents_in_place_of_dollars_are_refused_with_what_to_write() -> None:
    body = CreateOrderV2Request(
        ticker="KX-1",
        side="bid",
        count=1,
        price=55,
        time_in_force="good_till_canceled",
        self_trade_prevention_type="maker",
    )
    with pytest.raises(InvalidRequestError) as refused:
        body.to_dict()
    assert str(refused.value) == (
        "price: 55 is out of the spec's range; give a number above 0 and below 1, in US dollars; "
        'for 55 cents write "0.55"'
    )
    body.price, body.count = Decimal("0.55"), Decimal(0)
    with pytest.raises(InvalidRequestError, match=r"^count: 0 is out of .* above 0, in contracts$"):
        body.to_dict()


def test_milliseconds_in_place_of_seconds_are_refused() -> None:
    with pytest.raises(InvalidRequestError, match=r"^min_ts: 1795000000000 looks like milliseconds; give Unix seconds"):
        get_fills.OPERATION.request({"min_ts": 1_795_000_000_000})
    assert get_fills.OPERATION.request({"min_ts": 1_795_000_000})["params"] == {"min_ts": "1795000000"}
