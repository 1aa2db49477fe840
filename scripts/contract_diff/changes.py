"""A change between two specs, and the list of all changes: each once, with the operations it affects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from scripts.contract_diff.rules import LEVELS, RULES
from scripts.contract_diff.values import canonical


@frozen
class Change:
    """A difference between the specs.

    Attributes:
        id: The rule.
        location: Where it is: a part of an operation, or a field of a schema.
        text: A sentence that says what changed.
        before: The old value, or None if there was none.
        after: The new value, or None if there is none.
        operations: The sorted ids of the operations that it affects, or the names of a stream's messages.
    """

    id: str
    location: str
    text: str
    before: Any = None
    after: Any = None
    operations: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """How much it affects a client: `breaking`, `warning` or `info`."""
        return RULES[self.id].level

    def reaching(self, operation: str) -> Change:
        """The same change for one operation."""
        return evolve(self, operations=(operation,))


def merged(changes: Iterable[Change]) -> list[Change]:
    """Merge the changes that only differ in their operations, and sort them: worst first, then by place."""
    by_key: dict[tuple[str, ...], Change] = {}
    for change in changes:
        key = (change.id, change.location, change.text, canonical(change.before), canonical(change.after))
        known = by_key.get(key)
        operations = {*change.operations, *(known.operations if known else ())}
        by_key[key] = evolve(change, operations=tuple(sorted(operations)))
    ranked = sorted(by_key.items(), key=lambda item: (LEVELS.index(item[1].level), item[0][1], item[0]))
    return [change for _, change in ranked]
