"""Fresh snapshots of order books, asked for until they come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kalshi_overlay.stream.backoff import backoff
from kalshi_overlay.stream.errors import KalshiSubscriptionError
from kalshi_overlay.stream.wire import WireSubscription

if TYPE_CHECKING:
    from kalshi_overlay.stream.connection import Connection

_SECONDS_TO_SNAPSHOT = 2.0
_SID_UNKNOWN = 7
# The exchange took too long, or commands came too fast: the same command may do later.
BUSY_ERRORS = frozenset({18, 27})


async def ask_for_snapshots(connection: Connection, subscription: WireSubscription) -> None:
    """Ask for the snapshots that a subscription wants, until it wants no more or doesn't stand any longer.

    Args:
        connection: Where it stands.
        subscription: A subscription to order books.
    """
    attempt = 0
    # Where it stands no more, a new subscription brings its snapshots with it.
    while (tickers := subscription.take_wanted()) and subscription.sid is not None:
        answer = connection.start(connection.update(subscription, "get_snapshot", {"market_tickers": tickers}))
        subscription.snapshot_answer = answer
        await asyncio.wait({answer}, timeout=_SECONDS_TO_SNAPSHOT)
        if answer.cancelled():
            # It may have been among messages that are missing, and everything is wanted again.
            continue
        error = answer.exception() if answer.done() else None
        if answer.done() and error is None:
            continue
        answer.cancel()
        if isinstance(error, KalshiSubscriptionError) and error.code not in BUSY_ERRORS:
            _give_up(connection, subscription, error)
            continue
        connection.tell("gap", subscription, "a snapshot has not come; it is asked for again")
        subscription.snapshots_wanted.update(tickers)
        attempt += 1
        await asyncio.sleep(backoff(attempt))


def _give_up(connection: Connection, subscription: WireSubscription, error: KalshiSubscriptionError) -> None:
    if error.code == _SID_UNKNOWN:
        # It has ended, and the error that said so was lost.
        connection.stand_anew(subscription, error)
    else:
        connection.tell("error", subscription, "a snapshot was refused", error)
