"""What a failure of transport tells."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Callable

import httpx
import pytest

from kalshi_gen.errors import KalshiError
from kalshi_overlay.errors import (
    KalshiConfigError,
    KalshiNetworkError,
    KalshiPoolExhaustedError,
    KalshiTimeoutError,
    KalshiTransportError,
    translate,
)
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


def every_kind(kind: type[httpx.RequestError]) -> set[type[httpx.RequestError]]:
    return {kind}.union(*(every_kind(child) for child in kind.__subclasses__()))


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
        assert str(error).startswith("POST /trade-api/v2/a%20b%0Ac: ")
        words = "may have reached the exchange: check before sending again"
        assert str(error).endswith(words if reached else "can't have reached the exchange")

    of_each_kind(check)


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


def test_an_error_is_pickled_and_copied_whole() -> None:
    def check(outcome: Outcome) -> None:
        kind, expected, _ = outcome
        error = translate(kind("boom"), REQUEST)
        for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert type(twin) is expected
            assert str(twin) == str(error)
            assert vars(twin) == vars(error)

    of_each_kind(check)


def test_the_cause_is_kept_without_the_frames_that_hold_the_request() -> None:
    def send() -> None:
        try:
            raise OSError("reset")
        except OSError as reset:
            raise httpx.WriteError("reset") from reset

    def attempt() -> None:
        try:
            send()
        except httpx.TransportError as error:
            raise translate(error, REQUEST) from error

    with pytest.raises(KalshiNetworkError) as failed:
        attempt()
    cause = failed.value.__cause__
    assert isinstance(cause, httpx.WriteError)
    assert isinstance(cause.__cause__, OSError)
    assert cause.__traceback__ is None
    assert cause.__cause__.__traceback__ is None
    assert "WriteError: reset" in "".join(traceback.format_exception(failed.value))


def test_a_configuration_error_is_a_value_error_of_ours() -> None:
    error = pickle.loads(pickle.dumps(KalshiConfigError("no")))
    assert isinstance(error, KalshiError)
    assert isinstance(error, ValueError)
    assert str(error) == "no"
