"""Where a request may go."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_overlay.environments import ALLOWED_HOSTS, DEMO, PRODUCTION, check_host, environment_of
from kalshi_overlay.errors import KalshiConfigError
from tests.walking import by_name, each_of, walk

HOSTS = sorted(ALLOWED_HOSTS)


def test_the_environments_are_the_servers_of_the_contract(spec: dict[str, Any]) -> None:
    servers = [server["url"] for server in spec["servers"]]
    assert [urlsplit(server).hostname for server in servers] == [*PRODUCTION.hosts, *DEMO.hosts]
    assert next(url for url in servers if environment_of(url) is PRODUCTION) == PRODUCTION.base_url
    assert next(url for url in servers if environment_of(url) is DEMO) == DEMO.base_url


def test_a_host_of_the_exchange_passes() -> None:
    def check(case: tuple[str, Callable[[str], Any]]) -> None:
        host, as_url = case
        check_host(as_url(f"https://{host}/trade-api/v2"), allow_unknown_host=False)
        check_host(as_url(f"https://{host.upper()}:443/?limit=1"), allow_unknown_host=False)

    walk(each_of(HOSTS, [str, httpx.URL]), check)


UNKNOWN = [
    "kalshi.com.evil.example",
    "external-api.kalshi.com.evil.example",
    "external-api.kalshi.com.",
    "evil-external-api.kalshi.com",
    "xexternal-api.kalshi.com",
    "external-api.kalshi.co",
    "external-api%2Ekalshi.com",
    "kalshi.com",
    "external-api.kalshi.com:8443",
    "sandbox.localhost:8000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
]


def test_an_unknown_host_is_refused_with_the_remedy_unless_it_is_permitted() -> None:
    def check(address: str) -> None:
        with pytest.raises(KalshiConfigError) as refused:
            check_host(f"https://{address}/trade-api/v2", allow_unknown_host=False)
        assert str(refused.value).startswith(address.lower())
        assert all(host in str(refused.value) for host in ALLOWED_HOSTS)
        assert "allow_unknown_host=True" in str(refused.value)
        assert "KALSHI_ALLOW_UNKNOWN_HOST=true" in str(refused.value)
        check_host(f"https://{address}/trade-api/v2", allow_unknown_host=True)

    walk(by_name(UNKNOWN, str), check)


def test_this_machine_passes_over_plain_http_and_https_without_permission() -> None:
    def check(case: tuple[str, Callable[[str], Any], str, bool]) -> None:
        host, as_url, scheme, allow = case
        check_host(as_url(f"{scheme}://{host}/trade-api/v2"), allow_unknown_host=allow)

    hosts = ["localhost", "LOCALHOST.", "localhost:8000", "127.0.0.1:8000", "127.9.8.7", "[::1]:8000"]
    walk(each_of(hosts, [str, httpx.URL], ["http", "https"], [True, False]), check)


def test_a_name_under_localhost_needs_permission_since_another_machine_may_answer_for_it() -> None:
    check_host("http://sandbox.localhost:8000/trade-api/v2", allow_unknown_host=True)
    with pytest.raises(KalshiConfigError, match="not a host of the exchange"):
        check_host("http://sandbox.localhost:8000/trade-api/v2", allow_unknown_host=False)


def test_plain_http_to_another_machine_is_refused_with_the_remedy() -> None:
    def check(case: tuple[str, Callable[[str], Any]]) -> None:
        host, as_url = case
        with pytest.raises(KalshiConfigError, match=r"another machine.*write https://"):
            check_host(as_url(f"http://{host}/trade-api/v2"), allow_unknown_host=True)

    hosts = ["mock.example", "external-api.kalshi.com.", "10.0.0.1:80", "0.0.0.0", "[::]", "notlocalhost"]
    walk(each_of([*hosts, "127.0.0.1.evil.dev"], [str, httpx.URL]), check)


def test_a_host_spelled_in_other_letters_is_refused() -> None:
    with pytest.raises(KalshiConfigError):
        check_host("https://external-api.ｋalshi.com", allow_unknown_host=False)  # noqa: RUF001
    with pytest.raises(KalshiConfigError, match="xn--"):
        check_host("https://external-api.kаlshi.com", allow_unknown_host=False)  # noqa: RUF001


def test_the_exchange_is_refused_over_plain_http() -> None:
    def check(case: tuple[str, bool]) -> None:
        with pytest.raises(KalshiConfigError, match="https only"):
            check_host(case[0], allow_unknown_host=case[1])

    urls = ["http://external-api.kalshi.com", "HTTP://demo-api.kalshi.co/x", "http://external-api.kalshi.com:80"]
    walk(each_of(urls, [True, False]), check)


def test_a_url_without_scheme_or_host_is_refused() -> None:
    def check(case: tuple[str, bool]) -> None:
        with pytest.raises(KalshiConfigError, match="scheme and a host"):
            check_host(case[0], allow_unknown_host=case[1])

    urls = ["", "/markets", "external-api.kalshi.com", "https://", "ftp://external-api.kalshi.com", "https:///x"]
    walk(each_of(urls, [True, False]), check)


@pytest.mark.parametrize("url", ["https://external-api.kalshi.com:port", "https://a\nb", "https://[::1", "h\0"])
def test_what_is_no_url_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(KalshiConfigError, match="can't be read") as refused:
        check_host(url, allow_unknown_host=True)
    assert url not in str(refused.value)


def test_a_user_name_in_the_url_is_refused_without_showing_it() -> None:
    def check(case: tuple[str, bool]) -> None:
        host, allow = case
        with pytest.raises(KalshiConfigError, match="user name") as refused:
            check_host(f"https://mallory:hunter2@{host}/", allow_unknown_host=allow)
        assert "mallory" not in str(refused.value)
        assert "hunter2" not in str(refused.value)

    walk(each_of([*HOSTS, "mock.example"], [True, False]), check)


@given(st.from_regex(r"[A-Za-z0-9.@:/?#\\%-]{0,40}", fullmatch=True), st.sampled_from(["http", "https"]))
def test_what_passes_goes_to_the_exchange_over_https_or_to_this_machine(text: str, scheme: str) -> None:
    for address in (text, text + "external-api.kalshi.com", "external-api.kalshi.com" + text):
        url = f"{scheme}://{address}"
        try:
            check_host(url, allow_unknown_host=False)
        except KalshiConfigError:
            continue
        parsed = httpx.URL(url)
        if parsed.host.rstrip(".") == "localhost" or re.fullmatch(r"127\.[0-9.]+|::1", parsed.host):
            assert parsed.userinfo == b""
            continue
        assert (parsed.scheme, parsed.port, parsed.userinfo) == ("https", None, b"")
        assert parsed.raw_host.decode() in ALLOWED_HOSTS


@pytest.mark.parametrize(
    ("url", "environment"),
    [
        ("https://EXTERNAL-API.kalshi.com.:8443/x", PRODUCTION),
        ("http://demo-api.kalshi.co", DEMO),
        ("https://kalshi.com.evil.example", None),
    ],
)
def test_an_environment_is_known_by_its_host_alone(url: str, environment: object) -> None:
    assert environment_of(url) is environment
