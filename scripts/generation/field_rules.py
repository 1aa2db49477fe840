"""The overlay's rules over several fields: `x-field-rules` on a schema or an operation.

    x-field-rules:
    - exactly_one_of: [reduce_by, reduce_to]

The other kinds are `at_most_one_of`, `at_least_one_of` and `equal`. The last is for two fields for the same number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attrs import frozen

KEY = "x-field-rules"
_SENTENCES = {
    "exactly_one_of": "Give exactly one of {}.",
    "at_most_one_of": "Give at most one of {}.",
    "at_least_one_of": "Give at least one of {}.",
    "equal": "Where more than one of {} are given, they must be the same number.",
}


class FieldRuleError(Exception):
    """A rule of the overlay has no valid kind, or fewer than two fields."""


@frozen
class FieldRule:
    """A rule over fields.

    Attributes:
        kind: The kind, as `kalshi_gen.runtime.field_rules.Kind` has it.
        fields: The names of the fields.
    """

    kind: str
    fields: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The rule as a sentence of a docstring."""
        *most, last = (f"`{name}`" for name in self.fields)
        return _SENTENCES[self.kind].format(f"{', '.join(most)} and {last}")


def rules(holder: Mapping[str, Any], fields: Collection[str]) -> list[FieldRule]:
    """The rules of a schema or an operation.

    Args:
        holder: The schema or operation.
        fields: The fields that exist. A rule that names another belongs to another version and is left out.

    Raises:
        FieldRuleError: A rule has no valid kind, or fewer than two fields.
    """
    return [rule for rule in stated(holder) if set(rule.fields) <= set(fields)]


def stated(holder: Mapping[str, Any]) -> list[FieldRule]:
    """All rules of a schema or an operation, with those over fields that don't exist; see `rules`."""
    return [_read(rule) for rule in holder.get(KEY, [])]


def _read(rule: Any) -> FieldRule:
    if isinstance(rule, dict) and len(rule) == 1:
        ((kind, names),) = rule.items()
        if kind in _SENTENCES and isinstance(names, list) and len(names) > 1:
            return FieldRule(kind, tuple(names))
    raise FieldRuleError(f"{KEY}: {rule} is not a rule: write one of {', '.join(_SENTENCES)} with two fields or more")
