"""The page that the benchmark decodes is one that the exchange could send."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from openapi_schema_validator import OAS30Validator

from kalshi_gen.models import GetMarketsResponse
from kalshi_gen.runtime.decoding import decode
from scripts.bench.decoding import page_of_markets


def test_the_page_decodes_into_the_specs_model() -> None:
    page, drift = decode(page_of_markets(10), GetMarketsResponse)
    assert drift == ()
    assert len({market.ticker for market in page.markets}) == 10
    assert all(isinstance(market.yes_bid_dollars, Decimal) for market in page.markets)
    assert all(market.yes_bid_dollars + market.no_ask_dollars == 1 for market in page.markets)


def test_the_page_is_valid_under_the_specs_schema(spec: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/GetMarketsResponse", "components": spec["components"]}
    page = msgspec.json.decode(page_of_markets(10))
    assert [error.message for error in OAS30Validator(schema).iter_errors(page)] == []


def test_the_page_has_every_field_that_a_market_must_have(spec: dict[str, Any]) -> None:
    (market,) = msgspec.json.decode(page_of_markets(1))["markets"]
    assert set(spec["components"]["schemas"]["Market"]["required"]) <= set(market)


def test_the_page_is_as_large_as_the_benchmark_says() -> None:
    assert 2.0 < len(page_of_markets(1000)) / 1e6 < 2.6
