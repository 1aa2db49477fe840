"""Draw the README's picture of live order books: `python -m scripts.book_picture [FILE]`.

It shows what `examples/stream_book.py` prints for a local exchange with a manual clock and seeded traders. So the
picture changes only with the code, and with the version of rich that draws it.
"""

from __future__ import annotations

import asyncio
import io
import re
import runpy
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "live-book.svg"
TICKERS = ("KXBTCD-26DEC31-T100000", "KXETHD-26DEC31-T4250", "KXINX-26DEC31-T6500")
COLUMNS = 80

_BLACK, _RED, _GREEN, _GREY = (24, 26, 31), (229, 96, 102), (88, 178, 104), (200, 204, 212)
# The example prints in red and green alone; the palette needs all eight.
_THEME = TerminalTheme(_BLACK, _GREY, [_BLACK, _RED, _GREEN, _GREY, _GREY, _GREY, _GREY, _GREY])


def draw() -> str:
    """Draw the picture.

    Returns:
        An SVG document that loads nothing: it uses the fonts of the viewer's machine.
    """
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    asyncio.run(_print_books(console))
    svg = console.export_svg(title="python examples/stream_book.py", theme=_THEME, unique_id="book")
    return re.sub(r"\s*@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)


async def _print_books(console: Console) -> None:
    # Imported here because the other scripts work without the packages that they generate.
    from kalshi_overlay.stream import connect
    from kalshi_sandbox import Sandbox

    example = runpy.run_path(str(ROOT / "examples" / "stream_book.py"))
    with Sandbox(clock="manual", traders=20, seed=4) as exchange:
        async with exchange.client() as client, connect(client) as stream:
            books = await stream.orderbooks(TICKERS)
            # In threads, so that the connection's pings are answered in the meantime.
            await asyncio.to_thread(exchange.clock.advance, 180)
            await asyncio.to_thread(exchange.stream.drain)
            # The response comes after every change that the exchange has sent.
            await stream.list_subscriptions()
            # The lag behind a manual clock means nothing.
            stream.counters.lag_ms = None
            console.print(example["screen"](stream, books.values()))
            console.print()


def main() -> None:
    """Write the picture to the file that the command line names, the README's own by default."""
    target = Path(sys.argv[1]) if sys.argv[1:] else PICTURE
    target.write_text(draw(), encoding="utf-8", newline="\n")
    print(target)


if __name__ == "__main__":
    main()
