"""The program, and the soak test at its small size."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kalshi_overlay.relay import __main__ as program
from kalshi_overlay.relay import connect_relay
from kalshi_sandbox import Sandbox
from tests.abandoned import LEAVES_CONNECTIONS_OPEN
from tests.program_environment import environment_of
from tests.rate_limits.redis_server import RedisServer
from tests.relay import relay_soak
from tests.stream.oracle import BookOracle, is_current
from tests.stream.running import run

pytestmark = LEAVES_CONNECTIONS_OPEN


def test_the_program_carries_a_series_until_it_is_stopped(
    exchange: Sandbox, redis: RedisServer, name: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "kalshi_overlay.relay", "--series", "KXBTCD", "--name", name]
    environment = {**environment_of(exchange, tmp_path), "KALSHI_RELAY_REDIS": redis.url}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as relay:
        try:

            async def scenario() -> None:
                async with connect_relay(redis.url, name=name, open_timeout=30) as stream:
                    book = await stream.orderbook("KXBTCD-26DEC31-T100000")
                    assert is_current(exchange, book.view)

            run(scenario())
        finally:
            relay.send_signal(signal.SIGTERM)
        assert relay.wait(30) == 0
        assert relay.stderr is not None
        assert "relay: it leads, as epoch" in relay.stderr.read()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--redis", "redis://localhost"], "orderbook_delta needs --markets or --series"),
        (["--channels", "ticker"], "--redis"),
    ],
)
def test_what_is_missing_on_the_command_line_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KALSHI_RELAY_REDIS", raising=False)
    with pytest.raises(SystemExit) as raised:
        program.main(arguments)
    assert raised.value.code == 2
    assert said in capsys.readouterr().err


def test_a_wrong_setting_ends_the_program_with_a_line(
    exchange: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for variable, value in environment_of(exchange, tmp_path).items():
        monkeypatch.setenv(variable, value)
    assert program.main(["--redis", "localhost", "--channels", "ticker"]) == 2
    assert capsys.readouterr().err.startswith("relay: url: the address of Redis can't be read")
    listed = ["--channels", "order_group_updates", "--markets", "KXA-1-B"]
    assert program.main(["--redis", "redis://127.0.0.1:1/0", *listed]) == 2
    assert capsys.readouterr().err.startswith("relay: market_tickers: the channel order_group_updates does not take it")


def test_no_book_is_right_and_wrong_at_once_and_each_outage_ends() -> None:
    assert relay_soak.main(relay_soak.SIZES["small"]) == 0


def test_the_soak_test_notices_a_wrong_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BookOracle, "was", lambda *_: False)
    arguments = ["--processes", "0", "--readers", "1", "--markets", "1", "--rate", "500", "--kills", "0"]
    assert relay_soak.main([*arguments, "--seconds", "0.3"]) == 1
