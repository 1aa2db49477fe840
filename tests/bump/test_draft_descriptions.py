from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts import documents
from scripts.vendoring import descriptions, overlays
from scripts.vendoring.draft_descriptions import write_drafts

from . import ACTIONS, grown

HEAD = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\n"


def applied(overlay: Path, spec: dict[str, Any]) -> dict[str, Any]:
    document, unmatched = overlays.apply(overlays.load_actions(overlay), spec)
    assert unmatched == []
    return document


def described() -> dict[str, Any]:
    document, _ = overlays.apply(ACTIONS, grown())
    return document


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "actions:\n- {target: $.info, remove: true}\n",
        HEAD + "actions:\n- {target: $.info, remove: true}",
        HEAD + "actions:\n  - target: $.info\n    update:\n      title: |\n        - not an action\n",
        "actions:\n    -   target: $.info\n        remove: true\n".join([HEAD, ""]),
    ],
    ids=["at the margin", "without a last newline", "indented", "deeper"],
)
def test_drafts_are_appended_at_the_depth_of_the_actions(text: str, tmp_path: Path) -> None:
    overlay = tmp_path / "o.yaml"
    overlay.write_text(text, encoding="utf-8")
    assert write_drafts(described(), overlay) == 6
    assert overlay.read_text(encoding="utf-8").startswith(text)
    assert len(documents.load(overlay.read_bytes())["actions"]) == 7


def test_every_place_is_drafted_once_and_reported_until_it_is_written(tmp_path: Path) -> None:
    overlay = tmp_path / "o.yaml"
    overlay.write_text(HEAD + "actions:\n- {target: $.info, update: {title: t}}\n", encoding="utf-8")
    spec = described()
    before = descriptions.missing(spec)
    write_drafts(spec, overlay)
    drafted = applied(overlay, spec)
    assert descriptions.missing(drafted) == [
        " a ".join(line.rsplit(" ", 1)) + " in place of the draft" for line in before
    ]
    assert write_drafts(drafted, overlay) == 0
    text = overlay.read_text(encoding="utf-8").replace("[draft] ", "The ")
    overlay.write_text(text, encoding="utf-8")
    assert descriptions.missing(applied(overlay, spec)) == []


def test_a_place_with_an_action_of_ours_gets_no_second_one(tmp_path: Path) -> None:
    overlay = tmp_path / "o.yaml"
    text = HEAD + "actions:\n- {target: \"$['components'].schemas.Trade\", update: {x-ours: true}}\n"
    overlay.write_text(text, encoding="utf-8")
    assert write_drafts(described(), overlay) == 5
    assert "$.components.schemas.Trade: description" in descriptions.missing(applied(overlay, described()))


def test_a_description_that_lacks_a_fact_is_left_to_its_writer(tmp_path: Path) -> None:
    overlay = tmp_path / "o.yaml"
    text = HEAD + "actions:\n- {target: $.info, update: {title: t}}\n"
    overlay.write_text(text, encoding="utf-8")
    spec, _ = overlays.apply(ACTIONS, grown())
    write_drafts(spec, overlay)
    drafted = applied(overlay, spec)
    drafted["paths"]["/markets"]["get"]["parameters"][0]["schema"]["default"] = 7
    before = overlay.read_bytes()
    assert write_drafts(drafted, overlay) == 0
    assert overlay.read_bytes() == before
    assert any("the default '7'" in line for line in descriptions.missing(drafted))


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "actions: [{target: $.info, remove: true}]\n",
        "actions:\n- {target: $.info, remove: true}\n" + HEAD,
    ],
    ids=["in brackets", "before other keys"],
)
def test_an_overlay_that_takes_no_more_at_its_end_is_left_alone(text: str, tmp_path: Path) -> None:
    overlay = tmp_path / "o.yaml"
    overlay.write_text(text, encoding="utf-8")
    with pytest.raises(overlays.OverlayError, match="drafts can't be appended"):
        write_drafts(described(), overlay)
    assert overlay.read_text(encoding="utf-8") == text
