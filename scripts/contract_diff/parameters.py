"""Compare the parameters of an operation, paired by place and name, then as renamed or moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from scripts.contract_diff.changes import Change
from scripts.contract_diff.schema_view import follow, view
from scripts.contract_diff.schemas import Place, SchemaComparison
from scripts.contract_diff.values import canonical
from scripts.documents import Document

Key = tuple[str, str]
# A path item, the operation in it, and its path.
Source = tuple[dict[str, Any], dict[str, Any], str]

_COMPARED = frozenset(
    {
        "name",
        "in",
        "required",
        "schema",
        "content",
        "style",
        "explode",
        "deprecated",
        "description",
        "example",
        "examples",
    }
)
_EXPLODED = ", exploded"


@frozen
class ParameterComparison:
    """Compares the parameters of the operations of two specs."""

    old: Document
    new: Document
    schemas: SchemaComparison

    def changes(self, name: str, old: Source, new: Source) -> Iterator[Change]:
        """Compare the parameters of two operations.

        Args:
            name: The operation, as it is reported.
            old: The old operation.
            new: The new operation.
        """
        before, after = _read(old, self.old), _read(new, self.new)
        shared = _shared(old, new, before.keys() & after.keys(), self)
        pairs = [(key, key) for key in before if key in after]
        gone, come = [key for key in before if key not in after], [key for key in after if key not in before]
        for first, second, kind in _successors(gone, come, before, after, (old[2], new[2]), self):
            gone.remove(first)
            come.remove(second)
            pairs.append((first, second))
            text = f"it was {_named(first)}"
            yield Change(f"request-parameter-{kind}", _place(name, second), text, _named(first), _named(second))
        for key in gone:
            yield Change("request-parameter-removed", _place(name, key), "the parameter is gone", key[1], None)
        for key in come:
            required = bool(after[key].get("required"))
            kind = "request-required-parameter-added" if required else "request-parameter-added"
            yield Change(kind, _place(name, key), f"there is a new {'required ' * required}parameter", None, key[1])
        for first, second in pairs:
            place = shared.get(first, _place(name, second))
            yield from self._parameter(place, before[first], after[second])

    def _parameter(self, place: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
        required = bool(old.get("required")), bool(new.get("required"))
        if required[0] != required[1]:
            kind = "required" if required[1] else "optional"
            yield Change(f"request-parameter-became-{kind}", place, f"the parameter is {kind}", *required)
        styles = _style(old), _style(new)
        if styles[0] != styles[1] and old["in"] == new["in"]:
            text = f"it was written in the style {styles[0]} and is in {styles[1]}"
            kind = "restated" if self._reads_the_same(old, new) else "changed"
            yield Change(f"request-parameter-style-{kind}", place, text, *styles)
        if bool(old.get("deprecated")) != bool(new.get("deprecated")):
            kind = "deprecated" if new.get("deprecated") else "undeprecated"
            yield Change(f"request-parameter-{kind}", place, f"the parameter is {kind}")
        for key in sorted((old.keys() | new.keys()) - _COMPARED):
            if canonical(old.get(key)) != canonical(new.get(key)) and not key.startswith("x-"):
                yield Change("request-parameter-keyword-changed", place, f"{key} changed", old.get(key), new.get(key))
        if self.schemas.descriptions and old.get("description") != new.get("description"):
            texts = old.get("description"), new.get("description")
            yield Change("request-parameter-description-changed", place, "the description changed", *texts)
        yield from self.schemas.changes(_schema(old), _schema(new), Place("request-parameter", place))

    def _reads_the_same(self, old: dict[str, Any], new: dict[str, Any]) -> bool:
        """Whether two styles give the same text: `explode` only affects lists and objects."""
        styles = [_style(each).removesuffix(_EXPLODED) for each in (old, new)]
        types = view(_schema(old), self.old).types | view(_schema(new), self.new).types
        return styles[0] == styles[1] and not types & {"array", "object"}


def _read(source: Source, document: Document) -> dict[Key, dict[str, Any]]:
    path_item, operation, _ = source
    nodes = [*path_item.get("parameters", []), *operation.get("parameters", [])]
    parameters = [follow(node, document) for node in nodes]
    return {_key(parameter): parameter for parameter in parameters if "in" in parameter}


def _shared(old: Source, new: Source, keys: set[Key], documents: ParameterComparison) -> dict[Key, str]:
    """The components that parameters refer to on both sides: their changes are reported there, once."""
    names = []
    for source, document in ((old, documents.old), (new, documents.new)):
        nodes = [node for part in source[:2] for node in part.get("parameters", [])]
        names.append({_key(follow(node, document)): node.get("$ref", "").rpartition("/")[2] for node in nodes})
    return {key: f"parameter {names[0][key]}" for key in keys if names[0][key] and names[0][key] == names[1][key]}


def _key(parameter: dict[str, Any]) -> Key:
    return parameter.get("in", ""), parameter.get("name", "")


def _successors(
    gone: list[Key],
    come: list[Key],
    before: dict[Key, dict[str, Any]],
    after: dict[Key, dict[str, Any]],
    paths: tuple[str, str],
    documents: ParameterComparison,
) -> Iterator[tuple[Key, Key, str]]:
    """Pair removed and added parameters: the same name in another part, or another name in the same place."""
    taken: set[Key] = set()
    for first in list(gone):
        for second in list(come):
            kind = None
            if first[1] == second[1]:
                kind = "moved"
            elif first[0] == second[0] == "path":
                kind = "renamed" if _segment(paths[0], first[1]) == _segment(paths[1], second[1]) else None
            elif first[0] == second[0] and list(before).index(first) == list(after).index(second):
                views = view(_schema(before[first]), documents.old), view(_schema(after[second]), documents.new)
                kind = "renamed" if views[0].types == views[1].types and views[0].enum == views[1].enum else None
            if kind and second not in taken:
                taken.add(second)
                yield first, second, kind
                break


def _segment(path: str, name: str) -> int:
    return next(
        (at for at, segment in enumerate(path.split("/")) if re.search(rf"\{{{re.escape(name)}\}}", segment)), -1
    )


def _schema(parameter: dict[str, Any]) -> Any:
    content = parameter.get("content") or {}
    return parameter.get("schema", next((media.get("schema") for media in content.values()), None))


def _style(parameter: dict[str, Any]) -> str:
    if "schema" not in parameter and parameter.get("content"):
        return " or ".join(sorted(parameter["content"]))
    default = "form" if parameter["in"] in ("query", "cookie") else "simple"
    style = parameter.get("style", default)
    explode = parameter.get("explode", style == "form")
    return f"{style}{_EXPLODED if explode else ''}"


def _named(key: Key) -> str:
    return f"{key[1]} in {key[0]}"


def _place(name: str, key: Key) -> str:
    return f"{name} {key[0]} parameter {key[1]}"
