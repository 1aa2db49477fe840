"""Compare two schemas for requests or responses, following references; each pair of components is compared once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define, evolve, field, frozen

from scripts.contract_diff.changes import Change
from scripts.contract_diff.rules import direction_of
from scripts.contract_diff.schema_values import difference, value_differences
from scripts.contract_diff.schema_view import (
    SchemaView,
    component_name,
    follow,
    is_bare,
    reference_of,
    target_of,
    variants_of,
    view,
)
from scripts.contract_diff.values import canonical
from scripts.documents import Document


@frozen
class Place:
    """The place of a schema.

    Attributes:
        subject: What it is part of: one of `rules.SUBJECTS`.
        location: Its name in a report.
    """

    subject: str
    location: str

    def field(self, name: str) -> Place:
        """The place of a field of this schema."""
        direction = direction_of(self.subject)
        subject = self.subject if direction == "schema" else f"{direction}-property"
        return Place(subject, f"{self.location}.{name}")

    def items(self) -> Place:
        """The place of the items of this array."""
        return evolve(self, location=f"{self.location}[]")


PairKey = tuple[str, str, str]


@define
class _Pair:
    changes: list[Change] = field(factory=list)
    nested: list[PairKey] = field(factory=list)


@define
class SchemaComparison:
    """Compares the schemas of two specs.

    Attributes:
        old: The old spec.
        new: The new spec.
        descriptions: Whether changes of descriptions are reported.
    """

    old: Document
    new: Document
    descriptions: bool = False
    _pairs: dict[PairKey, _Pair] = field(factory=dict)
    _waiting: list[PairKey] = field(factory=list)
    _open: set[PairKey] = field(factory=set)

    def changes(self, old: Any, new: Any, place: Place) -> list[Change]:
        """Compare two schemas and everything that they refer to.

        Args:
            old: The old schema.
            new: The new schema.
            place: Their place.

        Returns:
            The changes, without operations. Those of a component are at the component.
        """
        here = _Pair()
        self._compare(old, new, place, here)
        while self._waiting:
            self._compare_components(self._waiting.pop())
        seen: set[PairKey] = set()
        nested = list(here.nested)
        while nested:
            key = nested.pop()
            if key not in seen:
                seen.add(key)
                here.changes += self._pairs[key].changes
                nested += self._pairs[key].nested
        return here.changes

    @property
    def compared(self) -> set[str]:
        """The components that have been compared so far, on either side."""
        return {component_name(reference) for old, new, _ in self._pairs for reference in (old, new)}

    def _compare(self, old: Any, new: Any, place: Place, into: _Pair) -> None:
        references = reference_of(old), reference_of(new)
        if references[0] is not None and references[1] is not None:
            self._compare_references(old, new, (references[0], references[1], place.subject), place, into)
            return
        key = (canonical(old), canonical(new), place.subject)
        if key not in self._open:  # a reference on one side alone may lead back here
            self._open.add(key)
            if not self._offered(old, new, place, into):
                into.changes += list(self._differences(view(old, self.old), view(new, self.new), place, into))
            self._open.remove(key)

    def _compare_references(self, old: Any, new: Any, key: PairKey, place: Place, into: _Pair) -> None:
        """Compare the components later, once; here only what is beside the references."""
        into.nested.append(key)
        if key not in self._pairs:
            self._pairs[key] = _Pair()
            self._waiting.append(key)
        if not (is_bare(old) and is_bare(new)):
            bare = view({"$ref": key[0]}, self.old), view({"$ref": key[1]}, self.new)
            inherited = list(value_differences(*bare, place.subject, place.location))
            here = value_differences(view(old, self.old), view(new, self.new), place.subject, place.location)
            into.changes += [change for change in here if change not in inherited]

    def _compare_components(self, key: PairKey) -> None:
        old, new, subject = key
        names = component_name(old), component_name(new)
        place = Place(subject, names[1] if names[0] == names[1] else f"{names[0]} → {names[1]}")
        pair = self._pairs[key]
        targets = target_of(old, self.old), target_of(new, self.new)
        if None not in map(reference_of, targets):  # a component may only be another name
            self._compare(*targets, place, pair)
            return
        if self._offered({"$ref": old}, {"$ref": new}, place, pair):
            return
        before, after = view({"$ref": old}, self.old), view({"$ref": new}, self.new)
        pair.changes += list(self._differences(before, after, place, pair))

    def _offered(self, old: Any, new: Any, place: Place, into: _Pair) -> bool:
        """Whether one side is a variant of the other, so that only the number of variants has changed."""
        before, after = variants_of(old, self.old), variants_of(new, self.new)
        if len(before) > 1 and not after:
            plain = _same(new, self.new, before)
            pair, kind, variants = (plain and (plain[1], plain[0])), "removed", before
        elif len(after) > 1 and not before:
            pair = plain = _same(old, self.old, after)
            kind, variants = "added", after
        else:
            return False
        if plain is None or pair is None:
            return False
        into.changes += [_variant(place, kind, variant) for variant in variants if variant is not plain[1]]
        self._compare(*pair, place, into)
        return True

    def _differences(self, old: SchemaView, new: SchemaView, place: Place, into: _Pair) -> Iterator[Change]:
        yield from value_differences(old, new, place.subject, place.location)
        yield from self._fields(old, new, place, into)
        yield from self._inner(old, new, place, into)
        yield from self._variants(old, new, place, into)
        if self.descriptions and old.texts != new.texts:
            yield _change(place, "description-changed", "the description changed", old.texts, new.texts)

    def _fields(self, old: SchemaView, new: SchemaView, place: Place, into: _Pair) -> Iterator[Change]:
        for name in old.properties:
            if name in new.properties:
                self._compare(old.properties[name], new.properties[name], place.field(name), into)
            else:
                yield _field_change(place, name, "property-removed", "the field is gone", name, None)
        for name in new.properties:
            if name not in old.properties:
                required = name in new.required and name not in old.required
                kind = "required-property-added" if required else "property-added"
                is_sent = direction_of(place.subject) == "request"
                text = f"there is a new {'required ' if required and is_sent else ''}field"
                text += ", always there" if required and not is_sent else ""
                yield _field_change(place, name, kind, text, None, name)
        added, removed = (
            first.properties.keys() - second.properties.keys() for first, second in ((new, old), (old, new))
        )
        for name in sorted(new.required - old.required - added):
            text = "the field is now required"
            yield _field_change(place, name, "property-became-required", text, False, True)
        for name in sorted(old.required - new.required - removed):
            yield _field_change(place, name, "property-became-optional", "the field is now optional", True, False)

    def _inner(self, old: SchemaView, new: SchemaView, place: Place, into: _Pair) -> Iterator[Change]:
        if "array" in old.types & new.types and not (old.items is None and new.items is None):
            self._compare(_anything(old.items), _anything(new.items), place.items(), into)
        if isinstance(old.additional, dict) and isinstance(new.additional, dict):
            self._compare(old.additional, new.additional, place.field("*"), into)
        elif old.additional != new.additional:
            kind, text = _free_properties(old.additional, new.additional)
            yield _change(place, kind, text, old.additional, new.additional)

    def _variants(self, old: SchemaView, new: SchemaView, place: Place, into: _Pair) -> Iterator[Change]:
        before, after = ({_name(variant): variant for variant in side.variants} for side in (old, new))
        gone, come = [key for key in before if key not in after], [key for key in after if key not in before]
        if len(gone) == len(come) == 1:
            self._compare(before[gone[0]], after[come[0]], place, into)
            gone, come = [], []
        for key in gone:
            yield _variant(place, "removed", before[key])
        for key in come:
            yield _variant(place, "added", after[key])
        for key in before:
            if key in after:
                self._compare(before[key], after[key], place, into)


def _same(schema: Any, document: Document, variants: list[Any]) -> tuple[Any, Any] | None:
    """A schema with the variant that equals it, by name or by content."""
    for spelling in (schema, follow(schema, document)):
        for variant in variants:
            if _name(spelling) == _name(variant):
                return spelling, variant
    return None


def _anything(schema: Any) -> Any:
    return {} if schema is None else schema


def _free_properties(old: Any, new: Any) -> tuple[str, str]:
    if isinstance(old, dict):
        if new is False:
            return "free-properties-removed", "the fields that are not declared are gone"
        return "free-properties-untyped", "undeclared fields may hold anything"
    if isinstance(new, dict) and old is True:
        return "free-properties-typed", "undeclared fields have a schema"
    if new is False:
        return "free-properties-closed", "undeclared fields are not allowed"
    return "free-properties-opened", "undeclared fields are allowed"


def _name(variant: Any) -> str:
    """A variant's name: that of its component, or its content."""
    reference = reference_of(variant)
    return component_name(reference) if reference is not None and is_bare(variant) else canonical(variant)


def _variant(place: Place, what: str, variant: Any) -> Change:
    if what == "removed":
        return _change(place, "variant-removed", f"the variant {_name(variant)} is gone", variant, None)
    return _change(place, "variant-added", f"there is a further variant {_name(variant)}", None, variant)


def _field_change(place: Place, name: str, kind: str, text: str, before: Any, after: Any) -> Change:
    return Change(f"{direction_of(place.subject)}-{kind}", place.field(name).location, text, before, after)


def _change(place: Place, kind: str, text: str, before: Any, after: Any) -> Change:
    return difference(place.subject, place.location, kind, text, before, after)
