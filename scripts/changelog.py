"""Draft the entry of `CHANGELOG.md` for a new version of a spec, under the heading of what isn't released yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.contract_diff.changes import Change
from scripts.contract_diff.rules import BREAKING
from scripts.contract_diff.surface import SurfaceChange
from scripts.contract_diff.verdict import Comparison
from scripts.documents import printable
from scripts.specs import API

_UNRELEASED = re.compile(r"^## \[?Unreleased\b[^\n]*\n", re.MULTILINE)
_HEADING = re.compile(r"^## ", re.MULTILINE)
_NEXT_RELEASE = re.compile(r"^Next release: (major|minor|patch)\.$", re.MULTILINE)
_RELEASES = ("major", "minor", "patch", "none")
_GROUPS = ("Spec", "Breaking", "Added", "Changed")


def with_entry(changelog: str, comparison: Comparison) -> str:
    """Add what a comparison changes to a changelog.

    Args:
        changelog: The text of the file.
        comparison: What the new spec changes, with its surface.

    Returns:
        The text with an entry under `## Unreleased (spec X)`. If there is such a heading with any X, the entry is
        merged into its section: the greater release is kept, lines are added to the groups that exist, and text
        written by hand stays. The heading names versions of the API's spec alone; the others have their own.
    """
    present = _UNRELEASED.search(changelog)
    heading = f"## Unreleased (spec {_plain(comparison.new.version)})\n"
    if comparison.new.ours not in (None, API):
        heading = present[0] if present else "## Unreleased\n"
    if present:
        start, body = present.start(), present.end()
        following = _HEADING.search(changelog, body)
        end = following.start() if following else len(changelog)
        section = changelog[body:end]
    else:
        first = _HEADING.search(changelog)
        start = end = first.start() if first else len(changelog)
        section = ""
    before, after = changelog[:start], changelog[end:]
    gap = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    merged = _merged(section, comparison)
    return before + gap + heading + "\n" + merged + ("\n" + after if after else "")


def _merged(section: str, comparison: Comparison) -> str:
    section = _with_release(section.strip("\n"), comparison.semver)
    lines: dict[str, list[str]] = {
        "Spec": [_step(comparison)],
        "Breaking": [*_breaking(comparison)],
        "Added": [_line(change) for change in _milder(comparison) if change.kind.endswith("-added")],
        "Changed": [_line(change) for change in _milder(comparison) if not change.kind.endswith("-added")],
    }
    for group in _GROUPS:
        section = _with_lines(section, group, lines[group])
    return section + "\n"


def _with_release(section: str, semver: str) -> str:
    present = _NEXT_RELEASE.search(section)
    line = f"Next release: {min(semver, present[1] if present else 'none', key=_RELEASES.index)}."
    if present:
        return section[: present.start()] + line + section[present.end() :]
    return f"{line}\n\n{section}" if section else line


def _with_lines(section: str, group: str, lines: list[str]) -> str:
    """Add lines at the end of a group. A new group goes before the first present one that is later in the order."""
    fresh = [line for line in dict.fromkeys(lines) if f"\n{line}\n" not in f"{section}\n"]
    if not fresh:
        return section
    blocks = re.split(r"\n+(?=### )", section)
    titles = [block.split("\n", 1)[0].removeprefix("### ").strip() for block in blocks]
    if group in titles:
        blocks[titles.index(group)] += "\n" + "\n".join(fresh)
    else:
        later = [titles.index(title) for title in _GROUPS[_GROUPS.index(group) :] if title in titles]
        blocks.insert(min(later, default=len(blocks)), f"### {group}\n\n" + "\n".join(fresh))
    return "\n\n".join(blocks)


def _step(comparison: Comparison) -> str:
    sides = [f"{_plain(side.version)} (`{side.source_sha256[:12]}`)" for side in (comparison.old, comparison.new)]
    semver, reason = comparison.verdict
    ours = comparison.new.ours
    of = f"{ours.title[0].upper()}{ours.title[1:]}, " if ours not in (None, API) else ""
    return f"- {of}{sides[0]} → {sides[1]}: {semver}; {_plain(reason)}."


def _breaking(comparison: Comparison) -> Iterator[str]:
    for change in comparison.surface or []:
        if change.level == BREAKING:
            yield "\n".join([_line(change), *_calls(change)])
    for wire in comparison.changes:
        if wire.level == BREAKING:
            yield _wire(wire)


def _milder(comparison: Comparison) -> list[SurfaceChange]:
    return [change for change in comparison.surface or [] if change.level != BREAKING]


def _line(change: SurfaceChange) -> str:
    return f"- {change.kind.replace('-', ' ').capitalize()}: {_code(change.name)}"


def _calls(change: SurfaceChange) -> Iterator[str]:
    yield f"  - before: {_code(change.before) if change.before else 'nothing'}"
    yield f"  - after: {_code(change.after) if change.after else 'nothing'}"


def _wire(change: Change) -> str:
    reach = f" ({len(change.operations)} operations)" if len(change.operations) > 1 else ""
    return f"- On the wire, {_code(change.location)}: {_plain(change.text)}{reach}"


def _code(text: str) -> str:
    return f"`{' '.join(printable(text).split()).replace('`', chr(39))}`"


def _plain(text: str) -> str:
    """Text of a spec, made unable to begin a line or a tag."""
    return " ".join(printable(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace("`", "'")
