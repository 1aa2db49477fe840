"""Candles drawn with characters."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.text import Text

from kalshi_cli.output import Row

_HEIGHT = 12
_BODY, _WICK = "█", "│"


def candle_lines(rows: Sequence[Row], width: int) -> list[Text]:
    """Draw candles, one a column: green where the price rose, red where it fell.

    Args:
        rows: Candles with `time`, `open`, `high`, `low` and `close`, the oldest first. One without prices had no trade
            and is left blank.
        width: Columns of the terminal; the newest candles that fit are drawn.

    Returns:
        The lines, the highest price first, each with its price; below them the first and the last time.
    """
    scale = 10
    drawn = list(rows[-max(1, width - scale) :])
    traded = [row for row in drawn if all(isinstance(row[name], Decimal) for name in ("open", "high", "low", "close"))]
    if not traded:
        return [Text("No trades in this time.")]
    low, high = min(row["low"] for row in traded), max(row["high"] for row in traded)
    step = (high - low) / (_HEIGHT - 1) or Decimal("0.01")
    lines = []
    for level in reversed(range(_HEIGHT)):
        line = Text(f"{low + level * step:8.4f}  ")
        for row in drawn:
            line.append(*_cell(row, level, low, step) if row in traded else (" ", ""))
        lines.append(line)
    first, last = (f"{drawn[at]['time']:%m-%d %H:%M}" for at in (0, -1))
    lines.append(Text(f"{'':{scale}}{first} to {last} UTC", style="dim"))
    return lines


def _cell(row: Row, level: int, low: Decimal, step: Decimal) -> tuple[str, str]:
    def at(price: Decimal) -> int:
        return round((price - low) / step)

    style = "green" if row["close"] >= row["open"] else "red"
    bottom, top = sorted((at(row["open"]), at(row["close"])))
    if bottom <= level <= top:
        return _BODY, style
    return (_WICK, style) if at(row["low"]) <= level <= at(row["high"]) else (" ", "")
