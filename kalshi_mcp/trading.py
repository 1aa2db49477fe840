"""Orders and cancels in two steps: one prepares and shows, the other names what was prepared, once and soon."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import attrs
import mcp_types as types
from attrs import frozen
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from kalshi_gen.api.events import get_event, get_event_fee_changes
from kalshi_gen.api.exchange import get_series_fee_changes
from kalshi_gen.api.market import get_market, get_series
from kalshi_gen.api.orders import get_order
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_gen.models import CreateOrderV2Request, Market, Order
from kalshi_mcp.answers import to_text
from kalshi_mcp.errors import ToolError, explained
from kalshi_mcp.hiding import one_line
from kalshi_overlay import clock
from kalshi_overlay.account import Account, LiveOrder
from kalshi_overlay.errors import OrderStateUnknownError
from kalshi_overlay.orders import OrderLog, cancel, recover
from kalshi_overlay.pricing import PricedFill, order, order_fees, rates_at
from kalshi_overlay.safety import Limits

T = TypeVar("T")

CONFIRM_WITHIN = 120.0
"""Seconds in which what was prepared must be confirmed, unless others are given."""

# A client waits a minute for an answer, or less.
_LONGEST_WAIT = 25.0
_MOST_PREPARED = 32

_PRICE = {
    "type": "string",
    "pattern": r"^0?\.[0-9]{1,4}$",
    "description": 'Limit for a contract of that outcome in US dollars, as text such as "0.55".',
}
_COUNT = {
    "type": "string",
    "pattern": r"^[0-9]{1,9}(\.[0-9]{1,2})?$",
    "description": 'Contracts, as text such as "10".',
}
_TIMES_IN_FORCE = ["good_till_canceled", "immediate_or_cancel", "fill_or_kill"]
_PREPARED_ID = {"type": "string", "description": "The prepared_id of what the person has agreed to."}


def _tool(name: str, words: str, properties: dict[str, Any], required: list[str], *, changes: bool) -> types.Tool:
    return types.Tool(
        name=name,
        description=words,
        input_schema={
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        },
        annotations=types.ToolAnnotations(
            read_only_hint=not changes, destructive_hint=changes, idempotent_hint=False, open_world_hint=True
        ),
    )


TOOLS = (
    _tool(
        "prepare_order",
        "Prepare an order and show what it costs, its fee and what the limits say. Nothing is sent. Show all of it to "
        "the person, and confirm it only if the person agrees to it.",
        {
            "ticker": {"type": "string", "description": "The market."},
            "action": {"type": "string", "enum": ["buy", "sell"]},
            "outcome": {"type": "string", "enum": ["yes", "no"]},
            "price": _PRICE,
            "count": _COUNT,
            "time_in_force": {
                "type": "string",
                "enum": _TIMES_IN_FORCE,
                "description": "good_till_canceled if left out.",
            },
            "post_only": {"type": "boolean", "description": "True for an order that must not trade on arrival."},
        },
        ["ticker", "action", "outcome", "price", "count"],
        changes=False,
    ),
    _tool(
        "confirm_order",
        "Send the order that was prepared under this id, exactly once. It works once, and soon after it was prepared.",
        {"prepared_id": _PREPARED_ID},
        ["prepared_id"],
        changes=True,
    ),
    _tool(
        "prepare_cancel",
        "Prepare the cancel of an order, and show the order. Nothing is sent.",
        {"order_id": {"type": "string", "description": "The exchange's id of the order."}},
        ["order_id"],
        changes=False,
    ),
    _tool(
        "confirm_cancel",
        "Cancel the order whose cancel was prepared under this id. It works once, and soon after it was prepared.",
        {"prepared_id": _PREPARED_ID},
        ["prepared_id"],
        changes=True,
    ),
)
"""The tools that trade, as a client sees them."""

_CHECKS = {tool.name: Draft202012Validator(tool.input_schema) for tool in TOOLS}


@frozen
class _Prepared:
    """What was shown and not confirmed yet.

    Attributes:
        kind: Which tool confirms it.
        what: The order to place, or the one to cancel.
        until: The moment of `clock.now()` until which it may be confirmed.
    """

    kind: Literal["order", "cancel"]
    what: CreateOrderV2Request | Order
    until: float


class Trading:
    """Prepares orders and cancels, and sends what is confirmed; use it within `async with`.

    Leaving the block waits for what is under way, since its outcome would be unknown.
    """

    def __init__(
        self, client: AuthenticatedClient, limits: Limits, log: OrderLog, confirm_within: float = CONFIRM_WITHIN
    ) -> None:
        """Prepare for trading; nothing is sent.

        Args:
            client: A signed client.
            limits: What each order is held to.
            log: Gets each order before it is sent, and its outcome after.
            confirm_within: Seconds in which what was prepared must be confirmed.
        """
        self._client = client
        self._limits = limits
        self._log = log
        self._confirm_within = confirm_within
        self._prepared: dict[str, _Prepared] = {}
        self._under_way = set[asyncio.Task[Any]]()
        self._opened: asyncio.Future[Account] | None = None
        self._following: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self._calls: Mapping[str, Callable[[Mapping[str, Any]], Awaitable[str]]] = {
            "prepare_order": self._prepare_order,
            "confirm_order": self._confirm_order,
            "prepare_cancel": self._prepare_cancel,
            "confirm_cancel": self._confirm_cancel,
        }

    async def call(self, name: str, given: Mapping[str, Any]) -> str:
        """Call one of `TOOLS`.

        Args:
            name: Its name.
            given: Its arguments.

        Returns:
            What was prepared or done, as JSON.

        Raises:
            ToolError: It can't be done, or the arguments are not those of the tool; nothing was sent.
            KalshiError: What the client raises.
        """
        problem = best_match(_CHECKS[name].iter_errors(given))
        if problem is not None:
            where = ".".join(map(str, problem.absolute_path)) or name
            raise ToolError(f"{where}: {one_line(problem.message, longest=200)}; nothing was sent")
        return await self._calls[name](given)

    async def __aenter__(self) -> Self:
        """Begin to read the account, so that the first order need not wait for it."""
        self._follow()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way)
        self._closing.set()
        if self._following is not None and self._opened is not None:
            if not self._opened.done():
                self._following.cancel()
            await asyncio.wait([self._following])

    def _follow(self) -> asyncio.Future[Account]:
        """Open the account in a task of its own, which closes it as well."""
        self._opened = opened = asyncio.get_running_loop().create_future()
        self._following = asyncio.create_task(self._keep_open(opened))
        return opened

    async def _keep_open(self, opened: asyncio.Future[Account]) -> None:
        try:
            async with Account(self._client, limits=self._limits, log=self._log) as account:
                opened.set_result(account)
                await self._closing.wait()
        except KalshiError as error:
            if not opened.done():
                opened.set_exception(error)
                # Nobody may be waiting for it.
                opened.exception()

    async def _account(self) -> Account:
        """The account, once it is known.

        Raises:
            ToolError: It isn't known yet.
            KalshiError: It can't be read; the next call tries it again.
        """
        opened = self._opened
        if opened is None or (opened.done() and opened.exception() is not None):
            opened = self._follow()
        done, _ = await asyncio.wait([opened], timeout=_LONGEST_WAIT)
        if not done:
            raise ToolError("the account is still being read, and nothing was sent; call the tool again in a minute")
        return opened.result()

    async def _prepare_order(self, given: Mapping[str, Any]) -> str:
        await self._check_earlier_orders()
        account = await self._account()
        read_at = datetime.now(UTC)
        market = (await get_market.asyncio(given["ticker"], client=self._client)).market
        body = order(
            market,
            price=given["price"],
            count=given["count"],
            time_in_force=given.get("time_in_force", "good_till_canceled"),
            post_only=given.get("post_only"),
            **{given["action"]: given["outcome"]},
        )
        await account.check(body)
        fee = await self._fee(market, body, read_at)
        until, prepared_id = self._keep(_Prepared("order", body, clock.now() + self._confirm_within))
        price = body.price if body.side == "bid" else Decimal(1) - body.price
        return to_text(
            {
                "prepared_id": prepared_id,
                "nothing_was_sent": True,
                "order": {name: given[name] for name in ("action", "outcome")}
                | {
                    "ticker": body.ticker,
                    "title": market.title,
                    "price_dollars": Decimal(given["price"]),
                    "count": body.count,
                    "time_in_force": body.time_in_force,
                    "post_only": body.post_only is True,
                    "book_side": body.side,
                    "book_price_dollars": body.price,
                },
                "cost_dollars_at_most_if_it_opens": price * body.count,
                "fee_dollars_if_all_is_taken_at_the_price": fee,
                "limits": {"within": True}
                | {name: each for name, each in attrs.asdict(self._limits).items() if each is not None},
                "confirm": f"confirm_order with this prepared_id, once, until {until} or within "
                f"{self._confirm_within:g} s, if the person agrees",
            }
        )

    async def _confirm_order(self, given: Mapping[str, Any]) -> str:
        body = self._take("order", given)
        assert isinstance(body, CreateOrderV2Request)
        account = await self._account()
        live = await self._finish(self._place(account, body))
        placed = live.placed
        return to_text(
            {
                "order_id": placed.order_id,
                "client_order_id": placed.client_order_id,
                "ticker": body.ticker,
                "filled": placed.fill_count,
                "left": placed.remaining_count,
            }
        )

    async def _place(self, account: Account, body: CreateOrderV2Request) -> LiveOrder:
        try:
            return await account.place(body)
        except OrderStateUnknownError:
            # What else was prepared may be the same order again.
            self._prepared.clear()
            raise

    async def _prepare_cancel(self, given: Mapping[str, Any]) -> str:
        found = (await get_order.asyncio(given["order_id"], client=self._client)).order
        if found.status != "resting":
            raise ToolError(f"the order is {found.status}, so there is nothing to cancel; read get_orders")
        until, prepared_id = self._keep(_Prepared("cancel", found, clock.now() + self._confirm_within))
        return to_text(
            {
                "prepared_id": prepared_id,
                "nothing_was_sent": True,
                "order": found.as_dict(native=False),
                "confirm": f"confirm_cancel with this prepared_id, once, until {until} or within "
                f"{self._confirm_within:g} s, if the person agrees",
            }
        )

    async def _confirm_cancel(self, given: Mapping[str, Any]) -> str:
        found = self._take("cancel", given)
        assert isinstance(found, Order)
        canceled = await self._finish(
            cancel.asyncio(
                found.order_id,
                client=self._client,
                market_ticker=found.ticker,
                subaccount=found.subaccount_number or None,
            )
        )
        return to_text(
            {
                "order_id": canceled.order_id,
                "ticker": found.ticker,
                "status": canceled.status,
                "filled": canceled.fill_count,
                "taken_off_the_book": canceled.reduced_by,
            }
        )

    def _keep(self, prepared: _Prepared) -> tuple[str, str]:
        """Keep what was prepared; gives the time until which it may be confirmed, and its id."""
        prepared_id = secrets.token_hex(8)
        self._prepared[prepared_id] = prepared
        while len(self._prepared) > _MOST_PREPARED:
            del self._prepared[next(iter(self._prepared))]
        until = datetime.fromtimestamp(clock.unix_milliseconds() / 1000 + self._confirm_within, UTC)
        return until.isoformat(timespec="seconds"), prepared_id

    def _take(self, kind: Literal["order", "cancel"], given: Mapping[str, Any]) -> CreateOrderV2Request | Order:
        """What was prepared under an id, which is used up by this.

        Raises:
            ToolError: There is nothing to confirm under this id; nothing was sent.
        """
        found = self._prepared.get(given["prepared_id"])
        again = f"nothing was sent; prepare the {kind} again, and show it to the person"
        if found is None:
            raise ToolError(f"prepared_id: nothing is prepared under this id, or it was confirmed already; {again}")
        if found.kind != kind:
            raise ToolError(f"prepared_id: this id is that of a prepared {found.kind}; call confirm_{found.kind}")
        del self._prepared[given["prepared_id"]]
        if clock.now() > found.until:
            raise ToolError(f"prepared_id: it had to be confirmed within {self._confirm_within:g} s; {again}")
        return found.what

    async def _finish(self, sending: Coroutine[Any, Any, T]) -> T:
        """Wait for what sends; if the client no longer waits for it, it goes on."""
        task = asyncio.create_task(sending)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _check_earlier_orders(self) -> None:
        """Refuse to prepare an order while it isn't known what became of an earlier one: it may be the same one.

        Raises:
            ToolError: It isn't known yet.
        """
        if not self._log.orders("unknown"):
            return
        await recover.asyncio(client=self._client, log=self._log, timeout=_LONGEST_WAIT)
        unknown = [each.client_order_id for each in self._log.orders("unknown")]
        if unknown:
            raise ToolError(
                f"nothing was prepared, since the outcome of earlier orders isn't known yet ({', '.join(unknown[:3])}, "
                "by client_order_id); call the tool again in a minute, and do not order the same in another way"
            )

    async def _fee(self, market: Market, body: CreateOrderV2Request, read_at: datetime) -> Any:
        """The fee of an order that is taken at its price, in US dollars; or why it isn't known."""
        try:
            event = (await get_event.asyncio(market.event_ticker, client=self._client)).event
            series = (await get_series.asyncio(event.series_ticker, client=self._client)).series
            changes = await get_series_fee_changes.asyncio(client=self._client, series_ticker=event.series_ticker)
            pages = get_event_fee_changes.asyncio_all(client=self._client, event_ticker=event.event_ticker)
            rates = rates_at(
                datetime.now(UTC),
                market=market,
                event=event,
                series=series,
                read_at=read_at,
                series_changes=changes.series_fee_change_arr,
                event_changes=[change async for change in pages],
            )
            return order_fees(rates, [PricedFill(body.price, body.count)], side=body.side).charged
        except KalshiError as error:
            return f"not known: {explained(error)}"
