"""What live handlers work on: the engine, and how its values are written, paged and refused over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar, cast

from ..answers import page_size
from ..behaviour import DOCUMENTS, Behaviour
from ..engine import EngineRejection, Exchange
from ..engine.clock import EPOCH
from ..engine.identifiers import Identifiers
from ..engine.orders import Orders
from ..engine.portfolio import Portfolio
from ..error_answers import error_of_item
from ..key_ring import KeyRing
from ..paging import cursor_to, position_of
from ..refusals import Refusal, invalid_parameters
from ..validation import CheckedRequest
from .past import Data, Past, PastOrders, PastPortfolio, moment_of

_IDS_APART = 1 << 64
_MICROSECOND = timedelta(microseconds=1)
_PER_SECOND = 1_000_000
# A refusal that repeats what was sent needn't repeat all of it.
_MOST_DETAILS = 300
Part = TypeVar("Part")
Item = TypeVar("Item")


class Desk:
    """The one object that live handlers share.

    Args:
        exchange: The engine.
        keys: The keys that may sign; by default none.
        seed: Seed of the ids that handlers give out.
        tier: Usage tier of every account, None where nothing is limited.
        behaviour: What is done where the live exchange and its documents differ.

    Attributes:
        past: How account data stood before.
        spared: Accounts whose reads never lag: those of the exchange's own traders.
        opened: When the exchange began.
        in_maintenance: Whether the exchange takes no request but for its status.
        historical_cutoff: What was settled, traded or last updated before it is only in the historical
            answers; None while there is nothing historical.
    """

    def __init__(
        self,
        exchange: Exchange,
        keys: KeyRing | None = None,
        *,
        seed: int = 0,
        tier: str | None = None,
        behaviour: Behaviour = DOCUMENTS,
    ) -> None:
        self.exchange = exchange
        self.behaviour = behaviour
        self.keys = KeyRing() if keys is None else keys
        self.historical_cutoff: datetime | None = None
        self.tier = tier
        self.past = Past(exchange, behaviour, seed)
        self.spared: set[str] = set()
        self.opened = exchange.now()
        self.in_maintenance = False
        # Apart from the engine's own ids of the same seed.
        self._identifiers = Identifiers(seed + _IDS_APART)
        self._parts: dict[Callable[[], Any], Any] = {}

    def new_id(self) -> str:
        """A new UUID, the same for a seed."""
        with self.exchange.clock.lock:
            return self._identifiers.next()

    def is_historical(self, moment_: datetime) -> bool:
        """Whether what ended at a moment is only in the historical answers by now."""
        return self.historical_cutoff is not None and moment_ < self.historical_cutoff

    def subaccount(self, request: CheckedRequest, sent: int | None) -> int:
        """The subaccount that a request means: the one that it names, else its key's own, else the primary one.

        Args:
            sent: What the request names.

        Raises:
            Refusal: With 403 if its key is locked to another one.
        """
        locked = self._lock(request, sent)
        return locked if sent is None else sent

    def subaccount_filter(self, request: CheckedRequest) -> int | None:
        """The subaccount that a list shall be of, by `subaccount` or by the key; None for all.

        Raises:
            Refusal: With 403 if its key is locked to another one.
        """
        sent: int | None = request.query.get("subaccount")
        if self.keys.subaccount_of(request.access_key_id) is None:
            return sent
        return self._lock(request, sent)

    def check_unlocked(self, request: CheckedRequest) -> None:
        """Refuse what a key that is locked to one subaccount may not do.

        Raises:
            Refusal: With 403.
        """
        locked = self.keys.subaccount_of(request.access_key_id)
        if locked is not None:
            raise Refusal(403, "forbidden", "forbidden", f"the key is locked to subaccount {locked}")

    def orders(self, request: CheckedRequest) -> Orders | PastOrders:
        """The orders and fills that a request may see: the current ones, or earlier ones if the read lags."""
        shown = self.shown_until(request, "orders")
        return self.exchange.orders if shown is None else PastOrders(self.past, shown)

    def portfolio(self, request: CheckedRequest) -> Portfolio | PastPortfolio:
        """The portfolios that a request may see: the current ones, or earlier ones if the read lags."""
        shown = self.shown_until(request, "account")
        return self.exchange.portfolio if shown is None else PastPortfolio(self.past, shown)

    def shown_until(self, request: CheckedRequest, *kinds: Data) -> datetime | None:
        """The moment whose state the caller's reads of some kinds of data show; None where they show everything."""
        moments = [] if request.as_of is None else [moment_of(request.as_of)]
        if request.account not in self.spared:
            shown = (self.past.lags[data].shown_until(request.account, self.now()) for data in kinds)
            moments += [moment for moment in shown if moment is not None]
        return min(moments, default=None)

    def error(self, refused: EngineRejection | Refusal) -> dict[str, str]:
        """A refusal as an item of a batch has it."""
        refused = refusal(refused) if isinstance(refused, EngineRejection) else refused
        return error_of_item(refused, live=self.behaviour.live_errors)

    def _lock(self, request: CheckedRequest, sent: int | None) -> int:
        locked = self.keys.subaccount_of(request.access_key_id)
        if locked is not None and sent not in (None, locked):
            raise Refusal(403, "forbidden", "forbidden", f"subaccount: the key is locked to subaccount {locked}")
        return locked or 0

    def now(self) -> datetime:
        """The present moment on the exchange's clock, in UTC."""
        return self.exchange.clock.now()

    def part(self, kind: Callable[[], Part]) -> Part:
        """The one thing of a kind that handlers keep here besides the engine, made when first asked for.

        Args:
            kind: A class that is made without arguments, such as that of all requests for quotes.
        """
        with self.exchange.clock.lock:
            if kind not in self._parts:
                self._parts[kind] = kind()
            return cast("Part", self._parts[kind])


LiveHandler = Callable[[Desk, CheckedRequest, str], Any]
"""Answers one operation: given the desk, the request and the caller's account ("" for one that nobody signed), it
returns the JSON body, None for an empty one; it raises `EngineRejection` or `Refusal`. Each module of
handlers has a table `HANDLERS` of them by operation id."""


def dollars(amount: Decimal, places: int = 4) -> str:
    """Money as the contract's FixedPointDollars has it: so many decimals, more only where there are more."""
    return _written(amount, places)


def count(contracts: Decimal) -> str:
    """Contracts as the contract's FixedPointCount has them, such as `10.00`."""
    return _written(contracts, 2)


def cents(amount: Decimal) -> int:
    """US dollars in whole cents, what is below one dropped."""
    return int(amount * 100)


def time(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC, to the microsecond where there is any."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def seconds(moment: datetime) -> int:
    """A moment in whole Unix seconds."""
    return int(moment.timestamp())


def milliseconds(moment: datetime) -> int:
    """A moment in whole Unix milliseconds."""
    whole = int(moment.replace(microsecond=0).timestamp())
    return whole * 1000 + moment.microsecond // 1000


def moment(field: str, unix_seconds: int) -> datetime:
    """The moment that a field means by its Unix seconds.

    Raises:
        Refusal: With 400 for one beyond the calendar.
    """
    try:
        return datetime.fromtimestamp(unix_seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise invalid_parameters(field, f"{unix_seconds} is beyond the calendar") from None


def page(
    request: CheckedRequest, items: Sequence[Item], place: Callable[[Item], int] | None = None, *, listing: str = ""
) -> tuple[list[Item], str]:
    """The page that the request's cursor and limit mean, and the cursor of the next one, empty at the end.

    Args:
        request: A request of an operation with a cursor.
        items: All of them, in the order of the answer.
        place: A number of an item that never changes, and by which the items are sorted, highest first: what is
            added or goes away meanwhile then shifts no page. Without it the cursor counts items.
        listing: Which of the operation's lists it is, where a cursor of one is none of another.

    Raises:
        Refusal: With 400 for a cursor that this operation never answered.
    """
    position, size = position_of(request, listing), page_size(request)
    first = position.offset
    if position.is_empty:
        return [], cursor_to(request, position, first or 0, listing)
    if place is None:
        rest = items[first or 0 :]
        following = (first or 0) + size
    else:
        rest = items if first is None else [item for item in items if place(item) <= first]
        following = place(rest[size]) if len(rest) > size else 0
    return list(rest[:size]), cursor_to(request, position, following, listing) if len(rest) > size else ""


def split(text: str | None) -> list[str]:
    """The parts of a parameter that lists values with commas; none for one that wasn't given."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def between(moment_: datetime, request: CheckedRequest, low: str = "min_ts", high: str = "max_ts") -> bool:
    """Whether a moment is within the request's bounds in Unix seconds, both included, as far as they are given."""
    least, most = request.query.get(low), request.query.get(high)
    # In integers: a bound may lie far beyond the calendar.
    at = (moment_ - EPOCH) // _MICROSECOND
    return (least is None or at >= least * _PER_SECOND) and (most is None or at <= most * _PER_SECOND)


def refusal(refused: EngineRejection) -> Refusal:
    """The engine's refusal as the answer that the contract gives it."""
    details = refused.details[:_MOST_DETAILS]
    return Refusal(refused.status, refused.code, refused.message, details, about=refused.about)


def _written(value: Decimal, places: int) -> str:
    exponent = value.normalize().as_tuple().exponent
    return f"{value:.{max(places, -exponent if isinstance(exponent, int) else 0)}f}"
