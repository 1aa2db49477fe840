"""Opening and closing a client, and what it says when it is used outside of that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_overlay import KalshiError, RetryPolicy, create_client, create_public_client
from kalshi_overlay.errors import ClientStateError
from tests.keys import KEY_ID, pem
from tests.loopback import NO_CERTIFICATES, Loopback, listening


@pytest.fixture(scope="module")
def listens() -> Iterator[Loopback]:
    with listening() as server:
        yield server


@pytest.fixture(params=["signed", "public", "signed, over httpx"])
def make(request: pytest.FixtureRequest, listens: Loopback) -> Callable[[], Any]:
    """Makes a client of the server, which has received nothing yet."""
    listens.received.clear()
    options: dict[str, Any] = {"base_url": listens.base_url, "verify_ssl": NO_CERTIFICATES}
    if request.param == "signed, over httpx":
        options["async_transport"] = "httpx"
    if request.param == "public":
        return lambda: create_public_client(**options)
    return lambda: create_client(access_key_id=KEY_ID, private_key_data=pem("Ed25519"), **options)


def ask(client: Any) -> None:
    assert get_exchange_status.sync(client=client).exchange_active


async def ask_async(client: Any) -> None:
    assert (await get_exchange_status.asyncio(client=client)).exchange_active


def test_close_closes_the_connections_of_sync_calls(make: Callable[[], Any]) -> None:
    client = make()
    ask(client)
    client.close()
    assert client.get_httpx_client().is_closed
    client.close()


def test_aclose_closes_the_connections_of_all_calls(make: Callable[[], Any]) -> None:
    async def scenario() -> None:
        client = make()
        ask(client)
        await ask_async(client)
        await client.aclose()
        assert client.get_httpx_client().is_closed
        assert client.get_async_httpx_client().is_closed
        await client.aclose()

    asyncio.run(scenario())


def closed_by_with(client: Any) -> None:
    with client:
        ask(client)


def used_and_closed(client: Any) -> None:
    ask(client)
    client.close()


async def closed_by_async_with(client: Any) -> None:
    async with client:
        await ask_async(client)


async def used_and_aclosed(client: Any) -> None:
    await ask_async(client)
    await client.aclose()


@pytest.mark.parametrize("close", [closed_by_with, used_and_closed, lambda client: client.close()])
def test_a_sync_call_after_closing_says_what_to_do(make: Callable[[], Any], close: Callable[[Any], None]) -> None:
    client = make()
    close(client)
    with pytest.raises(ClientStateError, match=r"closed.*make another"):
        ask(client)
    with pytest.raises(ClientStateError, match=r"closed.*make another"):
        client.__enter__()
    with pytest.raises(ClientStateError, match=r"closed.*make another"):
        ask(client.with_retry_policy(RetryPolicy(retries=1)))


@pytest.mark.parametrize("close", [closed_by_async_with, used_and_aclosed, lambda client: client.aclose()])
def test_an_async_call_after_closing_says_what_to_do(make: Callable[[], Any], close: Callable[[Any], Any]) -> None:
    async def scenario() -> None:
        client = make()
        await close(client)
        with pytest.raises(ClientStateError, match=r"closed.*make another"):
            await ask_async(client)
        with pytest.raises(ClientStateError, match=r"closed.*make another"):
            await client.__aenter__()

    asyncio.run(scenario())


def test_close_and_aclose_are_for_calls_of_both_kinds(make: Callable[[], Any]) -> None:
    closed, aclosed = make(), make()
    closed.close()
    asyncio.run(aclosed.aclose())
    with pytest.raises(ClientStateError, match="closed"):
        asyncio.run(ask_async(closed))
    with pytest.raises(ClientStateError, match="closed"):
        ask(aclosed)


def test_closing_a_client_with_another_policy_leaves_the_connections_open(make: Callable[[], Any]) -> None:
    async def scenario() -> None:
        client = make()
        other = client.with_retry_policy(RetryPolicy(retries=1))
        other.close()
        await other.aclose()
        ask(client)
        await ask_async(other)
        await client.aclose()

    asyncio.run(scenario())


def test_a_copy_with_other_headers_is_open_when_its_original_is_closed(make: Callable[[], Any]) -> None:
    client = make()
    client.close()
    with client.with_headers({"x": "y"}) as copy:
        ask(copy)


def test_a_second_opening_says_what_to_do(make: Callable[[], Any]) -> None:
    async def scenario() -> None:
        async with make() as client:
            with pytest.raises(ClientStateError, match="open it once"):
                await client.__aenter__()
            await ask_async(client)

    with make() as client:
        with pytest.raises(ClientStateError, match="open it once"):
            client.__enter__()
        ask(client)
    used = make()
    ask(used)
    with pytest.raises(ClientStateError, match="open it once"):
        used.__enter__()
    used.close()
    asyncio.run(scenario())


def test_a_second_event_loop_is_refused_before_anything_is_sent(make: Callable[[], Any], listens: Loopback) -> None:
    client = make()
    other = client.with_retry_policy(RetryPolicy(retries=1))
    with asyncio.Runner() as runner:
        runner.run(ask_async(client))
        for call in (ask_async(client), ask_async(other)):
            with pytest.raises(ClientStateError, match=r"event loop.*make a client in each"):
                asyncio.run(call)
        runner.run(client.aclose())
    assert len(listens.received) == 1


class OfAClosedLoop(httpx.AsyncBaseTransport):
    """Answers, and is as unable to close as a connection whose event loop is gone."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"exchange_active": True, "trading_active": True})

    async def aclose(self) -> None:
        raise RuntimeError("Event loop is closed")


def test_closing_what_is_open_within_another_event_loop_says_what_to_do() -> None:
    client = create_public_client(httpx_args={"transport": OfAClosedLoop()})
    asyncio.run(ask_async(client))
    with pytest.raises(ClientStateError, match=r"event loop.*make a client in each"):
        asyncio.run(client.aclose())


def test_closing_within_another_event_loop_is_no_error_if_nothing_is_open(make: Callable[[], Any]) -> None:
    client, loop = make(), asyncio.new_event_loop()
    loop.run_until_complete(ask_async(client))
    loop.run_until_complete(client.aclose())
    loop.close()
    # Nothing is open any more, so there is nothing to say.
    asyncio.run(client.aclose())


def test_a_sync_call_within_async_with_is_refused_before_anything_is_sent(
    make: Callable[[], Any], listens: Loopback
) -> None:
    async def scenario() -> None:
        async with make() as client:
            for each in (client, client.with_retry_policy(RetryPolicy(retries=1))):
                with pytest.raises(ClientStateError, match=r"async with.*await"):
                    ask(each)

    asyncio.run(scenario())
    assert listens.received == []


def test_an_async_call_within_with_is_refused_before_anything_is_sent(
    make: Callable[[], Any], listens: Loopback
) -> None:
    async def scenario(client: Any) -> None:
        with pytest.raises(ClientStateError, match=r"by with.*async with"):
            await ask_async(client)

    with make() as client:
        asyncio.run(scenario(client))
        ask(client)
    assert len(listens.received) == 1


def test_a_client_opened_in_both_ways_takes_calls_of_both_kinds(make: Callable[[], Any]) -> None:
    async def scenario(client: Any) -> None:
        async with client:
            await ask_async(client)
            ask(client)

    with make() as client:
        asyncio.run(scenario(client))


def test_the_error_is_a_kalshi_error_and_the_runtime_error_of_httpx() -> None:
    assert issubclass(ClientStateError, KalshiError)
    assert issubclass(ClientStateError, RuntimeError)
