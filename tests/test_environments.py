"""Where a request may go."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.runtime.apis import KLEAR, PERPS
from kalshi_overlay.environments import (
    DEMO,
    ENVIRONMENTS,
    KEY_APIS,
    KLEAR_APIS,
    PRODUCTION,
    check_base_url,
    check_host,
    check_path,
    environment_of,
    is_below,
    why_not_served,
)
from kalshi_overlay.errors import KalshiConfigError
from scripts import documents, specs
from tests.walking import by_name, each_of, walk

SERVERS = [server for environment in ENVIRONMENTS for server in environment.servers]
APIS = {"an API key": KEY_APIS, "Klear": KLEAR_APIS}


def hosts_of(apis: tuple[str, ...]) -> list[str]:
    return [httpx.URL(server.base_url).host for server in SERVERS if {*apis} & {*server.apis}]


HOSTS = hosts_of(KEY_APIS)


@pytest.mark.parametrize(
    "ours", [each for each in specs.REGISTER if each.kind == "openapi"], ids=lambda each: each.name
)
def test_the_servers_are_those_of_the_specs(ours: specs.Spec) -> None:
    urls = [server["url"] for server in documents.load(ours.path.read_bytes())["servers"]]
    assert [server.base_url for server in SERVERS if ours.name in server.apis] == urls
    for environment in ENVIRONMENTS:
        assert environment.base_url_of((ours.name,)) == next(url for url in urls if environment_of(url) is environment)


def test_a_host_of_the_exchange_passes() -> None:
    def check(case: tuple[str, Callable[[str], Any]]) -> None:
        host, as_url = case
        check_host(as_url(f"https://{host}/trade-api/v2"), KEY_APIS, allow_unknown_host=False)
        check_host(as_url(f"https://{host.upper()}:443/?limit=1"), KEY_APIS, allow_unknown_host=False)

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
            check_host(f"https://{address}/trade-api/v2", KEY_APIS, allow_unknown_host=False)
        assert str(refused.value).startswith(address.lower())
        assert all(host in str(refused.value) for host in HOSTS)
        assert "allow_unknown_host=True" in str(refused.value)
        assert "KALSHI_ALLOW_UNKNOWN_HOST=true" in str(refused.value)
        check_host(f"https://{address}/trade-api/v2", KEY_APIS, allow_unknown_host=True)

    walk(by_name(UNKNOWN, str), check)


def test_this_machine_passes_over_plain_http_and_https_without_permission() -> None:
    def check(case: tuple[str, Callable[[str], Any], str, bool]) -> None:
        host, as_url, scheme, allow = case
        check_host(as_url(f"{scheme}://{host}/trade-api/v2"), KEY_APIS, allow_unknown_host=allow)

    hosts = ["localhost", "LOCALHOST.", "localhost:8000", "127.0.0.1:8000", "127.9.8.7", "[::1]:8000"]
    walk(each_of(hosts, [str, httpx.URL], ["http", "https"], [True, False]), check)


def test_a_name_under_localhost_needs_permission_since_another_machine_may_answer_for_it() -> None:
    check_host("http://sandbox.localhost:8000/trade-api/v2", KEY_APIS, allow_unknown_host=True)
    with pytest.raises(KalshiConfigError, match="not a host of the exchange"):
        check_host("http://sandbox.localhost:8000/trade-api/v2", KEY_APIS, allow_unknown_host=False)


def test_plain_http_to_another_machine_is_refused_with_the_remedy() -> None:
    def check(case: tuple[str, Callable[[str], Any]]) -> None:
        host, as_url = case
        with pytest.raises(KalshiConfigError, match=r"another machine.*write https://"):
            check_host(as_url(f"http://{host}/trade-api/v2"), KEY_APIS, allow_unknown_host=True)

    hosts = ["mock.example", "external-api.kalshi.com.", "10.0.0.1:80", "0.0.0.0", "[::]", "notlocalhost"]
    walk(each_of([*hosts, "127.0.0.1.evil.dev"], [str, httpx.URL]), check)


def test_a_host_spelled_in_other_letters_is_refused() -> None:
    with pytest.raises(KalshiConfigError):
        check_host("https://external-api.ｋalshi.com", KEY_APIS, allow_unknown_host=False)  # noqa: RUF001
    with pytest.raises(KalshiConfigError, match="xn--"):
        check_host("https://external-api.kаlshi.com", KEY_APIS, allow_unknown_host=False)  # noqa: RUF001


def test_the_exchange_is_refused_over_plain_http() -> None:
    def check(case: tuple[str, bool]) -> None:
        with pytest.raises(KalshiConfigError, match="https only"):
            check_host(case[0], KEY_APIS, allow_unknown_host=case[1])

    urls = ["http://external-api.kalshi.com", "HTTP://demo-api.kalshi.co/x", "http://external-api.kalshi.com:80"]
    walk(each_of(urls, [True, False]), check)


def test_a_url_without_scheme_or_host_is_refused() -> None:
    def check(case: tuple[str, bool]) -> None:
        with pytest.raises(KalshiConfigError, match="scheme and a host"):
            check_host(case[0], KEY_APIS, allow_unknown_host=case[1])

    urls = ["", "/markets", "external-api.kalshi.com", "https://", "ftp://external-api.kalshi.com", "https:///x"]
    walk(each_of(urls, [True, False]), check)


@pytest.mark.parametrize("url", ["https://external-api.kalshi.com:port", "https://a\nb", "https://[::1", "h\0"])
def test_what_is_no_url_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(KalshiConfigError, match="can't be read") as refused:
        check_host(url, KEY_APIS, allow_unknown_host=True)
    assert url not in str(refused.value)


def test_a_user_name_in_the_url_is_refused_without_showing_it() -> None:
    def check(case: tuple[str, bool]) -> None:
        host, allow = case
        with pytest.raises(KalshiConfigError, match="user name") as refused:
            check_host(f"https://mallory:hunter2@{host}/", KEY_APIS, allow_unknown_host=allow)
        assert "mallory" not in str(refused.value)
        assert "hunter2" not in str(refused.value)

    walk(each_of([*HOSTS, "mock.example"], [True, False]), check)


@given(st.from_regex(r"[A-Za-z0-9.@:/?#\\%-]{0,40}", fullmatch=True), st.sampled_from(["http", "https"]))
def test_what_passes_goes_to_the_exchange_over_https_or_to_this_machine(text: str, scheme: str) -> None:
    for address in (text, text + "external-api.kalshi.com", "external-api.kalshi.com" + text):
        url = f"{scheme}://{address}"
        try:
            check_host(url, KEY_APIS, allow_unknown_host=False)
        except KalshiConfigError:
            continue
        parsed = httpx.URL(url)
        if parsed.host.rstrip(".") == "localhost" or re.fullmatch(r"127\.[0-9.]+|::1", parsed.host):
            assert parsed.userinfo == b""
            continue
        assert (parsed.scheme, parsed.port, parsed.userinfo) == ("https", None, b"")
        assert parsed.raw_host.decode() in HOSTS


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


def test_a_host_of_another_api_is_refused_with_its_client_whatever_is_permitted() -> None:
    def check(case: tuple[str, tuple[tuple[str, ...], str], Callable[[str], Any], bool]) -> None:
        address, (apis, client), as_url, allow = case
        if address.partition(":")[0].rstrip(".") not in hosts_of(apis):
            with pytest.raises(KalshiConfigError, match=rf"is a host of the .*API.*kalshi_overlay\.{client}\(\)$"):
                check_host(as_url(f"https://{address}/x"), apis, allow_unknown_host=allow)

            with pytest.raises(KalshiConfigError, match=rf"is a host of the .*API.*kalshi_overlay\.{client}\(\)$"):
                check_path(httpx.URL(f"https://{address}/x"), apis)

    others = {"an API key": (KEY_APIS, "create_klear_client"), "Klear": (KLEAR_APIS, "create_client")}
    addresses = [host + end for host in {*hosts_of(KEY_APIS), *hosts_of(KLEAR_APIS)} for end in ("", ".", ":8443")]
    walk(each_of(sorted(addresses), others, [str, httpx.URL], [True, False]), check)
    check_host("https://demo-api.kalshi.co/x", KEY_APIS, allow_unknown_host=False)
    check_host("https://demo-api.kalshi.co/x", KLEAR_APIS, allow_unknown_host=False)


def test_a_host_of_the_exchange_serves_an_api_below_its_path_alone() -> None:
    def check(case: tuple[Any, tuple[str, ...]]) -> None:
        server, apis = case
        if not {*apis} & {*server.apis}:
            return
        own = httpx.URL(server.base_url).path
        root = server.base_url.removesuffix(own)
        for path in ("", "/x", "/a//b", "/a%2Fb", "/a.b/..c/.d", "/x%25", "?a=/../..&b=%2e%2e", "/a/./b/../c"):
            check_path(httpx.URL(server.base_url + path), apis)
        others = ["/trade-api/v2", "/klear-api/v1"]
        wrong = [
            "",
            "/",
            "/x",
            "/TRADE-API/v2/x",
            "/trade-api/v1/x",
            "/trade-api/v20/x",
            "/klear-api/v10",
            "//klear-api/v1",
        ]
        wrong += [other + end for other in others if other != own for end in ("", "/", "/x", "/x?y=1")]
        for other in others:
            dots = [
                "/../..",
                "/%2e%2e/%2E%2e",
                "/.%2e/x/..",
                "/%252e%252e/%252e",
                "/..%2f..",
                "/..\\..",
                "/..%5C..",
                "/..;a/..;",
            ]
            wrong += [own + dot + other for dot in dots]
        for path in wrong:
            url = httpx.URL(root + path)
            if url.path != own:
                with pytest.raises(KalshiConfigError, match=rf"stay below {own}$"):
                    check_path(url, apis)

    walk(each_of({server.base_url: server for server in SERVERS}, APIS), check)


def test_the_path_of_another_api_is_refused_on_every_host() -> None:
    for origin in ("http://127.0.0.1:8000", "https://mock.example", "https://external-api.kalshi.com.evil.example"):
        for apis, own, other, client in (
            (KEY_APIS, "/trade-api/v2", "/klear-api/v1", "create_klear_client"),
            (KLEAR_APIS, "/klear-api/v1", "/trade-api/v2", "create_client"),
        ):
            for path in ("", "/x", own, f"{own}/x", f"{own}{other}/x", f"{other}0/x"):
                check_path(httpx.URL(origin + path), apis)
            for path in (other, f"{other}/", f"{other}/x?y=1", f"/x/..{other}/x"):
                with pytest.raises(KalshiConfigError, match=rf"{other} is the path of the .*API.*{client}\(\)$"):
                    check_path(httpx.URL(origin + path), apis)


def test_a_base_url_is_that_of_the_api_or_of_another_host() -> None:
    for server in SERVERS:
        for apis in APIS.values():
            if {*apis} & {*server.apis}:
                check_base_url(server.base_url + "/", apis)
            else:
                with pytest.raises(KalshiConfigError, match=r"kalshi_overlay\.create|write https://demo-api"):
                    check_base_url(server.base_url, apis)
    with pytest.raises(KalshiConfigError, match=r"write https://demo-api\.kalshi\.co/klear-api/v1$"):
        check_base_url("https://demo-api.kalshi.co/trade-api/v2", KLEAR_APIS)
    check_base_url("http://127.0.0.1:8000", KEY_APIS)


def test_perps_are_served_by_hosts_that_the_spec_names_and_by_those_that_are_not_the_exchange_s() -> None:
    for host in ("api.elections.kalshi.com", "demo-api.kalshi.co", "demo-api.kalshi.co.:8443"):
        url = httpx.URL(f"https://{host}/trade-api/v2")
        environment = environment_of(url)
        assert environment is not None
        assert why_not_served(url, PERPS) == f"{host} doesn't serve it; write {environment.base_url} as the base URL"
    for address in (PRODUCTION.base_url, DEMO.base_url, "http://127.0.0.1:8000/x", "https://mock.example"):
        assert why_not_served(httpx.URL(address), PERPS) is None
    assert why_not_served(httpx.URL("https://demo-api.kalshi.co/klear-api/v1"), KLEAR) is None


def test_a_path_that_a_server_may_take_for_the_folder_above_is_not_below() -> None:
    for rest in (b"", b"/x", b"/x.y", b"/..x", b"/x%20y", b"/x\\y"):
        assert is_below(b"/a/b" + rest, b"/a/b")
    for rest in (
        b"x",
        b"/..",
        b"/../x",
        b"\\..\\x",
        b"/x\\..",
        b"/%2e%2e",
        b"/x%2f..",
        b"/x%252f%252e%252e",
        b"/x/.;a/y",
    ):
        assert not is_below(b"/a/b" + rest, b"/a/b")
