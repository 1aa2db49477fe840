"""Rows of several tasks that are written in one transaction, which takes about as long as one row alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from typing import Any, Protocol, TypeAlias

from kalshi_gen.errors import KalshiError

Row: TypeAlias = tuple[Any, ...]


class LogIsBusy(Exception):  # noqa: N818 - no fault of anybody
    """Another connection writes into the log just now, and the call was not to wait."""


class Write(Protocol):
    """Writes rows, and returns the number of each; raises `LogIsBusy` if it is not to wait for other writers."""

    def __call__(self, rows: Sequence[Row], *, waits: bool = True) -> list[int]: ...


_Waiting: TypeAlias = list[tuple[Sequence[Row], "asyncio.Future[list[int] | KalshiError]"]]


class GroupCommit:
    """Writes the rows that tasks of an event loop give it in one pass of the loop.

    Args:
        write: Writes them, all or none.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._groups: dict[asyncio.AbstractEventLoop, _Waiting] = {}

    async def write(self, rows: Sequence[Row]) -> list[int]:
        """Write rows, with those of other tasks; those of a task that is canceled before are not written.

        Returns:
            The number of each.

        Raises:
            KalshiError: What writing raised; nothing was written.
        """
        loop = asyncio.get_running_loop()
        written: asyncio.Future[list[int] | KalshiError] = loop.create_future()
        group = self._groups.get(loop)
        if group is None:
            group = self._groups[loop] = []
            loop.call_soon(self._commit, loop)
        group.append((rows, written))
        result = await written
        if isinstance(result, KalshiError):
            # An error belongs to one caller, who may add to it.
            raise copy(result) from result.__cause__
        return result

    def _commit(self, loop: asyncio.AbstractEventLoop) -> None:
        group = [each for each in self._groups.pop(loop) if not each[1].done()]
        rows = [row for given, _ in group for row in given]
        if not rows:
            return
        try:
            try:
                numbers = self._write(rows, waits=False)
            except LogIsBusy:
                # An executor that is shut down takes nothing any more.
                with suppress(RuntimeError):
                    writing = loop.run_in_executor(None, self._write, rows)
                    writing.add_done_callback(lambda done: _share(group, done.exception() or done.result()))
                    return
                numbers = self._write(rows)
        except Exception as error:
            _share(group, error)
        else:
            _share(group, numbers)


def _share(group: _Waiting, result: list[int] | BaseException) -> None:
    """Give each task its numbers, or what went wrong."""
    at = 0
    for rows, written in group:
        if written.done():
            pass
        elif isinstance(result, list):
            written.set_result(result[at : at + len(rows)])
        elif isinstance(result, KalshiError):
            written.set_result(result)
        else:
            written.set_exception(result)
        at += len(rows)
