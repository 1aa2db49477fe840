from __future__ import annotations

import time

import pytest

from scripts.contract_news.mentions import Mentions, mentions
from scripts.contract_news.vendored import Names
from scripts.contract_news.vendored import names as vendored_names
from tests.walking import walked

from .. import stream_spec
from . import names, small_api

NAMES = names()


def found(text: str) -> Mentions:
    return mentions(text, NAMES)


@walked(
    ("text", "operation"),
    [
        ("`GET /markets` is faster", "GET /markets"),
        ("GET /markets, and more", "GET /markets"),
        ("see GET /markets.", "GET /markets"),
        ("`GET` `/markets`", "GET /markets"),
        ("`GET /trade-api/v2/markets`", "GET /trade-api/v2/markets"),
        ("`GET /markets?limit=7`", "GET /markets"),
        ("`GET /markets/{market_ticker}/orders`", "GET /markets/{market_ticker}/orders"),
        ("GET /markets/:ticker/orders/", "GET /markets/:ticker/orders/"),
        ("`/markets/{t}/orders`", "/markets/{t}/orders"),
    ],
)
def test_an_operation_is_found_by_its_method_and_path_however_it_is_written(text: str, operation: str) -> None:
    assert found(text) == Mentions((), (), (operation,))


@pytest.mark.parametrize("operation", ["POST /markets", "GET /market", "GET /markets/{ticker}", "/v2/markets"])
def test_an_operation_that_no_spec_has_is_missing(operation: str) -> None:
    assert found(f"`{operation}` is new.") == Mentions((operation,), (), ())


@walked(
    "name",
    ["GetMarkets", "Market", "ticker", "cursor", "open", "fee_cost", "price_dollars", "subscribeCommand", "subscribe"],
)
def test_ids_schemas_fields_parameters_values_channels_and_messages_are_found(name: str) -> None:
    assert found(f"Now `{name}` differs.") == Mentions((), (), (name,))


@walked("code", ["{0}", "{0}=7", "{0}: true", "{0}[]", " {0} ", "{0}: [{{ a, b }}]"])
def test_a_name_is_found_with_what_follows_it(code: str) -> None:
    assert found(f"`{code.format('fee_cost')}`").found == ("fee_cost",)
    assert found(f"`{code.format('fee_costs')}`").missing == ("fee_costs",)


def test_a_field_of_a_schema_is_found_with_it() -> None:
    assert found("`Fill.fee_cost` and `Fill.fees` and `fills[].fee_cost`") == Mentions(
        missing=("Fill.fees", "fills[].fee_cost"), elsewhere=(), found=("Fill.fee_cost",)
    )


def test_an_ending_stands_for_every_name_that_has_it() -> None:
    assert found("`*_fp` and `_dollars` and `*_cents`") == Mentions(("*_cents",), (), ("*_fp", "_dollars"))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("settlement_value added to determined events", ("settlement_value",)),
        ("the limit\\_updated event", ("limit_updated",)),
        ("GetApiVersion has been removed", ("GetApiVersion",)),
        ("GetMarkets and GetPrices take more", ("GetPrices",)),
        ("fee_cost comes", ()),
    ],
)
def test_words_that_only_a_spec_would_have_count_without_backticks(text: str, missing: tuple[str, ...]) -> None:
    assert found(text).missing == missing


@walked(
    "text",
    [
        "The WebSocket and OpenAPI documents of Kalshi, JavaScript and RFQs, Market and GET requests",
        'From `March 5, 2026` at `12:00`, for `KXUCL-26-ARS` and `KXMVE`: `true`, `null`, `0.56`, `""`',
        "See [Fixed point](/getting_started/fixed_point) and https://docs.kalshi.com/sub_penny/some_page",
        'An answer: ```json {"a_field": 1, "b_field": GetNothing}```',
        "pre-some_name some_name-post and snake__case_ and _emphasis_",
        "",
    ],
)
def test_other_words_name_nothing(text: str) -> None:
    assert found(text) == Mentions((), (), ())


def test_a_name_that_is_in_no_operation_channel_or_schema_of_the_entry_is_elsewhere() -> None:
    assert found("`GET /markets` takes `cursor` and `fee_cost`, answers `price`") == Mentions(
        missing=(), elsewhere=("fee_cost",), found=("GET /markets", "cursor", "price")
    )
    assert found("`GetOrders` answers `limit` and `ticker`").elsewhere == ("limit",)
    assert found("The `ticker` channel has `price_dollars`, and `fee_cost`").elsewhere == ("fee_cost",)
    assert found("`Fill` has `fee_cost` and `price`").elsewhere == ("price",)
    assert found("`GET /prices` answers `fee_cost`") == Mentions(("GET /prices",), (), ("fee_cost",))


def test_what_an_operation_refers_to_is_within_it_whatever_its_name_is() -> None:
    document = small_api()
    document["components"]["parameters"] = {"PageQuery": {"name": "page", "in": "query", "schema": {"type": "string"}}}
    document["components"]["schemas"]["a/~b"] = {"type": "object", "properties": {"inner": {"type": "string"}}}
    operation = document["paths"]["/markets/{ticker}/orders"]["get"]
    operation["parameters"] = [{"$ref": "#/components/parameters/PageQuery"}]
    operation["x-body"] = {"$ref": "#/components/schemas/a~1~0b"}
    ours = Names()
    ours.add(document)
    assert mentions("`GetOrders` has `PageQuery`, `page` and `inner`", ours) == Mentions(
        (), (), ("GetOrders", "PageQuery", "page", "inner")
    )
    assert mentions("`GetMarkets` has `PageQuery`, `page` and `inner`", ours).elsewhere == (
        "PageQuery",
        "page",
        "inner",
    )


def test_the_longest_base_of_the_servers_is_left_out_of_a_path() -> None:
    ours = Names()
    for base in ("/a", "/a/b/", "/a/b/c", ""):
        ours.add({**small_api(), "servers": [{"url": f"https://host.example{base}"}]})
    assert ours.bases == ["/a/b/c", "/a/b", "/a"]
    assert [ours.path(f"{base}/markets/{{t}}/") for base in (*ours.bases, "/ab")] == ["/markets/{}"] * 3 + [
        "/ab/markets/{}"
    ]


def test_types_and_other_words_of_the_format_are_no_names_of_a_spec() -> None:
    words = ("string", "integer", "application/json", "apiKey", "responses")
    assert found(" ".join(f"`{word}`" for word in words)).found == ()


def test_a_schema_may_be_within_itself() -> None:
    document = small_api()
    document["components"]["schemas"]["Market"]["properties"]["parent"] = {"$ref": "#/components/schemas/Market"}
    ours = Names()
    ours.add(document)
    assert mentions("GET /markets answers `parent`", ours).found == ("GET /markets", "parent")


def test_the_commands_of_the_connection_belong_to_every_channel() -> None:
    assert found("Subscribe to `ticker` with `params`").found == ("ticker", "params")


def test_channels_and_messages_are_found_by_their_name_on_the_wire_too() -> None:
    stream = stream_spec.small()
    stream["channels"]["trades"] = {**stream["channels"]["ticker"], "address": "trades_v2"}
    stream["components"]["messages"]["ticker"]["name"] = "tick"
    del stream["components"]["messages"]["okResponse"]["name"]
    stream["components"]["schemas"]["other"] = {"type": "object", "properties": {"size": {"type": "string"}}}
    ours = Names()
    ours.add(stream)
    for name in ("trades", "trades_v2", "ticker", "tick"):
        assert mentions(f"`{name}` has `price_dollars`, not `size`", ours).elsewhere == ("size",), name
        assert mentions(f"`{name}` has `price_dollars`", ours).found == (name, "price_dollars")


def test_each_name_is_there_once_in_the_order_of_the_text() -> None:
    text = "`b_b` `a_a` b_b GET /x `GET /x` `GET /markets` a_a"
    assert found(text) == Mentions(("GET /x", "b_b", "a_a"), (), ("GET /markets",))


@walked(
    "unit", ["`", "```", "a_", "_", "<a", "/", "GET /", "GET ", "A", "Aa", "`a.", "`a[]", "[](", "\\_", "a_b-", "*"]
)
def test_words_that_mean_harm_take_little_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    started = time.process_time()
    for _ in range(20):
        found(text)
    assert time.process_time() - started < 4


def test_the_vendored_specs_have_the_names_of_every_kind() -> None:
    ours = vendored_names()
    text = (
        "`GET /markets/{ticker}` `POST /portfolio/events/orders` `GET /margin/markets` `orderbook_delta` `user_orders` "
        "`GetMarkets` `GetMarginMarkets` `yes_bid_dollars` `subscribe` `GET /trade-api/v2/exchange/status`"
    )
    assert mentions(text, ours).missing == ()
    assert mentions("`GET /nowhere` `no_such_field_at_all` GetNothingAtAll", ours) == Mentions(
        ("GET /nowhere", "no_such_field_at_all", "GetNothingAtAll"), (), ()
    )
    assert {"/trade-api/v2", "/klear-api/v1"} <= set(ours.bases)
