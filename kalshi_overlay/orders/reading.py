"""Orders as they are read back, and what may be concluded from a read: reads lag behind writes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Container, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from functools import partial
from typing import Any

import msgspec
from attrs import define, field

from kalshi_gen.errors import KalshiDecodeError, KalshiError, KalshiNotFoundError, http_date
from kalshi_gen.runtime.decoding import decode
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.flow import Flow
from kalshi_overlay.orders.api import OrdersApi, ShownOrder
from kalshi_overlay.orders.context import DeadlinePassed, Moment, OperationContext

SIGNATURE_WINDOW = 60.0
"""Seconds for which the exchange may accept a signature, counted from its timestamp.

A request without an answer may take effect as long as its signature is accepted. The exchange's guide says 5 s. Users
recorded in 2026 that production accepted timestamps 10 s off and refused 60 s, that demo accepted 5 s and refused 30 s,
and that demo of perpetuals accepted 30 s. The edge lies between 10 and 60 s, so this is the longest that it can be.
"""

READ_LAG = 5.0
"""Seconds by which reads of orders may lag behind writes.

Users recorded in 2026 up to 2 s: a new order was 404 for 0.13 to 2 s, a canceled one `resting` for 0.4 to 0.9 s, and an
amended one as before for 0.3 s. This is more than twice the longest.
"""

FINAL_AFTER = SIGNATURE_WINDOW + READ_LAG + 5.0
"""Seconds after a request's failure at which reads show whether it ever took effect, if the clocks differ by little."""

CLOCK_SLACK = 5.0
"""Seconds by which the exchange's Date and the creation times of its orders may differ."""

# A Date header has whole seconds: the moment itself is up to one second later.
_DATE_STEP = 1.0
_PAGE_SIZE = 1000
_STATUSES = ("resting", "canceled", "executed", "ended")
# The filter only saves pages, so it needn't be exact; it is not known what it counts from, and whether it includes its
# own second.
_FILTER_SLACK = timedelta(seconds=60)


class Stage(IntEnum):
    """How much of a request's effect reads show."""

    STALE = 0
    """Perhaps not everything that it has done."""
    CURRENT = 1
    """Everything that it did before a given moment."""
    FINAL = 2
    """Everything that it has done and ever will do."""


class Freshness:
    """Tracks how fresh reads are.

    Nothing is concluded from `GetUserDataTimestamp` alone, since nobody has shown what it covers: it may not move, or
    be ahead of what reads show. If it says that reads are further behind than `READ_LAG`, that is waited for.

    Attributes:
        began: A moment on the exchange's clock that is surely before the operation began; None until an answer has
            said the exchange's time.
    """

    def __init__(self, context: OperationContext) -> None:
        self._context = context
        self._asked = context.began
        self._lag = math.inf
        self._exchange_time = -math.inf
        self.began: datetime | None = None

    def refresh(self, since: Moment) -> Flow[None]:
        """Learn how fresh the reads are that begin after this.

        Nothing is asked if `since`, the earliest moment that a conclusion could rest on, is too recent.
        """
        self._asked, self._lag, self._exchange_time = Moment.now(), math.inf, -math.inf
        if self.began is not None and self._asked.monotonic - since.monotonic < READ_LAG:
            return
        try:
            response = yield from self._context.read(self._context.api.time)
        except KalshiError:
            return
        now = http_date(response.headers.get("date"))
        # An API that doesn't say how fresh reads are has no such field.
        shown = getattr(response.parsed, "as_of_time", now)
        if now is None:
            self._context.record_error(
                UnusableAnswerError("the exchange's answer has no Date header to know its time by")
            )
            return
        self.began = self.began or now - timedelta(seconds=self._context.age() + CLOCK_SLACK)
        if isinstance(shown, datetime) and shown.tzinfo is not None:
            self._exchange_time = now.timestamp()
            self._lag = max(READ_LAG, (now - shown).total_seconds() + _DATE_STEP)

    def stage(self, since: Moment, in_flight: Moment | None) -> Stage:
        """How much the reads that began after the last `refresh` show.

        Args:
            since: The moment of which they must show everything to be current.
            in_flight: When the last request ended that may yet take effect; None if there is none.
        """
        if self._asked.monotonic - since.monotonic < self._lag:
            return Stage.STALE
        if in_flight is None:
            return Stage.FINAL
        # The exchange compares a signature's timestamp, which is this machine's time, with its own clock.
        age = min(self._asked.monotonic - in_flight.monotonic, self._exchange_time - in_flight.unix)
        # Reads show a moment at which no signature from before `in_flight` was accepted any more.
        return Stage.FINAL if age >= SIGNATURE_WINDOW + self._lag else Stage.CURRENT


@define
class Listing:
    """Orders that were found by the caller's ids.

    Attributes:
        orders: By client_order_id and then by order_id.
        others: The order_ids of all others that were read.
        is_complete: Whether every order could be read, those that the list may lack as well. Only then does an order
            that is not here not exist.
    """

    orders: defaultdict[str, dict[str, ShownOrder]] = field(factory=lambda: defaultdict(dict), init=False)
    others: set[str]
    is_complete: bool


def read_listing(
    context: OperationContext,
    client_order_ids: Container[str],
    filters: Mapping[str, Any],
    since: datetime | None,
    *,
    further: bool,
    others: set[str],
) -> Flow[Listing]:
    """Find orders by the caller's ids, whatever their status.

    `filters` is what all of them have in common, as the operation takes it. None of them was created before `since`,
    which saves pages. Unless it is read `further`, to what the list may lack, the listing is not complete. `others`
    are orders known to be others; what is read is added. `DeadlinePassed` says that there were more pages than the time
    allows.
    """
    listing = Listing(others, is_complete=further)
    min_ts = UNSET if since is None else int((since - _FILTER_SLACK).timestamp())
    filters = {**filters, "min_ts": min_ts, "limit": _PAGE_SIZE}
    collect = partial(collect_orders, context.api, listing, client_order_ids)
    yield from read_pages(context, context.api.list, filters, listing, collect)
    if further:
        # In this order: an order that the list loses between the two is not missed.
        yield from context.api.read_further(context, client_order_ids, filters, listing)
    return listing


def read_pages(
    context: OperationContext,
    endpoint: Any,
    filters: Mapping[str, Any],
    listing: Listing,
    collect: Callable[[list[Any]], None],
) -> Flow[None]:
    """Read all pages of a list, and collect their items; the listing is not complete if they aren't."""
    cursor: str | Unset = UNSET
    seen: set[str] = set()
    while True:
        page = yield from _read_fields(context, endpoint, cursor=cursor, **filters)
        items, following = page.get(endpoint.OPERATION.items), page.get("cursor")
        # A null in place of the list is reported for empty ones, but proves nothing.
        listing.is_complete &= isinstance(items, list)
        collect(items or [])
        if not following:
            # A full page whose cursor is left out may not be the last.
            if following is None and len(items or ()) >= filters.get("limit", _PAGE_SIZE):
                listing.is_complete = False
            return
        # The exchange answers a cursor that it doesn't know with page 1, so following it could go on for ever.
        if not isinstance(following, str) or following in seen:
            operation = endpoint.OPERATION.operation_id
            raise UnusableAnswerError(f"{operation}: the cursor is not text, or repeats an earlier one")
        seen.add(following)
        cursor = following
        if context.remaining() <= 0:
            raise DeadlinePassed


def collect_orders(api: OrdersApi, listing: Listing, wanted: Container[str], sources: list[Any]) -> None:
    """Add the wanted orders of a page to a listing."""
    for source in sources:
        client_order_id = source.get("client_order_id") if isinstance(source, dict) else None
        if not isinstance(client_order_id, str):
            listing.is_complete = False
        elif client_order_id in wanted:
            shown = _usable(api, source)
            if shown is None:
                listing.is_complete = False
            else:
                listing.orders[client_order_id][shown.order.order_id] = shown
        else:
            listing.others.add(str(source.get("order_id")))


def read_order(context: OperationContext, order_id: str) -> Flow[ShownOrder | None]:
    """Read an order; None if the exchange shows none of that id."""
    endpoint = context.api.get
    try:
        fields = yield from _read_fields(context, endpoint, order_id=order_id)
    except KalshiNotFoundError:
        return None
    source = fields.get("order")
    shown = _usable(context.api, source) if isinstance(source, dict) else None
    if shown is None or shown.order.order_id != order_id or shown.status not in _STATUSES:
        operation = endpoint.OPERATION.operation_id
        raise UnusableAnswerError(f"{operation}: the order lacks a field that is needed, or is another order")
    return shown


def _read_fields(context: OperationContext, endpoint: Any, **arguments: Any) -> Flow[dict[str, Any]]:
    """An answer as JSON: an order that is not as the spec says spoils none of the others."""
    try:
        content = (yield from context.read(endpoint, **arguments)).content
    except KalshiDecodeError as error:
        if not error.shows_effect:
            raise
        content = error.content
    try:
        decoded, _ = decode(content, object)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnusableAnswerError(f"an answer is not JSON: {error}") from None
    return decoded if isinstance(decoded, dict) else {}


def _usable(api: OrdersApi, source: dict[str, Any]) -> ShownOrder | None:
    """The order, if every field that the spec requires is there and of its type, and no count below 0."""
    try:
        shown = api.shown(source)
    except msgspec.ValidationError:
        return None
    numbers = (shown.fill_count, shown.remaining_count, shown.price)
    return shown if all(number.is_finite() and number >= 0 for number in numbers) else None


def number_of(answer: Any, name: str) -> Decimal:
    """A field of an answer, which is not usable unless that is a number."""
    value = getattr(answer, name)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    raise UnusableAnswerError(f"{type(answer).__name__}.{name} is missing, or not a number")
