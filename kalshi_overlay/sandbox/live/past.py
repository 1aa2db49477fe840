"""The account data of moments that are over, for reads that lag behind writes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from ..engine import Balance, Exchange, Fill, Order, Owner, Position, Refused, Settlement
from ..engine.clock import EPOCH
from ..engine.events import Filled, Happening, OrderUpdated, PositionUpdated, Settled
from ..engine.order import OrderStatus

_Version = TypeVar("_Version")


def moment_of(unix_seconds: float) -> datetime:
    """The moment that Unix seconds with a fraction mean, to the microsecond."""
    return EPOCH + timedelta(microseconds=round(unix_seconds * 1_000_000))


class Past:
    """Keeps how orders, positions and balances stood, from its making on.

    Args:
        exchange: The engine.
    """

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.orders: defaultdict[str, dict[str, list[Order]]] = defaultdict(dict)
        self.positions: defaultdict[Owner, dict[str, list[Position]]] = defaultdict(dict)
        self.balances: defaultdict[Owner, list[tuple[datetime, Balance]]] = defaultdict(list)
        exchange.listen(self._happened)

    def note_balance(self, account: str, subaccount: int = 0) -> None:
        """Keep how a balance stands now."""
        balance = self.exchange.balance(account, subaccount=subaccount)
        self.balances[balance.owner].append((self.exchange.clock.now(), balance))

    def reading(self, moment: datetime) -> PastReading:
        """The account data as it stood at a moment."""
        return PastReading(self, moment)

    def _happened(self, happening: Happening) -> None:
        match happening:
            case OrderUpdated(order=order):
                self.orders[order.owner.account].setdefault(order.order_id, []).append(order)
                self.note_balance(*order.owner)
            case PositionUpdated(position=position) | Filled(position=position):
                self.positions[position.owner].setdefault(position.ticker, []).append(position)
                self.note_balance(*position.owner)
            case Settled(settlement=settlement):
                self.note_balance(*settlement.owner)


class PastReading:
    """What the engine's readings of one account said at a moment; each method is that of the engine.

    Args:
        past: What was kept.
        moment: The moment.
    """

    def __init__(self, past: Past, moment: datetime) -> None:
        self._past = past
        self._moment = moment

    def orders(
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

    def order(self, account: str, order_id: str) -> Order:
        """An order of an account, resting or not."""
        order = self._order_at(self._past.orders[account].get(order_id, ()))
        if order is None:
            raise Refused(404, "order_not_found", "order not found", f"{order_id}: no such thing")
        return order

    def fills(self, account: str, *, subaccount: int | None = None) -> list[Fill]:
        """Fills of an account, oldest first."""
        fills = self._past.exchange.fills(account, subaccount=subaccount)
        return [fill for fill in fills if fill.created_time <= self._moment]

    def positions(self, account: str, *, subaccount: int = 0) -> list[Position]:
        """Positions of a subaccount, in the order in which they began."""
        kept = self._past.positions[Owner(account, subaccount)].values()
        versions = (_latest(each, self._moment, lambda position: position.last_update_time) for each in kept)
        return [position for position in versions if position is not None]

    def settlements(self, account: str, *, subaccount: int | None = None) -> list[Settlement]:
        """Settlements of an account, oldest first."""
        settlements = self._past.exchange.settlements(account, subaccount=subaccount)
        return [item for item in settlements if item.settled_time <= self._moment]

    def balance(self, account: str, *, subaccount: int = 0) -> Balance:
        """Money of a subaccount; as it is now, if nothing is known of the moment."""
        kept = self._past.balances[Owner(account, subaccount)]
        known = _latest(kept, self._moment, lambda item: item[0])
        return known[1] if known else self._past.exchange.balance(account, subaccount=subaccount)

    def balances(self, account: str) -> list[Balance]:
        """Money of all subaccounts of an account, the primary one first."""
        numbers = [balance.owner.subaccount for balance in self._past.exchange.balances(account)]
        return [self.balance(account, subaccount=number) for number in numbers]

    def _order_at(self, kept: Sequence[Order]) -> Order | None:
        return _latest(kept, self._moment, lambda order: order.last_update_time)


def _latest(kept: Sequence[_Version], moment: datetime, time_of: Callable[[_Version], datetime]) -> _Version | None:
    last = bisect_right(kept, moment, key=time_of)
    return kept[last - 1] if last else None
