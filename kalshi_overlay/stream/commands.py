"""Commands: how fast they go out, which wait for an answer, and how they are encoded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import Any

from attrs import define, field

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.runtime.decoding import field_types
from kalshi_gen.stream.codec import encode
from kalshi_gen.stream.commands import ACTIONS, COMMANDS
from kalshi_gen.stream.messages import model_of
from kalshi_gen.stream.models import ErrorResponse, UnsubscribedResponse
from kalshi_overlay.errors import KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream.tasks import fail

_A_SECOND, _BURST = 10.0, 20


class CommandPacer:
    """Lets twenty commands pass at once, and ten a second in the long run, whatever goes wrong."""

    def __init__(self) -> None:
        self._in_step = 0.0

    async def wait(self) -> None:
        """Wait for the turn of one command; turns come in the order in which they were asked for."""
        now = time.monotonic()
        self._in_step = max(self._in_step, now - _BURST / _A_SECOND) + 1 / _A_SECOND
        if self._in_step > now:
            await asyncio.sleep(self._in_step - now)


@define(eq=False)
class Pending:
    """A command that was sent and not answered yet."""

    command_id: int
    name: str
    sid: int | None
    # The markets whose snapshots it asks for: one of them answers it.
    snapshots: Iterable[str]
    answer: asyncio.Future[Any] = field(factory=lambda: asyncio.get_running_loop().create_future())


class PendingCommands:
    """The commands of one open connection that wait for an answer."""

    def __init__(self) -> None:
        self._last_id = 0
        self._waiting: dict[int, Pending] = {}

    def begin(self, name: str, sid: int | None = None, snapshots: Iterable[str] = ()) -> Pending:
        """Number the next command; see `Pending`."""
        self._last_id += 1
        pending = self._waiting[self._last_id] = Pending(self._last_id, name, sid, snapshots)
        return pending

    def forget(self, pending: Pending) -> None:
        """Expect no answer any more."""
        self._waiting.pop(pending.command_id, None)

    def find(self, answer: Any) -> Pending | None:
        """Find the command that a message answers.

        Some errors come without the id of their command, with the sid of its subscription or without. Then they answer
        the oldest command about that subscription, or the oldest command.
        """
        if answer.id:
            return self._waiting.get(answer.id)
        sid = answer.sid if isinstance(getattr(answer, "sid", None), int) else None
        candidates = (each for each in self._waiting.values() if sid in (None, each.sid))
        if not isinstance(answer, ErrorResponse):
            ends = isinstance(answer, UnsubscribedResponse)
            candidates = (each for each in candidates if (each.name == "unsubscribe") == ends)
        return next(candidates, None)

    def answered(self, pending: Pending, answer: Any) -> None:
        """Give an answer to whoever awaits it."""
        self._waiting.pop(pending.command_id, None)
        if not pending.answer.done():
            pending.answer.set_result(answer)

    def on_snapshot(self, sid: int | None, snapshot: Any) -> None:
        """Take a snapshot as the answer to what asked for it: some exchanges send no other."""
        for pending in list(self._waiting.values()):
            if pending.sid == sid and snapshot.msg.market_ticker in pending.snapshots:
                self.answered(pending, snapshot)

    def fail(self, reason: str) -> None:
        """Fail all commands that wait, since no answer will come."""
        for pending in self._waiting.values():
            fail(pending.answer, KalshiStreamLostError(reason))
        self._waiting.clear()


def command_frame(command_id: int, name: str, parameters: dict[str, Any] | None) -> bytes:
    """Encode a command as the spec has it: its `id`, its `cmd`, and its `params`, which may be None.

    Raises:
        InvalidRequestError: A parameter is not what the spec takes, or there is no such action.
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


def subscription_error(answer: ErrorResponse, command: str | None, channel: str | None) -> KalshiSubscriptionError:
    """Make the typed error of an error message."""
    body = answer.msg
    tickers = tuple(body.market_tickers or ()) or ((body.market_ticker,) if body.market_ticker else ())
    return KalshiSubscriptionError(body.code, body.msg, channel=channel, command=command, market_tickers=tickers)
