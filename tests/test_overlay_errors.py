"""The tree of errors, and what an error says after a request has failed."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import pkgutil
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import kalshi_overlay
from kalshi_gen.errors import from_response
from kalshi_gen.stream.error_codes import ERROR_CODES
from kalshi_gen.types import Response
from kalshi_overlay import errors
from kalshi_overlay.errors import (
    DuplicateOrderError,
    KalshiBackpressureError,
    KalshiConfigError,
    KalshiConfirmTimeoutError,
    KalshiDecodeError,
    KalshiError,
    KalshiFrameError,
    KalshiHandshakeError,
    KalshiNetworkError,
    KalshiPoolExhaustedError,
    KalshiSnapshotTimeoutError,
    KalshiSubscriptionError,
    KalshiTimeoutError,
    KalshiTransportError,
    OrderNotAppliedError,
    OrderRejectedError,
    OrderStateUnknownError,
    RateLimiterError,
    RateLimiterTimeoutError,
    RequestExceedsBucketError,
    UnexpectedStatus,
)
from kalshi_overlay.httpx_errors import translate
from tests.walking import by_name, walk

REQUEST = httpx.Request(
    "POST",
    "https://external-api.kalshi.com/trade-api/v2/a%20b%0Ac?cursor=opaque",
    headers={"X-Header": "header-secret"},
    content=b"body-secret",
)

Outcome = tuple[type[httpx.RequestError], type[KalshiTransportError], bool]

OUTCOMES: list[Outcome] = [
    (httpx.PoolTimeout, KalshiPoolExhaustedError, False),
    (httpx.ConnectTimeout, KalshiTimeoutError, False),
    (httpx.ReadTimeout, KalshiTimeoutError, True),
    (httpx.WriteTimeout, KalshiTimeoutError, True),
    (httpx.ConnectError, KalshiNetworkError, False),
    (httpx.UnsupportedProtocol, KalshiNetworkError, False),
    (httpx.ProxyError, KalshiNetworkError, False),
    (httpx.LocalProtocolError, KalshiNetworkError, False),
    (httpx.ReadError, KalshiNetworkError, True),
    (httpx.WriteError, KalshiNetworkError, True),
    (httpx.CloseError, KalshiNetworkError, True),
    (httpx.RemoteProtocolError, KalshiNetworkError, True),
    (httpx.NetworkError, KalshiNetworkError, True),
    (httpx.TransportError, KalshiNetworkError, True),
    (httpx.DecodingError, KalshiNetworkError, True),
    (httpx.TooManyRedirects, KalshiNetworkError, True),
    (httpx.RequestError, KalshiNetworkError, True),
]


def drawn() -> dict[str, set[str]]:
    """Each error of the tree in the module's docstring, with its public bases there."""
    bases: dict[str, set[str]] = {}
    above: list[str] = []
    for indent, name, other in re.findall(
        r"^( *)\* (\w+)(?: \(an? (?:httpx\.)?(\w+)\))?$", errors.__doc__ or "", re.MULTILINE
    ):
        above = [*above[: len(indent) // 2], name]
        bases[name] = {*above[-2:-1], *([other] if other else [])}
    return bases


def public_bases(kind: type) -> set[str]:
    named: set[str] = set()
    for base in kind.__bases__:
        named |= public_bases(base) if base.__name__.startswith("_") else {base.__name__}
    return named


def test_the_docstring_draws_the_tree_of_errors() -> None:
    ours = [
        kind
        for kind in [getattr(errors, name) for name in dir(errors)]
        if isinstance(kind, type) and issubclass(kind, Exception)
    ]
    tree = {kind.__name__: public_bases(kind) for kind in ours if not kind.__name__.startswith("_")}
    assert drawn() == {**tree, "KalshiError": set()}


def test_every_error_can_be_imported_from_one_module() -> None:
    def below(kind: type[KalshiError]) -> set[type[KalshiError]]:
        return {kind}.union(*(below(child) for child in kind.__subclasses__()))

    for module in pkgutil.walk_packages(kalshi_overlay.__path__, "kalshi_overlay."):
        importlib.import_module(module.name)
    ours = {kind for kind in below(KalshiError) if kind.__module__.startswith(("kalshi_gen", "kalshi_overlay"))}
    assert {getattr(errors, kind.__name__) for kind in ours} == ours


def every_kind(kind: type[httpx.RequestError]) -> set[type[httpx.RequestError]]:
    """An error of httpx and those below it; ours are among its subclasses, and no outcome."""
    children = [child for child in kind.__subclasses__() if not issubclass(child, KalshiError)]
    return {kind}.union(*(every_kind(child) for child in children))


def test_the_outcomes_cover_every_error_of_a_request_in_httpx() -> None:
    abstract = {httpx.TimeoutException, httpx.ProtocolError}
    assert {kind for kind, _, _ in OUTCOMES} == every_kind(httpx.RequestError) - abstract


def of_each_kind(check: Callable[[Outcome], object]) -> None:
    walk(by_name(OUTCOMES, lambda outcome: outcome[0].__name__), check)


def test_an_error_says_whether_the_request_may_have_reached_the_exchange() -> None:
    def check(outcome: Outcome) -> None:
        kind, expected, reached = outcome
        error = translate(kind("boom"), REQUEST)
        assert type(error) is expected
        assert isinstance(error, KalshiError)
        assert error.may_have_reached_exchange is reached
        assert (error.method, error.path) == ("POST", "/trade-api/v2/a%20b%0Ac")
        assert str(error).startswith("POST /trade-api/v2/a%20b%0Ac at external-api.kalshi.com: ")
        words = "may have reached the exchange: check before sending again"
        assert str(error).endswith(words if reached else "can't have reached the exchange")

    of_each_kind(check)


def test_an_error_of_a_read_says_that_it_can_be_sent_again() -> None:
    error = translate(httpx.ReadTimeout("boom"), httpx.Request("GET", "https://127.0.0.1:9/trade-api/v2/markets?a=b"))
    assert str(error).startswith("GET /trade-api/v2/markets at 127.0.0.1: ")
    assert str(error).endswith("; the request only reads, so it can be sent again")


def test_an_error_without_a_request_says_so_as_one_of_httpx_does() -> None:
    for error in (KalshiTransportError("no", "GET", "/a", False), RateLimiterError("no", "read", 1, "GET", "/a")):
        with pytest.raises(RuntimeError, match="has not been set"):
            _ = error.request


def test_an_error_names_its_attempt_from_the_second_on() -> None:
    request = httpx.Request("GET", "https://127.0.0.1:9/a")
    for attempts, named in ((1, ""), (2, " at attempt 2")):
        assert str(translate(httpx.ReadTimeout("boom"), request, attempts)) == (
            f"GET /a at 127.0.0.1: the answer took too long{named}; the request only reads, so it can be sent again"
        )


def test_an_error_quotes_no_query_header_or_body() -> None:
    def check(outcome: Outcome) -> None:
        kind, _, _ = outcome
        text = "" if kind is httpx.ConnectError else "Illegal header value b'header-secret' body-secret"
        error = translate(kind(text), REQUEST)
        for shown in (str(error), repr(error)):
            assert "secret" not in shown
            assert "opaque" not in shown

    of_each_kind(check)


def test_an_error_of_connecting_names_its_reason() -> None:
    assert "(refused by 127.0.0.1)" in str(translate(httpx.ConnectError("refused by 127.0.0.1"), REQUEST))


def assert_survives_copying(error: KalshiError) -> None:
    for duplicate in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(duplicate) is type(error)
        assert str(duplicate) == str(error)
        assert vars(duplicate) == vars(error)


def test_an_error_survives_pickling_and_copying() -> None:
    of_each_kind(lambda outcome: assert_survives_copying(translate(outcome[0]("boom"), REQUEST)))


def test_an_error_of_the_rate_limiter_survives_pickling_and_copying() -> None:
    assert_survives_copying(RateLimiterError("no numbers", "write", 10, "POST", "/orders"))
    assert_survives_copying(RateLimiterTimeoutError(0.5, "write", 10, "POST", "/orders"))
    assert_survives_copying(RequestExceedsBucketError(90, "write", 100, "POST", "/orders"))


def test_an_error_of_the_rate_limiter_has_its_numbers() -> None:
    exceeds, late = (
        RequestExceedsBucketError(90, "write", 100, "POST", "/orders"),
        RateLimiterTimeoutError(0.5, "read", 10, "POST", "/orders"),
    )
    assert (exceeds.bucket_capacity, exceeds.bucket, exceeds.cost) == (90, "write", 100)
    assert (late.seconds, late.bucket, late.cost) == (0.5, "read", 10)
    assert exceeds.args == (90, "write", 100, "POST", "/orders")
    for error, words in (
        (exceeds, "it costs 100 tokens and the write bucket holds 90 at most: send a smaller batch"),
        (late, "its 10 tokens of the read bucket would have taken 0.5 s more, longer than it may wait "),
    ):
        assert (error.method, error.path, error.attempts) == ("POST", "/orders", 1)
        assert str(error).startswith(f"POST /orders: {words}")
        assert str(error).endswith("; the request can't have reached the exchange")


def test_an_error_of_a_subscription_says_what_it_is_about_and_in_whose_words() -> None:
    named = {"command": "add_markets", "channel": "trade"}
    for error, text in (
        (KalshiSubscriptionError(26, "too many", **named, market_tickers=("A", "B")), "add_markets trade: error 26, "),
        (KalshiSubscriptionError(26, "too many", channel="trade"), "trade: error 26, too many"),
        (KalshiSubscriptionError(26, "too many"), "stream: error 26, too many"),
        (KalshiSubscriptionError(26, ""), f"stream: error 26, {ERROR_CODES[26].name}"),
        (KalshiSubscriptionError(999, ""), "stream: error 999, without a message"),
    ):
        assert str(error) == text + ("too many (A, B)" if error.market_tickers else "")


def test_an_unknown_order_says_how_often_each_operation_was_called() -> None:
    error = OrderStateUnknownError("order 1", {"CancelOrderV2": 1, "GetOrder": 3}, (KalshiConfigError("no"),))
    assert "(called: CancelOrderV2 once, GetOrder 3 times); the last error: no" in str(error)


FAILED = translate(httpx.ReadTimeout("boom"), httpx.Request("GET", "https://127.0.0.1:9/a"))
UNDECODED = KalshiDecodeError("GetOrder", "GET", Response[Any](status_code=200, headers={}, content=b""), "no JSON")
REJECTED = OrderRejectedError("id-1", "a_code", None, "its details")
UNKNOWN = "what became of the request is unknown; call resume(client=...) or look for the order before you send another"
TEXTS: list[tuple[KalshiError, str]] = [
    (REJECTED, "client_order_id id-1: rejected: a_code; its details"),
    (OrderRejectedError("id-1"), "client_order_id id-1: rejected: "),
    (
        DuplicateOrderError("id-1", ("a", "b")),
        "client_order_id id-1: the exchange accepted it 2 times, as orders a, b; cancel the one that you don't want",
    ),
    (OrderStateUnknownError("order 1", {}, ()), f"order 1: {UNKNOWN} (called: nothing)"),
    (
        OrderStateUnknownError("order 1", {"GetOrder": 2}, (REJECTED, FAILED), reason="no time"),
        f"order 1: {UNKNOWN}: no time (called: GetOrder 2 times); the last error: GET /a: the answer took too long",
    ),
    (
        OrderStateUnknownError("order 1", {"GetOrder": 1}, (FAILED, UNDECODED)),
        f"order 1: {UNKNOWN} (called: GetOrder once); the last error: GetOrder: no JSON",
    ),
    (
        OrderNotAppliedError("order 1", {"GetOrder": 1}, (FAILED,), last_words=REJECTED),
        "order 1: the request did not take effect, and can't any more (called: GetOrder once); "
        "the exchange's last words: a_code; its details",
    ),
    (KalshiSubscriptionError(0, "what"), "stream: an error without a code, what"),
    (
        KalshiBackpressureError("trade", 7),
        "trade: 7 messages waited and another one came, so the subscription has ended; read faster, give a larger "
        "queue_size, or another policy for when_full",
    ),
    (
        KalshiConfirmTimeoutError("trade", "subscribe", "no reply", 2.5),
        "subscribe trade: not confirmed within 2.5 s (no reply)",
    ),
    (
        KalshiSnapshotTimeoutError({"A": "gap", "B": "none"}, 9.0),
        "these order books are not right after 9 s (A: gap; B: none); check the tickers, and that the client's "
        "environment has these markets: demo and production have different ones. The exchange sends no book of a "
        "market that has settled. Else give a larger snapshot_timeout",
    ),
]


def test_an_error_says_in_words_what_is_known() -> None:
    def check(case: tuple[KalshiError, str]) -> None:
        error, text = case
        assert str(error) == text

    walk(by_name(TEXTS, lambda case: case[1]), check)


def test_an_outcome_has_what_the_exchange_said_last() -> None:
    for error, said in (
        (OrderNotAppliedError("order 1", {}, (), last_words=REJECTED), ("a_code", None, "its details")),
        (OrderNotAppliedError("order 1", {}, (REJECTED,)), (None, None, None)),
    ):
        assert (error.code, error.message, error.details) == said


def test_a_configuration_error_is_a_value_error_of_ours() -> None:
    error = pickle.loads(pickle.dumps(KalshiConfigError("no")))
    assert isinstance(error, KalshiError)
    assert isinstance(error, ValueError)
    assert str(error) == "no"


UNPRINTABLE = "\x1b[31m \x07 \x7f \u009b31m \u202e \r\n::error::"


def answered(status: int, content: bytes) -> UnexpectedStatus:
    headers = {"x-request-id": "\x1b[31mred"}
    return from_response(httpx.Response(status, content=content, headers=headers, request=REQUEST))


def test_no_error_shows_a_control_character_of_the_exchange() -> None:
    def check(error: Exception) -> None:
        assert str(error).isprintable()
        assert repr(error).isprintable()
        assert "::error::" not in str(error) or r"\n::error::" in str(error)

    body = json.dumps({"code": UNPRINTABLE, "message": UNPRINTABLE, "details": UNPRINTABLE}).encode()
    response = Response[Any](status_code=200, headers={}, content=b"")
    known = {f"{status}": answered(status, body) for status in (400, 401, 404, 409, 418, 429, 503)}
    walk(
        {
            **known,
            "decoding": KalshiDecodeError("GetMarkets", "GET", response, UNPRINTABLE),
            "a frame": KalshiFrameError(b"", UNPRINTABLE),
            "connecting": translate(httpx.ConnectError(UNPRINTABLE), REQUEST),
            "a rejected order": OrderRejectedError("id-1", UNPRINTABLE, UNPRINTABLE, UNPRINTABLE),
            "an unknown outcome": OrderStateUnknownError(
                "order 1", {"GetOrder": 1}, (known["503"],), reason=UNPRINTABLE
            ),
            "two orders": DuplicateOrderError("id-1", (UNPRINTABLE, UNPRINTABLE)),
            "a handshake": KalshiHandshakeError(UNPRINTABLE),
            "a subscription": KalshiSubscriptionError(6, UNPRINTABLE, market_tickers=(UNPRINTABLE,)),
            "a snapshot": KalshiSnapshotTimeoutError({"A": UNPRINTABLE}, 1.0),
        },
        check,
    )
