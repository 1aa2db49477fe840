"""Commands: how fast they go out, and which wait for an answer."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable
from typing import Any

import msgspec
from attrs import define, field

from kalshi_gen.runtime.error_body import read_error
from kalshi_gen.stream.models import ErrorResponseData
from kalshi_gen.types import UNSET
from kalshi_overlay.errors import KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream.tasks import fail

_A_SECOND, _BURST = 10.0, 20
_NUMBER = re.compile(r"[0-9]{1,18}")
_AROUND = frozenset({"type", "id", "sid", "seq", "sending_ts_ms"})
NO_CODE: Any = 0
"""The code of an error that came without one that can be read."""
SID_UNKNOWN = 7
"""The code of an error that says that there is no subscription of the number that a command has named."""


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
    # Whether nobody waits for its answer any longer, which may come all the same.
    is_late: bool = field(default=False, init=False)
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

    def expect_late(self, pending: Pending) -> None:
        """Wait no longer for an answer, and take none that comes late for that of another command."""
        pending.is_late = True

    def find(self, answer: Any) -> Pending | None:
        """Find the command that a message answers; None if nobody waits for its answer.

        Some errors come without the id of their command, with the sid of its subscription or without. Then they answer
        the oldest command about that subscription, or the oldest command. One that says that there is no subscription
        of a number answers none that names no number, such as a `subscribe`.
        """
        found = self._find(answer)
        if found is not None and found.is_late:
            self.forget(found)
            return None
        return found

    def _find(self, answer: Any) -> Pending | None:
        if answer.id:
            return self._waiting.get(answer.id)
        sid = answer.sid if isinstance(getattr(answer, "sid", None), int) else None
        candidates = (each for each in self._waiting.values() if sid in (None, each.sid))
        if answer.type != "error":
            ends = answer.type == "unsubscribed"
            candidates = (each for each in candidates if (each.name == "unsubscribe") == ends)
        elif answer.msg.code == SID_UNKNOWN:
            candidates = (each for each in candidates if each.sid is not None)
        return next(candidates, None)

    def answered(self, pending: Pending, answer: Any) -> None:
        """Give an answer to whoever awaits it."""
        self._waiting.pop(pending.command_id, None)
        # Commands are answered one after the other, so no answer to an earlier one is still on its way.
        for each in [each for each in self._waiting.values() if each.is_late and each.command_id < pending.command_id]:
            self.forget(each)
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


def subscription_error(answer: Any, command: str | None, channel: str | None) -> KalshiSubscriptionError:
    """Make the typed error of an error message whose body is the spec's; see `repair_error`."""
    body = answer.msg
    tickers = tuple(body.market_tickers or ()) or ((body.market_ticker,) if body.market_ticker else ())
    return KalshiSubscriptionError(body.code, body.msg, channel=channel, command=command, market_tickers=tickers)


def repair_error(message: Any, frame: bytes) -> None:
    """Give an error message that differs from the spec a body of the spec's, with the code and the words there are."""
    sent = msgspec.json.decode(frame)
    body = sent["msg"] if isinstance(sent.get("msg"), dict) else {}
    codes: Iterable[Any] = (whole_number(each.get(name)) for each in (body, sent) for name in ("code", "error_code"))
    read = read_error({name: value for name, value in sent.items() if name not in _AROUND})
    text, ticker, tickers = body.get("msg"), body.get("market_ticker"), body.get("market_tickers")
    tickers = [each for each in tickers if isinstance(each, str)] if isinstance(tickers, list) else []
    message.msg = ErrorResponseData(
        code=next((code for code in codes if code is not None), NO_CODE),
        msg=text if isinstance(text, str) else (read and (read.message or read.details or read.code)) or "",
        market_ticker=ticker if isinstance(ticker, str) else UNSET,
        market_tickers=tickers or UNSET,
    )


def whole_number(value: Any) -> int | None:
    """Read a whole number, which may have come as text; None if it is none."""
    if type(value) is int:
        return value
    text = str(value).removesuffix(".0") if type(value) in (str, float) else ""
    return int(text) if _NUMBER.fullmatch(text) else None
