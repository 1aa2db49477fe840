"""Compare what two schemas say about a value itself: its types, format, values, bounds, default and state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.contract_diff.changes import Change
from scripts.contract_diff.schema_view import ALL_TYPES, BOUNDS, NULL_IN_DOUBT, VARIANTS, SchemaView
from scripts.contract_diff.values import canonical

_INTEGER_FORMATS = ("int32", "int64")
_NUMBER_FORMATS = ("float", "double")
_STATES = {
    "deprecated": ("deprecated", "undeprecated"),
    "readOnly": ("became-read-only", "became-writable"),
    "writeOnly": ("became-write-only", "became-readable"),
}


def difference(subject: str, location: str, kind: str, text: str, before: Any, after: Any) -> Change:
    """A change of a kind, at a place that is a subject of the rules."""
    return Change(f"{subject}-{kind}", location, text, before, after)


def value_differences(old: SchemaView, new: SchemaView, subject: str, location: str) -> Iterator[Change]:
    """Compare two views, except for their fields and items.

    Args:
        old: The old view.
        new: The new view.
        subject: What they are part of: one of `rules.SUBJECTS`.
        location: Their place.
    """
    for find in (_types, _format, _values, _bounds, _state, _keywords):
        for kind, text, before, after in find(old, new):
            yield difference(subject, location, kind, text, before, after)


_Found = Iterator[tuple[str, str, Any, Any]]


def _types(old: SchemaView, new: SchemaView) -> _Found:
    if old.types != new.types:
        widened, narrowed = old.types < new.types, new.types < old.types
        kind = "type-widened" if widened else "type-narrowed" if narrowed else "type-changed"
        shown = _shown_types(old.types), _shown_types(new.types)
        yield kind, f"the type was {shown[0]} and is {shown[1]}", shown[0], shown[1]
    elif old.is_typed != new.is_typed:
        name = _shown_types(new.types)
        named = (name, None) if old.is_typed else (None, name)
        yield "type-restated", f"the type {name} is {'no longer' if old.is_typed else 'also'} named", *named
    if old.nullable != new.nullable:
        kind, text = ("nullable", "it may be null") if new.nullable else ("not-nullable", "it is never null")
        yield f"became-{kind}", text, old.nullable, new.nullable


def _shown_types(types: frozenset[str]) -> str:
    if types == ALL_TYPES:
        return "any"
    return " or ".join(sorted(types - ({"integer"} if "number" in types else set()) - {"null"})) or "null"


def _format(old: SchemaView, new: SchemaView) -> _Found:
    if old.format != new.format:
        text = f"the format was {old.format or 'none'} and is {new.format or 'none'}"
        yield _format_kind(old.format, new.format), text, old.format, new.format


def _format_kind(old: str | None, new: str | None) -> str:
    for ordered in (_INTEGER_FORMATS, _NUMBER_FORMATS):
        if {old, new} <= {None, *ordered}:
            before, after = (ordered.index(name or ordered[-1]) for name in (old, new))
            return "format-widened" if after > before else "format-narrowed" if after < before else "format-restated"
    return "format-added" if old is None else "format-removed" if new is None else "format-changed"


def _values(old: SchemaView, new: SchemaView) -> _Found:
    if old.enum is None and new.enum is not None:
        yield "became-enum", "it is limited to a list of values", None, list(new.enum)
    elif old.enum is not None and new.enum is None:
        yield "enum-lifted", "it is no longer limited to a list of values", list(old.enum), None
    elif old.enum is not None and new.enum is not None:
        before, after = {canonical(value) for value in old.enum}, {canonical(value) for value in new.enum}
        for value in old.enum:
            if canonical(value) not in after:
                yield "enum-value-removed", f"the value {canonical(value)} is gone", value, None
        for value in new.enum:
            if canonical(value) not in before:
                yield "enum-value-added", f"there is a further value {canonical(value)}", None, value


def _bounds(old: SchemaView, new: SchemaView) -> _Found:
    for keyword in BOUNDS:
        before, after = old.bounds.get(keyword), new.bounds.get(keyword)
        if before != after:
            kind = "bound-loosened" if _is_wider(keyword, before, after) else "bound-tightened"
            yield kind, f"{keyword} was {_shown(before)} and is {_shown(after)}", before, after
    if old.pattern != new.pattern:
        kind = "added" if old.pattern is None else "removed" if new.pattern is None else "changed"
        yield f"pattern-{kind}", f"the pattern is {kind}", old.pattern, new.pattern


def _is_wider(keyword: str, before: Any, after: Any) -> bool:
    if before is None or after is None:
        return after is None
    if keyword == "multipleOf":
        return bool(before % after == 0)
    return bool(after > before) == BOUNDS[keyword]


def _shown(value: Any) -> str:
    return "none" if value is None else canonical(value)


def _state(old: SchemaView, new: SchemaView) -> _Found:
    if canonical(old.default) != canonical(new.default):
        shown = [canonical(side.default[0]) if side.default else "none" for side in (old, new)]
        before, after = (side.default[0] if side.default else None for side in (old, new))
        yield "default-changed", f"the default was {shown[0]} and is {shown[1]}", before, after
    for state, (gained, lost) in _STATES.items():
        if (state in old.states) != (state in new.states):
            holds = state in new.states
            yield gained if holds else lost, f"it is {'' if holds else 'not '}{state}", not holds, holds


def _keywords(old: SchemaView, new: SchemaView) -> _Found:
    for keyword in sorted(old.keywords.keys() | new.keywords.keys()):
        # `oneOf` or `anyOf` is only compared if both have variants, and null only if no other rule reports it.
        if keyword == VARIANTS and not (old.variants and new.variants):
            continue
        if keyword == NULL_IN_DOUBT and old.nullable != new.nullable:
            continue
        before, after = old.keywords.get(keyword), new.keywords.get(keyword)
        if canonical(before) != canonical(after):
            yield "keyword-changed", f"{keyword} changed", before, after
