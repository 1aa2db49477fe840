"""What a placement writes into an order log: its orders before they are sent, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, Final

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay import clock
from kalshi_overlay.flow import Call, Flow
from kalshi_overlay.orders.context import DeadlinePassed, OperationContext
from kalshi_overlay.orders.group_commit import LogIsBusy
from kalshi_overlay.orders.order_log import OrderLog

# Seconds by which the machine's clock may be set forward while orders are sent, before the log is asked again.
_CLOCK_SLACK: Final = 5.0


def check_log(log: OrderLog | None) -> None:
    """Refuse what is no log, such as its path."""
    if log is not None and not isinstance(log, OrderLog):
        raise InvalidRequestError("log", f"must be an OrderLog, not {type(log).__name__}; make one with a path")


class LoggedPlacement:
    """The part of an order log that belongs to one placement."""

    def __init__(self, log: OrderLog, context: OperationContext) -> None:
        check_log(log)
        self._log = log
        self._context = context
        self._numbers: dict[str, int] = {}
        self._last_sent_by = 0.0

    def begin(self, orders: Mapping[str, Any], new_ids: Collection[str]) -> Flow[None]:
        """Write the orders, by their client_order_id, unless they are in the log already."""
        if self._numbers:
            return
        self._last_sent_by = self._latest() + _CLOCK_SLACK
        given: dict[str, Any] = {
            "environment": self._context.environment,
            "api": self._context.api.create.OPERATION.api.name,
            "new_ids": new_ids,
            "last_sent_by": self._last_sent_by,
        }
        log = self._log
        self._numbers = yield Call(partial(log.begin, **given), partial(log.begin_async, **given), (orders,))

    def extend(self, client_order_ids: Iterable[str]) -> Flow[None]:
        """Have the log say for how long orders are sent, before they are.

        Raises:
            DeadlinePassed: Another process has recovered one of them, so they are not to be sent.
        """
        latest = self._latest()
        if latest <= self._last_sent_by:
            return
        self._last_sent_by = latest + _CLOCK_SLACK
        numbers = [self._numbers[name] for name in client_order_ids]
        if not (yield _waiting(partial(self._log.extend, numbers, self._last_sent_by))):
            raise DeadlinePassed

    def end(self, outcomes: Mapping[str, Any]) -> Flow[None]:
        """Write what became of orders, by their client_order_id."""
        known = {self._numbers[name]: outcome for name, outcome in outcomes.items()}

        async def soon() -> None:
            import asyncio

            self._log.end_soon(known, asyncio.get_running_loop())

        yield Call(partial(self._log.end, known), soon)

    def _latest(self) -> float:
        """Unix seconds after which nothing is sent."""
        # The first request is sent however late it is, such as after a pause of the process.
        return clock.unix_milliseconds() / 1000 + max(self._context.remaining(), 0.0)


def _waiting(write: Callable[..., Any]) -> Call:
    """A call that writes into the log: at once, or where another one writes just now, in a thread that waits."""

    async def awaited() -> Any:
        try:
            return write(waits=False)
        except LogIsBusy:
            import asyncio

            return await asyncio.to_thread(write)

    return Call(write, awaited)
