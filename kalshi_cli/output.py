"""Rows in three forms: a table for people, JSON lines and CSV for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kalshi_gen.runtime.printable import printable
from kalshi_gen.types import Unset

Form = Literal["table", "json", "csv"]
Row = Mapping[str, Any]


def show(rows: Iterable[Row], columns: Sequence[str], form: Form) -> None:
    """Print rows to standard output.

    Args:
        rows: The values by column. JSON and CSV are printed row by row, as they come.
        columns: The names of the columns, in order.
        form: `table` is drawn where standard output is a terminal, and is plain text in columns elsewhere.
    """
    if form == "json":
        for row in rows:
            print(json.dumps({name: _exact(row[name]) for name in columns}), flush=True)
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_text(row[name]) for name in columns] for row in rows)
    elif sys.stdout.isatty():
        Console(file=sys.stdout).print(_drawn(list(rows), columns))
    else:
        _print_plain([[printable(_text(row[name])) for name in columns] for row in rows], columns)


def note(text: str, *, is_warning: bool = False) -> None:
    """Print a line to standard error: red if it is a warning, where that is a terminal."""
    Console(file=sys.stderr, highlight=False, soft_wrap=True).print(
        Text(printable(text), style="bold red" if is_warning else "dim")
    )


def _drawn(rows: list[Row], columns: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        is_number = any(isinstance(row[name], Decimal | int) for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(_text(row[name]))) for name in columns))
    return table


def _print_plain(rows: list[list[str]], columns: Sequence[str]) -> None:
    lines = [list(columns), *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def _exact(value: Any) -> Any:
    """A value of JSON; a Decimal is text, since a reader might make a float of a number."""
    if isinstance(value, Unset) or value is None:
        return None
    return value if isinstance(value, bool | int) else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, Unset) or value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return str(value)
