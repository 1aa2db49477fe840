"""Cancel all orders of the account, on every shard, verify it by reads, and let no further order leave the client."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from kalshi_gen.api.orders import cancel_all_orders
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.perps.api.orders import cancel_all_margin_orders
from kalshi_overlay import clock
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.errors import TradingNotStoppedError
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.hold import TradingHold
from kalshi_overlay.orders.api import OrdersApi
from kalshi_overlay.orders.changing import Address
from kalshi_overlay.orders.context import DeadlinePassed, OperationContext
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.perps.api import PERPS
from kalshi_overlay.orders.reading import FINAL_AFTER, READ_LAG, Listing, read_pages
from kalshi_overlay.orders.resending import backoff

DEFAULT_TIMEOUT = 90.0
"""Seconds that are enough to be certain, if the exchange can be reached."""

_CANCELS_ALL: dict[str, ModuleType] = {"api": cancel_all_orders, "perps": cancel_all_margin_orders}
# At how few seconds from one another the account is read.
_FIRST_POLL, _LONGEST_POLL, _POLL_GROWTH = 0.2, 2.0, 1.5


def sync(*, client: AuthenticatedClient, perps: bool = False, timeout: float = DEFAULT_TIMEOUT) -> None:
    """Cancel all orders of the account, verify it by reads, and let no further order leave the client.

    From the first moment the client sends reads, cancels and decreases alone: anything else raises
    `TradingStoppedError`, also in other threads and tasks, until `release`. All orders are canceled, on every shard and
    in every subaccount, and read until none rests that could be there. That takes some 5 seconds, since reads lag; up
    to 70 if a request of this client has been lost, because it may arrive that late.

    Other programs that trade in the account are not held.

    Args:
        client: A signed client. Those that were made of it, such as by `with_headers`, are held with it.
        perps: Also cancel the orders of perpetual futures.
        timeout: Seconds after which no further request is started.

    Raises:
        TradingNotStoppedError: It is not certain in time that no order rests. Call this again: orders are still held.
        InvalidRequestError: The client can't sign; nothing was sent.

    Operation: `CancelAllOrders`, `CancelOrderV2` and `GetOrders`; `CancelAllMarginOrders`, `CancelMarginOrder` and
    `GetMarginOrders`.
    """
    run(_stop(client, perps, timeout))


async def asyncio(*, client: AuthenticatedClient, perps: bool = False, timeout: float = DEFAULT_TIMEOUT) -> None:
    """Like `sync`, without blocking. If the task is canceled meanwhile, orders are held, and may still rest."""
    await run_async(_stop(client, perps, timeout))


def release(client: AuthenticatedClient) -> None:
    """Let orders leave a client again after `stop_trading`.

    Args:
        client: The client.

    Raises:
        InvalidRequestError: The client can't sign.
    """
    _hold_of(client).release()


def check(client: AuthenticatedClient, timeout: float) -> None:
    """Refuse what trading can't be stopped with, before it has to be.

    Args:
        client: The client.
        timeout: Seconds that stopping may take.

    Raises:
        InvalidRequestError: The client can't sign, or the timeout is no number of seconds above 0.
    """
    _hold_of(client)
    OperationContext(EVENTS, client, timeout)


def _hold_of(client: AuthenticatedClient) -> TradingHold:
    auth = getattr(client, "auth", None)
    if not isinstance(auth, KalshiAuth):
        raise InvalidRequestError("client", f"must be a client with an API key, not {type(client).__name__}")
    return auth.hold


def _stop(client: AuthenticatedClient, perps: bool, timeout: float) -> Flow[None]:
    hold = _hold_of(client)
    hold.stop("stop_trading was called")
    began = clock.now()
    accounts = [_Account(api, client, timeout) for api in (EVENTS, PERPS)[: 1 + perps]]
    polls = backoff(_FIRST_POLL, _LONGEST_POLL, _POLL_GROWTH)
    try:
        while True:
            asked, (last_ended, last_lost) = clock.now(), hold.last_requests()
            is_empty = True
            for account in accounts:
                is_empty &= yield from account.cancel_what_rests()
            if is_empty and asked >= max(began, last_ended) + READ_LAG and asked >= last_lost + FINAL_AFTER:
                return
            yield from accounts[0].context.pause(next(polls))
    except DeadlinePassed:
        pass
    resting = tuple(order_id for account in accounts for order_id in account.resting)
    errors = tuple(error for account in accounts for error in account.context.errors)
    # Not within the block above: what is raised where a block is guarded shows its error too.
    raise TradingNotStoppedError(resting, errors)


class _Account:
    """The orders of one API."""

    def __init__(self, api: OrdersApi, client: AuthenticatedClient, timeout: float) -> None:
        self.context = OperationContext(api, client, timeout)
        self.resting: dict[str, Any] = {}
        self._cancels_all = True

    def cancel_what_rests(self) -> Flow[bool]:
        """Cancel all that rests; answers whether a read that began after that says that there is nothing."""
        api = self.context.api
        if self._cancels_all:
            yield from self._send(_CANCELS_ALL[api.create.OPERATION.api.name])
        self.resting, is_complete = {}, False
        listing = Listing(set(), is_complete=True)
        try:
            yield from read_pages(self.context, api.list, {"status": "resting"}, listing, self._collect)
            is_complete = listing.is_complete
        except KalshiError as error:
            self.context.record_error(error)
        # If an order is left by the request that cancels all, each is canceled by its id, and all again the next time.
        self._cancels_all = bool(self.resting) or not is_complete
        for order_id, source in self.resting.items():
            address = Address(source.get("ticker"), source.get("exchange_index"), source.get("subaccount_number"))
            yield from self._send(api.cancel, order_id=order_id, **address.query(api.cancel))
        return is_complete and not self.resting

    def _collect(self, sources: list[Any]) -> None:
        for source in sources:
            # What can't be read is taken for an order that rests.
            known = source if isinstance(source, dict) else {}
            self.resting[str(known.get("order_id", "of an order that can't be read"))] = known

    def _send(self, endpoint: ModuleType, **arguments: Any) -> Flow[None]:
        """Send a cancel; the reads show what it has done."""
        try:
            yield from self.context.send(endpoint, **arguments)
        except KalshiError as error:
            self.context.record_error(error)
