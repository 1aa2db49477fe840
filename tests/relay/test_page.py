"""The page for users: its examples run, and its numbers are those of the code."""

from __future__ import annotations

import asyncio
import inspect
import re
import threading

import pytest

from kalshi_overlay.relay import Relay, __main__, connect_relay, log, relay
from kalshi_sandbox import Sandbox
from tests.abandoned import LEAVES_CONNECTIONS_OPEN
from tests.conftest import ROOT
from tests.page_examples import examples_of
from tests.rate_limits.redis_server import RedisServer

pytestmark = LEAVES_CONNECTIONS_OPEN

PAGE = (ROOT / "docs" / "relay.md").read_text(encoding="utf-8")
CONSUMER, OWN = examples_of("relay.md")


def run(example: str, redis: RedisServer) -> None:
    """Run an example with another Redis."""
    exec(example.replace("redis://localhost:6379/0", redis.url), {"__name__": "__main__"})


def test_a_consumer_reads_what_a_relay_carries(
    exchange: Sandbox, redis: RedisServer, capsys: pytest.CaptureFixture[str]
) -> None:
    started, stops = threading.Event(), list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]()

    async def lead() -> None:
        stops.append((asyncio.get_running_loop(), asyncio.Event()))
        async with exchange.client() as client:
            carried = {"orderbook_delta": {"market_tickers": ["KXBTCD-26DEC31-T100000"]}}
            started.set()
            await Relay(client, redis.url, carried).run(stops[0][1])

    thread = threading.Thread(target=lambda: asyncio.run(lead()))
    thread.start()
    started.wait()
    try:
        run(CONSUMER, redis)
    finally:
        loop, stop = stops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join()
    assert capsys.readouterr().out.strip().endswith("None")


def test_a_program_has_a_relay_of_its_own(redis: RedisServer, capsys: pytest.CaptureFixture[str]) -> None:
    run(OWN, redis)
    assert capsys.readouterr().out.strip().endswith("[('orderbook_delta', 1)]")


def test_the_numbers_are_those_of_the_code() -> None:
    text = " ".join(PAGE.split())
    defaults = {name: each.default for name, each in inspect.signature(connect_relay).parameters.items()}
    assert f"`dead_after` seconds ({defaults['dead_after']:.0f})" in text
    assert f"`open_timeout` ({defaults['open_timeout']:.0f} s)" in text
    assert f"at least ({log.LENGTH:,})" in text
    assert f"the frames of {relay._SECONDS_BETWEEN_WRITES * 1000:.0f} ms or more" in text
    assert f"`{defaults['name']}`" in text


def test_every_option_of_the_program_is_on_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        __main__.main(["--help"])
    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}
    assert len(options) >= 7
    assert {each for each in options if f"| `{each}" not in PAGE} == set()
