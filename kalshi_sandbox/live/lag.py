"""Reads that lag behind writes: when a write shows, and what reads show until then."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from attrs import frozen

from ..behaviour import DOCUMENTS, Behaviour, Span
from ..engine import Balance, EngineRejection, Exchange, Fill, Order, Owner, Position, Settlement
from ..engine.clock import EPOCH
from ..engine.events import CashMoved, EngineEvent, Filled, OrderUpdated, PositionUpdated, Settled
from ..engine.order import OrderStatus
from ..instruments import number

_INSTANT = timedelta(microseconds=1)
_PER_SECOND = 1_000_000
_Version = TypeVar("_Version")
Data = Literal["orders", "account"]
"""Kinds of data whose lags differ: orders with their fills; balances, positions and settlements."""


def drawn(span: Span, seed: str) -> timedelta:
    """A random duration between two bounds in seconds, always the same for a seed."""
    low, high = (round(seconds * _PER_SECOND) for seconds in span)
    return timedelta(microseconds=number(seed, low, high))


class Lag:
    """How far reads of one kind of data lag behind writes, for each account.

    An account's writes of one moment all show at the same time, after a random duration. A later write never shows
    before an earlier one, so reads never go back in time.

    Args:
        span: The bounds of the lag, in seconds.
        seed: Seed of the durations.
    """

    def __init__(self, span: Span, seed: str) -> None:
        self._span = span
        self._seed = seed
        # By account: when something was written, and when it shows.
        self._hidden: defaultdict[str, deque[tuple[datetime, datetime]]] = defaultdict(deque)

    @property
    def longest(self) -> timedelta:
        """The maximum lag."""
        return timedelta(seconds=self._span[1])

    def wrote(self, account: str, moment: datetime) -> None:
        """Record a write of an account."""
        if not self._span[1]:
            return
        hidden = self._still_hidden(account, moment)
        if hidden and hidden[-1][0] == moment:
            return
        shows = moment + drawn(self._span, f"{self._seed}/{account}/{moment.isoformat()}")
        hidden.append((moment, max(shows, hidden[-1][1]) if hidden else shows))

    def shown_until(self, account: str, now: datetime) -> datetime | None:
        """The moment whose state a read of an account shows now; None if it doesn't lag."""
        hidden = self._still_hidden(account, now)
        return hidden[0][0] - _INSTANT if hidden else None

    def _still_hidden(self, account: str, now: datetime) -> deque[tuple[datetime, datetime]]:
        """The writes that don't show yet; those that do are removed."""
        hidden = self._hidden[account]
        while hidden and hidden[0][1] <= now:
            hidden.popleft()
        return hidden


def moment_of(unix_seconds: float) -> datetime:
    """The moment of Unix seconds with a fraction, to the microsecond."""
    return EPOCH + timedelta(microseconds=round(unix_seconds * 1_000_000))


class AccountHistory:
    """Records every state of orders, positions and balances.

    Args:
        exchange: The engine.
        behaviour: The bounds of the lags.
        seed: Seed of the lags.

    Attributes:
        lags: The lag of each kind of data.
    """

    def __init__(self, exchange: Exchange, behaviour: Behaviour = DOCUMENTS, seed: int = 0) -> None:
        self.exchange = exchange
        self.lags: dict[Data, Lag] = {
            "orders": Lag(behaviour.order_lag, f"{seed}/orders"),
            "account": Lag(behaviour.account_lag, f"{seed}/account"),
        }
        self.orders: defaultdict[str, dict[str, list[Order]]] = defaultdict(dict)
        self.positions: defaultdict[Owner, dict[str, list[Position]]] = defaultdict(dict)
        self.balances: defaultdict[Owner, list[tuple[datetime, Balance]]] = defaultdict(list)
        exchange.listen(self._on_event)

    def record_balance(self, account: str, subaccount: int = 0) -> None:
        """Record the current balance of a subaccount."""
        balance = self.exchange.portfolio.balance(account, subaccount=subaccount)
        known = self.balances[balance.owner]
        # The first balance of a subaccount shows immediately.
        if known:
            self._wrote("account", account)
        known.append((self.exchange.clock.now(), balance))

    def _wrote(self, data: Data, account: str) -> None:
        self.lags[data].wrote(account, self.exchange.clock.now())

    def _on_event(self, event: EngineEvent) -> None:
        match event:
            case OrderUpdated(order=order):
                self._wrote("orders", order.owner.account)
                self.orders[order.owner.account].setdefault(order.order_id, []).append(order)
                self.record_balance(*order.owner)
            case Filled(fill=fill):
                self._wrote("orders", fill.owner.account)
            case PositionUpdated(position=position):
                self._wrote("account", position.owner.account)
                self.positions[position.owner].setdefault(position.ticker, []).append(position)
                self.record_balance(*position.owner)
            case Settled(settlement=settlement):
                self.record_balance(*settlement.owner)
            case CashMoved(owner=owner):
                self.record_balance(*owner)


@frozen
class PastOrders:
    """Orders and fills at a moment; each method is that of `engine.orders`.

    Args:
        history: The recorded states.
        moment: The moment.
    """

    _history: AccountHistory
    _moment: datetime

    def of(
        self,
        account: str,
        *,
        ticker: str | None = None,
        status: OrderStatus | None = None,
        subaccount: int | None = None,
    ) -> list[Order]:
        """Orders of an account, oldest first."""
        versions = (self._order_at(kept) for kept in self._history.orders[account].values())
        return [
            order
            for order in versions
            if order is not None
            and ticker in (None, order.ticker)
            and status in (None, order.status)
            and subaccount in (None, order.owner.subaccount)
        ]

    def get(self, account: str, order_id: str) -> Order:
        """An order of an account, resting or not."""
        order = self._order_at(self._history.orders[account].get(order_id, ()))
        if order is None:
            raise EngineRejection(404, "order_not_found", "order not found", f"{order_id}: no such thing")
        return order

    def fills(self, account: str, *, subaccount: int | None = None) -> list[Fill]:
        """Fills of an account, oldest first."""
        fills = self._history.exchange.orders.fills(account, subaccount=subaccount)
        return [fill for fill in fills if fill.created_time <= self._moment]

    def _order_at(self, kept: Sequence[Order]) -> Order | None:
        return _latest(kept, self._moment, lambda order: order.last_update_time)


@frozen
class PastPortfolio:
    """Balances, positions and settlements at a moment; each method is that of `engine.portfolio`.

    Args:
        history: The recorded states.
        moment: The moment.
    """

    _history: AccountHistory
    _moment: datetime

    def positions(self, account: str, *, subaccount: int = 0) -> list[Position]:
        """Positions of a subaccount, oldest first."""
        kept = self._history.positions[Owner(account, subaccount)].values()
        versions = (_latest(each, self._moment, lambda position: position.last_update_time) for each in kept)
        return [position for position in versions if position is not None]

    def settlements(self, account: str, *, subaccount: int | None = None) -> list[Settlement]:
        """Settlements of an account, oldest first."""
        settlements = self._history.exchange.portfolio.settlements(account, subaccount=subaccount)
        return [item for item in settlements if item.settled_time <= self._moment]

    def balance(self, account: str, *, subaccount: int = 0) -> Balance:
        """Money of a subaccount; its first balance, if the moment is earlier."""
        kept = self._history.balances[Owner(account, subaccount)]
        known = _latest(kept, self._moment, lambda item: item[0]) or next(iter(kept), None)
        return known[1] if known else self._history.exchange.portfolio.balance(account, subaccount=subaccount)

    def balances(self, account: str) -> list[Balance]:
        """Money of all subaccounts of an account, the primary one first."""
        numbers = [balance.owner.subaccount for balance in self._history.exchange.portfolio.balances(account)]
        return [self.balance(account, subaccount=number) for number in numbers]


def _latest(kept: Sequence[_Version], moment: datetime, time_of: Callable[[_Version], datetime]) -> _Version | None:
    last = bisect_right(kept, moment, key=time_of)
    return kept[last - 1] if last else None
