"""Check the vendored specs: each is what its facts and overlay give, described throughout, and nothing is stale.

python -m scripts.check
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts import specs
from scripts.documents import Document, dump, load, printable
from scripts.generation import field_rules
from scripts.generation.field_rules import FieldRuleError
from scripts.generation.operations import parameters_of
from scripts.specs import Spec, is_stream
from scripts.vendor import vendor
from scripts.vendoring import descriptions
from scripts.vendoring.overlays import OverlayError, load_actions, stale_targets
from scripts.vendoring.published import SpecError, operations


def problems() -> list[str]:
    """Say what is wrong with the vendored specs, a line for each problem."""
    return [problem for spec in specs.REGISTER for problem in _problems(spec)] + _stale_shared()


def _problems(ours: Spec) -> list[str]:
    try:
        spec, stale = vendor(str(ours.path), ours)
    except (SpecError, OverlayError) as error:
        return [str(error)]
    found = [f"missing description: {place}" for place in descriptions.missing(spec)]
    found += [f"{ours.overlay.name}: matches nothing: {target}" for target in stale]
    if dump(spec) != ours.path.read_text(encoding="utf-8"):
        found.append(f"{ours.path.name} is not what its facts and the overlay give: run 'make overlay'")
    try:
        found += [f"{ours.overlay.name}: matches nothing: {rule}" for rule in _stale_rules(spec)]
    except FieldRuleError as error:
        found.append(f"{ours.overlay.name}: {error}")
    return found


def _stale_shared() -> list[str]:
    """The targets of overlays that several specs share and that match nothing in each of them."""
    sharing: dict[Path, list[Spec]] = {}
    for spec in specs.REGISTER:
        for overlay in spec.overlays[:-1]:
            sharing.setdefault(overlay, []).append(spec)
    found = []
    for overlay, ours in sharing.items():
        actions = load_actions(overlay)
        documents_of = [load(spec.path.read_bytes()) for spec in ours]
        stale = [set(stale_targets(actions, document)) for document in documents_of]
        found += [f"{overlay.name}: matches nothing: {target}" for target in sorted(set.intersection(*stale))]
    return found


def _stale_rules(spec: Document) -> list[str]:
    """The rules of the overlay that name a field the spec doesn't have, a line for each such name."""
    return [
        f"{name!r} in {field_rules.KEY} of {place}"
        for place, holder, fields in _holders(spec)
        for rule in field_rules.stated(holder)
        for name in rule.fields
        if name not in fields
    ]


def _holders(spec: Document) -> Iterator[tuple[str, Mapping[str, Any], Collection[str]]]:
    for name, schema in spec.get("components", {}).get("schemas", {}).items():
        yield from _objects(name, schema)
    if is_stream(spec):
        return
    for path, _, operation in operations(spec):
        names = [each["name"] for each in parameters_of(spec, path, operation) if each["in"] == "query"]
        yield operation["operationId"], operation, names


def _objects(place: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], Collection[str]]]:
    fields = schema.get("properties", {})
    yield place, schema, fields
    for name, field in fields.items():
        yield from _objects(f"{place}.{name}", field)


def main() -> int:
    """Run the command line; 1 if anything is wrong."""
    found = problems()
    for line in found:
        print(printable(f"check: {line}"), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
