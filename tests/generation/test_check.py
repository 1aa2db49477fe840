"""The problems that `scripts.check` finds in the vendored spec."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from scripts import check, documents, specs
from scripts.vendor import vendor

WORDS = "overlay: 1.0.0\ninfo: {title: Words, version: 1.0.0}\nactions:\n"


@pytest.fixture
def spec_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small vendored spec with its overlay, which the command line reads instead of ours."""
    spec, overlay = tmp_path / "openapi.yaml", tmp_path / "openapi.overlay.yaml"
    document: dict[str, Any] = {
        "openapi": "3.0.3",
        "info": {"title": "Kalshi API", "version": "1.2.3"},
        "paths": {"/status": {"get": {"operationId": "GetStatus", "responses": {"200": {"description": "OK"}}}}},
        "components": {"schemas": {"Seat": {"type": "object", "properties": {"row": {"type": "string"}}}}},
    }
    spec.write_text(documents.dump(document), encoding="utf-8")
    overlay.write_text(
        WORDS
        + "- {target: \"$.paths['/status'].get\", update: {summary: Get the status, description: What it is.}}\n"
        + "- {target: $.components.schemas.Seat, update: {description: A seat.}}\n",
        encoding="utf-8",
    )
    small = evolve(specs.API, path=spec, overlays=(overlay,))
    monkeypatch.setattr(specs, "REGISTER", (small,))
    vendored, _ = vendor(str(spec), small)
    spec.write_text(documents.dump(vendored), encoding="utf-8")
    return spec


def say(spec_file: Path, text: str) -> None:
    """Add an action to the overlay beside a spec."""
    with spec_file.with_name("openapi.overlay.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


def test_our_specs_are_what_their_facts_and_the_overlays_give() -> None:
    # Until its release, a new spec may lack descriptions and leave stale targets; `make check` reports these.
    later = re.compile(r"missing description: |\w+\.overlay\.yaml: matches nothing: ")
    assert [problem for problem in check.problems() if not later.match(problem)] == []


def test_nothing_is_wrong_with_a_spec_that_was_just_vendored(spec_file: Path) -> None:
    assert check.problems() == []
    assert check.main() == 0


def test_missing_descriptions_are_named(spec_file: Path) -> None:
    overlay = spec_file.with_name("openapi.overlay.yaml")
    text = overlay.read_text(encoding="utf-8")
    overlay.write_text(text.replace("description: A seat.", "title: Seat"), encoding="utf-8")
    assert "missing description: $.components.schemas.Seat: description" in check.problems()


def test_a_stale_target_is_named(spec_file: Path) -> None:
    say(spec_file, "- {target: $.components.schemas.Table, update: {description: A table.}}\n")
    assert check.problems() == ["openapi.overlay.yaml: matches nothing: $.components.schemas.Table"]


def test_a_rule_over_a_field_that_is_not_there_is_named(spec_file: Path) -> None:
    overlay = spec_file.with_name("openapi.overlay.yaml")
    text = overlay.read_text(encoding="utf-8")
    rule = "x-field-rules: [{equal: [row, seat]}], description: A seat."
    overlay.write_text(text.replace("description: A seat.", rule), encoding="utf-8")
    assert "openapi.overlay.yaml: matches nothing: 'seat' in x-field-rules of Seat" in check.problems()
    overlay.write_text(text.replace("description: A seat.", rule.replace("equal", "same")), encoding="utf-8")
    assert any("is not a rule: write one of" in problem for problem in check.problems())


@pytest.mark.parametrize(
    ("before", "after"), [("What it is.", "By hand."), ("type: object", "type:  object"), ("GetStatus", "'GetStatus'")]
)
def test_a_hand_edited_spec_is_named(spec_file: Path, before: str, after: str) -> None:
    text = spec_file.read_text(encoding="utf-8")
    assert before in text
    spec_file.write_text(text.replace(before, after), encoding="utf-8")
    assert check.problems() == ["openapi.yaml is not what its facts and the overlay give: run 'make overlay'"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("openapi.yaml", "no spec", "not an OpenAPI 3.0 or 3.1 document"),
        ("openapi.overlay.yaml", "overlay: 1.0.0\n", "openapi.overlay.yaml"),
    ],
)
def test_a_file_that_cannot_be_read_is_the_only_problem(spec_file: Path, name: str, text: str, words: str) -> None:
    (spec_file.parent / name).write_text(text, encoding="utf-8")
    (problem,) = check.problems()
    assert words in problem


def test_each_problem_is_printed_on_its_own_line(spec_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say(spec_file, "- {target: $.components.schemas.Table, update: {description: A table.}}\n")
    say(spec_file, "- {target: $.components.schemas.Chair, update: {description: A chair.}}\n")
    assert check.main() == 1
    assert capsys.readouterr().err.splitlines() == [
        "check: openapi.overlay.yaml: matches nothing: $.components.schemas.Table",
        "check: openapi.overlay.yaml: matches nothing: $.components.schemas.Chair",
    ]
