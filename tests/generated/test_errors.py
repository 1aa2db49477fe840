"""Every status and every kind of body, in the four ways of calling: the typed error has all that a person needs."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen import errors
from kalshi_gen.api.market import get_market, get_markets
from kalshi_gen.api.orders import cancel_all_orders
from kalshi_gen.errors import ErrorBody
from kalshi_gen.runtime.error_body import read_error_body
from kalshi_gen.types import Response
from kalshi_overlay.environments import ENVIRONMENTS, Environment
from tests.walking import by_name, walk, walked

from .conftest import WAYS, Call, Exchange, is_detailed
from .operations import OPERATIONS, sent, smallest_arguments

CLASSES = {
    302: errors.UnexpectedStatus,
    400: errors.KalshiValidationError,
    401: errors.KalshiAuthError,
    403: errors.KalshiAuthError,
    404: errors.KalshiNotFoundError,
    409: errors.KalshiConflictError,
    418: errors.UnexpectedStatus,
    422: errors.KalshiValidationError,
    429: errors.KalshiRateLimitError,
    500: errors.KalshiServerError,
    502: errors.KalshiServerError,
    503: errors.KalshiServerError,
    520: errors.KalshiServerError,
}
"""The class of each status, exactly: not one of its subclasses."""

A_PAGE = "(a web page, no answer of the API)"
BODIES: dict[str, tuple[bytes, tuple[str | None, str | None, str | None] | None]] = {
    "complete": (
        b'{"code":"bad_price","message":"off the tick","details":"0.565"}',
        ("bad_price", "off the tick", "0.565"),
    ),
    "no code": (b'{"message":"off the tick"}', (None, "off the tick", None)),
    "nested": (b'{"error":{"code":"bad_price","message":"off","service":"x"}}', ("bad_price", "off", None)),
    "nulls": (b'{"code":"bad_price","message":null,"details":{"at":1}}', ("bad_price", None, '{"at":1}')),
    "html": (b"<html><body>Bad gateway</body></html>", (None, f"Bad gateway {A_PAGE}", None)),
    "title": (
        b"\n<!DOCTYPE html><html><head><style>b{}</style><TITLE lang=en>502 &amp;\n Bad</TITLE></head>x</html>",
        (None, f"502 & Bad {A_PAGE}", None),
    ),
    "no words": (b"<html><script>let a</script></html>", (None, A_PAGE, None)),
    "xml": (
        b'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
        (None, f"AccessDenied Access Denied {A_PAGE}", None),
    ),
    "empty": (b"", None),
    "blank": (b" \r\n", None),
    "plain text": (b"upstream  connect\n error\x1b[31m", (None, r"upstream connect error\x1b[31m", None)),
    "list": (b'["bad_price"]', (None, "bad_price", None)),
    "list of errors": (b'[{"message":"off"},{"message":"late"},{"message":"off"}]', (None, "off; late", None)),
    "more than ten errors": (
        json.dumps([{"message": str(number)} for number in range(12)]).encode(),
        (None, "; ".join(map(str, range(10))), None),
    ),
    "errors": (b'{"errors":[{"code":"bad_price","message":"off"},"late"]}', ("bad_price", "off; late", None)),
    "validation": (
        b'{"detail":[{"loc":["body"],"msg":"field required"},{"msg":"too long"}]}',
        (None, "field required; too long", None),
    ),
    "text": (b'"bad_price"', (None, "bad_price", None)),
    "not utf-8": (b'{"code":"\xff\xfea"}', ("\ufffd\ufffda", None, None)),
    "one byte of ten that is no text": (b"\xffnine mor.", (None, "\ufffdnine mor.", None)),
    "one byte of nine that is no text": (b"\xffeight m.", None),
    "binary": (b"\x1f\x8b\x08\x00\x00\xff\xfe\x00\x80\x81", None),
    "utf-16": ('{"message":"off"}'.encode("utf-16"), (None, "off", None)),
    "byte-order mark": (b'\xef\xbb\xbf{"code":"bad_price","message":"off"}', ("bad_price", "off", None)),
    "another object": (b'{"exchange_active":false}', (None, '{"exchange_active":false}', None)),
    "a code as error": (b'{"error":"bad_price"}', ("bad_price", "bad_price", None)),
    "words as error": (b'{"error":"too many requests"}', (None, "too many requests", None)),
    "words as error beside a message": (b'{"error":"Bad Request","message":"off"}', (None, "off", "Bad Request")),
    "msg": (b'{"msg":"off the tick"}', (None, "off the tick", None)),
    "detail": (b'{"detail":"off the tick"}', (None, "off the tick", None)),
    "details alone": (b'{"details":{"reason":"off"}}', (None, None, '{"reason":"off"}')),
    "a number as code": (b'{"error":{"code":1020,"message":"off"}}', ("1020", "off", None)),
    "other capitals": (b'{"Code":"bad_price","Message":"off"}', ("bad_price", "off", None)),
    "an empty inner object": (b'{"error":{},"code":"c","message":"off"}', ("c", "off", None)),
    "inner and outer": (b'{"error":{"code":"c"},"message":"off","details":"d"}', ("c", "off", "d")),
    "an error in an error": (b'{"error":{"error":{"code":"c","message":"off"}}}', ("c", "off", None)),
    "empty values": (b'{"error":"","message":"","details":{}}', None),
    "a bool": (b"false", None),
    "nothing": (b"{}", None),
    "null": (b"null", None),
    "a long message": (b'{"message":"' + b"a" * 400 + b'"}', (None, "a" * 299 + "\u2026", None)),
    "a long title": (b"<html><title>" + b"a" * 400, (None, "a" * (298 - len(A_PAGE)) + f"\u2026 {A_PAGE}", None)),
    "deep": (b"[" * 100_000, None),
}


FOREIGN = {"html", "title", "no words", "xml", "plain text", "one byte of ten that is no text", "a long title"}
"""The bodies that are a web page or plain text, so that something else than the exchange's API answered."""


def facts(error: ErrorBody | None) -> tuple[str | None, str | None, str | None] | None:
    return (error.code or None, error.message or None, error.details or None) if error else None


# Each in one of two ways: every status and every body comes in both.
STATUSES_AND_BODIES = {
    f"{status}, {body}": (status, body, (first + second) % 2)
    for first, status in enumerate(CLASSES)
    for second, body in enumerate(BODIES)
}


def test_a_status_outside_2xx_is_raised_as_the_typed_error(exchange: Exchange, call_again: Call) -> None:
    def check(case: tuple[int, str, int]) -> None:
        status, body, way = case
        content, expected = BODIES[body]
        exchange.forget()
        exchange.answer(status, content, x_request_id="r-1", cf_ray="c-2", retry_after="7")
        with pytest.raises(errors.UnexpectedStatus) as caught:
            call_again(("sync", "asyncio")[way], get_market, ticker="KX-1")
        error = caught.value
        is_foreign = body in FOREIGN and status in (401, 403, 404)
        assert type(error) is (errors.KalshiForeignAnswerError if is_foreign else CLASSES[status])
        assert (error.status_code, error.content) == (status, content)
        assert (error.method, error.path) == ("GET", "/trade-api/v2/markets/KX-1")
        assert facts(error.error) == expected
        assert (error.code, error.message, error.details) == (expected or (None, None, None))
        assert error.request_ids == {"x-request-id": "r-1", "cf-ray": "c-2"}
        assert error.retry_after == 7
        assert len(exchange.requests) == 1

    walk(STATUSES_AND_BODIES, check)


def test_a_detailed_call_gives_a_status_outside_2xx(exchange: Exchange, call_again: Call) -> None:
    def check(case: tuple[int, str, int]) -> None:
        status, body, way = case
        content, expected = BODIES[body]
        exchange.forget()
        exchange.answer(status, content, x_request_id="r-1")
        response: Response[Any] = call_again(("sync_detailed", "asyncio_detailed")[way], get_market, ticker="KX-1")
        assert (response.status_code, response.content, response.parsed) == (status, content, None)
        assert response.headers["X-Request-Id"] == "r-1"
        assert facts(response.error) == expected
        assert len(exchange.requests) == 1

    walk(STATUSES_AND_BODIES, check)


@pytest.mark.parametrize("way", ["sync_detailed", "asyncio_detailed"])
def test_a_detailed_call_raises_for_an_undocumented_status_only_if_asked(
    way: str, exchange: Exchange, call: Call
) -> None:
    def check(status: int) -> None:
        exchange.forget()
        exchange.answer(status, {"code": "c", "message": "m"})
        client = exchange.client(raise_on_unexpected_status=True)
        if status in get_market.OPERATION.statuses:
            response = call(way, get_market, client, ticker="KX-1")
            assert response.error == ErrorBody(code="c", message="m")
        else:
            with pytest.raises(errors.UnexpectedStatus) as caught:
                call(way, get_market, client, ticker="KX-1")
            assert caught.value.status_code == status

    walk(by_name([*CLASSES, 201], str), check)


def test_every_error_has_one_root() -> None:
    classes = [
        each
        for each in [getattr(errors, name) for name in dir(errors)]
        if isinstance(each, type) and issubclass(each, Exception)
    ]
    assert len(classes) >= 10
    assert all(issubclass(each, errors.KalshiError) for each in classes)
    assert all(each.__doc__ for each in classes)


@given(status=st.integers(300, 599))
def test_every_status_has_a_class(status: int) -> None:
    expected = errors.KalshiServerError if status >= 500 else CLASSES.get(status, errors.UnexpectedStatus)
    assert errors.error_class(status) is expected


@given(content=st.binary() | st.text().map(str.encode))
def test_any_body_of_an_error_is_survived(content: bytes) -> None:
    error = read_error_body(content)
    assert error is None or (error.message and error.message.isprintable() and len(error.message) <= 300)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["code", "message", "details", "error"]), inner),
    max_leaves=10,
)


@given(body=JSON)
def test_any_json_of_an_error_is_survived(body: Any) -> None:
    error = read_error_body(json.dumps(body).encode())
    texts = (error.code, error.message, error.details, error.service) if error else ("none",)
    assert any(texts)
    assert all(text is None or (text.isprintable() and 0 < len(text) <= 300) for text in texts)


NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@walked(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        (format_datetime(NOW + timedelta(seconds=30), usegmt=True), 30.0),
        (format_datetime(NOW - timedelta(seconds=30), usegmt=True), 0.0),
        ("Thursday, 01-Jan-26 12:00:05 GMT", 5.0),
        ("Thu Jan  1 12:00:05 2026", 5.0),
        ("-7", None),
        ("1.5", 1.5),
        (" 0.25 ", 0.25),
        ("1.", None),
        ("1e3", None),
        ("1.5.2", None),
        ("-1.5", None),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("", None),
        ("²", None),
        ("9" * 400, None),
        ("Thu, 01 Jan 99999 12:00:00 GMT", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert errors.retry_after(value, format_datetime(NOW, usegmt=True)) == seconds


def test_retry_after_as_a_date_counts_from_now_where_the_answer_has_no_date() -> None:
    seconds = errors.retry_after(format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True))
    assert seconds is not None
    assert 50 < seconds <= 60


@given(value=st.text(), date=st.none() | st.text())
def test_no_retry_after_is_negative_and_none_raises(value: str, date: str | None) -> None:
    seconds = errors.retry_after(value, date)
    assert seconds is None or seconds >= 0


UNREADABLE_DATES = (
    "Wed, 21 Oct 2026 07:28:00 +99999999999999",
    "Mon, 99999999999 Oct 2026 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    "Wed, 21 Oct 2026 99999999999999999999:28:00 GMT",
)


@pytest.mark.parametrize("date", UNREADABLE_DATES)
def test_a_date_that_no_datetime_holds_is_none(date: str, exchange: Exchange) -> None:
    assert errors.http_date(date) is None
    assert errors.retry_after(date) is None
    assert errors.retry_after("7", date) == 7
    for status in (401, 429, 503):
        error = refused_with(exchange, status, signed_at(0), date=date, retry_after=date)
        assert error.retry_after is None
        assert getattr(error, "clock_difference", None) is None


@pytest.mark.parametrize("value", ["1" + "0" * 9, "9" * 300, "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_retry_after_for_which_no_machine_waits_is_none(value: str) -> None:
    assert errors.retry_after(value, DATE) is None


@walked("timestamp", ["9" * 30, "9" * 5000, "\u00b2", "-1", "1e9", ""])
def test_a_timestamp_that_is_no_moment_explains_nothing(timestamp: str) -> None:
    request = httpx.Request(
        "GET", "https://example.test", headers=[(b"kalshi-access-timestamp", timestamp.encode("latin-1"))]
    )
    error = errors.from_response(httpx.Response(401, headers={"date": DATE}, request=request))
    assert isinstance(error, errors.KalshiAuthError)
    assert error.clock_difference is None


class Stamp(httpx.Auth):
    """Adds a timestamp to the request, as signing does."""

    def __init__(self, timestamp: str) -> None:
        self.timestamp = timestamp

    def auth_flow(self, request: httpx.Request) -> Any:
        request.headers["KALSHI-ACCESS-TIMESTAMP"] = self.timestamp
        request.headers["KALSHI-ACCESS-SIGNATURE"] = "signature-of-the-request"
        yield request


def refused_with(exchange: Exchange, status: int, timestamp: str, **headers: str) -> errors.UnexpectedStatus:
    exchange.answer(status, {"code": "denied"}, **headers)
    with (
        exchange.signed_client(Stamp(timestamp)) as client,
        pytest.raises(errors.UnexpectedStatus) as caught,
    ):
        get_markets.sync(client=client, tickers="KX-1")
    return caught.value


def refused(exchange: Exchange, status: int, timestamp: str, **headers: str) -> errors.KalshiAuthError:
    exchange.answer(status, {"code": "denied"}, **headers)
    with (
        exchange.signed_client(Stamp(timestamp)) as client,
        pytest.raises(errors.KalshiAuthError) as caught,
    ):
        get_markets.sync(client=client, tickers="KX-1")
    return caught.value


DATE = format_datetime(NOW, usegmt=True)


def signed_at(seconds: float) -> str:
    return str(int((NOW.timestamp() + seconds) * 1000))


@pytest.mark.parametrize(
    ("seconds", "words"), [(60, "60 s ahead of"), (-45, "45 s behind"), (-86400, "86400 s behind")]
)
def test_a_401_says_how_wrong_the_clock_is(seconds: int, words: str, exchange: Exchange) -> None:
    error = refused(exchange, 401, signed_at(seconds), date=DATE)
    assert error.clock_difference == timedelta(seconds=seconds)
    assert f"clock is {words} the exchange's" in str(error)


@pytest.mark.parametrize(
    ("status", "timestamp", "headers"),
    [
        (401, signed_at(2), {"date": DATE}),
        (401, signed_at(-2), {"date": DATE}),
        (401, signed_at(60), {}),
        (401, signed_at(60), {"date": "yesterday"}),
        (401, "soon", {"date": DATE}),
        (403, signed_at(60), {"date": DATE}),
    ],
)
def test_the_clock_is_not_blamed_without_reason(
    status: int, timestamp: str, headers: dict[str, str], exchange: Exchange
) -> None:
    error = refused(exchange, status, timestamp, **headers)
    assert error.clock_difference is None
    assert "clock" not in str(error)


def rejected_at(url: str, **body: str) -> str:
    request = httpx.Request("GET", f"{url}/trade-api/v2/portfolio/balance")
    return str(errors.from_response(httpx.Response(401, json={"error": body}, request=request)))


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda each: each.name)
def test_a_401_names_the_host_and_its_environment(environment: Environment) -> None:
    for server in environment.servers:
        host = httpx.URL(server.base_url).host
        shown = rejected_at(f"https://{host}", code="authentication_error", details="INCORRECT_API_KEY_SIGNATURE")
        assert shown.endswith(f"; the host is {host} ({environment.name})")


@pytest.mark.parametrize("body", [{"code": "NOT_FOUND"}, {"code": "authentication_error", "details": "NOT_FOUND"}])
def test_a_401_for_an_unknown_key_says_that_the_environments_share_none(body: dict[str, str]) -> None:
    for environment in ENVIRONMENTS:
        assert "production and demo share no keys" in rejected_at(
            environment.base_url.removesuffix("/trade-api/v2"), **body
        )
    shown = rejected_at("http://127.0.0.1:8080", **body)
    assert "the host is 127.0.0.1:8080, which doesn't know this key: production and demo share no keys" in shown


def answered(status: int, content: bytes) -> errors.UnexpectedStatus:
    request = httpx.Request("GET", "https://external-api.kalshi.com/trade-api/v2/markets")
    return errors.from_response(httpx.Response(status, content=content, request=request))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<title>Access denied | kalshi.com used Cloudflare to restrict access</title>", "Access denied | kalshi.com"),
        (b"error code: 1015", "error code: 1015"),
        (b'{"cloudflare_error":true,"title":"Error 1015: You are being rate limited","error_code":1015}', "Error 1015"),
    ],
)
def test_a_block_page_is_no_word_of_the_exchange_about_credentials(content: bytes, message: str) -> None:
    for status in (401, 403):
        error = answered(status, content)
        assert type(error) is errors.KalshiForeignAnswerError
        assert (error.message or "").startswith(message)
        assert message in str(error)
        assert "the host is" not in str(error)
    assert type(answered(429, content)) is errors.KalshiRateLimitError


def test_a_page_is_no_proof_that_something_does_not_exist() -> None:
    assert type(answered(404, b"<html><title>404 Not Found</title>")) is errors.KalshiForeignAnswerError
    assert type(answered(404, b"404 page not found")) is errors.KalshiForeignAnswerError
    assert type(answered(404, b'{"error":{"code":"not_found"}}')) is errors.KalshiNotFoundError
    assert type(answered(404, b"")) is errors.KalshiNotFoundError


def test_the_service_that_an_error_comes_from_is_kept() -> None:
    error = answered(409, b'{"error":{"code":"order_already_exists","service":"exchange"}}').error
    assert error == ErrorBody(code="order_already_exists", service="exchange")


def test_an_error_shows_neither_the_query_nor_the_headers_of_the_request(exchange: Exchange) -> None:
    error = refused(exchange, 401, "1767268800000", date=DATE)
    shown = str(error) + repr(error)
    assert "KX-1" not in shown
    assert "tickers" not in shown
    assert "signature-of-the-request" not in shown
    assert "KX-1" in exchange.requests[0].target
    assert "signature-of-the-request" in exchange.requests[0].headers.values()


def test_the_text_of_an_error_has_everything_once(exchange: Exchange) -> None:
    exchange.answer(429, {"code": "too_many", "message": "too_many"}, retry_after="3", x_request_id="r-1")
    with exchange.client() as client, pytest.raises(errors.KalshiRateLimitError) as caught:
        get_markets.sync(client=client)
    expected = "GET /trade-api/v2/markets answered 429; too_many; retry after 3 s; x-request-id: r-1"
    assert str(caught.value) == expected


def test_the_path_of_an_error_is_the_one_that_went_out(exchange: Exchange) -> None:
    exchange.answer(404, {"code": "not_found"})
    with exchange.client() as client, pytest.raises(errors.KalshiNotFoundError) as caught:
        get_market.sync(client=client, ticker="a/b?c\nd")
    assert caught.value.path == exchange.requests[0].target == "/trade-api/v2/markets/a%2Fb%3Fc%0Ad"


UNREADABLE = [b"", b"<html>", b"[]", b"null", b'{"markets":', b'{"\xff":1}', b'{"x":' + b"[" * 100_000]


def in_every_way(cases: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """The cases, each in every way of calling."""
    return {f"{name}, {way}": (way, case) for name, case in cases.items() for way in WAYS}


def test_a_success_that_cannot_be_read_is_an_error_with_the_response(exchange: Exchange, call_again: Call) -> None:
    def check(case: tuple[str, bytes]) -> None:
        way, content = case
        exchange.forget()
        exchange.answer(200, content, x_request_id="r-1")
        with pytest.raises(errors.KalshiDecodeError) as caught:
            call_again(way, get_markets)
        error = caught.value
        assert (error.operation_id, error.method) == ("GetMarkets", "GET")
        assert (error.status_code, error.content) == (200, content)
        assert (error.response.headers["x-request-id"], error.response.parsed, error.drift) == ("r-1", None, ())
        assert str(error) == f"GetMarkets: the answer (200) is not what the spec says: {error.problem}"
        assert error.__cause__ is not None

    walk(in_every_way({str(content[:20]): content for content in UNREADABLE}), check)


def test_a_write_that_succeeds_unreadably_was_accepted_if_it_has_what_is_declared(exchange: Exchange) -> None:
    writes = {
        name: operation
        for name, operation in OPERATIONS.items()
        if operation.OPERATION.success is not type(None)
        and sent(operation, **smallest_arguments(operation)).method != "GET"
    }
    methods = set()

    def check(name: str) -> None:
        operation = writes[name]
        names = [each for each in msgspec.structs.fields(operation.OPERATION.success) if each.required]
        damaged = f'{{"{names[0].encode_name}": "cut o'.encode() if names else b""
        for content in filter(None, (damaged, b'{"cut o', b"[]", b"null", b'{"error": {"code": "cut o')):
            exchange.forget()
            exchange.answer(201, content)
            with pytest.raises(errors.KalshiDecodeError) as caught:
                operation.sync(client=client, **smallest_arguments(operation))
            accepted, unknown = (
                "the exchange accepted the request: don't",
                "whether the request took effect is unknown: check before you",
            )
            advice = f"{accepted} send it again" if content == damaged else f"{unknown} send it again"
            assert str(caught.value) == (
                f"{name}: {advice}; the answer (201) is not what the spec says: {caught.value.problem}"
            )
            methods.add(caught.value.method)

    with exchange.signed_client() as client:
        walk(by_name(writes, str), check)
    assert {"POST", "DELETE"} <= methods


def test_an_operation_without_an_answer_gives_none(exchange: Exchange, call: Call) -> None:
    def check(case: tuple[str, tuple[int, bytes]]) -> None:
        way, (status, content) = case
        exchange.forget()
        exchange.answer(status, content)
        given = call(way, cancel_all_orders, exchange.signed_client(Stamp("1")))
        if is_detailed(way):
            assert (given.status_code, given.parsed, given.error, given.content) == (status, None, None, content)
        else:
            assert given is None

    walk(in_every_way(by_name([(204, b""), (200, b""), (200, b"{}"), (200, b"<html>")], str)), check)


READ_NOT = Response[Any](status_code=200, headers=httpx.Headers({"date": DATE}), content=b"<html>")


def made() -> list[errors.KalshiError]:
    request = httpx.Request("GET", "https://example.test/markets", headers={"kalshi-access-timestamp": signed_at(60)})
    content = b'{"code":"c","message":"m","details":"d"}'
    headers = {"date": DATE, "retry-after": "7", "cf-ray": "x"}
    answered = [httpx.Response(status, content=content, headers=headers, request=request) for status in CLASSES]
    return [
        *map(errors.from_response, answered),
        errors.AuthRequiredError("GetBalance needs a signed client"),
        errors.InvalidRequestError("orders[0].price", "must be a finite Decimal"),
        errors.KalshiDecodeError("GetMarkets", "GET", READ_NOT, "no JSON"),
        errors.KalshiDecodeError("CreateOrderV2", "POST", READ_NOT, "no JSON", is_from_exchange=False),
    ]


def test_errors_pickle_and_copy() -> None:
    def check(error: errors.KalshiError) -> None:
        for copied in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert type(copied) is type(error)
            assert str(copied) == str(error)
            assert copied.args == error.args
            assert vars(copied) == vars(error)

    walk(by_name(made(), lambda error: f"{type(error).__name__} {error.args[0]}"), check)
