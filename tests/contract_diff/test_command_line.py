from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.contract_diff.__main__ import main, run
from scripts.documents import dump

from . import Document, answer, only, spec

OLD = only(responses=answer({"type": "string"}))
BROKEN = only(responses=answer({"type": "string", "nullable": True}))
WIDER = only(responses=answer({"type": "string"}) | {"404": {"description": "Not Found"}}, parameters=[])
LONGER = only(responses=answer({"type": "string", "maxLength": 9}))
Write = Callable[[Document], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    names = iter(range(100))

    def to(document: Document) -> str:
        path = tmp_path / f"{next(names)}.yaml"
        path.write_text(dump(document), encoding="utf-8")
        return str(path)

    return to


def versioned(document: Document, version: str) -> Document:
    return {**document, "info": {"title": "Small", "version": version}}


@pytest.mark.parametrize(
    ("new", "fail_on", "status"),
    [
        (OLD, "breaking", 0),
        (OLD, "any", 0),
        (BROKEN, "breaking", 1),
        (BROKEN, "any", 1),
        (BROKEN, "never", 0),
        (LONGER, "breaking", 0),
        (LONGER, "any", 1),
        (LONGER, "never", 0),
    ],
)
def test_the_exit_status_is_1_for_what_fail_on_names(write: Write, new: Document, fail_on: str, status: int) -> None:
    assert main([write(OLD), write(new), "--no-surface", "--fail-on", fail_on]) == status


@pytest.mark.parametrize("name", ["absent.yaml", "http://127.0.0.1:1/openapi.yaml", "HEAD~1:absent/openapi.yaml"])
def test_a_side_that_is_out_of_reach_is_status_2_and_one_line(
    write: Write, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([write(OLD), name, "--no-surface"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"contract_diff: {name}: ")
    assert captured.err.count("\n") == 1


def test_an_option_that_is_none_is_status_2() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--fail-on", "sometimes"])
    assert caught.value.code == 2


def test_a_spec_that_cannot_be_generated_is_status_2(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    form = only(method="post", requestBody={"content": {"text/csv": {"schema": {"type": "string"}}}})
    assert main([write(OLD), write(form)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main([write(OLD), write(form), "--no-surface"]) == 1


@pytest.mark.parametrize(
    ("new", "semver", "words"),
    [
        (BROKEN, "major", "1 breaking on the wire"),
        (versioned(BROKEN, "9"), "major", "1 breaking on the wire"),
        (LONGER, "minor", "1 changes on the wire"),
        (WIDER, "minor", "1 changes on the wire"),
        (versioned(OLD, "1.0.1"), "patch", "nothing that a client can do"),
        (only(responses=answer({"type": "string", "title": "A word"})), "none", "the same"),
        (OLD, "none", "the same"),
    ],
)
def test_the_verdict_is_the_release_with_the_reason(write: Write, new: Document, semver: str, words: str) -> None:
    verdict = run(write(OLD), write(new), surface=False).verdict
    assert verdict[0] == semver
    assert words in verdict[1]


def test_what_breaks_in_python_alone_owes_a_major_release(write: Write) -> None:
    old = only(
        responses=answer({"type": "object", "title": "", "properties": {"a": {"enum": ["b"], "type": "string"}}})
    )
    gone = spec(old["paths"], components={"schemas": {"Spare": {"type": "object", "properties": {}}}})
    comparison = run(write(gone), write(old))
    assert {change.level for change in comparison.changes} == {"info"}
    assert comparison.semver == "major"
    assert main([write(gone), write(old)]) == 1
    assert run(write(gone), write(old), surface=False).semver == "minor"


def test_a_change_under_one_version_number_is_said(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = "changed although the version number is still 1.0.0"
    for form in ("text", "markdown"):
        main([write(OLD), write(LONGER), "--no-surface", "--format", form])
        assert sentence in capsys.readouterr().out
        main([write(OLD), write(versioned(LONGER, "2")), "--no-surface", "--format", form])
        assert sentence not in capsys.readouterr().out


def test_the_fingerprint_of_facts_ignores_descriptions(write: Write) -> None:
    worded = only(responses=answer({"type": "string", "description": "Other words."}))
    sides = run(write(OLD), write(worded), surface=False)
    assert sides.old.source_sha256 != sides.new.source_sha256
    assert sides.old.normal_sha256 == sides.new.normal_sha256
    assert not sides.changed_under_one_version


def test_the_order_of_keys_is_no_change(write: Write) -> None:
    turned = dict(reversed(OLD.items()))
    assert run(write(OLD), write(turned), surface=False).semver == "none"


def test_changes_of_descriptions_are_reported_only_when_asked_for(write: Write) -> None:
    old = only(summary="One.", responses=answer({"type": "string", "description": "A."}))
    new = only(summary="Two.", responses=answer({"type": "string", "description": "B."}))
    assert run(write(old), write(new), surface=False).changes == []
    reported = run(write(old), write(new), descriptions=True, surface=False)
    assert [change.id for change in reported.changes] == [
        "operation-description-changed",
        "response-body-description-changed",
    ]
    assert reported.semver == "patch"


def test_without_the_surface_nothing_is_said_of_python(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    main([write(OLD), write(BROKEN), "--no-surface", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["surface"] is None
    main([write(OLD), write(BROKEN), "--no-surface"])
    assert "python" not in capsys.readouterr().out


def test_a_breaking_line_of_the_text_shows_both_calls(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    limit: dict[str, Any] = {"name": "limit", "in": "query", "required": True, "schema": {"type": "integer"}}
    responses = answer({"type": "object", "properties": {"a": {"type": "string"}}})
    assert main([write(only(responses=responses)), write(only(parameters=[limit], responses=responses))]) == 1
    lines = capsys.readouterr().out.splitlines()
    at = next(at for at, line in enumerate(lines) if line.endswith("required-argument-added"))
    assert lines[at + 1 : at + 3] == [
        "    before: get_markets.sync(client=...)",
        "    after:  get_markets.sync(client=..., limit=...)",
    ]


def test_a_git_revision_is_a_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.test", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    for document in (OLD, BROKEN):
        Path("openapi.yaml").write_text(dump(document), encoding="utf-8")
        subprocess.run([*git, "add", "openapi.yaml"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", "Spec"], check=True)
    assert main(["HEAD~1:openapi.yaml", "HEAD:openapi.yaml", "--no-surface"]) == 1
    assert main(["HEAD:openapi.yaml", "openapi.yaml", "--no-surface"]) == 0
    assert main(["HEAD~7:openapi.yaml", "openapi.yaml", "--no-surface"]) == 2
