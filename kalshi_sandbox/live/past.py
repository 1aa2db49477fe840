"""The account data of moments that are over, for reads that lag behind writes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from attrs import frozen

from ..behaviour import DOCUMENTS, Behaviour
from ..engine import Balance, EngineRejection, Exchange, Fill, Order, Owner, Position, Settlement
from ..engine.clock import EPOCH
from ..engine.events import CashMoved, EngineEvent, Filled, OrderUpdated, PositionUpdated, Settled
from ..engine.order import OrderStatus
from .lagging import Lag

_Version = TypeVar("_Version")
Data = Literal["orders", "account"]
"""Kinds of account data that lag apart: orders with their fills, and what an account has."""


def moment_of(unix_seconds: float) -> datetime:
    """The moment that Unix seconds with a fraction mean, to the microsecond."""
    return EPOCH + timedelta(microseconds=round(unix_seconds * 1_000_000))


class Past:
    """Keeps how orders, positions and balances stood, from its making on.

    Args:
        exchange: The engine.
        behaviour: How far reads lag behind.
        seed: Seed of how far each does.

    Attributes:
        lags: How far the reads of each kind of data lag behind.
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
        exchange.listen(self._happened)

    def note_balance(self, account: str, subaccount: int = 0) -> None:
        """Keep how a balance stands now."""
        balance = self.exchange.portfolio.balance(account, subaccount=subaccount)
        known = self.balances[balance.owner]
        # What was never read before shows at once.
        if known:
            self._wrote("account", account)
        known.append((self.exchange.clock.now(), balance))

    def _wrote(self, data: Data, account: str) -> None:
        self.lags[data].wrote(account, self.exchange.clock.now())

    def _happened(self, happening: EngineEvent) -> None:
        match happening:
            case OrderUpdated(order=order):
                self._wrote("orders", order.owner.account)
                self.orders[order.owner.account].setdefault(order.order_id, []).append(order)
                self.note_balance(*order.owner)
            case Filled(fill=fill):
                self._wrote("orders", fill.owner.account)
            case PositionUpdated(position=position):
                self._wrote("account", position.owner.account)
                self.positions[position.owner].setdefault(position.ticker, []).append(position)
                self.note_balance(*position.owner)
            case Settled(settlement=settlement):
                self.note_balance(*settlement.owner)
            case CashMoved(owner=owner):
                self.note_balance(*owner)


@frozen
class PastOrders:
    """Orders and fills at a moment; each method is that of `engine.orders`.

    Args:
        past: What was kept.
        moment: The moment.
    """

    _past: Past
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
        versions = (self._order_at(kept) for kept in self._past.orders[account].values())
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
        order = self._order_at(self._past.orders[account].get(order_id, ()))
        if order is None:
            raise EngineRejection(404, "order_not_found", "order not found", f"{order_id}: no such thing")
        return order

    def fills(self, account: str, *, subaccount: int | None = None) -> list[Fill]:
        """Fills of an account, oldest first."""
        fills = self._past.exchange.orders.fills(account, subaccount=subaccount)
        return [fill for fill in fills if fill.created_time <= self._moment]

    def _order_at(self, kept: Sequence[Order]) -> Order | None:
        return _latest(kept, self._moment, lambda order: order.last_update_time)


@frozen
class PastPortfolio:
    """Balances, positions and settlements at a moment; each method is that of `engine.portfolio`.

    Args:
        past: What was kept.
        moment: The moment.
    """

    _past: Past
    _moment: datetime

    def positions(self, account: str, *, subaccount: int = 0) -> list[Position]:
        """Positions of a subaccount, in the order in which they began."""
        kept = self._past.positions[Owner(account, subaccount)].values()
        versions = (_latest(each, self._moment, lambda position: position.last_update_time) for each in kept)
        return [position for position in versions if position is not None]

    def settlements(self, account: str, *, subaccount: int | None = None) -> list[Settlement]:
        """Settlements of an account, oldest first."""
        settlements = self._past.exchange.portfolio.settlements(account, subaccount=subaccount)
        return [item for item in settlements if item.settled_time <= self._moment]

    def balance(self, account: str, *, subaccount: int = 0) -> Balance:
        """Money of a subaccount; as it was at first, if the moment is before that."""
        kept = self._past.balances[Owner(account, subaccount)]
        known = _latest(kept, self._moment, lambda item: item[0]) or next(iter(kept), None)
        return known[1] if known else self._past.exchange.portfolio.balance(account, subaccount=subaccount)

    def balances(self, account: str) -> list[Balance]:
        """Money of all subaccounts of an account, the primary one first."""
        numbers = [balance.owner.subaccount for balance in self._past.exchange.portfolio.balances(account)]
        return [self.balance(account, subaccount=number) for number in numbers]


def _latest(kept: Sequence[_Version], moment: datetime, time_of: Callable[[_Version], datetime]) -> _Version | None:
    last = bisect_right(kept, moment, key=time_of)
    return kept[last - 1] if last else None
