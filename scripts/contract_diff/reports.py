"""Show a comparison as text for a terminal, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scripts.contract_diff.changes import Change
from scripts.contract_diff.rules import INFO, LEVELS
from scripts.contract_diff.surface import SurfaceChange
from scripts.contract_diff.values import plain
from scripts.contract_diff.verdict import Comparison
from scripts.documents import dump_json, printable


def as_json(comparison: Comparison) -> str:
    """The comparison as the JSON that `docs/contract-diff.schema.json` describes."""
    document = {
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "changes": [_change(change) for change in comparison.changes],
        "surface": None if comparison.surface is None else [_surface_change(change) for change in comparison.surface],
        "semver": comparison.semver,
        "reason": comparison.verdict[1],
        "same_version": comparison.changed_under_one_version,
        "summary": comparison.summary,
    }
    return dump_json(document)


def _side(side: Any) -> dict[str, str]:
    return {
        "source": side.source,
        "version": side.version,
        "source_sha256": side.source_sha256,
        "normal_sha256": side.normal_sha256,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "level": change.level,
        "location": change.location,
        "operations": list(change.operations),
        "text": change.text,
        "before": plain(change.before),
        "after": plain(change.after),
    }


def _surface_change(change: SurfaceChange) -> dict[str, Any]:
    return {
        "level": change.level,
        "kind": change.kind,
        "name": change.name,
        "before": change.before,
        "after": change.after,
    }


def as_text(comparison: Comparison) -> str:
    """The comparison as lines for a terminal, worst first."""
    semver, reason = comparison.verdict
    lines = [f"semver: {semver} ({reason})"]
    if comparison.new.ours is not None:
        lines.append(f"spec: {comparison.new.ours.name} ({comparison.new.ours.title})")
    for name, side in (("old", comparison.old), ("new", comparison.new)):
        fingerprints = f"source {side.source_sha256[:12]}  facts {side.normal_sha256[:12]}"
        lines.append(f"{name}: {side.version}  {fingerprints}  {side.source}")
    if comparison.changed_under_one_version:
        lines.append(same_version(comparison))
    lines.append("")
    for level in LEVELS:
        changes = [change for change in comparison.changes if change.level == level]
        if changes:
            lines.append(f"{level} ({len(changes)})")
            lines += [f"  {change.location}: {change.text}  [{change.id}]{_reach(change)}" for change in changes]
    for surface in comparison.surface or []:
        if surface.level != INFO:
            lines += [f"python {surface.level}: {surface.name}: {surface.kind}", *_calls(surface)]
    if comparison.surface is not None:
        lines.append(f"python: {tally(change.level for change in comparison.surface)}")
    return "\n".join(map(printable, lines)) + "\n"


def same_version(comparison: Comparison) -> str:
    """A sentence for a change of content under the same version number."""
    return f"The content changed although the version number is still {comparison.new.version}."


def tally(levels: Iterable[str]) -> str:
    """The number of each level, as text."""
    listed = list(levels)
    return ", ".join(f"{listed.count(level)} {level}" for level in LEVELS)


def _reach(change: Change) -> str:
    return f"  ({len(change.operations)} operations)" if len(change.operations) > 1 else ""


def _calls(change: SurfaceChange) -> list[str]:
    shown = [("before", change.before or "(not there)"), ("after", change.after or "(gone)")]
    return [f"    {name + ':':<8}{call}" for name, call in shown]
