"""Read and write this project's YAML documents, all in the same dialect of YAML."""

from __future__ import annotations

import re
from typing import Any

import yaml

Document = dict[str, Any]

MAXIMUM_DEPTH = 200

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
    """Reads scalars as YAML 1.2 does: `yes` and `no` are strings, and so are dates and all keys."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's own attribute)

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
        base = {"0o": 8, "0x": 16}.get(node.value[:2], 10)
        return int(node.value, base)


_CoreSchemaLoader.add_constructor("tag:yaml.org,2002:int", _CoreSchemaLoader.construct_yaml_int)


def load(text: str | bytes) -> Any:
    """Parse YAML text by the rules of YAML 1.2, which OpenAPI prescribes.

    Args:
        text: A YAML or JSON document.

    Returns:
        The document as plain Python data.

    Raises:
        yaml.YAMLError: The text is not YAML, nests too deeply, or a mapping has a key twice.
    """
    _check_depth(text)
    return yaml.load(text, Loader=_CoreSchemaLoader)


def _check_depth(text: str | bytes) -> None:
    """Refuse what would exhaust the stack: PyYAML composes recursively in C, where an overflow can't be caught."""
    depth = 0
    for event in yaml.parse(text, Loader=_CoreSchemaLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAXIMUM_DEPTH:
            raise yaml.YAMLError(f"nested more than {MAXIMUM_DEPTH} levels deep")


class _PlainDumper(yaml.CSafeDumper):
    """Writes every value out: with anchors, a small change could look like a large one.

    It quotes every string that YAML 1.1 or 1.2 would read as something else, so that all tools read the same.
    """

    def ignore_aliases(self, data: Any) -> bool:
        return True


for _tag, (_pattern, _first) in _CORE_SCALARS.items():
    for _yaml in (_CoreSchemaLoader, _PlainDumper):
        _yaml.add_implicit_resolver(_tag, _pattern, [*_first.replace("\0", ""), ""])


def one_line(error: object) -> str:
    """The text of an error on one line of at most 300 characters, as command lines print it."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 300 else f"{text[:297]}..."


def dump(document: Document) -> str:
    """Write a document as YAML in the order of its keys; the same document gives the same bytes."""
    return yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)
