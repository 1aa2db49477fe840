"""Sum up the changes of a comparison: how many there are of each level, and which release they call for."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from scripts.contract_diff.changes import Change
from scripts.contract_diff.rules import BREAKING, LEVELS
from scripts.contract_diff.sources import Side
from scripts.contract_diff.surface import SurfaceChange

# Rules whose changes give a client nothing new to use: on their own, they call for a patch at most.
_NO_NEWS = ("-description-changed", "-restated", "version-changed", "error-status-removed")


@frozen
class Comparison:
    """Two specs and everything that changed between them.

    Attributes:
        old: The old side.
        new: The new side.
        changes: What changed on the wire.
        surface: What changed in Python; None if it was left out.
    """

    old: Side
    new: Side
    changes: list[Change]
    surface: list[SurfaceChange] | None

    @property
    def summary(self) -> dict[str, int]:
        """The number of changes on the wire of each level."""
        return {level: sum(change.level == level for change in self.changes) for level in LEVELS}

    @property
    def semver(self) -> str:
        """The release that the changes call for: `major`, `minor`, `patch` or `none`."""
        return self.verdict[0]

    @property
    def verdict(self) -> tuple[str, str]:
        """The release that the changes call for, and why."""
        surface = self.surface or []
        breaking = [_count(self.changes, BREAKING), _count(surface, BREAKING)]
        if any(breaking):
            return "major", f"{breaking[0]} breaking on the wire, {breaking[1]} in Python"
        news = [change for change in self.changes if not change.id.endswith(_NO_NEWS)]
        if news or surface:
            return "minor", f"nothing breaks; {len(news)} changes on the wire, {len(surface)} in Python"
        if self.changes or self.old.normal_sha256 != self.new.normal_sha256:
            return "patch", "the spec changed, but nothing that a client can do"
        return "none", "both are the same"

    @property
    def changed_under_one_version(self) -> bool:
        """Whether the facts differ although the version number is the same."""
        return self.old.version == self.new.version and self.old.normal_sha256 != self.new.normal_sha256


def _count(changes: Sequence[Change | SurfaceChange], level: str) -> int:
    return sum(change.level == level for change in changes)
