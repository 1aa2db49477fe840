"""Orders in two steps where something is late, lost or not allowed; the server's tools are called without a client."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from attrs import define

from kalshi_mcp.errors import ToolError
from kalshi_mcp.hiding import HIDDEN, Secrets
from kalshi_overlay import clock
from kalshi_overlay.errors import KalshiForeignAnswerError, OrderStateUnknownError
from kalshi_overlay.orders import OrderLog
from kalshi_overlay.safety import Limits
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Delay, Reset, Status
from tests.account.fast_time import FastTime
from tests.assistants.exchanges import SPEED, TICKER, fast_sandbox
from tests.keys import pem
from tests.stream.running import run
from tests.walking import walk

if TYPE_CHECKING:
    from kalshi_mcp.trading import Trading

ORDER = {"ticker": TICKER, "action": "buy", "outcome": "yes", "price": "0.01", "count": "2"}


@define
class Setup:
    """An exchange whose time passes quickly, and a file for the log of orders."""

    exchange: Sandbox
    log: Path

    @contextlib.asynccontextmanager
    async def trading(self, **arguments: Any) -> AsyncIterator[Trading]:
        """Trading under a limit of 100 US dollars."""
        # What it imports, every worker would import that only collects these tests.
        from kalshi_mcp.trading import Trading

        async with self.exchange.client() as client:
            with OrderLog(self.log) as log:
                async with Trading(client, Limits(total_exposure=100), log, **arguments) as trading:
                    yield trading

    @property
    def orders(self) -> list[str]:
        """The ids of the orders that the exchange has."""
        return [each.order_id for each in self.exchange.engine.orders.of(self.exchange.account)]


@pytest.fixture(scope="module")
def fast() -> Iterator[FastTime]:
    fast = FastTime(time.time(), SPEED)
    with fast.patched():
        yield fast


@pytest.fixture(scope="module")
def exchange(fast: FastTime) -> Iterator[Sandbox]:
    with fast_sandbox(fast) as exchange:
        yield exchange


@pytest.fixture
def setup(exchange: Sandbox, tmp_path: Path) -> Iterator[Setup]:
    yield Setup(exchange, tmp_path / "orders.db")
    exchange.faults.clear()


async def prepared(trading: Trading) -> dict[str, str]:
    """Prepare an order; gives the arguments that confirm it."""
    return {"prepared_id": json.loads(await trading.call("prepare_order", ORDER))["prepared_id"]}


def test_what_was_prepared_expires_or_is_dropped_for_what_is_newer(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_mcp.trading._MOST_PREPARED", 1)

    async def scenario() -> None:
        async with setup.trading(confirm_within=5) as trading:
            before = setup.orders
            dropped, late = await prepared(trading), await prepared(trading)
            with pytest.raises(ToolError, match="nothing is prepared under this id"):
                await trading.call("confirm_order", dropped)
            await clock.sleep_async(6)
            with pytest.raises(ToolError, match="within 5 s; nothing was sent; prepare the order again"):
                await trading.call("confirm_order", late)
            with pytest.raises(ToolError, match="nothing is prepared under this id"):
                await trading.call("confirm_order", late)
            assert setup.orders == before

    run(scenario())


def test_an_order_goes_on_when_the_client_no_longer_waits_for_it(setup: Setup) -> None:
    async def scenario() -> None:
        before = setup.orders
        async with setup.trading() as trading:
            confirming = asyncio.create_task(trading.call("confirm_order", await prepared(trading)))
            setup.exchange.faults.add(Delay(0.2), operation="CreateOrderV2", times=1)
            await clock.sleep_async(1)
            confirming.cancel()
            await asyncio.wait([confirming])
            assert confirming.cancelled()
        # Leaving the block has waited for it.
        with OrderLog(setup.log) as log:
            (logged,) = log.orders()
        assert [logged.order_id] == setup.orders[len(before) :]

    run(scenario())


def test_nothing_is_prepared_while_the_outcome_of_an_order_is_unknown(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_mcp.trading._LONGEST_WAIT", 12.0)

    async def scenario() -> None:
        before = setup.orders
        async with setup.trading() as trading:
            first, second = await prepared(trading), await prepared(trading)
            setup.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2")
            with pytest.raises(OrderStateUnknownError):
                await trading.call("confirm_order", first)
            with pytest.raises(ToolError, match="nothing is prepared under this id"):
                await trading.call("confirm_order", second)
            with pytest.raises(
                ToolError, match=r"nothing was prepared, since the outcome of earlier orders isn't known"
            ):
                await trading.call("prepare_order", ORDER)
            assert setup.orders == before
            setup.exchange.faults.clear()
            await clock.sleep_async(75)
            # It is certain by now that it was not placed.
            again = await prepared(trading)
            await trading.call("confirm_order", again)
            assert len(setup.orders) == len(before) + 1

    run(scenario())


def test_an_account_that_could_not_be_read_is_read_again(setup: Setup) -> None:
    async def scenario() -> None:
        setup.exchange.faults.add(Status(403), operation="GetPositions")
        async with setup.trading() as trading:
            with pytest.raises(KalshiForeignAnswerError):
                await trading.call("prepare_order", ORDER)
            setup.exchange.faults.clear()
            assert await prepared(trading)

    run(scenario())


def test_a_server_that_only_reads_has_no_leave_to_trade(setup: Setup) -> None:
    async def scenario() -> None:
        async with setup.exchange.client() as client:
            from kalshi_mcp.tools import Tools

            tools = Tools(client, {}, Secrets({}))
            assert tools.listed == []
            for name in ("prepare_order", "confirm_order", "prepare_cancel", "confirm_cancel"):
                result = await tools.call(name, {**ORDER, "prepared_id": "0" * 16})
                (content,) = result.content
                assert result.is_error
                assert content.type == "text"
                assert "this server only reads" in content.text

    before = setup.orders
    run(scenario())
    assert setup.orders == before


def test_a_server_does_not_start_with_what_could_trade_by_mistake(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kalshi_mcp.__main__ import main

    for name in ("KALSHI_DEMO", "KALSHI_API_BASE_URL", "KALSHI_ALLOW_UNKNOWN_HOST", "KALSHI_PRIVATE_KEY_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KALSHI_API_KEY_ID", "00000000-0000-4000-8000-000000000000")
    monkeypatch.setenv("KALSHI_PRIVATE_KEY", pem("Ed25519").decode())
    log = ["--allow-trading", "--order-log", "orders.db"]
    full = [*log, "--limit", "total_exposure=10"]
    proxy = {"KALSHI_API_BASE_URL": "https://proxy.example/trade-api/v2", "KALSHI_ALLOW_UNKNOWN_HOST": "true"}
    cases: dict[str, tuple[list[str], dict[str, str], str]] = {
        "no log": (["--allow-trading"], {}, "needs --order-log FILE"),
        "no limit": (log, {}, "needs --limit total_exposure=DOLLARS"),
        "another limit": ([*log, "--limit", "order_count=1"], {}, "needs --limit total_exposure=DOLLARS"),
        "a limit alone": (["--limit", "order_count=1"], {}, "are for --allow-trading"),
        "no such limit": ([*full, "--limit", "money=1"], {}, "money is no limit; there are order_count"),
        "a limit twice": ([*full, "--limit", "total_exposure=99"], {}, "total_exposure is given twice"),
        "a bad limit": ([*log, "--limit", "total_exposure=lots"], {}, "total_exposure: "),
        "no key": ([*full, "--public"], {}, "needs a key; leave --public out"),
        "an endless offer": ([*full, "--confirm-within", "nan"], {}, "takes seconds above 0"),
        "no such tag": (["--tags", "market,api_keys"], {}, "there is no tag 'api_keys'; there are account, "),
        "no rows": (["--max-rows", "0"], {}, "'0' is no whole number above 0"),
        "production": (full, {}, "is for demo and for an exchange on this machine"),
        "maybe production": (full, proxy, "is for demo and for an exchange on this machine"),
    }

    def check(case: tuple[list[str], dict[str, str], str]) -> None:
        arguments, variables, words = case
        with monkeypatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            try:
                status = main(arguments)
            except SystemExit as ended:
                status = ended.code  # type: ignore[assignment]
        said = capsys.readouterr().err
        assert status == 2
        assert words in said.splitlines()[-1]

    walk(cases, check)


def test_secrets_are_hidden_whatever_they_are_in() -> None:
    key = pem("Ed25519").decode()
    body = key.splitlines()[1]
    secrets = Secrets(
        {"KALSHI_API_KEY_ID": "my-key-id-1", "KALSHI_PRIVATE_KEY": key, "KALSHI_KLEAR_ACCESS_TOKEN": "t0ken-t0ken"}
    )
    cases = {
        "the key": f"a {key} b",
        "the key, in JSON": json.dumps({"a": key}),
        "a line of it": f"x{body}y",
        "another's key": "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
        "the id": "?key=my-key-id-1&",
        "a token": "t0ken-t0ken",
        "a key that has no end": '{"title": "-----BEGIN PRIVATE KEY-----MIIE", "rules": "kept"}',
        "a signature": "'KALSHI-ACCESS-SIGNATURE': 'c2lnbmF0dXJl'",
        "a header": "Authorization: Bearer abcdefgh12345678",
    }
    parts = (key, body, "MIIE", "my-key-id-1", "t0ken-t0ken", "c2lnbmF0dXJl", "abcdefgh12345678")

    def check(text: str) -> None:
        hidden = secrets.hide(text)
        assert HIDDEN in hidden
        assert secrets.are_in(text)
        assert [part for part in parts if part in hidden] == []

    walk(cases, check)
    assert json.loads(secrets.hide(cases["a key that has no end"]))["rules"] == "kept"
    assert not secrets.are_in(json.dumps(ORDER))
    assert repr(secrets) == "<Secrets>"
