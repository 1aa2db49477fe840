"""A private feed by itself: what the stream sends while the account is read is given in the order in which it came."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from kalshi_overlay.account.feed import PrivateFeed
from kalshi_overlay.account.positions import AccountPosition, PositionSource
from kalshi_overlay.account.seen import Seen


class FakeStream:
    """A stream that is attached to and never says anything."""

    def attach(self, channel: str, receiver: Any, work: Coroutine[Any, Any, None]) -> tuple[Any, Any, Any]:
        work.close()
        return SimpleNamespace(is_subscribed=True), SimpleNamespace(silence=lambda: 0.0), lambda: None


def position(count: int) -> Any:
    """A message of a position, which doesn't say when it became so."""
    body = {"market_ticker": "KXA-1", "position_cost_dollars": Decimal(count), "position_fp": Decimal(count)}
    amounts = {"realized_pnl_dollars": Decimal(0), "fees_paid_dollars": Decimal(0), "subaccount": 0}
    return SimpleNamespace(msg=SimpleNamespace(**body, **amounts))


def test_positions_that_come_while_the_exchanges_clock_is_learned_keep_their_order() -> None:
    given: list[AccountPosition] = []
    client: Any = None
    feed = PrivateFeed(PositionSource(client, 0), Seen(None), FakeStream())  # type: ignore[arg-type]
    feed.on_item = given.append
    feed.receive(position(21))
    # A response that took longer than the one before says another time.
    feed._set_offset(feed._offset - 5)
    feed.receive(position(25))
    first, second = feed._held
    assert timedelta(0) <= second.time - first.time < timedelta(seconds=5)
    feed._join([], None)
    assert [each.count for each in given] == [21, 25]
