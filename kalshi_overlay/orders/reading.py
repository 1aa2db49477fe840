"""Orders as they are read back, one or by the caller's ids, with the fields that must be known checked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from attrs import define, field

from kalshi_gen.api.historical import get_historical_orders
from kalshi_gen.api.orders import get_order, get_orders
from kalshi_gen.errors import KalshiDecodeError, KalshiNotFoundError
from kalshi_gen.models.order import Order
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.orders.context import DeadlinePassed, OperationContext
from kalshi_overlay.orders.flow import Flow

_PAGE_SIZE = 1000
_STATUSES = ("resting", "canceled", "executed")
# The filter only saves pages, so it needn't be exact; it is not known what it counts from, and whether it includes its
# own second.
_FILTER_SLACK = timedelta(seconds=60)


@define
class Listing:
    """Orders that were found by the caller's ids.

    Attributes:
        orders: By client_order_id and then by order_id.
        is_complete: Whether every order could be read, those of the archive as well, so that what isn't here
            isn't there.
    """

    orders: dict[str, dict[str, Order]] = field(factory=dict)
    is_complete: bool = True

    def under(self, client_order_id: str) -> list[Order]:
        """The orders under an id."""
        return list(self.orders.get(client_order_id, {}).values())


def read_listing(
    context: OperationContext,
    client_order_ids: Collection[str],
    *,
    ticker: str | Unset,
    subaccount: int | Unset,
    since: datetime | None,
    with_archive: bool,
) -> Flow[Listing]:
    """Find orders by the caller's ids, whatever their status.

    Args:
        context: The operation's context.
        client_order_ids: The ids.
        ticker: The market to which all of them belong, if it is one.
        subaccount: The subaccount that all of them name, if they name one.
        since: A moment before which none of them was created, to save pages; None for any age.
        with_archive: Whether the historical orders are read too; without them the listing is not complete.

    Raises:
        KalshiError: A page could not be read.
        DeadlinePassed: There were more pages than the time allows.
    """
    listing = Listing(is_complete=with_archive)
    filters: dict[str, Any] = {"ticker": ticker, "subaccount": subaccount, "limit": _PAGE_SIZE}
    if since is not None:
        filters["min_ts"] = int((since - _FILTER_SLACK).timestamp())
    # In this order: an order that moves to the archive between the two is not missed.
    for endpoint in (get_orders, get_historical_orders)[: 1 + with_archive]:
        yield from _read_pages(context, endpoint, filters, listing, frozenset(client_order_ids))
    return listing


def read_order(context: OperationContext, order_id: str) -> Flow[Order | None]:
    """Read an order; None if the exchange shows none of that id.

    Raises:
        KalshiError: It could not be read.
    """
    try:
        response = yield from context.read(get_order, order_id=order_id)
        content = response.content
    except KalshiNotFoundError:
        return None
    except KalshiDecodeError as error:
        content = error.content
    source = _fields(content).get("order")
    order = _usable(source) if isinstance(source, dict) else None
    if order is None or order.order_id != order_id or order.status not in _STATUSES:
        raise UnusableAnswerError("GetOrder: the order lacks what must be known of it, or is another one")
    return order


def _read_pages(
    context: OperationContext, endpoint: Any, filters: dict[str, Any], listing: Listing, wanted: frozenset[str]
) -> Flow[None]:
    cursor: str | Unset = UNSET
    seen: set[str] = set()
    while True:
        page = yield from _read_page(context, endpoint, {**filters, "cursor": cursor})
        _collect(page.get("orders"), listing, wanted)
        following = page.get("cursor")
        if not following:
            # A full page whose cursor is left out may not be the last.
            if following is None and len(page.get("orders") or ()) >= _PAGE_SIZE:
                listing.is_complete = False
            return
        # The exchange answers a cursor that it doesn't know with page 1, so a walk could go round for ever.
        if not isinstance(following, str) or following in seen:
            raise UnusableAnswerError(f"{endpoint.OPERATION.operation_id}: the cursor leads nowhere")
        seen.add(following)
        cursor = following
        if context.remaining() <= 0:
            raise DeadlinePassed


def _read_page(context: OperationContext, endpoint: Any, arguments: dict[str, Any]) -> Flow[dict[str, Any]]:
    """One page as JSON: an order that is not as the spec says spoils none of the others."""
    try:
        response = yield from context.read(endpoint, **arguments)
        content = response.content
    except KalshiDecodeError as error:
        content = error.content
    return _fields(content)


def _collect(sources: Any, listing: Listing, wanted: frozenset[str]) -> None:
    # A null in place of the list is reported for empty ones, but proves nothing.
    listing.is_complete &= isinstance(sources, list)
    for source in sources or ():
        client_order_id = source.get("client_order_id") if isinstance(source, dict) else None
        if not isinstance(client_order_id, str):
            listing.is_complete = False
        elif client_order_id in wanted:
            order = _usable(source)
            if order is None:
                listing.is_complete = False
            else:
                listing.orders.setdefault(client_order_id, {})[order.order_id] = order


def _fields(content: bytes) -> dict[str, Any]:
    try:
        decoded = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnusableAnswerError(f"an answer is not JSON: {error}") from None
    return decoded if isinstance(decoded, dict) else {}


def _usable(source: dict[str, Any]) -> Order | None:
    """The order, if all that must be known of it is there and of its type."""
    try:
        order = Order.from_dict(source)
    except msgspec.ValidationError:
        return None
    texts = (order.order_id, order.client_order_id, order.status, order.ticker)
    numbers = (order.fill_count_fp, order.remaining_count_fp, order.yes_price_dollars)
    is_usable = all(isinstance(text, str) for text in texts) and all(_is_number(number) for number in numbers)
    return order if is_usable else None


def _is_number(value: Any) -> bool:
    return isinstance(value, Decimal) and value.is_finite()


def numbers_of(answer: Any, *names: str) -> Iterator[Decimal]:
    """Give fields of an answer that must be numbers.

    Raises:
        UnusableAnswerError: One of them is not.
    """
    for name in names:
        value = getattr(answer, name)
        if not _is_number(value):
            raise UnusableAnswerError(f"{type(answer).__name__}.{name} is not there, or no number")
        yield value
