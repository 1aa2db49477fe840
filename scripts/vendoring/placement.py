"""Know which of the vendored specs a document is a version of, by what is in it.

Titles and version numbers don't tell: two specs have one title, and three say the same version for ever.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from scripts import documents, specs
from scripts.documents import Document
from scripts.specs import Spec, is_stream
from scripts.vendoring.published import SpecError, operations

MINIMUM = 0.4
"""The least part of the smaller of two documents that is in the other if both are versions of one spec.

Specs lose operations as they grow; no two of the register have more than one operation in common."""


def spec_of(document: Document, name: str | None = None) -> Spec:
    """Which spec of the register a document is a version of.

    Args:
        document: A valid document, published or vendored.
        name: The name of the spec, if someone has said it; needed for the first version of a spec.

    Raises:
        SpecError: There is no spec of that name, the document is a version of another one, or it has too little in
            common with any, or too much with several.
    """
    kind = "asyncapi" if is_stream(document) else "openapi"
    likely = _likely(_names(document), [spec for spec in specs.REGISTER if spec.kind == kind])
    if name is None:
        if len(likely) == 1:
            return likely[0]
        if likely:
            several = ", ".join(spec.name for spec in likely)
            raise SpecError(
                f"it has what {several} have; if it is a version of one, name it with --spec-name or CONTRACT="
            )
        raise SpecError(
            "it has too little in common with each vendored spec to tell which it is a version of; "
            f"name one with --spec-name or CONTRACT=: {', '.join(spec.name for spec in specs.REGISTER)}"
        )
    given = named(name)
    if given.kind != kind:
        raise SpecError(f"it is no version of {name}: it has {'an' if is_stream(document) else 'no'} 'asyncapi' field")
    if likely and given not in likely and _vendored_names(given):
        raise SpecError(f"it is no version of {name}: it is a version of {' and '.join(spec.name for spec in likely)}")
    return given


def named(name: str) -> Spec:
    """The spec of a name; a SpecError lists the names if there is none."""
    for spec in specs.REGISTER:
        if spec.name == name:
            return spec
    raise SpecError(f"there is no spec {name!r}; the names are {', '.join(spec.name for spec in specs.REGISTER)}")


def _likely(names: frozenset[str], candidates: list[Spec]) -> list[Spec]:
    """The specs of whose own names, which no other spec has, a document has enough: several if it mixes them."""
    known = {spec.name: _vendored_names(spec) for spec in candidates}
    likely = []
    for spec in candidates:
        others = frozenset().union(*(known[other.name] for other in candidates if other is not spec))
        own, given = known[spec.name] - others, names - others
        if len(own & given) >= MINIMUM * (min(len(own), len(given)) or 1):
            likely.append(spec)
    return likely


def _names(document: Document) -> frozenset[str]:
    """The operations of an API; the channels and schemas of a stream, since streams have most channels in common."""
    if not is_stream(document):
        return frozenset(operation["operationId"] for _, _, operation in operations(document))
    return frozenset(document["channels"]) | frozenset(document.get("components", {}).get("schemas", {}))


def _vendored_names(spec: Spec) -> frozenset[str]:
    try:
        return _names_in(spec.path, spec.path.stat().st_mtime_ns)
    except FileNotFoundError:
        return frozenset()


@lru_cache(maxsize=32)
def _names_in(path: Path, _changed: int) -> frozenset[str]:
    text = path.read_text(encoding="utf-8")
    if text.startswith("openapi:"):  # `documents.dump` has written it, and it is large to parse
        return frozenset(re.findall(r"^ +operationId: (\w+)$", text, re.MULTILINE | re.ASCII))
    document = documents.load(text)
    return _names(document) if isinstance(document, dict) and is_stream(document) else frozenset()
