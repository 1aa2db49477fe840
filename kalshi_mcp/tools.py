"""The tools of a server, and what becomes of a call."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

import mcp_types as types

from kalshi_gen.client import Client
from kalshi_gen.errors import KalshiError
from kalshi_mcp.answers import to_text
from kalshi_mcp.errors import ToolError, explained
from kalshi_mcp.hiding import Secrets, one_line
from kalshi_mcp.reading import Reading
from kalshi_mcp.trading import TOOLS, Trading

_log = logging.getLogger("kalshi_mcp")


class Tools:
    """The tools of a server."""

    def __init__(
        self, client: Client, readings: Mapping[str, Reading], secrets: Secrets, trading: Trading | None = None
    ) -> None:
        """Collect the tools.

        Args:
            client: What is read with.
            readings: The tools that read.
            secrets: What no answer, error or log may show.
            trading: What trades; None if nothing may.
        """
        self._client = client
        self._readings = readings
        self._secrets = secrets
        self._trading = trading
        self._trades = {tool.name for tool in TOOLS}
        self.listed = [each.describe() for each in readings.values()] + ([*TOOLS] if trading else [])

    @property
    def may_trade(self) -> bool:
        """Whether there are tools that trade."""
        return self._trading is not None

    async def call(self, name: str, given: Mapping[str, Any]) -> types.CallToolResult:
        """Call a tool, and log the call in one line.

        Args:
            name: Its name.
            given: Its arguments.
        """
        began, outcome, is_error = time.monotonic(), "canceled", True
        text = ""
        try:
            text = self._secrets.hide(await self._called(name, given))
            outcome, is_error = "done", False
        except ToolError as error:
            text, outcome = self._secrets.hide(one_line(str(error))), "refused"
        except KalshiError as error:
            text, outcome = self._secrets.hide(explained(error)), type(error).__name__
        except Exception as error:
            # What it says may hold anything.
            text, outcome = f"the server failed with {type(error).__name__}; try other arguments", type(error).__name__
        finally:
            # Neither the name nor an argument of a call is shown that this server doesn't have.
            known = name if name in self._readings or name in self._trades else "an unknown tool"
            took = (time.monotonic() - began) * 1000
            _log.info("%s: %s, %d bytes, %.0f ms", known, outcome, len(text.encode()), took)
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=is_error)

    async def _called(self, name: str, given: Mapping[str, Any]) -> str:
        # A key that somebody has pasted must not become a part of a request.
        if self._secrets.are_in(to_text(given)):
            raise ToolError("the arguments have a secret in them, so nothing was sent; never pass keys to a tool")
        if name in self._readings:
            return await self._readings[name].call(self._client, given)
        if name not in self._trades:
            raise ToolError("there is no such tool; list the tools")
        if self._trading is None:
            raise ToolError("nothing was sent: this server only reads; a person can start it with --allow-trading")
        return await self._trading.call(name, given)
