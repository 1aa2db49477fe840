from __future__ import annotations

import pytest

from scripts.changelog import with_entry
from scripts.contract_diff.changes import Change
from scripts.contract_diff.rules import BREAKING, INFO, WARNING
from scripts.contract_diff.sources import Side
from scripts.contract_diff.surface import SurfaceChange
from scripts.contract_diff.verdict import Comparison

from . import CHANGELOG

MODULE = SurfaceChange(INFO, "module-added", "kalshi_gen.api.market.get_trade", None, "get_trade.sync(client=...)")
VALUE = SurfaceChange(WARNING, "literal-added", "kalshi_gen.models.Side", None, "'maybe'")
LOOSER = SurfaceChange(INFO, "argument-became-optional", "kalshi_gen.api.a.b(x)", "b.sync(x=...)", "b.sync()")
REQUIRED = SurfaceChange(BREAKING, "required-argument-added", "kalshi_gen.api.a.b(y)", "b.sync()", "b.sync(y=...)")
GONE = SurfaceChange(BREAKING, "module-removed", "kalshi_gen.api.a.c", "c.sync()", None)


def side(version: str, digest: str) -> Side:
    return Side(
        source="openapi.yaml",
        version=version,
        source_sha256=digest * 64,
        normal_sha256=digest * 64,
        spec={},
        wording={},
    )


def comparison(
    *surface: SurfaceChange, old: str = "1.2.3", new: str = "1.3.0", changes: list[Change] | None = None
) -> Comparison:
    return Comparison(side(old, "a"), side(new, "b"), changes or [], list(surface))


def entry(text: str) -> str:
    """The section of what isn't released."""
    return "## Unreleased" + text.split("\n## Unreleased")[1].split("\n## ")[0]


def test_an_entry_comes_before_the_releases_what_breaks_first() -> None:
    text = with_entry(CHANGELOG, comparison(MODULE, VALUE, LOOSER, REQUIRED, GONE))
    before, after = CHANGELOG.split("## 0.1.0")
    assert text == (
        before
        + """\
## Unreleased (spec 1.3.0)

Next release: major.

### Spec

- 1.2.3 (`aaaaaaaaaaaa`) → 1.3.0 (`bbbbbbbbbbbb`): major; 0 breaking on the wire, 2 in Python.

### Breaking

- Required argument added: `kalshi_gen.api.a.b(y)`
  - before: `b.sync()`
  - after: `b.sync(y=...)`
- Module removed: `kalshi_gen.api.a.c`
  - before: `c.sync()`
  - after: nothing

### Added

- Module added: `kalshi_gen.api.market.get_trade`
- Literal added: `kalshi_gen.models.Side`

### Changed

- Argument became optional: `kalshi_gen.api.a.b(x)`

"""
        + "## 0.1.0"
        + after
    )


def test_what_breaks_on_the_wire_alone_is_reported_too() -> None:
    change = Change("request-parameter-removed", "GET /a query parameter b", "it is gone", operations=("A", "B"))
    text = with_entry(CHANGELOG, comparison(changes=[change]))
    assert "### Breaking\n\n- On the wire, `GET /a query parameter b`: it is gone (2 operations)\n" in text


def test_a_second_bump_joins_the_first() -> None:
    first = with_entry(CHANGELOG, comparison(REQUIRED))
    by_hand = first.replace("### Breaking\n", "### Breaking\n\nRead this.\n").replace(
        "Next release: major.\n", "Next release: major.\n\nWritten by hand.\n"
    )
    second = with_entry(by_hand, comparison(MODULE, GONE, old="1.3.0", new="1.4.0"))
    section = entry(second)
    assert second.count("## Unreleased") == 1
    assert section.startswith("## Unreleased (spec 1.4.0)\n\nNext release: major.\n\nWritten by hand.\n")
    assert [line for line in section.splitlines() if line.startswith("### ")] == [
        "### Spec",
        "### Breaking",
        "### Added",
    ]
    for kept in ("Read this.", "- 1.2.3 (", "- 1.3.0 (", "kalshi_gen.api.a.b(y)", "kalshi_gen.api.a.c"):
        assert kept in section
    assert second.endswith(CHANGELOG[CHANGELOG.index("## 0.1.0") :])


def test_the_greater_release_is_kept() -> None:
    for first, second in ((REQUIRED, MODULE), (MODULE, REQUIRED)):
        text = with_entry(with_entry(CHANGELOG, comparison(first)), comparison(second, old="1.3.0", new="1.4.0"))
        assert "Next release: major." in text
        assert text.count("Next release") == 1


def test_the_same_comparison_twice_changes_nothing_more() -> None:
    found = comparison(MODULE, LOOSER, REQUIRED)
    once = with_entry(CHANGELOG, found)
    assert with_entry(once, found) == once


@pytest.mark.parametrize("heading", ["## Unreleased", "## [Unreleased]", "## Unreleased (spec 1.2.3)"])
def test_a_heading_of_what_is_not_released_is_taken_however_it_is_spelled(heading: str) -> None:
    text = with_entry(CHANGELOG.replace("## 0.1.0", f"{heading}\n\n- Mine.\n\n## 0.1.0"), comparison(MODULE))
    assert text.count("nreleased") == 1
    assert "- Mine." in entry(text)
    assert "## Unreleased (spec 1.3.0)\n" in text


@pytest.mark.parametrize("text", ["", "# Changelog\n", "# Changelog", "# Changelog\n\n"])
def test_a_changelog_without_releases_gets_its_first_entry(text: str) -> None:
    found = with_entry(text, comparison(MODULE))
    assert found.startswith(text.rstrip("\n"))
    assert "## Unreleased (spec 1.3.0)\n\nNext release: minor.\n" in found
    assert found.endswith("get_trade`\n")


def test_a_spec_can_put_no_heading_and_no_tag_into_the_changelog() -> None:
    hostile = "x`\n## 9.9.9 <script>\n- y"
    change = Change("request-parameter-removed", hostile, hostile)
    surface = SurfaceChange(BREAKING, "module-removed", hostile, hostile, hostile)
    text = with_entry(CHANGELOG, comparison(surface, changes=[change], new=hostile))
    assert [line for line in text.splitlines() if line.startswith("## ")][1:] == ["## 0.1.0 (spec 1.2.3)"]
    assert not any(line.startswith("- y") for line in text.splitlines())
    assert "<script>" not in "".join(text.split("`")[::2])
