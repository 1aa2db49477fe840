"""Every place of a document, and the document without that place or with another value there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from scripts.contract_diff.changes import Change

from . import Document

Place = tuple[Any, ...]
REMOVED, REPLACED = "removed", "replaced"
# A published spec is refused without these: a server needs its address, an error code its number.
_NEEDED = (("servers", "url"), ("x-error-codes", "code"))
_OTHER_TYPES = {"string": "integer", "integer": "boolean", "object": "array", "array": "object"}


def places(node: Any, path: Place = ()) -> Iterator[Place]:
    """Every place whose removal leaves a valid document: not a reference, and not a required item of a list."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if key != "$ref" and not (isinstance(node, list) and len(node) == 1):
            yield (*path, key)
        yield from places(value, (*path, key))


def changed(document: Document, place: Place, how: str) -> Document | None:
    """A document without a place, or with another value of the same kind there; None if that is not a spec."""
    new: Document = json.loads(json.dumps(document))
    holder: Any = new
    for step in place[:-1]:
        holder = holder[step]
    if how == REMOVED:
        if (place[0], place[-1]) in _NEEDED:
            return None
        del holder[place[-1]]
        return new
    other = _other(holder[place[-1]])
    holder[place[-1]] = other
    return None if other is None else new


def _other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return _OTHER_TYPES.get(value, f"{value}x")
    return None


def missed(
    document: Document,
    at: Iterable[Place],
    compare: Callable[[Document, Document], list[Change]],
    hows: Iterable[str] = (REMOVED, REPLACED),
) -> list[tuple[str, Place]]:
    """The changes of a document that the comparison misses, in one direction or the other."""
    silent = []
    for place in at:
        for how in hows:
            new = changed(document, place, how)
            if new is not None and not (compare(document, new) and compare(new, document)):
                silent.append((how, place))
    return silent
