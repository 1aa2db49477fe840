"""Commands that wait for their answers."""

from __future__ import annotations

import asyncio
from typing import Any

from kalshi_gen.decoding import field_types
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.stream.codec import encode
from kalshi_gen.stream.commands import ACTIONS, COMMANDS
from kalshi_gen.stream.messages import model_of
from kalshi_gen.stream.models import ErrorResponse
from kalshi_overlay.stream.errors import KalshiStreamLostError, KalshiSubscriptionError


class PendingCommands:
    """The commands that one open connection has sent and not heard of."""

    def __init__(self) -> None:
        self._last_id = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def begin(self) -> tuple[int, asyncio.Future[Any]]:
        """Give the id of the next command, and what its answer will be told to."""
        self._last_id += 1
        future = asyncio.get_running_loop().create_future()
        self._waiting[self._last_id] = future
        return self._last_id, future

    def forget(self, command_id: int) -> None:
        """Wait no longer for an answer."""
        self._waiting.pop(command_id, None)

    def answered(self, command_id: int, answer: Any) -> bool:
        """Tell an answer to whoever waits for it; False if nobody does."""
        future = self._waiting.pop(command_id, None)
        if future is None or future.done():
            return False
        future.set_result(answer)
        return True

    def fail(self, reason: str) -> None:
        """Tell everybody who waits that no answer will come."""
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(KalshiStreamLostError(reason))
                # Who was still sending is told by the socket, and never asks.
                future.exception()
        self._waiting.clear()


def command_frame(command_id: int, name: str, parameters: dict[str, Any] | None) -> bytes:
    """Encode a command as the contract has it.

    Args:
        command_id: Its number.
        name: The contract's `cmd`.
        parameters: The contract's `params`; None for none.

    Raises:
        InvalidRequestError: A parameter is not what the contract takes, or there is no such action.
    """
    action = (parameters or {}).get("action")
    if action is not None and action not in ACTIONS:
        raise InvalidRequestError("action", f"{action!r} is none that there is; use one of {', '.join(ACTIONS)}")
    command = model_of(COMMANDS[name][0] if action is None else ACTIONS[action])
    if parameters is None:
        return encode(command(id=command_id))
    takes = field_types(command)["params"]
    for parameter in parameters.keys() - field_types(takes).keys():
        raise InvalidRequestError(parameter, f"the command {action or name} does not take it")
    return encode(command(id=command_id, params=takes(**parameters)))


def raise_if_refused(answer: Any, command: str, channel: str | None) -> None:
    """Raise what an error answer says.

    Raises:
        KalshiSubscriptionError: The answer is an error.
    """
    if isinstance(answer, ErrorResponse):
        raise subscription_error(answer, command, channel)


def subscription_error(answer: ErrorResponse, command: str | None, channel: str | None) -> KalshiSubscriptionError:
    """Make the typed error of an error message."""
    told = answer.msg
    tickers = tuple(told.market_tickers or ()) or ((told.market_ticker,) if told.market_ticker else ())
    return KalshiSubscriptionError(told.code, told.msg, channel=channel, command=command, market_tickers=tickers)
