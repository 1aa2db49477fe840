from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from scripts import documents
from tests import stream_spec

from . import CHANGELOG, Project, grown

MISSING = [
    "$.paths['/markets'].get.parameters[?@.name=='depth']: description",
    "$.paths['/it\\'s/trade'].get: summary",
    "$.paths['/it\\'s/trade'].get: description",
    "$.paths['/it\\'s/trade'].get.parameters[?@.name=='its.own']: description",
    "$.components.schemas.Market.properties.old_price: description",
    "$.components.schemas.Trade: description",
    "$.components.schemas.Trade.properties.side: description",
]
INTERRUPTING = """\
import os, signal, threading

def test_that_never_ends() -> None:
    os.kill(os.getppid(), signal.{signal})
    threading.Event().wait(60)
"""


@pytest.fixture(scope="session")
def vendored(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("project"))
    project.make()
    return project


@pytest.fixture
def project(vendored: Project, tmp_path: Path) -> Project:
    shutil.copytree(vendored.folder, tmp_path / "project")
    return Project(tmp_path / "project")


def test_a_spec_that_only_adds_is_followed_without_manual_work(project: Project) -> None:
    overlay = project.overlay.read_bytes()
    finished = project.bump()
    assert (finished.returncode, finished.stderr) == (0, "")
    lines = finished.stdout.splitlines()
    steps = [line.split()[1] for line in lines if line.startswith("bump: ") and line.endswith(" ...")]
    assert steps == ["diff", "vendor", "generate", "test", "changelog"]
    times = [line for line in lines if line.startswith("bump: ") and " took " in line]
    assert [float(line.split()[-2]) >= 0 for line in times] == [True] * len(steps)
    assert any(line.startswith("semver: minor") for line in lines)
    assert [line.strip() for line in lines[lines.index("Missing descriptions: 7") + 1 :][:7]] == MISSING
    assert lines[lines.index("Missing descriptions: 7") - 1] == "openapi.yaml:"
    assert lines[-1] == "Overlay targets that match nothing: none"
    assert documents.load(project.spec.read_bytes())["info"]["version"] == "1.3.0"
    assert (project.package / "api" / "market" / "get_trade.py").is_file()
    assert project.overlay.read_bytes() == overlay
    changelog = project.changelog.read_text()
    assert changelog.startswith("# Changelog\n\nNewest first.\n\n## Unreleased (spec 1.3.0)\n\nNext release: minor.\n")
    assert "- Module added: `kalshi_gen.api.market.get_trade`" in changelog
    assert changelog.endswith(CHANGELOG[CHANGELOG.index("## 0.1.0") :])
    again = project.bump()
    assert again.returncode == 0
    assert "this content is vendored already; nothing changed" in again.stdout
    assert project.changelog.read_text() == changelog


def test_a_spec_of_the_stream_is_followed_too(project: Project) -> None:
    document = stream_spec.small()
    document["info"]["version"] = "2.1.0"
    message = document["components"]["schemas"]["tickerPayload"]["properties"]["msg"]["properties"]
    message["volume_fp"] = {"type": "string"}
    source = project.folder / "stream.yaml"
    source.write_text(documents.dump(document), encoding="utf-8")
    finished = project.run("bump", str(source), "--draft-descriptions")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "tickerPayload.msg.volume_fp: there is a new field" in finished.stdout
    assert "asyncapi.overlay.yaml: 1 drafts appended" in finished.stdout
    assert documents.load(project.stream.read_bytes())["info"]["version"] == "2.1.0"
    model = project.package / "stream" / "models" / "ticker_data.py"
    assert "volume_fp: str | Unset = UNSET" in model.read_text(encoding="utf-8")
    assert "- The stream, 2.0.0 (" in project.changelog.read_text(encoding="utf-8")
    assert documents.load(project.spec.read_bytes())["info"]["version"] == "1.2.3"


def test_drafts_replace_missing_descriptions_until_the_check_of_a_release(project: Project) -> None:
    overlay = project.overlay.read_bytes()
    finished = project.bump("--draft-descriptions")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "openapi.overlay.yaml: 6 drafts appended" in finished.stdout
    after = project.overlay.read_bytes()
    assert after.startswith(overlay + b"# Drafts for spec 1.3.0: ")
    actions = documents.load(after)["actions"]
    assert [action["target"] for action in actions[-6:]] == list(dict.fromkeys(line.split(": ")[0] for line in MISSING))
    assert [text for action in actions[-6:] for text in action["update"].values()] == [
        "[draft] depth, by default 10.",
        "[draft] GetTrade",
        "[draft] GetTrade.",
        "[draft] its.own.",
        "[draft] old_price, deprecated.",
        "[draft] Trade.",
        "[draft] side.",
    ]
    checked = project.run("check")
    assert checked.returncode == 1
    assert checked.stderr.splitlines() == [f"check: missing description: {_drafted(line)}" for line in MISSING]


def _drafted(line: str) -> str:
    place, key = line.rsplit(": ", 1)
    return f"{place}: a {key} in place of the draft"


def test_an_overlay_target_that_the_spec_lost_is_listed_and_not_fatal(project: Project) -> None:
    document = grown()
    document["components"]["schemas"]["Market"]["properties"].pop("price")
    document["components"]["schemas"].pop("Dollars")
    project.publish(document)
    finished = project.bump()
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.splitlines()[-3:] == [
        "Overlay targets that match nothing: 2",
        "  $.components.schemas.Market.properties.price",
        "  $.components.schemas.Dollars",
    ]
    assert "Next release: major." in project.changelog.read_text()


def test_what_is_vendored_already_changes_nothing(project: Project) -> None:
    project.publish({**grown(), "info": {"title": "t", "version": "1.2.3"}})
    project.run("vendor", "published.yaml").check_returncode()
    project.run("generate").check_returncode()
    before = project.files()
    finished = project.bump("--draft-descriptions")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.splitlines()[-1].endswith("nothing changed")
    assert project.files() == before


def _unreadable(project: Project) -> None:
    project.published.unlink()


def _broken_overlay(project: Project) -> None:
    with project.overlay.open("a") as overlay:
        overlay.write("extra: at the end\n")


def _broken_template(project: Project) -> None:
    """Break the command `generate`, but not the generation within the comparison."""
    main = project.folder / "scripts" / "generate.py"
    main.write_text(
        main.read_text().replace("def main() -> int:\n", "def main() -> int:\n    raise SystemExit(3)\n", 1)
    )


def _unsafe_template(project: Project) -> None:
    """Bring code into the package that would run when a test imports it."""
    template = project.folder / "scripts" / "generation" / "templates" / "model.py.jinja"
    template.write_text(template.read_text() + "\nopen('ran', 'w')\n")
    project.suite.write_text("import kalshi_gen.models.market\n\n\ndef test_green() -> None: ...\n")


def _red_suite(project: Project) -> None:
    project.suite.write_text("def test_red() -> None:\n    assert 'never' == 'green'\n")


def _no_changelog_text(project: Project) -> None:
    project.changelog.write_bytes(b"\xff\xfe not text")


@pytest.mark.parametrize(
    ("broken", "step", "reason"),
    [
        (_unreadable, "diff", "can't be read"),
        (_broken_overlay, "draft descriptions", "drafts can't be appended"),
        (_broken_template, "generate", "scripts.generate ended with status 3"),
        (
            _unsafe_template,
            "generate",
            "has the call open('ran', 'w'), which scripts.generation.allowed does not allow",
        ),
        (_red_suite, "test", "pytest ended with status 1; see above"),
        (_no_changelog_text, "changelog", "UnicodeDecodeError"),
    ],
)
def test_a_step_that_fails_restores_every_file(project: Project, broken: object, step: str, reason: str) -> None:
    assert callable(broken)
    broken(project)
    project.changelog.write_bytes(project.changelog.read_bytes() + b"uncommitted\n")
    before = project.files()
    finished = project.bump("--draft-descriptions")
    assert finished.returncode == 1
    assert finished.stderr.count("\n") == 1
    assert finished.stderr.startswith(f"bump: the step '{step}' failed: ")
    assert reason in finished.stderr
    assert finished.stderr.endswith("; every file is restored\n")
    assert project.files() == before
    assert not (project.folder / "ran").exists()


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM"])
def test_an_interrupted_bump_restores_every_file(project: Project, signal: str) -> None:
    project.suite.write_text(INTERRUPTING.format(signal=signal))
    before = project.files()
    finished = project.bump("--draft-descriptions", interpreter=sys.executable)
    assert finished.returncode == 1
    assert finished.stderr == "bump: the step 'test' was interrupted; every file is restored\n"
    assert project.files() == before
