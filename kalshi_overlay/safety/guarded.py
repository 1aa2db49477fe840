"""A block that stops trading when it ends, however it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import Any, Self

from kalshi_gen.client import AuthenticatedClient
from kalshi_overlay.safety import stop_trading

# What the shell reports for a program that SIGTERM has ended.
_TERMINATED = 128 + signal.SIGTERM


class guarded:  # noqa: N801 - it is used as a function, as contextlib's are
    """Stop trading when a block ends: by an exception, by Ctrl-C or SIGTERM, or because it is done.

        with guarded(client):
            trade(client)

    In asyncio it is `async with guarded(client)`. SIGTERM ends the block as an exception does, if nothing else handles
    it and the block runs in the main thread: `SystemExit`, or the cancellation of the task. What SIGKILL, a power
    failure or a frozen program leave behind, `python -m kalshi_overlay.guard` cleans up from a process of its own.

    Raises:
        TradingNotStoppedError: At the end of the block: it is not certain in time that no order rests.
    """

    def __init__(
        self, client: AuthenticatedClient, *, perps: bool = False, timeout: float = stop_trading.DEFAULT_TIMEOUT
    ) -> None:
        """Guard a block.

        Args:
            client: A signed client, which must be open when the block ends.
            perps: Also cancel the orders of perpetual futures.
            timeout: Seconds that stopping may take.

        Raises:
            InvalidRequestError: The client can't sign, or the timeout is no number of seconds above 0.
        """
        stop_trading.check(client, timeout)
        self._stopping: dict[str, Any] = {"client": client, "perps": perps, "timeout": timeout}
        self._before: Any = None

    def __enter__(self) -> Self:
        if _is_main() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            self._before = signal.signal(signal.SIGTERM, _exit)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            stop_trading.sync(**self._stopping)
        finally:
            if self._before is not None:
                signal.signal(signal.SIGTERM, self._before)

    async def __aenter__(self) -> Self:
        if _is_main() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL and sys.platform != "win32":
            task = asyncio.current_task()
            assert task is not None
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel, "SIGTERM")
            self._before = signal.SIG_DFL
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            await stop_trading.asyncio(**self._stopping)
        finally:
            if self._before is not None:
                asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


def _exit(number: int, frame: FrameType | None) -> None:
    raise SystemExit(_TERMINATED)
