"""The workflows and the action: what they may do, and what the commands of their steps do."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts import documents
from tests.bump import ACTIONS, grown, overlay_text, small
from tests.conftest import ROOT
from tests.loopback import answers, listening
from tests.stream_contract import WORDS
from tests.stream_contract import small as small_stream

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / ".github" / "actions" / "contract-diff"
FILES = [*WORKFLOWS, ACTION / "action.yml"]
# Runs what isn't the installer; that is recorded alone, and a new environment gets this same python.
PYTHON = f"""#!/bin/sh
case "$*" in
  "-m pip "*) echo "$*" >> "$CALLS" ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  *) exec {sys.executable} "$@" ;;
esac
"""
# Keeps issues in a file, as `gh issue list`, `create` and `edit` show and change them.
GH = f"""#!{sys.executable}
import json, os, sys
store = os.environ["ISSUES"]
issues = json.load(open(store)) if os.path.exists(store) else []
kind, action, *rest = sys.argv[1:]
assert kind == "issue" and os.environ["GH_TOKEN"] and os.environ["GH_REPO"], sys.argv
given = lambda name: rest[rest.index(name) + 1]
if action == "list":
    assert given("--state") == "all"
    words = given("--search").removesuffix(" in:title")
    names = given("--json").split(",")
    print(json.dumps([{{name: issue[name] for name in names}} for issue in issues if words in issue["title"]]))
elif action == "create":
    issues.append({{"number": len(issues) + 1, "title": given("--title"), "body": sys.stdin.read(), "edits": 0}})
elif action == "edit":
    issue = issues[int(rest[0]) - 1]
    issue.update(title=given("--title"), body=sys.stdin.read(), edits=issue["edits"] + 1)
else:
    sys.exit(f"not to be called: {{sys.argv}}")
json.dump(issues, open(store, "w"))
"""


def parsed(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = documents.load(path.read_text(encoding="utf-8"))
    return document


def jobs(path: Path) -> list[dict[str, Any]]:
    """The jobs of a workflow; an action is as one."""
    document = parsed(path)
    return [document["runs"]] if "runs" in document else list(document["jobs"].values())


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(path) for step in job["steps"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_expression_becomes_part_of_a_script(path: Path) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_others_wrote_is_pinned_by_its_commit(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", name)] == []
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses: " in line]
    assert [line for line in lines if not re.search(r" # v\d+\.\d+\.\d+$", line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_and_at_most_write_issues(path: Path) -> None:
    granted = [parsed(path)["permissions"], *(job.get("permissions", {}) for job in jobs(path))]
    allowed = [{}, {"contents": "read"}]
    if path.name == "contract.yml":
        assert granted == [{}, {"contents": "read", "issues": "write"}]
    else:
        assert all(permissions in allowed for permissions in granted)
    assert all(job["timeout-minutes"] <= 20 for job in jobs(path))


def test_the_contract_is_compared_every_day_and_on_demand_one_at_a_time() -> None:
    workflow = parsed(ROOT / ".github" / "workflows" / "contract.yml")
    (schedule,) = workflow["on"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", schedule["cron"])
    assert workflow["on"]["workflow_dispatch"]["inputs"]["spec"]["required"] is False
    assert workflow["concurrency"]["group"] == "contract"
    assert steps(WORKFLOWS[WORKFLOWS.index(ROOT / ".github" / "workflows" / "contract.yml")])[0]["with"] == {
        "persist-credentials": False
    }


class Runner:
    """A runner in a folder: the steps of a file run in bash, with values in place of its expressions."""

    def __init__(self, folder: Path) -> None:
        self.workspace = folder / "workspace"
        self.temporary = folder / "temporary"
        self.summary = folder / "summary"
        self.output = folder / "output"
        self.calls = folder / "calls"
        self.issues = folder / "issues.json"
        self._commands = folder / "commands"
        for path in (self.workspace, self.temporary, self._commands):
            path.mkdir()
        for path in (self.summary, self.output, self.calls):
            path.touch()
        for name, text in (("python", PYTHON), ("gh", GH)):
            command = self._commands / name
            command.write_text(text, encoding="utf-8")
            command.chmod(command.stat().st_mode | stat.S_IXUSR)

    def run(self, path: Path, **expressions: str) -> subprocess.CompletedProcess[str]:
        """Run every step that has commands, until one fails."""
        values = {"github.action_path": str(path.parent), **expressions}
        finished = subprocess.CompletedProcess[str]([], 0, "", "")
        for step in steps(path):
            if "run" in step and not finished.returncode:
                environment = {name: _filled(text, values) for name, text in step.get("env", {}).items()}
                finished = self._bash(step["run"], environment)
        return finished

    def _bash(self, script: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.workspace,
            env={
                **inherited,
                "PATH": f"{self._commands}{os.pathsep}{inherited['PATH']}",
                "RUNNER_TEMP": str(self.temporary),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "GITHUB_OUTPUT": str(self.output),
                "CALLS": str(self.calls),
                "ISSUES": str(self.issues),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.output.read_text(encoding="utf-8").splitlines())

    @property
    def python(self) -> str:
        return str(self._commands / "python")

    def told(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.issues.read_text(encoding="utf-8"))
        return found


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: values[match[1]], text)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.fixture
def checkout(runner: Runner) -> Runner:
    """A runner with a checkout of a project like this one, whose contracts are small."""
    folder = runner.workspace
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("generator-config.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "specs" / "overlays").mkdir(parents=True)
    (folder / "specs" / "overlays" / "openapi.overlay.yaml").write_text(overlay_text(ACTIONS), encoding="utf-8")
    (folder / "specs" / "overlays" / "asyncapi.overlay.yaml").write_text(overlay_text(WORDS), encoding="utf-8")
    (folder / "openapi.yaml").write_text(documents.dump(small()), encoding="utf-8")
    (folder / "specs" / "asyncapi.yaml").write_text(documents.dump(small_stream()), encoding="utf-8")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false"]
    for command in (
        ["init", "--quiet"],
        ["add", "openapi.yaml", "specs/asyncapi.yaml"],
        ["commit", "--quiet", "--message", "a"],
    ):
        subprocess.run([*git, *command], cwd=folder, check=True)
    return runner


def compare_daily(runner: Runner, spec: str) -> subprocess.CompletedProcess[str]:
    return runner.run(
        ROOT / ".github" / "workflows" / "contract.yml",
        **{
            "inputs.spec": spec,
            "github.token": "token",
            "github.repository": "owner/name",
            "github.server_url": "https://example.invalid",
            "github.run_id": "7",
        },
    )


def test_a_new_contract_is_told_once_and_then_brought_up_to_date(checkout: Runner) -> None:
    with listening(answers(documents.dump(grown()).encode())) as server:
        for _ in range(2):
            finished = compare_daily(checkout, f"{server.origin}/openapi.yaml")
            assert finished.returncode == 0, finished.stderr
    (issue,) = checkout.told()
    comparison = json.loads((checkout.temporary / "openapi.json").read_text(encoding="utf-8"))
    fingerprint = comparison["new"]["normal_sha256"][:12]
    assert issue["title"] == f"Contract 1.3.0 ({fingerprint}): minor"
    assert issue["edits"] == 1
    assert "# Contract 1.2.3 → 1.3.0: minor" in issue["body"]
    assert "https://example.invalid/owner/name/actions/runs/7" in issue["body"]
    assert checkout.summary.read_text(encoding="utf-8").startswith("# Contract 1.2.3 → 1.3.0: minor")
    assert "-m pip install --quiet .[dev]" in checkout.calls.read_text(encoding="utf-8")


def test_another_content_under_the_same_version_gets_an_issue_of_its_own(checkout: Runner, tmp_path: Path) -> None:
    other = grown()
    del other["components"]["schemas"]["Market"]["properties"]["old_price"]
    for number, document in enumerate((grown(), other)):
        source = tmp_path / f"{number}.yaml"
        source.write_text(documents.dump(document), encoding="utf-8")
        assert compare_daily(checkout, str(source)).returncode == 0
    titles = [issue["title"] for issue in checkout.told()]
    assert len(set(titles)) == 2
    assert all(title.startswith("Contract 1.3.0 (") for title in titles)


def test_the_contract_that_is_vendored_gets_no_issue(checkout: Runner, tmp_path: Path) -> None:
    source = tmp_path / "same.yaml"
    source.write_text("# published again\n" + documents.dump(small()), encoding="utf-8")
    finished = compare_daily(checkout, str(source))
    assert (finished.returncode, finished.stderr) == (0, "")
    assert not checkout.issues.exists()


def test_a_contract_calls_nobody_and_fits_into_an_issue(checkout: Runner, tmp_path: Path) -> None:
    document = grown()
    for number in range(500):
        document["components"]["schemas"][f"Schema{number}{'_and_so_on' * 10}"] = {"type": "string"}
    document["components"]["parameters"]["Cursor"]["name"] = "@everyone $(touch here) `touch here`"
    source = tmp_path / "hostile $(touch here).yaml"
    source.write_text(documents.dump(document), encoding="utf-8")
    finished = compare_daily(checkout, str(source))
    assert finished.returncode == 0, finished.stderr
    (issue,) = checkout.told()
    assert len(issue["body"]) < 65_536
    assert "The rest is in the job's summary." in issue["body"]
    assert not re.search(r"@\w", issue["body"])
    assert not (checkout.workspace / "here").exists()


@pytest.mark.parametrize("spec", ["absent.yaml", "http://127.0.0.1:9/openapi.yaml", "--help-me", "; touch here"])
def test_what_is_no_contract_fails_the_job_and_tells_nobody(checkout: Runner, spec: str) -> None:
    finished = compare_daily(checkout, spec)
    assert finished.returncode == 1
    assert "can't be read" in finished.stderr
    assert not checkout.issues.exists()
    assert not (checkout.workspace / "here").exists()


def compare_once(runner: Runner, old: str, new: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action, with the defaults of its inputs."""
    declared = parsed(ACTION / "action.yml")["inputs"]
    given = {name: facts["default"] for name, facts in declared.items() if "default" in facts}
    given |= {"old": old, "new": new, **{name.replace("_", "-"): value for name, value in inputs.items()}}
    expressions = {f"inputs.{name}": value for name, value in given.items()}
    return runner.run(ACTION / "action.yml", **expressions, **{"steps.python.outputs.python-path": runner.python})


def shop(**changes: Any) -> str:
    """A contract that has nothing to do with ours, but a schema of the same name as one of ours."""
    market = {"type": "object", "required": ["fresh"], "properties": {"fresh": {"type": "boolean"}}}
    answer = {"description": "OK", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Market"}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/apples": {"get": {"operationId": "listApples", "responses": {"200": answer}}}},
        "components": {"schemas": {"Market": market}},
    }
    return documents.dump({**document, **changes})


@pytest.fixture
def market(runner: Runner) -> Runner:
    """A runner in the checkout of another repository, which has scripts of its own."""
    (runner.workspace / "scripts").mkdir()
    (runner.workspace / "scripts" / "__init__.py").write_text("raise SystemExit('the scripts of the caller')\n")
    (runner.workspace / "old.yaml").write_text(shop(), encoding="utf-8")
    (runner.workspace / "new.yaml").write_text(shop(paths={"/pears": _pears()}), encoding="utf-8")
    return runner


def _pears() -> dict[str, Any]:
    return {"get": {"operationId": "listPears", "responses": {"200": {"description": "OK"}}}}


def test_the_action_compares_contracts_of_any_repository(market: Runner) -> None:
    finished = compare_once(market, "old.yaml", "new.yaml")
    assert finished.returncode == 1, finished.stderr
    assert market.outputs["semver"] == "major"
    assert int(market.outputs["breaking"]) >= 1
    report = Path(market.outputs["report"])
    assert report.name == "report.markdown"
    assert report.read_text(encoding="utf-8").startswith("# Contract 1 → 1: major")
    assert market.summary.read_text(encoding="utf-8") == report.read_text(encoding="utf-8")
    assert market.calls.read_text(encoding="utf-8") == f"-m pip install --quiet {ACTION}/../../..[dev]\n"


@pytest.mark.parametrize(
    ("new", "fail_on", "status", "semver"),
    [
        ("old.yaml", "any", 0, "none"),
        ("new.yaml", "never", 0, "major"),
        ("more.yaml", "breaking", 0, "minor"),
        ("more.yaml", "any", 1, "minor"),
    ],
)
def test_the_action_fails_on_what_it_is_told_to(
    market: Runner, new: str, fail_on: str, status: int, semver: str
) -> None:
    more = {**documents.load(shop())["paths"], "/pears": _pears()}
    (market.workspace / "more.yaml").write_text(shop(paths=more), encoding="utf-8")
    finished = compare_once(market, "old.yaml", new, fail_on=fail_on, format="json")
    assert finished.returncode == status, finished.stderr
    assert market.outputs["semver"] == semver
    assert json.loads(Path(market.outputs["report"]).read_text(encoding="utf-8"))["semver"] == semver
    assert market.summary.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("new", ["absent.yaml", "--version", "$(touch here)"])
def test_the_action_fails_on_what_is_no_contract(market: Runner, new: str) -> None:
    finished = compare_once(market, "old.yaml", new)
    assert finished.returncode == 2
    assert finished.stderr.startswith(f"contract_diff: {new}: ")
    assert not (market.workspace / "here").exists()


def test_the_action_declares_what_it_takes_and_gives() -> None:
    action = parsed(ACTION / "action.yml")
    readme = (ACTION / "README.md").read_text(encoding="utf-8")
    assert list(action["inputs"]) == ["old", "new", "format", "fail-on", "python-version"]
    assert list(action["outputs"]) == ["semver", "breaking", "report"]
    assert all(f"`{name}`" in readme for name in [*action["inputs"], *action["outputs"]])
    assert all("shell" in step for step in steps(ACTION / "action.yml") if "run" in step)
