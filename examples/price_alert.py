"""An alert: it calls a function of yours when the bid for yes gets to a price, and when that can't be seen any more.

    python examples/price_alert.py TICKER PRICE
    python -m kalshi_sandbox --traders 80 -- python examples/price_alert.py KXBTCD-26DEC31-T100000 0.50

The second line is for the local exchange, where traders move the price. It ends at Ctrl-C. Here the function is
`print`; yours may send a message or make a sound. It is called when the bid changes sides, so once until it has been
below the price again. It runs between two messages of the stream, so let it use a queue if it takes long.
Nothing is kept: after a restart it says again what holds, and can't know what happened meanwhile. It places no order.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from decimal import Decimal

from kalshi_overlay import create_client
from kalshi_overlay.stream import OrderBookView, connect


class Alert:
    """Follows the views of an order book, and calls a function with a text.

    Args:
        price: US dollars for a yes contract.
        notify: What is called.
    """

    def __init__(self, price: Decimal, notify: Callable[[str], None]) -> None:
        self.price, self.notify = price, notify
        self.last = "below"

    def __call__(self, view: OrderBookView) -> None:
        state = self.state(view)
        if state == self.last:
            return
        # After a gap it is called whatever the side: that you can rely on it again is worth a call, too.
        self.last, bid = state, view.best_bid
        if state == "unknown":
            self.notify(f"{view.ticker}: can't be seen: {view.stale}")
        else:
            self.notify(f"{view.ticker}: the bid is {bid.price if bid else 'gone'}, {state} {self.price}")

    def state(self, view: OrderBookView) -> str:
        if view.is_stale:
            return "unknown"
        return "at or above" if view.best_bid and view.best_bid.price >= self.price else "below"


async def main(
    ticker: str, price: Decimal, notify: Callable[[str], None] = print, stop: asyncio.Event | None = None
) -> None:
    async with create_client() as client, connect(client) as stream:
        book = await stream.orderbook(ticker)
        alert = Alert(price, notify)
        alert(book.view)
        end = book.on_change(alert)
        try:
            await stream.run_forever(stop)
        finally:
            end()


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1], Decimal(sys.argv[2])))
    except KeyboardInterrupt:
        print("Stopped")
