"""What live handlers share: the engine, its keys, its past, and the rules for subaccounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from ..behaviour import DOCUMENTS, Behaviour
from ..engine import EngineRejection, Exchange
from ..engine.identifiers import Identifiers
from ..engine.orders import Orders
from ..engine.portfolio import Portfolio
from ..error_answers import ErrorAnswer, render_item
from ..key_ring import KeyRing
from ..validation import CheckedRequest
from .lag import AccountHistory, Data, PastOrders, PastPortfolio, moment_of

_IDS_APART = 1 << 64
_MICROSECOND = timedelta(microseconds=1)
_PER_SECOND = 1_000_000
# Longer details, which repeat what was sent, are cut.
_MAX_DETAILS = 300
Store = TypeVar("Store")
Item = TypeVar("Item")


class HandlerContext:
    """What all live handlers share.

    Args:
        exchange: The engine.
        keys: The keys that may sign; by default none.
        seed: Seed of the ids that handlers make.
        tier: Usage tier of every account, None for no limit.
        behaviour: What is done where the live exchange and its documents differ.

    Attributes:
        history: Earlier states of account data.
        without_lag: Accounts whose reads never lag, such as those of the simulated traders.
        opened: When the exchange started.
        in_maintenance: Whether the exchange rejects everything but GetExchangeStatus.
        historical_cutoff: Whatever was settled, traded or last updated before it is only in historical answers; None
            for no historical data.
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
        self.history = AccountHistory(exchange, behaviour, seed)
        self.without_lag: set[str] = set()
        self.opened = exchange.now()
        self.in_maintenance = False
        # These must differ from the engine's ids, which have the same seed.
        self._identifiers = Identifiers(seed + _IDS_APART)
        self._stores: dict[Callable[[], Any], Any] = {}

    def new_id(self) -> str:
        """A new UUID, the same for the same seed."""
        with self.exchange.clock.lock:
            return self._identifiers.next()

    def is_historical(self, moment_: datetime) -> bool:
        """Whether what ended at a moment is only in historical answers."""
        return self.historical_cutoff is not None and moment_ < self.historical_cutoff

    def subaccount(self, request: CheckedRequest, sent: int | None) -> int:
        """The subaccount of a request: the one that it names, else that of its key, else the primary one.

        Args:
            sent: The subaccount that the request names.

        Raises:
            ErrorAnswer: With 403 if its key is locked to another subaccount.
        """
        locked = self._lock(request, sent)
        return locked if sent is None else sent

    def subaccount_filter(self, request: CheckedRequest) -> int | None:
        """The subaccount of a list, by the parameter `subaccount` or by the key; None for all.

        Raises:
            ErrorAnswer: With 403 if its key is locked to another subaccount.
        """
        sent: int | None = request.query.get("subaccount")
        if self.keys.subaccount_of(request.access_key_id) is None:
            return sent
        return self._lock(request, sent)

    def check_unlocked(self, request: CheckedRequest) -> None:
        """Reject what a key that is locked to one subaccount may not do.

        Raises:
            ErrorAnswer: With 403.
        """
        locked = self.keys.subaccount_of(request.access_key_id)
        if locked is not None:
            raise ErrorAnswer(403, "forbidden", "forbidden", f"the key is locked to subaccount {locked}")

    def orders(self, request: CheckedRequest) -> Orders | PastOrders:
        """The orders and fills that a request may see: the current ones, or earlier ones if the read lags."""
        shown = self.shown_until(request, "orders")
        return self.exchange.orders if shown is None else PastOrders(self.history, shown)

    def portfolio(self, request: CheckedRequest) -> Portfolio | PastPortfolio:
        """The portfolios that a request may see: the current ones, or earlier ones if the read lags."""
        shown = self.shown_until(request, "account")
        return self.exchange.portfolio if shown is None else PastPortfolio(self.history, shown)

    def shown_until(self, request: CheckedRequest, *kinds: Data) -> datetime | None:
        """The moment whose state the caller's reads of some kinds of data show; None if they don't lag."""
        # What has become due since the last request is a write like any other.
        self.exchange.run_due()
        moments = [] if request.as_of is None else [moment_of(request.as_of)]
        if request.account not in self.without_lag:
            shown = (self.history.lags[data].shown_until(request.account, self.now()) for data in kinds)
            moments += [moment for moment in shown if moment is not None]
        return min(moments, default=None)

    def item_error(self, error: EngineRejection | ErrorAnswer) -> dict[str, str]:
        """The error of an item of a batch."""
        error = as_error_answer(error) if isinstance(error, EngineRejection) else error
        return render_item(error, live=self.behaviour.live_errors)

    def _lock(self, request: CheckedRequest, sent: int | None) -> int:
        locked = self.keys.subaccount_of(request.access_key_id)
        if locked is not None and sent not in (None, locked):
            raise ErrorAnswer(403, "forbidden", "forbidden", f"subaccount: the key is locked to subaccount {locked}")
        return locked or 0

    def now(self) -> datetime:
        """The exchange's time, in UTC."""
        return self.exchange.clock.now()

    def store(self, kind: Callable[[], Store]) -> Store:
        """The handlers' own store of a kind, such as `Negotiations`; made on first use.

        Args:
            kind: A class without arguments.
        """
        with self.exchange.clock.lock:
            if kind not in self._stores:
                self._stores[kind] = kind()
            return cast("Store", self._stores[kind])


LiveHandler = Callable[[HandlerContext, CheckedRequest, str], Any]
"""Answers one operation. It gets the context, the request and the caller's account ("" for an unsigned request), and
returns the JSON body, None for an empty one. It raises `EngineRejection` or `ErrorAnswer`. Each module of handlers has
a table `HANDLERS` by operation id."""


def as_error_answer(rejection: EngineRejection) -> ErrorAnswer:
    """The error answer for a rejection of the engine."""
    details = rejection.details[:_MAX_DETAILS]
    return ErrorAnswer(rejection.status, rejection.code, rejection.message, details, about=rejection.about)
