from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from openapi_spec_validator import validate

from scripts import documents, specs, vendor

from ..bump import copy_scripts
from ..warm import python
from . import spec

OLD = b"# the spec as it was\n"
ACTIONS: list[dict[str, Any]] = [
    {"target": "$.info", "update": {"title": "Kalshi Trade API"}},
    {
        "target": "$.paths['/markets'].get",
        "update": {"x-pagination": {"items": "markets"}, "summary": "List", "deprecated": True},
    },
    {"target": "$.paths['/markets'].get.parameters[?@.name=='status']", "remove": True},
    {"target": "$.components.schemas.Market.required[?@=='side']", "remove": True},
    {
        "target": "$.components.schemas.Market.properties.side",
        "update": {"description": "The side.", "nullable": True},
    },
    {"target": "$.components.schemas.*", "update": {"description": "A schema."}},
    {"target": "$.components.schemas.Dollars", "update": {"description": "US dollars.", "format": "decimal"}},
]


class Project:
    """A project in a temporary folder: the scripts, an overlay, a published document and an old spec."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spec = folder / "openapi.yaml"
        self.overlay = folder / "specs" / "overlays" / "openapi.overlay.yaml"
        self.published = folder / "published.yaml"
        self.ours = evolve(specs.API, path=self.spec, overlays=(self.overlay,))
        self.overlay.parent.mkdir(parents=True)
        self.spec.write_bytes(OLD)
        self.write_overlay(ACTIONS)
        self.published.write_text(documents.dump(spec()), encoding="utf-8")

    def write_overlay(self, actions: list[dict[str, Any]]) -> None:
        overlay = {"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": actions}
        self.overlay.write_text(documents.dump(overlay), encoding="utf-8")

    def run(self, monkeypatch: pytest.MonkeyPatch, source: str | Path) -> int:
        monkeypatch.setattr(specs, "REGISTER", (self.ours,))
        monkeypatch.setattr(sys, "argv", ["vendor", "--spec-name", "api", str(source)])
        return vendor.main()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        copy_scripts(self.folder)
        return subprocess.run(
            [python(), "-m", "scripts.vendor", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_published_document_becomes_facts_with_our_words(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project.run(monkeypatch, project.published) == 0
    vendored = documents.load(project.spec.read_bytes())
    validate(vendored)
    assert list(vendored) == ["openapi", "info", "x-upstream", "paths", "components"]
    assert vendored["info"] == {"title": "Kalshi Trade API", "version": "1.2.3"}
    market, side, dollars = vendored["components"]["schemas"].values()
    assert market["required"] == ["ticker"]
    assert market["properties"]["side"] == {
        "allOf": [{"$ref": "#/components/schemas/Side"}],
        "nullable": True,
        "description": "The side.",
    }
    assert side["enum"] == ["yes", "no"]
    assert dollars == {"type": "string", "format": "decimal", "description": "US dollars."}


def test_provenance_is_the_published_address_the_version_and_the_digest(project: Project) -> None:
    vendored, _ = vendor.vendor(str(project.published), project.ours)
    digest = vendored["x-upstream"].pop("sha256")
    assert vendored["x-upstream"] == {"url": specs.API.url, "version": "1.2.3"}
    assert len(digest) == 64
    with project.published.open("a") as published:
        published.write("# the same version, published again\n")
    assert vendor.vendor(str(project.published), project.ours)[0]["x-upstream"]["sha256"] != digest


def test_vendoring_twice_gives_the_same_bytes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project.run(monkeypatch, project.published) == 0
    first = project.spec.read_bytes()
    assert project.run(monkeypatch, project.published) == 0
    assert project.spec.read_bytes() == first


def test_vendoring_the_vendored_file_gives_the_same_bytes_and_keeps_its_provenance(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.run(monkeypatch, project.published) == 0
    first = project.spec.read_bytes()
    capsys.readouterr()
    assert project.run(monkeypatch, project.spec) == 0
    assert project.spec.read_bytes() == first
    assert "Overlay targets that match nothing: none" in capsys.readouterr().out


def test_new_words_are_taken_up_from_the_vendored_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project.run(monkeypatch, project.published) == 0
    before = documents.load(project.spec.read_bytes())
    project.write_overlay([*ACTIONS, {"target": "$.components.schemas.Side", "update": {"description": "New."}}])
    assert project.run(monkeypatch, project.spec) == 0
    after = documents.load(project.spec.read_bytes())
    assert after["components"]["schemas"]["Side"].pop("description") == "New."
    before["components"]["schemas"]["Side"].pop("description")
    assert after == before


def test_the_report_lists_missing_descriptions(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write_overlay([*ACTIONS, {"target": "$.paths['/gone'].get", "update": {"summary": "x"}}])
    assert project.run(monkeypatch, project.published) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "openapi.yaml: version 1.2.3, 1 paths, 1 operations, 3 schemas"
    assert "Missing descriptions: 4" in lines
    assert "  $.paths['/markets'].get: description" in lines
    assert "  $.paths['/markets'].get.parameters[?@.name=='limit']: description" in lines
    assert "  $.components.parameters.Cursor: description" in lines
    assert "  $.components.schemas.Market.properties.price: description" in lines
    assert lines[-2:] == ["Overlay targets that match nothing: 1", "  $.paths['/gone'].get"]


def test_a_target_gone_stale_is_reported_from_the_vendored_file_too(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.run(monkeypatch, project.published) == 0
    project.write_overlay([*ACTIONS, {"target": "$.components.schemas.Gone.required[0]", "remove": True}])
    capsys.readouterr()
    assert project.run(monkeypatch, project.spec) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "  $.components.schemas.Gone.required[0]"


def _published(**changes: Any) -> str:
    return documents.dump(spec(**changes))


def _two_with_one_id() -> str:
    get = spec()["paths"]["/markets"]
    return _published(paths={"/markets": get, "/more": get})


def _one_without_id() -> str:
    document = spec()
    del document["paths"]["/markets"]["get"]["operationId"]
    return documents.dump(document)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not an OpenAPI"),
        ("- a\n", "not an OpenAPI"),
        ("swagger: '2.0'\n", "not an OpenAPI"),
        (_published(openapi="2.0"), "not an OpenAPI"),
        ("a: [1,\n b: }\n", "not YAML"),
        (_published(info={"title": "t"}), "not a valid OpenAPI"),
        (_two_with_one_id(), "'GetMarkets'"),
        (_one_without_id(), "no operationId"),
        ("#" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
        (None, "can't be read"),
    ],
    ids=["empty", "list", "swagger", "2.0", "broken", "invalid", "one id", "no id", "large", "missing"],
)
def test_a_source_that_is_no_spec_leaves_the_old_one_untouched(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str | None,
    reason: str,
) -> None:
    project.published.unlink()
    if text is not None:
        project.published.write_text(text, encoding="utf-8")
    assert project.run(monkeypatch, project.published) == 1
    assert project.spec.read_bytes() == OLD
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(f"vendor: {project.published}: ")
    assert reason in output.err
    assert output.err.endswith("; the vendored specs are unchanged\n")
    assert output.err.count("\n") == 1


@pytest.mark.parametrize(
    "actions",
    [
        [],
        [{"target": "$.info"}],
        [{"target": "$.a[", "remove": True}],
        [{"target": "$.paths", "update": {"/new": {}}}],
        [{"target": "$", "remove": True}],
    ],
)
def test_an_overlay_that_breaks_its_rules_leaves_the_old_spec_untouched(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    actions: list[dict[str, Any]],
) -> None:
    project.write_overlay(actions)
    assert project.run(monkeypatch, project.published) == 1
    assert project.spec.read_bytes() == OLD
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_writes_the_spec_beside_its_scripts(project: Project) -> None:
    finished = project.command("--spec-name", "api", "published.yaml")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.startswith("openapi.yaml: version 1.2.3")
    assert documents.load(project.spec.read_bytes())["x-upstream"]["version"] == "1.2.3"


def test_the_command_refuses_with_one_line_and_status_1(project: Project) -> None:
    finished = project.command("absent.yaml")
    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr.startswith("vendor: absent.yaml: can't be read")
    assert finished.stderr.count("\n") == 1
    assert project.spec.read_bytes() == OLD
