"""Show a comparison as Markdown, for a pull request or an issue."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.contract_diff.changes import Change
from scripts.contract_diff.reports import same_version, tally
from scripts.contract_diff.rules import BREAKING, LEVELS
from scripts.contract_diff.surface import SurfaceChange
from scripts.contract_diff.verdict import Comparison
from scripts.documents import printable

# An entity is never read as Markdown or HTML. A name after an @ with a zero-width space notifies nobody.
_ENTITIES = {character: f"&#{ord(character)};" for character in "&<>|`[]\\!"} | {"@": "@\u200b"}


def as_markdown(comparison: Comparison) -> str:
    """The comparison as a page: the verdict, then what breaks, then all changes by operation."""
    semver, reason = comparison.verdict
    versions = f"{escaped(comparison.old.version)} → {escaped(comparison.new.version)}"
    lines = [f"# Spec {versions}: {semver}", "", f"{reason[0].upper()}{reason[1:]}.", ""]
    if comparison.changed_under_one_version:
        lines += [f"> {escaped(same_version(comparison))}", ""]
    lines += ["| side | version | sha256 of the source | sha256 of the facts |", "|---|---|---|---|"]
    for name, side in (("old", comparison.old), ("new", comparison.new)):
        fingerprints = f"`{side.source_sha256[:16]}` | `{side.normal_sha256[:16]}`"
        lines.append(f"| {name} | {escaped(side.version)} | {fingerprints} |")
    breaking = [change for change in comparison.changes if change.level == BREAKING]
    lines += ["", f"## What breaks on the wire ({len(breaking)})", "", *(_table(breaking) or ["Nothing."])]
    if comparison.surface is not None:
        lines += ["", *_surface(comparison.surface)]
    lines += ["", f"## Every change: {tally(change.level for change in comparison.changes)}", ""]
    for heading, changes in _by_operation(comparison.changes):
        summary = f"{escaped(heading)}: {tally(change.level for change in changes)}"
        lines += ["<details>", f"<summary>{summary}</summary>", "", *_table(changes), "", "</details>", ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(changes: list[Change]) -> list[str]:
    if not changes:
        return []
    rows = [
        f"| {change.level} | {escaped(change.location)} | {escaped(change.text)}{_reach(change)} | `{change.id}` |"
        for change in changes
    ]
    return ["| level | where | what | rule |", "|---|---|---|---|", *rows]


def _reach(change: Change) -> str:
    if len(change.operations) < 2:
        return ""
    return f" ({len(change.operations)} operations: {escaped(', '.join(change.operations))})"


def _surface(surface: list[SurfaceChange]) -> Iterator[str]:
    breaking = [change for change in surface if change.level == BREAKING]
    yield f"## What breaks in Python ({len(breaking)})"
    yield ""
    if breaking:
        yield "| name | what | before | after |"
        yield "|---|---|---|---|"
    for change in breaking:
        calls = f"{_code(change.before or 'not there')} | {_code(change.after or 'gone')}"
        yield f"| {_code(change.name)} | {change.kind} | {calls} |"
    if not breaking:
        yield "Nothing."
    yield ""
    yield f"In all: {tally(change.level for change in surface)}."


def _by_operation(changes: list[Change]) -> list[tuple[str, list[Change]]]:
    """Each change under its operation; those of several operations, or of none, have a heading of their own."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        headings = {0: "the spec itself", 1: "".join(change.operations)}
        groups.setdefault(headings.get(len(change.operations), "several operations"), []).append(change)
    return sorted(groups.items(), key=lambda group: (LEVELS.index(group[1][0].level), group[0]))


def _code(text: str) -> str:
    return f"<code>{escaped(text)}</code>"


def escaped(text: str) -> str:
    """Text of others, escaped so that it is shown literally."""
    return "".join(_ENTITIES.get(character, character) for character in printable(text))
