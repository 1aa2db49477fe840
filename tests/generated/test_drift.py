"""Responses that don't match the spec: salvaged, reported, logged once, or refused by a strict client."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import re
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen import Client, errors
from kalshi_gen.api.api_keys import generate_api_key
from kalshi_gen.api.market import get_markets
from kalshi_gen.api.orders import create_order_v2
from kalshi_gen.models import (
    GenerateApiKeyResponse,
    GetMarketOrderbookResponse,
    GetMarketsResponse,
    GetTagsForSeriesCategoriesResponse,
    Market,
    PriceRange,
)
from kalshi_gen.runtime import drift
from kalshi_gen.runtime.decoding import decode
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.runtime.model import ExactModel
from kalshi_gen.types import UNSET, Response
from tests.conftest import ROOT
from tests.walking import by_name, walk

from .conftest import WAYS, Call, Exchange, is_detailed
from .drift_soak import Soak, prove
from .mutations import ADDED
from .operations import every_operation, smallest_arguments
from .test_decoding import MODELS, wire
from .values import JSON_VALUES

DOCUMENTATION = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def nothing_logged_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drift, "_logged", {})


def page(*markets: Any, **changes: Any) -> dict[str, Any]:
    return {"markets": list(markets), "cursor": "", **changes}


def salvaged(model: Any, source: Any) -> tuple[Any, list[str]]:
    """The decoded body, and its drifts as text."""
    value, drifts = decode(json.dumps(source).encode(), model, "AnyOperation")
    assert {each.operation for each in drifts} <= {"AnyOperation"}
    return value, [str(each) for each in drifts]


def test_every_operation_reads_answers_under_a_mutated_spec(caplog: pytest.LogCaptureFixture) -> None:
    kinds: set[str] = set()
    # The log of a thousand drifts would hide a failure.
    caplog.set_level(logging.ERROR, logger="kalshi")

    def check(name: str) -> None:
        soak = Soak()
        prove(name, 5, soak)
        assert soak.kinds.total() + soak.without_body >= soak.answers == 5
        kinds.update(soak.kinds)

    walk(by_name(every_operation(), str), check)
    assert kinds >= {"required removed", "optional removed", "null", "null allowed", "retyped", "new enum value", ADDED}
    assert kinds >= {"number for text", "other spelling", "no offset", "beyond bounds"}


def test_one_odd_market_leaves_the_others_as_they_are() -> None:
    source = page(*(wire(Market, ticker=f"KX-{number}") for number in range(1000)))
    valid, nothing = salvaged(GetMarketsResponse, source)
    source["markets"][3].update(yes_bid_dollars="a lot", volume_fp=None)
    value, drifts = salvaged(GetMarketsResponse, source)
    assert (nothing, drifts) == (
        [],
        [
            "markets[3].yes_bid_dollars: expected Decimal, got str",
            "markets[3].volume_fp: expected Decimal, got null",
        ],
    )
    odd = value.markets.pop(3)
    assert value.markets == valid.markets[:3] + valid.markets[4:]
    assert (odd.ticker, odd.yes_bid_dollars, odd.volume_fp) == ("KX-3", "a lot", None)
    assert odd.yes_ask_dollars == valid.markets[3].yes_ask_dollars


@pytest.mark.parametrize(
    ("source", "levels", "drifts"),
    [
        ([["0.15", "1"], ["x", "2"]], [(Decimal("0.15"), Decimal(1)), ("x", Decimal(2))], "[1][0]: expected Decimal"),
        ([["0.15"], ["0.16", "7"]], [["0.15"], (Decimal("0.16"), Decimal(7))], "[0]: expected list of 2, got list"),
        ([None], [None], "[0]: expected list of 2, got null"),
        ({"a": 1}, {"a": 1}, ": expected list, got object"),
    ],
)
def test_the_levels_of_a_book_are_salvaged_each_for_itself(source: Any, levels: Any, drifts: str) -> None:
    book, (drift_text,) = salvaged(
        GetMarketOrderbookResponse, {"orderbook_fp": {"yes_dollars": source, "no_dollars": []}}
    )
    assert book.orderbook_fp.yes_dollars == levels
    assert drift_text.startswith(f"orderbook_fp.yes_dollars{drifts}")


def test_the_key_of_a_map_is_quoted_in_the_path() -> None:
    value, drifts = salvaged(GetTagsForSeriesCategoriesResponse, {"tags_by_categories": {'A "b"]': None, "C": ["d"]}})
    assert value.tags_by_categories == {'A "b"]': [], "C": ["d"]}
    assert drifts == [r'tags_by_categories["A \"b\"]"]: expected list, got null']


def test_a_time_without_an_offset_is_utc_and_a_drift_and_any_other_spelling_is_none() -> None:
    _, drifts = salvaged(Market, wire(Market, close_time="2026-01-01T00:00:00", open_time="2026-01-01t00:00:00z"))
    assert drifts == ["close_time: expected datetime, got datetime without offset"]
    leap, drifts = salvaged(Market, wire(Market, close_time="2016-12-31T23:59:60Z"))
    assert (leap.close_time.isoformat(), drifts) == ("2017-01-01T00:00:00+00:00", [])


@pytest.mark.parametrize("number", ["1e999", "9" * 5000, "-1e999"])
def test_a_number_that_fits_nowhere_stays_text(number: str) -> None:
    content = f'{json.dumps(wire(Market))[:-1]}, "settlement_timer_seconds": {number}, "tomorrow": {number}}}'
    market, (found,) = decode(content.encode(), Market)
    assert msgspec.structs.asdict(market)["settlement_timer_seconds"] == number
    assert (found.path, found.expected) == ("settlement_timer_seconds", "int")


def test_of_two_values_for_one_key_the_last_counts() -> None:
    content = f'{{"ticker": 5, {json.dumps(wire(Market))[1:]}'
    assert decode(content.encode(), Market) == (Market.from_dict(wire(Market)), ())


def test_numbers_beside_a_drift_stay_exact() -> None:
    content = b'{"start": 0.12345678901234567890123, "end": 123456789012345678901234567890, "step": null}'
    band, _ = decode(content, PriceRange)
    assert str(band.start) == "0.12345678901234567890123"
    assert band.end == 123456789012345678901234567890


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000])
def test_a_body_that_is_too_deep_is_distinguished_at_any_place(deep: str) -> None:
    for field in ("ticker", "tomorrow"):
        with pytest.raises(RecursionError):
            decode(f'{{"market_type": 5, "{field}": {deep}'.encode(), Market)


@given(data=st.data(), model=st.sampled_from(MODELS))
def test_any_object_makes_a_model_that_shows_and_copies(data: st.DataObject, model: Any) -> None:
    names = [field.encode_name for field in msgspec.structs.fields(model)]
    fields = st.dictionaries(st.sampled_from(names), JSON_VALUES) if names else st.just({})
    try:
        value, drifts = decode(msgspec.json.encode(data.draw(fields)), model)
    except errors.InvalidRequestError:
        # A model of requests holds no amount that is none.
        assert issubclass(model, ExactModel)
        return
    assert type(value) is model
    assert copy.deepcopy(value) == copy.copy(value) == value
    assert repr(value).startswith(model.__name__)
    # A request that breaks a rule over several fields is refused when it is written.
    assert drifts or model._field_rules or value.to_dict() is not None


def test_a_model_without_a_required_field_says_so_when_it_is_to_be_sent() -> None:
    source = wire(Market)
    del source["ticker"]
    market, _ = salvaged(Market, source)
    assert market.ticker is UNSET
    assert "ticker=UNSET" not in repr(market)
    with pytest.raises(errors.InvalidRequestError, match="ticker: must be a str, not UNSET"):
        market.to_dict()


def test_a_secret_of_another_type_is_hidden_still() -> None:
    value, drifts = salvaged(GenerateApiKeyResponse, wire(GenerateApiKeyResponse, private_key=["the-secret"]))
    assert value.private_key == ["the-secret"]
    assert "the-secret" not in repr(value) + str(drifts)


@pytest.mark.parametrize("way", WAYS)
def test_drifts_ride_on_the_response_and_go_to_the_hook(way: str, exchange: Exchange, call: Call) -> None:
    exchange.answer(200, page(wire(Market, ticker=5), wire(Market), wire(Market, ticker=None)))
    reported: list[SpecDrift] = []
    given = call(way, get_markets, exchange.client(on_drift=reported.append))
    assert reported == [
        SpecDrift("markets[0].ticker", "str", "int", "GetMarkets"),
        SpecDrift("markets[2].ticker", "str", "null", "GetMarkets"),
    ]
    if is_detailed(way):
        assert given.drift == tuple(reported)
    assert [market.ticker for market in (given.parsed if is_detailed(way) else given).markets] == [5, "some-text", None]


@pytest.mark.parametrize("way", WAYS)
def test_a_hook_that_raises_loses_no_answer(
    way: str, exchange: Exchange, call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    def hook(_: SpecDrift) -> None:
        raise RuntimeError("the hook is broken")

    exchange.answer(201, {"order_id": 5})
    client = exchange.signed_client(on_drift=hook)
    given = call(way, create_order_v2, client, **smallest_arguments(create_order_v2))
    assert (given.parsed if is_detailed(way) else given).order_id == 5
    assert "CreateOrderV2: on_drift raised an exception; the response is returned nevertheless" in caplog.messages


def test_a_hook_that_is_no_function_is_refused() -> None:
    with pytest.raises(TypeError):
        Client("https://example.test", on_drift="print")  # type: ignore[arg-type]


def test_the_log_has_one_line_for_a_field_however_often_it_drifts(
    exchange: Exchange, caplog: pytest.LogCaptureFixture
) -> None:
    exchange.answer(200, page(*(wire(Market, ticker=["the-value"]) for _ in range(10)), cursor=None))
    with exchange.client() as client:
        for _ in range(3):
            get_markets.sync(client=client)
    records = [record for record in caplog.records if record.name == "kalshi"]
    assert [(record.levelno, record.getMessage()) for record in records] == [
        (
            logging.WARNING,
            f"GetMarkets: {path} is not what the spec says: expected str, got {got}; this is logged once",
        )
        for path, got in (("markets[].ticker", "list"), ("cursor", "null"))
    ]


@pytest.mark.parametrize("way", WAYS)
def test_a_strict_client_raises_with_the_response(way: str, exchange: Exchange, call: Call) -> None:
    content = json.dumps(page(wire(Market, ticker=5), {}, field_of_tomorrow=1)).encode()
    exchange.answer(200, content, x_request_id="r-1")
    reported: list[SpecDrift] = []
    with pytest.raises(errors.KalshiDecodeError) as caught:
        call(way, get_markets, exchange.client(strict=True, on_drift=reported.append))
    error = caught.value
    assert error.response.headers["x-request-id"] == "r-1"
    assert (error.status_code, error.content, error.response.parsed) == (200, content, None)
    assert error.drift == tuple(reported) == error.response.drift
    assert str(error) == (
        "GetMarkets: the answer (200) is not what the spec says: "
        f"markets[0].ticker: expected str, got int and {len(reported) - 1} more"
    )
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_strict_client_takes_what_is_as_the_spec_says(exchange: Exchange) -> None:
    exchange.answer(200, page(wire(Market, close_time="2026-01-01t00:00Z", status="paused"), a_field_of_tomorrow=1))
    with exchange.client(strict=True) as client:
        answer: Response[GetMarketsResponse] = get_markets.sync_detailed(client=client)
    assert answer.drift == ()
    assert answer.parsed is not None


def test_a_strict_client_says_that_a_write_was_accepted(exchange: Exchange) -> None:
    exchange.answer(201, {"order_id": 5})
    with (
        exchange.signed_client(strict=True) as client,
        pytest.raises(errors.KalshiDecodeError, match="the exchange accepted the request: don't send it again"),
    ):
        create_order_v2.sync(client=client, **smallest_arguments(create_order_v2))


def test_an_error_shows_nothing_of_the_body(exchange: Exchange) -> None:
    source = wire(GenerateApiKeyResponse, api_key_id=5, private_key="the-secret")
    for content in (json.dumps(source).encode(), b'{"private_key": "the-secret"', b"the-secret"):
        exchange.answers.clear()
        exchange.answer(201, content)
        with exchange.signed_client(strict=True) as client, pytest.raises(errors.KalshiDecodeError) as caught:
            generate_api_key.sync(client=client, **smallest_arguments(generate_api_key))
        assert "the-secret" not in f"{caught.value!r} {caught.value} {caught.value.response!r}"


def test_a_copy_of_a_client_is_as_strict_and_calls_the_same_hook() -> None:
    reported: list[SpecDrift] = []
    client = Client("https://example.test", strict=True, on_drift=reported.append).with_headers({"x-one": "1"})
    assert (client.strict, client.on_drift) == (True, reported.append)


@pytest.mark.parametrize("last", [{}, {"cursor": None}, {"cursor": ""}])
def test_a_page_without_a_cursor_is_the_last(last: dict[str, str], exchange: Exchange) -> None:
    exchange.answer(200, page(wire(Market), cursor="c1"))
    exchange.answer(200, {"markets": [wire(Market)], **last})
    with exchange.client() as client:
        assert len(list(get_markets.sync_all(client=client))) == 2
    assert len(exchange.requests) == 2


@pytest.mark.parametrize("empty", [{}, {"markets": None}, {"markets": []}])
def test_a_page_without_its_items_is_passed_over(empty: dict[str, Any], exchange: Exchange) -> None:
    exchange.answer(200, {**empty, "cursor": "c1"})
    exchange.answer(200, page(wire(Market)))
    with exchange.client() as client:
        assert len(list(get_markets.sync_all(client=client))) == 1


@pytest.mark.parametrize(
    ("odd", "problem"), [({"markets": "text"}, "markets is not a list"), ({"cursor": ["c"]}, "cursor is not a text")]
)
def test_a_page_that_leads_nowhere_ends_loudly(odd: dict[str, Any], problem: str, exchange: Exchange) -> None:
    exchange.answer(200, page(**odd))
    with exchange.client() as client, pytest.raises(errors.KalshiDecodeError, match=problem) as caught:
        list(get_markets.sync_all(client=client))
    assert caught.value.response.content == json.dumps(page(**odd)).encode()


def test_the_example_of_the_documentation_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", DOCUMENTATION, re.MULTILINE | re.DOTALL)
    exec(compile(example, "docs/drift.md", "exec"), {"__name__": "__main__"})
    *reported, summary = capsys.readouterr().out.splitlines()
    (promised,) = re.findall(r"  # (.*)$", example, re.MULTILINE)
    assert promised in reported
    assert summary == f"5 items, {len(reported)} drifts"
