"""A change between two specs, and the list of them: each once, with every operation that it reaches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from scripts.contract_diff.rules import LEVELS, RULES
from scripts.contract_diff.values import canonical


@frozen
class Change:
    """Something that is not the same in both specs.

    Attributes:
        id: The rule.
        location: Where: an operation with a part of it, or a schema with a field of it.
        text: What happened, in a sentence.
        before: The old value, or None where there was none.
        after: The new value, or None where there is none.
        operations: The ids of the operations, or the names of the messages of a stream, that it reaches, in order.
    """

    id: str
    location: str
    text: str
    before: Any = None
    after: Any = None
    operations: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """How much it matters to a client."""
        return RULES[self.id].level

    def reaching(self, operation: str) -> Change:
        """The same change, of one operation."""
        return evolve(self, operations=(operation,))


def merged(changes: Iterable[Change]) -> list[Change]:
    """Make one of the changes that differ in the operations alone; worst first, then by place."""
    by_key: dict[tuple[str, ...], Change] = {}
    for change in changes:
        key = (change.id, change.location, change.text, canonical(change.before), canonical(change.after))
        known = by_key.get(key)
        operations = {*change.operations, *(known.operations if known else ())}
        by_key[key] = evolve(change, operations=tuple(sorted(operations)))
    ranked = sorted(by_key.items(), key=lambda item: (LEVELS.index(item[1].level), item[0][1], item[0]))
    return [change for _, change in ranked]
