"""A client of the server, in a process of its own, as an assistant's program has one."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

from attrs import define, field
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import CallToolResult, Tool

from kalshi_sandbox import Sandbox
from tests.account.fast_time import FastTime
from tests.conftest import ROOT

T = TypeVar("T")

_LONGEST = 60.0


@define
class Said:
    """What a tool said.

    Attributes:
        text: The words.
        is_error: Whether the call failed.
    """

    text: str
    is_error: bool

    @property
    def json(self) -> Any:
        """What a call that did not fail gave."""
        assert not self.is_error, self.text
        return json.loads(self.text)


def said_of(result: CallToolResult) -> Said:
    """The only text of a result."""
    (content,) = result.content
    assert content.type == "text"
    return Said(content.text, result.is_error)


@define
class Assistant:
    """A client of a running server.

    Attributes:
        exchange: The exchange behind it.
        log: The file that the server's log is written to.
        texts: All that the server has said.
    """

    exchange: Sandbox
    log: Path
    _client: Client
    _loop: asyncio.AbstractEventLoop
    texts: list[str] = field(factory=list)

    def run(self, coroutine: Coroutine[Any, Any, T], timeout: float | None = _LONGEST) -> T:
        """Run something where the client lives."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout)

    async def call_async(self, name: str, arguments: dict[str, Any]) -> Said:
        """Call a tool."""
        said = said_of(await self._client.call_tool(name, arguments))
        self.texts.append(said.text)
        return said

    def call(self, name: str, /, **arguments: Any) -> Said:
        """Call a tool, and wait for it."""
        return self.run(self.call_async(name, arguments))

    def tools(self) -> list[Tool]:
        """The tools that the server lists."""
        return self.run(self._client.list_tools()).tools

    @property
    def instructions(self) -> str:
        """What the server says of itself."""
        return self._client.instructions or ""


@contextlib.contextmanager
def served(exchange: Sandbox, fast: FastTime, folder: Path, *arguments: str) -> Iterator[Assistant]:
    """Serve an exchange to a client over stdio.

    Args:
        exchange: The exchange.
        fast: Its clock.
        folder: Where the log is written.
        arguments: Those of the server.
    """
    log = folder / "log.txt"
    environment = {
        "PYTHONPATH": str(ROOT),
        "KALSHI_API_BASE_URL": exchange.base_url,
        "KALSHI_API_KEY_ID": exchange.access_key_id,
        "KALSHI_PRIVATE_KEY": exchange.private_key_pem,
    }
    command = ["-m", "tests.assistants.fast_server", str(fast.began), str(fast.speed), *arguments]
    parameters = StdioServerParameters(command=sys.executable, args=command, env=environment, cwd=folder)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    opened: asyncio.Queue[Client] = asyncio.Queue()
    closing = asyncio.Event()

    async def stay_open() -> None:
        with log.open("w", encoding="utf-8") as errors:
            async with Client(stdio_client(parameters, errors), mode="legacy") as client:
                opened.put_nowait(client)
                await closing.wait()

    staying = asyncio.run_coroutine_threadsafe(stay_open(), loop)
    try:
        getting = asyncio.run_coroutine_threadsafe(opened.get(), loop)
        deadline = time.monotonic() + _LONGEST
        while not getting.done():
            # A server that does not start ends this.
            if staying.done():
                staying.result()
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.01)
        yield Assistant(exchange, log, getting.result(), loop)
    finally:
        loop.call_soon_threadsafe(closing.set)
        with contextlib.suppress(TimeoutError):
            staying.exception(_LONGEST)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
