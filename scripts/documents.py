"""Read and write this project's YAML documents, all in the same dialect of YAML and within the same limits."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, ClassVar

import yaml
from attrs import define

Document = dict[str, Any]

# Several times what the largest spec of the exchange has. All count an alias as what it expands to.
MAXIMUM_DEPTH = 200
MAXIMUM_VALUES = 100_000
MAXIMUM_CHARACTERS = 20 * 1024 * 1024
MAXIMUM_KEYS = 2_000
"""The most keys of one mapping, such as the properties of a schema."""
MAXIMUM_ITEMS = 10_000
"""The most items of one list."""
MAXIMUM_DIGITS = 40

_CORE_SCALARS: dict[str, tuple[re.Pattern[str], str]] = {
    "tag:yaml.org,2002:bool": (re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), "tTfF"),
    "tag:yaml.org,2002:int": (re.compile(r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$"), "-+0123456789"),
    "tag:yaml.org,2002:float": (
        re.compile(
            r"^(?:[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?"
            r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
        ),
        "-+0123456789.",
    ),
    "tag:yaml.org,2002:null": (re.compile(r"^(?:~|null|Null|NULL|)$"), "~nN\0"),
}


class _CoreSchemaLoader(yaml.CSafeLoader):
    """Reads scalars as YAML 1.2 does: `yes` and `no` are strings, and so are dates and all keys.

    It reads what JSON can hold: a tag such as `!!set` or `!!pairs` is an error.
    """

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's own attribute)
    yaml_constructors: ClassVar[dict[str | None, Any]] = {
        tag: yaml.CSafeLoader.yaml_constructors[tag]
        for tag in (
            None,  # what refuses any other tag
            *(f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "str", "seq", "map")),
        )
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key is not a string", key.start_mark)
            key.tag = "tag:yaml.org,2002:str"
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is twice in one mapping", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        if len(node.value) > MAXIMUM_DIGITS:
            reason = f"a number has more than {MAXIMUM_DIGITS} digits"
            raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark)
        base = {"0o": 8, "0x": 16}.get(node.value[:2], 10)
        return int(node.value, base)


_CoreSchemaLoader.add_constructor("tag:yaml.org,2002:int", _CoreSchemaLoader.construct_yaml_int)


def load(text: str | bytes) -> Any:
    """Parse YAML text by the rules of YAML 1.2, which OpenAPI prescribes.

    Args:
        text: A YAML or JSON document.

    Returns:
        The document as plain Python data: what JSON can hold.

    Raises:
        yaml.YAMLError: The text is not YAML, a mapping has a key twice, an alias contains itself, or the document has
            more levels, values, characters, keys or items than the limits of this module.
    """
    _check_limits(text)
    return yaml.load(text, Loader=_CoreSchemaLoader)


@define
class _Size:
    """How large a value is, with its aliases expanded.

    Attributes:
        event: What the parser said of it: its place and its anchor, by which aliases refer to it.
        is_mapping: Whether it is a mapping, whose keys and values take turns among its children.
        values: How many values it consists of, itself included; a key is not a value.
        characters: How many characters its scalars and keys have.
        levels: How many collections are nested in it, itself included.
        children: How many children it has.
    """

    event: Any
    is_mapping: bool = False
    values: int = 1
    characters: int = 0
    levels: int = 1
    children: int = 0

    def add(self, values: int, characters: int) -> None:
        """Count a child; a YAMLError if that is too much."""
        self.children += 1
        self.characters += characters
        if not self.is_mapping:
            self.values += values
            if self.children > MAXIMUM_ITEMS:
                self._refuse(MAXIMUM_ITEMS, "items")
        elif self.children % 2 == 0:
            self.values += values
            if self.children > 2 * MAXIMUM_KEYS:
                self._refuse(MAXIMUM_KEYS, "keys")
        if self.values > MAXIMUM_VALUES:
            self._refuse(MAXIMUM_VALUES, "values")
        if self.characters > MAXIMUM_CHARACTERS:
            self._refuse(MAXIMUM_CHARACTERS, "characters")

    def _refuse(self, most: int, what: str) -> None:
        line = self.event.start_mark.line + 1
        raise yaml.YAMLError(f"what begins on line {line} has or expands to more than {most:,} {what}")


def _check_limits(text: str | bytes) -> None:
    """Refuse what is too large before it is built; PyYAML also composes recursively in C, where nothing is caught."""
    stack: list[_Size] = []  # the collections that are open, in the stream that holds the document
    anchored: dict[str, _Size] = {}
    event: Any
    for event in yaml.parse(text, Loader=_CoreSchemaLoader):
        kind = type(event)
        if kind is yaml.ScalarEvent:
            characters = len(event.value)
            if event.anchor:
                anchored[event.anchor] = _Size(event, characters=characters, levels=0)
            if stack:
                stack[-1].add(1, characters)
        elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            stack.append(_Size(event, kind is yaml.MappingStartEvent))
            if event.anchor:
                anchored[event.anchor] = stack[-1]
            _check_levels(event, len(stack))
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            size = stack.pop()
            if stack:
                stack[-1].add(size.values, size.characters)
                stack[-1].levels = max(stack[-1].levels, size.levels + 1)
        elif kind is yaml.AliasEvent and stack and event.anchor in anchored:
            size = anchored[event.anchor]
            if any(size is each for each in stack):
                raise yaml.YAMLError(f"the alias on line {event.start_mark.line + 1} is within what it expands to")
            _check_levels(event, len(stack) + size.levels)
            stack[-1].add(size.values, size.characters)
            stack[-1].levels = max(stack[-1].levels, size.levels + 1)


def _check_levels(event: Any, levels: int) -> None:
    if levels > MAXIMUM_DEPTH:
        line = event.start_mark.line + 1
        raise yaml.YAMLError(f"line {line} is nested more than {MAXIMUM_DEPTH} levels deep")


class _PlainDumper(yaml.CSafeDumper):
    """Writes every value out: with anchors, a small change could look like a large one.

    It quotes every string that YAML 1.1 or 1.2 would read as something else, so that all tools read the same.
    """

    def ignore_aliases(self, data: Any) -> bool:
        return True


for _tag, (_pattern, _first) in _CORE_SCALARS.items():
    for _yaml in (_CoreSchemaLoader, _PlainDumper):
        _yaml.add_implicit_resolver(_tag, _pattern, [*_first.replace("\0", ""), ""])


def one_line(error: object, longest: int = 300) -> str:
    """The text of an error on one line of printable characters, and not too many, as command lines print it."""
    text = " ".join(printable(str(error)).split()) or type(error).__name__
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def with_place(reason: str, place: Sequence[object]) -> str:
    """What is wrong in a document and where, on one line; the place is there however long the reason is."""
    where = one_line("/".join(map(str, place)), 150) if place else "the root"
    return f"{one_line(reason, 300)} (at {where})"


def printable(text: str) -> str:
    """Text on one line that no terminal and no workflow log obeys.

    A character that isn't printable becomes a space. A runner of workflows reads a line that begins with `::`, or that
    has `##[` anywhere, as a command; a backslash in it ends that.
    """
    shown = "".join(character if character.isprintable() else " " for character in text).replace("##[", "##\\[")
    return shown.replace("::", ":\\:", 1) if shown.lstrip().startswith("::") else shown


def dump(document: Document) -> str:
    """Write a document as YAML in the order of its keys; the same document gives the same bytes."""
    return yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)


def dump_json(document: object) -> str:
    """Write a report as JSON that no terminal and no workflow log obeys: what they would obey is escaped."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    shown = (each if each == "\n" or each.isprintable() else json.dumps(each)[1:-1] for each in text)
    return "".join(shown).replace("##[", "\\u0023#[") + "\n"
