"""History of any span of time, of the exchange's live data and its archive: each row once, or an error.

    for trade in history.trades(client=client, since=since, until=until):
        ...
    history.trades(client=client, since=since, until=until).save(to="history/")

`save` writes Parquet, and needs the extra `history`.
"""

from __future__ import annotations

from kalshi_overlay.history.history import History as History
from kalshi_overlay.history.history import Saved as Saved
from kalshi_overlay.history.lists import candlesticks as candlesticks
from kalshi_overlay.history.lists import fills as fills
from kalshi_overlay.history.lists import markets as markets
from kalshi_overlay.history.lists import orders as orders
from kalshi_overlay.history.lists import positions as positions
from kalshi_overlay.history.lists import settlements as settlements
from kalshi_overlay.history.lists import trades as trades
from kalshi_overlay.history.progress import Progress as Progress
from kalshi_overlay.history.progress import show_progress as show_progress
from kalshi_overlay.history.rows import Candlestick as Candlestick
