"""Tables of HTML, as notebooks show models. Imported only when one is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from itertools import islice
from typing import Any

from .printable import printable

ROWS = 20
COLUMNS = 12
FIELDS = 100
CHARACTERS = 80
_ITEMS = 3
_DEPTH = 3

Fields = Sequence[tuple[str, Any]]
"""The names and values of what is shown, without secrets."""


def model_html(title: str, fields: Fields) -> str:
    """Show one model: a row for each field, and a table of its own for each list of models.

    Args:
        title: What it is.
        fields: Its fields.
    """
    lists = {name: value for name, value in fields if _has_models(value)}
    plain = [(name, value) for name, value in fields if name not in lists]
    rows = [[("field", name), ("value", value)] for name, value in plain[:FIELDS]]
    tables = [
        rows_html(name, [item.__rich_repr__() for item in items[:ROWS]], len(items) - ROWS)
        for name, items in lists.items()
    ]
    return "".join([rows_html(title, rows, len(plain) - FIELDS, "fields"), *tables])


def rows_html(title: str, rows: Sequence[Fields], more: int | None = 0, noun: str = "rows") -> str:
    """Show a table.

    Args:
        title: What it is.
        rows: The fields of each row. A row may lack some.
        more: How many rows there are besides; None if there are more, and nobody knows how many.
        noun: What the rows are called.
    """
    names = list(dict.fromkeys(name for row in rows for name, _ in row))
    shown = names[:COLUMNS]
    head = "".join(f"<th>{_cell(name)}</th>" for name in shown)
    body = "".join(f"<tr>{_cells(dict(row), shown)}</tr>" for row in rows)
    notes = []
    if more is None or more > 0:
        notes.append(f"{'' if more is None else f'{more:,} '}more {noun}")
    if len(names) > COLUMNS:
        notes.append(f"{len(names) - COLUMNS} more columns")
    foot = f"<p>… {', '.join(notes)}</p>" if notes else ""
    return f"<table><caption>{_cell(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}"


def _has_models(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(hasattr(item, "__rich_repr__") for item in value[:ROWS])


def _cells(row: Mapping[str, Any], names: Iterable[str]) -> str:
    return "".join(f"<td>{_cell(row[name]) if name in row else ''}</td>" for name in names)


def _cell(value: Any) -> str:
    text = _text(value, 0)
    return escape(text if len(text) <= CHARACTERS else f"{text[: CHARACTERS - 1]}…")


def _text(value: Any, depth: int) -> str:
    # Exactly these: a class made of one, such as that of a secret, has a repr of its own that may hide what is in it.
    if type(value) is str:
        return printable(value[: CHARACTERS + 1])
    if value is None or isinstance(value, (bool, int, Decimal, date)):
        return str(value)
    if depth == _DEPTH:
        return "…"
    if type(value) in (list, tuple):
        return f"[{_joined([_text(item, depth + 1) for item in value[:_ITEMS]], len(value))}]"
    if type(value) is dict:
        pairs = [f"{_text(key, depth + 1)}: {_text(item, depth + 1)}" for key, item in islice(value.items(), _ITEMS)]
        return "{" + _joined(pairs, len(value)) + "}"
    if hasattr(value, "__rich_repr__"):
        fields = value.__rich_repr__()
        shown = [f"{name}={_text(item, depth + 1)}" for name, item in fields[:_ITEMS]]
        return f"{type(value).__name__}({_joined(shown, len(fields))})"
    return printable(repr(value))


def _joined(texts: list[str], total: int) -> str:
    return ", ".join([*texts, f"… {total - len(texts):,} more"] if total > len(texts) else texts)
