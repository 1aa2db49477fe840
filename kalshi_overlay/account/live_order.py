"""An order that was placed by an account, and what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay.account.orders import AccountOrder
from kalshi_overlay.errors import OrderEndedError, OrderRestingError
from kalshi_overlay.orders.results import CanceledOrder, PlacedOrder


class LiveOrder:
    """An order of yours as it changes; made by `Account.place`.

    Attributes:
        placed: What the exchange answered when it was placed.
        state: Its last known state; None until the stream or a read has shown it.
    """

    def __init__(
        self, placed: PlacedOrder, state: AccountOrder | None, cancel: Callable[[], Awaitable[CanceledOrder]]
    ) -> None:
        self.placed = placed
        self.state = state
        self._cancel = cancel
        self._changed = asyncio.Event()
        self._error: Exception | None = None

    @property
    def order_id(self) -> str:
        """The exchange's id."""
        return self.placed.order_id

    @property
    def client_order_id(self) -> str:
        """Your id."""
        return self.placed.client_order_id

    @property
    def is_done(self) -> bool:
        """Whether it no longer rests, as far as is known."""
        return self.state is not None and not self.state.is_resting

    def __repr__(self) -> str:
        return f"<LiveOrder {self.order_id}, {self.state.status if self.state else 'not shown yet'}>"

    async def done(self, timeout: float | None = None) -> AccountOrder:
        """Wait until it no longer rests.

        Args:
            timeout: Seconds to wait at most; None for ever.

        Returns:
            Its last state: executed or canceled, with what was filled.

        Raises:
            InvalidRequestError: The timeout is no number of seconds.
            OrderRestingError: It may still rest. It is a `TimeoutError`.
            KalshiError: The account has ended, by this error if there is one.
        """
        if timeout is not None and (isinstance(timeout, bool) or not isinstance(timeout, (int, float))):
            raise InvalidRequestError("timeout", f"must be a number of seconds, or None, not {timeout!r}")
        try:
            async with asyncio.timeout(timeout):
                while True:
                    if self.state is not None and not self.state.is_resting:
                        return self.state
                    if self._error is not None:
                        raise self._error
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise OrderRestingError(self.order_id) from None

    async def filled(self, timeout: float | None = None) -> AccountOrder:
        """Wait until all of it is filled.

        Args:
            timeout: Seconds to wait at most; None for ever.

        Returns:
            Its last state.

        Raises:
            OrderEndedError: It ended before all of it was filled.
            OrderRestingError: It may still rest. It is a `TimeoutError`.
            KalshiError: The account has ended, by this error if there is one.
        """
        state = await self.done(timeout)
        if state.remaining_count or state.status == "canceled":
            raise OrderEndedError(self.order_id, state.status, state.fill_count)
        return state

    async def cancel(self) -> CanceledOrder:
        """Cancel it, and confirm that it no longer rests; see `kalshi_overlay.orders.cancel`.

        Raises:
            KalshiError: What `kalshi_overlay.orders.cancel` raises.
        """
        return await self._cancel()

    def update(self, state: AccountOrder) -> None:
        """Take a later state."""
        self.state = state
        self._changed.set()

    def end(self, error: Exception) -> None:
        """Nothing more will be known of it."""
        self._error = error
        self._changed.set()
