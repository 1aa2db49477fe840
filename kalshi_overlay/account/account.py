"""Your account: what it has now, and the orders that you place through it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from types import TracebackType
from typing import Self

import msgspec

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_gen.types import UNSET
from kalshi_overlay import clock
from kalshi_overlay.account.fills import AccountFill
from kalshi_overlay.account.kept_account import KeptAccount
from kalshi_overlay.account.live_order import LiveOrder
from kalshi_overlay.account.orders import AccountOrder
from kalshi_overlay.account.positions import AccountPosition
from kalshi_overlay.account.profit import unrealized
from kalshi_overlay.account.risk import RiskChecker, Sent
from kalshi_overlay.account.views import K, V, View
from kalshi_overlay.errors import ClientStateError, KalshiStreamError, KalshiStreamLostError, OrderStateUnknownError
from kalshi_overlay.flow import run_async
from kalshi_overlay.orders import OrderLog, amend, cancel
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, check_type
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.logged import check_log
from kalshi_overlay.orders.placing import place_with_id, with_id
from kalshi_overlay.orders.results import AmendedOrder, CanceledOrder, PlacedOrder
from kalshi_overlay.safety import Limits
from kalshi_overlay.shards import TransferredCash, transfer
from kalshi_overlay.stream.reporting import guarded
from kalshi_overlay.stream.stream import Stream

# Seconds after which the cash of a transfer has surely arrived.
_ARRIVAL = 10.0

_log = logging.getLogger("kalshi")


class Account:
    """Your account, kept from the stream and held against reads.

        async with create_client() as client, Account(client) as account:
            print(account.cash, account.positions, account.orders)
            order = await account.place(CreateOrderV2Request(...))
            await order.filled(timeout=10)

    The block begins once everything is known, which takes some seconds, since reads lag. After a gap of the stream
    the account is read again; until that is done views are stale. Every so often it is read as well, and what does not
    add up is given to `on_discrepancy`, and read again.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        *,
        subaccount: int = 0,
        limits: Limits | None = None,
        log: OrderLog | None = None,
        reconcile_every: float = 60.0,
        on_discrepancy: Callable[[str], None] = lambda problem: _log.warning("the account: %s", problem),
    ) -> None:
        """Prepare an account; the block opens it.

        Args:
            client: A signed client.
            subaccount: The number of the subaccount; 0 is the primary one.
            limits: What orders and amendments of this account are held to before they are sent; None for no limits.
            log: Gets each order before it is sent, and its outcome after.
            reconcile_every: Seconds between reads that the account is held against.
            on_discrepancy: Called with what does not add up, in words. The default logs a warning.

        Raises:
            InvalidRequestError: A number is out of range, or an argument is of another type.
        """
        if isinstance(subaccount, bool) or not isinstance(subaccount, int) or subaccount < 0:
            raise InvalidRequestError("subaccount", f"must be a number from 0, not {subaccount!r}")
        if (
            isinstance(reconcile_every, bool)
            or not isinstance(reconcile_every, (int, float))
            or not reconcile_every > 0
        ):
            raise InvalidRequestError("reconcile_every", f"must be seconds above 0, not {reconcile_every!r}")
        if limits is not None and not isinstance(limits, Limits):
            raise InvalidRequestError(
                "limits", f"must be Limits, not {type(limits).__name__}; make them with Limits(...)"
            )
        check_log(log)
        self._client = client
        self._subaccount = subaccount
        self._log = log
        self._kept = kept = KeptAccount(client, subaccount, reconcile_every, guarded(on_discrepancy))
        kept.on_order, kept.on_ended = self._on_order, self._on_ended
        self._risk = None
        if limits is not None:
            self._risk = risk = RiskChecker(limits, kept, client)
            kept.on_position, kept.on_market, kept.on_markets = risk.on_position, risk.on_market, risk.learn_all
        self._live: dict[str, LiveOrder] = {}
        # The last states of orders that were sent and not answered yet, by their client_order_ids; None before any.
        self._sent: dict[str, AccountOrder | None] = {}
        self._closing = contextlib.AsyncExitStack()
        self._was_opened = self._is_open = False

    async def __aenter__(self) -> Self:
        """Open the stream, read the account, and wait until everything is known.

        Raises:
            ClientStateError: It was opened before.
            KalshiError: The stream can't be opened, or the account can't be read.
        """
        if self._was_opened:
            raise ClientStateError("the account was opened before; make another one")
        self._was_opened = True
        try:
            await self._kept.open(self._closing)
        except BaseException:
            await self._closing.aclose()
            raise
        self._is_open = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._kept.end(KalshiStreamLostError("the account was closed"))
        await self._closing.aclose()

    # What is known

    @property
    def stream(self) -> Stream:
        """The account's stream, for further subscriptions."""
        return self._opened().stream

    @property
    def stale(self) -> str | None:
        """Why something of the account may not be right; None if all is."""
        return self._opened().stale

    @property
    def orders(self) -> View[str, AccountOrder]:
        """The orders that rest, by their ids."""
        kept = self._opened()
        return self._view(kept.state.orders, kept.orders.stale)

    @property
    def positions(self) -> View[str, AccountPosition]:
        """The positions by ticker: those that are held, and those that have become flat or were settled meanwhile."""
        kept = self._opened()
        return self._view(kept.state.positions, kept.positions.stale)

    @property
    def fills(self) -> View[str, AccountFill]:
        """The fills since midnight UTC, in their order; each by its `subject`."""
        kept = self._opened()
        return self._view(kept.fills_today(), kept.fills.stale)

    @property
    def cash(self) -> View[int, Decimal]:
        """The cash by shard, in US dollars.

        What resting orders would cost is not taken off, as the exchange does not either. While the cash of a shard
        isn't known, the view is stale, and has the last that was known, with the fills since.
        """
        kept = self._opened()
        amounts = {shard: cash.last_amount for shard, cash in sorted(kept.state.cash.items())}
        return self._view({shard: each for shard, each in amounts.items() if each is not None}, kept.cash_stale)

    def unrealized_pnl(self, ticker: str) -> Decimal | None:
        """What selling a position at the best price would bring beyond its cost, without fees.

        Args:
            ticker: The market.

        Returns:
            US dollars, below 0 for a loss; None if the market's order book isn't known or may not be right.

        Raises:
            ClientStateError: The account isn't open.
        """
        kept = self._opened()
        position = kept.state.positions.get(ticker)
        return Decimal(0) if position is None else unrealized(position, kept.books.best(ticker))

    @property
    def profit_today(self) -> Decimal | None:
        """What has been realised since midnight UTC less fees, and what selling all positions would bring beyond cost.

        US dollars, below 0 for a loss; None while the account or the book of a position isn't right.
        """
        return self._opened().profit_today()

    async def until_right(self) -> None:
        """Wait until nothing of the account is stale.

        Raises:
            ClientStateError: The account isn't open.
            KalshiError: The account has ended by this error.
        """
        await self._opened().until_right()

    # Orders

    async def place(self, body: CreateOrderV2Request, *, timeout: float = DEFAULT_TIMEOUT) -> LiveOrder:
        """Place an order exactly once, and follow it.

        Args:
            body: The order; it is not changed. Without a subaccount it is of the account's.
            timeout: Seconds after which no further request is started.

        Returns:
            The order, which changes with what the stream says of it.

        Raises:
            InvalidRequestError: It is of another subaccount, or no market could take it; nothing was sent.
            LimitExceededError: It is beyond a limit; nothing was sent.
            ClientStateError: The account isn't open; nothing was sent.
            KalshiError: What `kalshi_overlay.orders.place` raises, or the error by which the account has ended.

        Operation: `CreateOrderV2`; see `kalshi_overlay.orders.place`.
        """
        order = self._own(with_id(EVENTS, body, "body"))
        self._check_running()
        client_order_id, risk, began, sent = str(order.client_order_id), self._risk, clock.now(), None
        if risk is not None:
            await self._prepare(risk, order.ticker, timeout)
            sent = risk.check(order)
            timeout -= min(clock.now() - began, timeout / 2)
        self._sent[client_order_id] = None
        try:
            placed = await run_async(
                place_with_id(
                    EVENTS, PlacedOrder, self._client, order, timeout, self._log, is_new_id=not body.client_order_id
                )
            )
        except BaseException as error:
            self._on_failure(sent, error)
            raise
        finally:
            state = self._sent.pop(client_order_id, None)
        live = LiveOrder(placed, state, partial(self.cancel, placed.order_id, market_ticker=order.ticker))
        if self._kept.error is not None:
            live.end(self._kept.error)
        elif not live.is_done:
            self._live[placed.order_id] = live
            # A gap of the stream may have it all.
            self._kept.orders.watch(placed.order_id)
        if risk is not None and sent is not None and state is None:
            risk.keep(sent)
        return live

    async def check(self, body: CreateOrderV2Request, *, timeout: float = DEFAULT_TIMEOUT) -> None:
        """Check an order against the limits as `place` would now, without sending it.

        Args:
            body: The order; it is not changed.
            timeout: Seconds that reading its market may take.

        Raises:
            InvalidRequestError: It is of another subaccount, or no market could take it.
            LimitExceededError: It is beyond a limit, or what a limit needs isn't known.
            ClientStateError: The account isn't open.
            KalshiError: The market can't be read, or the error by which the account has ended.

        Operation: reads `GetMarket` once for each market.
        """
        order = self._own(with_id(EVENTS, body, "body"))
        self._check_running()
        if self._risk is not None:
            await self._prepare(self._risk, order.ticker, timeout)
            self._risk.check_unsent(order)

    async def amend(
        self, order_id: str, body: AmendOrderV2Request, *, timeout: float = DEFAULT_TIMEOUT
    ) -> AmendedOrder:
        """Amend an order, and confirm that it is as asked.

        Args:
            order_id: The exchange's id.
            body: The amendment; it is not changed.
            timeout: Seconds after which no further request is started.

        Returns:
            The order as it is after it.

        Raises:
            LimitExceededError: It is beyond a limit; nothing was sent.
            KalshiError: What `kalshi_overlay.orders.amend` raises.

        Operation: `AmendOrderV2`; see `kalshi_overlay.orders.amend`.
        """
        self._check_running()
        risk, sent = self._risk, None
        if risk is not None:
            check_type(body, EVENTS.amend, "body")
            await self._prepare(risk, body.ticker, timeout)
            sent = risk.check_amend(order_id, body)
        try:
            amended = await amend.asyncio(
                order_id, client=self._client, body=body, subaccount=self._subaccount or None, timeout=timeout
            )
        except BaseException as error:
            self._on_failure(sent, error)
            raise
        if risk is not None and sent is not None:
            risk.keep(sent)
        return amended

    async def cancel(self, order_id: str, *, market_ticker: str | None = None) -> CanceledOrder:
        """Cancel an order, and confirm that it no longer rests.

        Args:
            order_id: The exchange's id.
            market_ticker: Its market; looked up if the account knows the order.

        Returns:
            The order, which no longer rests.

        Raises:
            KalshiError: What `kalshi_overlay.orders.cancel` raises.

        Operation: `CancelOrderV2`; see `kalshi_overlay.orders.cancel`.
        """
        known = self._kept.state.orders.get(order_id)
        ticker = market_ticker or (known.ticker if known else None)
        return await cancel.asyncio(
            order_id, client=self._client, market_ticker=ticker, subaccount=self._subaccount or None
        )

    async def transfer(
        self, amount: Decimal, *, from_shard: int, to_shard: int, timeout: float = transfer.DEFAULT_TIMEOUT
    ) -> TransferredCash:
        """Move cash from one shard to another exactly once; the cash is stale until it has arrived.

        Args:
            amount: US dollars, with four decimals at most.
            from_shard: Index of the shard that pays.
            to_shard: Index of the shard that receives.
            timeout: Seconds after which no further request is started.

        Returns:
            The transfer, which the exchange has accepted.

        Raises:
            InvalidRequestError: The account is a numbered subaccount; nothing was sent.
            ClientStateError: The account isn't open; nothing was sent.
            KalshiError: What `kalshi_overlay.shards.transfer` raises.

        Operation: `IntraExchangeInstanceTransfer`; see `kalshi_overlay.shards.transfer`.
        """
        kept = self._opened()
        if self._subaccount:
            problem = "is a numbered one, and only the cash of the primary account is transferred exactly once"
            raise InvalidRequestError("subaccount", problem)
        shards = from_shard, to_shard
        kept.forget_cash(shards, timeout)
        try:
            return await transfer.asyncio(
                client=self._client, amount=amount, from_shard=from_shard, to_shard=to_shard, timeout=timeout
            )
        finally:
            kept.forget_cash(shards, _ARRIVAL)

    def _opened(self) -> KeptAccount:
        """What is kept of it."""
        if not self._is_open:
            raise ClientStateError("the account isn't open; use it within `async with Account(client) as account`")
        return self._kept

    def _check_running(self) -> None:
        """Refuse to send what nobody would follow."""
        error = self._opened().error
        if error is not None:
            raise error

    def _view(self, items: Mapping[K, V], stale: str | None) -> View[K, V]:
        stale = stale or self._kept.ended
        return View(items, self._kept.as_of(stale), stale)

    def _own(self, order: CreateOrderV2Request) -> CreateOrderV2Request:
        """An order of the account's subaccount.

        Raises:
            InvalidRequestError: It names another one.
        """
        if order.subaccount is UNSET or order.subaccount is None:
            return msgspec.structs.replace(order, subaccount=self._subaccount) if self._subaccount else order
        if order.subaccount != self._subaccount:
            problem = f"is {order.subaccount}, and the account is subaccount {self._subaccount}; leave it out"
            raise InvalidRequestError("body.subaccount", problem)
        return order

    async def _prepare(self, risk: RiskChecker, ticker: str, timeout: float) -> None:
        """Learn what a check of an order needs to know of its market."""
        if not risk.knows(ticker):
            await risk.learn([ticker])
        if risk.limits.price_through_book is not None and self._kept.books.best(ticker) is None:
            # A book that doesn't come isn't known, and the check says so.
            with contextlib.suppress(KalshiStreamError, TimeoutError):
                async with asyncio.timeout(timeout / 2):
                    await self._kept.books.quote(ticker)

    def _on_failure(self, sent: Sent | None, error: BaseException) -> None:
        if self._risk is None or sent is None:
            return
        # Canceled or unknown, it may have taken effect, or may yet.
        if isinstance(error, KalshiError) and not isinstance(error, OrderStateUnknownError):
            self._risk.forget(sent)
        else:
            self._risk.keep(sent)

    def _on_order(self, order: AccountOrder) -> None:
        if self._risk is not None:
            self._risk.on_order(order)
        if order.client_order_id in self._sent:
            self._sent[order.client_order_id] = order
        live = self._live.get(order.order_id)
        if live is not None:
            live.update(order)
            if live.is_done:
                del self._live[order.order_id]

    def _on_ended(self, error: Exception) -> None:
        for live in self._live.values():
            live.end(error)
