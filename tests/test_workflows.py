"""The workflows and the action: their permissions, and what their steps do."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts import documents
from tests.bump import ACTIONS, copy_scripts, grown, overlay_text, small
from tests.conftest import ROOT
from tests.contract_news import item, rss
from tests.loopback import answers, listening
from tests.stream_spec import WORDS
from tests.stream_spec import small as small_stream
from tests.warm import python

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / ".github" / "actions" / "contract-diff"
CI, SPEC, RELEASE = (ROOT / ".github" / "workflows" / f"{name}.yml" for name in ("ci", "spec", "release"))
FILES = [*WORKFLOWS, ACTION / "action.yml"]
# Runs everything but the installer, which is only recorded; a new environment gets this same python.
PYTHON = """#!/bin/sh
case "$*" in
  "-m pip "*) echo "$*" >> "$CALLS" ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  *) exec {interpreter} "$@" ;;
esac
"""
# Everything that sends a package to an index.
UPLOADS = re.compile(
    r"\b(twine|uv|hatch|hatchling|flit|poetry|pdm|maturin|setup\.py)\W+(upload|publish)\b|pypi-publish"
)
# Keeps issues in a file, as `gh issue list`, `create` and `edit` show and change them; a search would be behind.
GH = f"""#!{sys.executable} -IS
import json, os, sys
store = os.environ["ISSUES"]
issues = json.load(open(store)) if os.path.exists(store) else []
kind, action, *rest = sys.argv[1:]
assert kind == "issue" and os.environ["GH_TOKEN"] and os.environ["GH_REPO"], sys.argv
given = lambda name: rest[rest.index(name) + 1]
if action == "list":
    assert given("--state") == "all" and int(given("--limit")) > 10_000 and "--search" not in rest
    names = given("--json").split(",")
    print(json.dumps([{{name: issue[name] for name in names}} for issue in issues]))
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


def jobs(path: Path, name: str = "") -> list[dict[str, Any]]:
    """The jobs of a workflow, or the one of a name; an action counts as one."""
    document = parsed(path)
    found = {"": document["runs"]} if "runs" in document else document["jobs"]
    return [found[name]] if name else list(found.values())


def steps(path: Path, job: str = "") -> list[dict[str, Any]]:
    return [step for each in jobs(path, job) for step in each["steps"]]


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
def test_a_workflow_may_write_what_it_has_to_and_no_more(path: Path) -> None:
    workflow = parsed(path)
    granted = {"": workflow["permissions"]}
    granted |= {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    opens_issues = {"contents": "read", "issues": "write"}
    assert granted == {
        "ci.yml": {"": {"contents": "read"}},
        "spec.yml": {"": {}, "diff": opens_issues, "news": opens_issues},
        "release.yml": {"": {}, "build": {"contents": "read"}, "publish": {"id-token": "write"}},
    }.get(path.name)
    assert all(job["timeout-minutes"] <= 30 for job in jobs(path))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_checkout_leaves_no_credentials_behind(path: Path) -> None:
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_the_spec_is_compared_every_day_and_on_demand_one_at_a_time() -> None:
    workflow = parsed(SPEC)
    (schedule,) = workflow["on"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", schedule["cron"])
    assert workflow["on"]["workflow_dispatch"]["inputs"]["spec"]["required"] is False
    assert workflow["concurrency"]["group"] == "spec"


def test_every_version_of_python_that_the_package_names_is_tested_on_every_change() -> None:
    workflow = parsed(CI)
    locked, lowest, newest = (workflow["jobs"][name] for name in ("locked", "lowest", "newest"))
    assert [step["run"] for step in locked["steps"] if "run" in step] == ["bash .ci/run"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(r"'Programming Language :: Python :: (3\.\d+)'", str(project["classifiers"]))
    assert locked["strategy"]["matrix"]["python"] == named
    assert lowest["steps"][1]["with"]["python-version"] == named[0] == project["requires-python"].removeprefix(">=")
    assert [step["run"] for step in lowest["steps"] if "run" in step] == ["make test DEPENDENCIES=lowest"]
    assert [step["run"] for step in newest["steps"] if "run" in step] == ["make test DEPENDENCIES=newest"]
    assert {locked["if"], lowest["if"]} == {"github.event_name != 'schedule'"}
    assert newest["if"] == "github.event_name == 'schedule'"


def test_a_release_starts_with_a_tag_of_a_version_and_with_nothing_else() -> None:
    workflow = parsed(RELEASE)
    assert workflow["on"] == {"push": {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]}}
    assert workflow["concurrency"] == {"group": "release", "cancel-in-progress": False}


def test_what_publishes_a_release_runs_nothing_but_the_download_and_the_upload() -> None:
    publish = parsed(RELEASE)["jobs"]["publish"]
    assert (publish["needs"], publish["environment"]) == ("build", "release")
    used = [step["uses"].partition("@")[0] for step in publish["steps"]]
    assert used == ["actions/download-artifact", "pypa/gh-action-pypi-publish"]
    assert {key for step in publish["steps"] for key in step} == {"uses", "with"}
    assert publish["steps"][1]["with"] == {"attestations": True}


def uploads(path: Path) -> list[str]:
    return [match.group() for match in UPLOADS.finditer(path.read_text(encoding="utf-8"))]


def test_nothing_else_uploads_a_package() -> None:
    places = [*FILES, ROOT / "Makefile", ROOT / ".ci" / "run", *sorted((ROOT / "scripts").rglob("*.py"))]
    assert {path.name: found for path in places if (found := uploads(path))} == {"release.yml": ["pypi-publish"]}


@pytest.mark.parametrize(
    "text",
    ["python -m twine upload dist/*", '["-m", "twine", "upload"]', "uv publish", "pypa/gh-action-pypi-publish@v1"],
)
def test_an_upload_would_be_found(text: str, tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(f"release:\n\t{text}\n", encoding="utf-8")
    assert len(uploads(tmp_path / "Makefile")) == 1


class Runner:
    """A runner in a folder: the steps of a file run in bash, with values in place of its expressions."""

    def __init__(self, folder: Path, interpreter: str) -> None:
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
        self.command("python", PYTHON.format(interpreter=interpreter))
        self.command("gh", GH)

    def command(self, name: str, text: str) -> None:
        """Add a command that the steps find before any other of its name."""
        command = self._commands / name
        command.write_text(text, encoding="utf-8")
        command.chmod(command.stat().st_mode | stat.S_IXUSR)

    def run(self, path: Path, job: str = "", **expressions: str) -> subprocess.CompletedProcess[str]:
        """Run every step that has commands, of all jobs or of one, until one fails."""
        values = {"github.action_path": str(path.parent), **expressions}
        given = {name: value for name, value in expressions.items() if name.startswith("GITHUB_")}
        finished = subprocess.CompletedProcess[str]([], 0, "", "")
        for step in steps(path, job):
            if "run" in step and not finished.returncode:
                environment = given | {name: _filled(text, values) for name, text in step.get("env", {}).items()}
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

    def reported(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.issues.read_text(encoding="utf-8"))
        return found


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: values[match[1]], text)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path, python())


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false"]
    run = subprocess.run([*command, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout.strip()


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout of a project like this one, whose specs are small."""
    folder = tmp_path_factory.mktemp("project")
    copy_scripts(folder)
    for name in ("generator-config.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "specs" / "overlays").mkdir(parents=True)
    (folder / "specs" / "overlays" / "openapi.overlay.yaml").write_text(overlay_text(ACTIONS), encoding="utf-8")
    (folder / "specs" / "overlays" / "asyncapi.overlay.yaml").write_text(overlay_text(WORDS), encoding="utf-8")
    (folder / "openapi.yaml").write_text(documents.dump(small()), encoding="utf-8")
    (folder / "specs" / "asyncapi.yaml").write_text(documents.dump(small_stream()), encoding="utf-8")
    git(folder, "init", "--quiet", "--template=")
    git(folder, "add", "openapi.yaml", "specs/asyncapi.yaml")
    git(folder, "commit", "--quiet", "--message", "a")
    return folder


@pytest.fixture
def checkout(runner: Runner, project: Path) -> Runner:
    """A runner with such a checkout; no step writes to its scripts, which are hundreds of files."""
    shutil.copytree(project / "scripts", runner.workspace / "scripts", copy_function=os.link)
    shutil.copytree(project, runner.workspace, ignore=shutil.ignore_patterns("scripts"), dirs_exist_ok=True)
    return runner


class Released:
    """A runner with a checkout whose slow commands only record their names."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        folder = runner.workspace
        (folder / ".ci").mkdir()
        (folder / ".ci" / "run").write_text('echo checks >> "$CALLS"; exit "${CHECKS:-0}"\n', encoding="utf-8")
        runner.command("make", '#!/bin/sh\necho "make $*" >> "$CALLS"\n')
        (folder / ".venv" / "bin").mkdir(parents=True)
        interpreter = folder / ".venv" / "bin" / "python"
        interpreter.write_text('#!/bin/sh\necho "python $*" >> "$CALLS"\n', encoding="utf-8")
        interpreter.chmod(interpreter.stat().st_mode | stat.S_IXUSR)
        git(folder, "init", "--quiet", "--template=")
        git(folder, "commit", "--quiet", "--allow-empty", "--message", "a")
        git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")

    def commit(self) -> None:
        """Leave main."""
        git(self._runner.workspace, "commit", "--quiet", "--allow-empty", "--message", "b")

    def run(self) -> tuple[int, list[str]]:
        """The status of the build, and what it called."""
        tag = {"GITHUB_REF_NAME": "v1.2.3", "GITHUB_SERVER_URL": "https://host.invalid", "GITHUB_REPOSITORY": "a/b"}
        finished = self._runner.run(RELEASE, **tag)
        return finished.returncode, self._runner.calls.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def released(runner: Runner) -> Released:
    return Released(runner)


def test_a_release_is_checked_then_built_then_held_to_its_tag(released: Released) -> None:
    expected = ["checks", "make build", "python -m scripts.release_check v1.2.3 https://host.invalid/a/b"]
    assert released.run() == (0, expected)
    build = parsed(RELEASE)["jobs"]["build"]
    assert build["steps"][-1]["with"] == {"name": "dist", "path": "dist/", "if-no-files-found": "error"}


def test_nothing_is_built_where_a_check_fails(released: Released, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKS", "3")
    assert released.run() == (3, ["checks"])


def test_a_tag_beside_main_is_not_released(released: Released) -> None:
    released.commit()
    status, commands = released.run()
    assert status != 0
    assert commands == []


RUN = {
    "github.token": "token",
    "github.repository": "owner/name",
    "github.server_url": "https://example.invalid",
    "github.run_id": "7",
}


def compare_daily(runner: Runner, spec: str) -> subprocess.CompletedProcess[str]:
    return runner.run(SPEC, "diff", **{"inputs.spec": spec, **RUN})


def test_a_new_spec_is_reported_once_and_another_content_of_its_version_by_itself(checkout: Runner) -> None:
    other = grown()
    del other["components"]["schemas"]["Market"]["properties"]["old_price"]
    for document in (grown(), grown(), other):
        with listening(answers(documents.dump(document).encode())) as server:
            finished = compare_daily(checkout, f"{server.origin}/openapi.yaml")
            assert finished.returncode == 0, finished.stderr
    comparison = json.loads((checkout.temporary / "api.json").read_text(encoding="utf-8"))
    issue, another = checkout.reported()
    assert (issue["edits"], another["edits"]) == (1, 0)
    assert "# Spec 1.2.3 → 1.3.0: minor" in issue["body"]
    assert "https://example.invalid/owner/name/actions/runs/7" in issue["body"]
    assert re.fullmatch(r"Spec 1\.3\.0 \([0-9a-f]{12}\): minor", issue["title"])
    assert another["title"] == f"Spec 1.3.0 ({comparison['new']['normal_sha256'][:12]}): minor"
    assert another["title"] != issue["title"]
    assert checkout.summary.read_text(encoding="utf-8").startswith("# Spec 1.2.3 → 1.3.0: minor")
    installed = checkout.calls.read_text(encoding="utf-8").splitlines()
    assert set(installed) == {"-m pip install --quiet --constraint constraints.txt .[dev]"}


def test_the_spec_that_is_vendored_gets_no_issue(checkout: Runner, tmp_path: Path) -> None:
    source = tmp_path / "same.yaml"
    source.write_text("# published again\n" + documents.dump(small()), encoding="utf-8")
    finished = compare_daily(checkout, str(source))
    assert (finished.returncode, finished.stderr) == (0, "")
    assert not checkout.issues.exists()


def test_a_spec_calls_nobody_and_fits_into_an_issue(checkout: Runner, tmp_path: Path) -> None:
    document = grown()
    for number in range(500):
        document["components"]["schemas"][f"Schema{number}{'_and_so_on' * 10}"] = {"type": "string"}
    document["components"]["parameters"]["Cursor"]["schema"]["default"] = "@everyone $(touch here) `touch here`"
    source = tmp_path / "hostile $(touch here).yaml"
    source.write_text(documents.dump(document), encoding="utf-8")
    finished = compare_daily(checkout, str(source))
    assert finished.returncode == 0, finished.stderr
    (issue,) = checkout.reported()
    assert len(issue["body"]) < 65_536
    assert "The rest is in the job's summary." in issue["body"]
    assert not re.search(r"@\w", issue["body"])
    assert not (checkout.workspace / "here").exists()


@pytest.mark.parametrize("spec", ["absent.yaml", "http://127.0.0.1:9/openapi.yaml", "--help-me", "; touch here"])
def test_what_is_no_spec_fails_the_job_and_notifies_nobody(checkout: Runner, spec: str) -> None:
    finished = compare_daily(checkout, spec)
    assert finished.returncode == 1
    assert "can't be read" in finished.stderr
    assert not checkout.issues.exists()
    assert not (checkout.workspace / "here").exists()


def read_news(runner: Runner, feed: str, index: str) -> subprocess.CompletedProcess[str]:
    return runner.run(SPEC, "news", **{"inputs.feed": feed, "inputs.index": index, **RUN})


@pytest.fixture
def published(checkout: Runner, tmp_path: Path) -> Callable[..., tuple[str, str]]:
    """Write a feed of these items, and an index of these specs beside ours."""

    def publish(*items: str, specs: tuple[str, ...] = ()) -> tuple[str, str]:
        feed, index = tmp_path / "rss $(touch here).xml", tmp_path / "llms.txt"
        feed.write_bytes(rss(*items))
        links = "".join(f"- [spec](https://docs.kalshi.com/{name})\n" for name in ("openapi.yaml", *specs))
        index.write_text(links, encoding="utf-8")
        return str(feed), str(index)

    return publish


def test_each_new_announcement_gets_one_issue_and_never_two(
    checkout: Runner, published: Callable[..., tuple[str, str]]
) -> None:
    day = "https://docs.kalshi.com/changelog#oct-7%2C-2026"
    first = item("GET /markets answers `rebate`", guid=day, link=day, pubDate="Wed, 07 Oct 2026 00:00:00 GMT")
    moved = first.replace("2026</guid>", "2026-2</guid>").replace("07 Oct", "09 Oct")
    for items in ([first], [first], [item("Maintenance", guid=day), moved]):
        finished = read_news(checkout, *published(*items))
        assert (finished.returncode, finished.stderr) == (0, "")
    issue, another = checkout.reported()
    assert re.fullmatch(r"Announced \([0-9a-f]{12}\): GET /markets answers `rebate`", issue["title"])
    assert re.fullmatch(r"Announced \([0-9a-f]{12}\): Maintenance", another["title"])
    assert (issue["edits"], another["edits"]) == (0, 0)
    assert "Not in any vendored spec: <code>rebate</code>" in issue["body"]
    assert "https://docs.kalshi.com/changelog" in issue["body"]
    assert "https://example.invalid/owner/name/actions/runs/7" in issue["body"]
    assert checkout.summary.read_text(encoding="utf-8").count("# Announced by the exchange") == 3


def test_a_spec_that_nobody_follows_gets_one_issue(checkout: Runner, published: Callable[..., tuple[str, str]]) -> None:
    for _ in range(2):
        assert read_news(checkout, *published(specs=("fix_openapi.yaml", "asyncapi.yaml"))).returncode == 0
    (issue,) = checkout.reported()
    assert issue["title"].endswith(": another spec, fix_openapi.yaml")
    assert "https://docs.kalshi.com/fix_openapi.yaml" in issue["body"]


def test_no_news_gets_no_issue(checkout: Runner, published: Callable[..., tuple[str, str]]) -> None:
    finished = read_news(checkout, *published())
    assert (finished.returncode, finished.stderr) == (0, "")
    assert not checkout.issues.exists()


def test_old_announcements_that_come_as_new_ones_get_some_issues_a_day(
    checkout: Runner, published: Callable[..., tuple[str, str]]
) -> None:
    items = [item(f"Change {number}", guid=f"urn:{number}") for number in range(25)]
    assert "5 more are for the next run" in read_news(checkout, *published(*items)).stdout
    assert [issue["title"].partition(": ")[2] for issue in checkout.reported()] == [f"Change {n}" for n in range(20)]
    assert read_news(checkout, *published(*items)).stdout.count("opened an issue") == 5
    assert len({issue["title"] for issue in checkout.reported()}) == 25


def test_an_announcement_calls_nobody_and_runs_nothing(
    checkout: Runner, published: Callable[..., tuple[str, str]]
) -> None:
    hostile = "::error::@everyone $(touch here) `touch here` ##[group] <script> " + "w" * 99_999
    finished = read_news(checkout, *published(item(hostile, hostile, guid="urn:1")))
    assert finished.returncode == 0, finished.stderr
    (issue,) = checkout.reported()
    assert len(issue["title"]) <= 256
    assert len(issue["body"]) < 65_536
    assert not re.search(r"@\w|<script", issue["body"])
    assert not re.search(r"^::|##\[", finished.stdout, re.MULTILINE)
    assert not (checkout.workspace / "here").exists()


@pytest.mark.parametrize("feed", ["absent.xml", "http://127.0.0.1:9/rss.xml", "--help-me", "; touch here"])
def test_what_is_no_feed_fails_the_job_and_notifies_nobody(
    checkout: Runner, published: Callable[..., tuple[str, str]], feed: str
) -> None:
    finished = read_news(checkout, feed, published()[1])
    assert finished.returncode == 2
    assert "can't be read" in finished.stderr
    assert not checkout.issues.exists()
    assert not (checkout.workspace / "here").exists()


@pytest.mark.parametrize("job", ["diff", "news"])
def test_an_issue_that_cannot_be_opened_fails_the_job(
    checkout: Runner, published: Callable[..., tuple[str, str]], tmp_path: Path, job: str
) -> None:
    checkout.command("gh", "#!/bin/sh\nexit 4\n")
    source = tmp_path / "new.yaml"
    source.write_text(documents.dump(grown()), encoding="utf-8")
    run = {
        "diff": lambda: compare_daily(checkout, str(source)),
        "news": lambda: read_news(checkout, *published(item())),
    }
    finished = run[job]()
    assert finished.returncode == 1
    script = {"diff": "spec_issue", "news": "news_issues"}[job]
    assert finished.stderr.endswith(f"{script}: gh issue list ended with status 4\n")


def test_announcements_are_compared_with_the_specs_that_are_vendored_and_with_when() -> None:
    checkout, *_, read, report = steps(SPEC, "news")
    assert checkout["with"]["fetch-depth"] == 0
    commands = [step["run"] for step in (read, report)]
    assert [re.findall(r"-m (scripts\.\w+)", command) for command in commands] == [
        ["scripts.contract_news"],
        ["scripts.news_issues"],
    ]


def compare_once(runner: Runner, old: str, new: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action, with the defaults of its inputs."""
    declared = parsed(ACTION / "action.yml")["inputs"]
    given = {name: facts["default"] for name, facts in declared.items() if "default" in facts}
    given |= {"old": old, "new": new, **{name.replace("_", "-"): value for name, value in inputs.items()}}
    expressions = {f"inputs.{name}": value for name, value in given.items()}
    return runner.run(ACTION / "action.yml", **expressions, **{"steps.python.outputs.python-path": runner.python})


def shop(**changes: Any) -> str:
    """A spec that has nothing to do with ours, but a schema of the same name as one of ours."""
    market = {"type": "object", "required": ["fresh"], "properties": {"fresh": {"type": "boolean"}}}
    answer = {"description": "OK", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Market"}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/apples": {"get": {"operationId": "listApples", "responses": {"200": answer}}}},
        "components": {"schemas": {"Market": market}},
    }
    return documents.dump({**document, **changes})


def in_another_repository(runner: Runner) -> Runner:
    """A runner in the checkout of another repository, which has scripts of its own."""
    (runner.workspace / "scripts").mkdir()
    (runner.workspace / "scripts" / "__init__.py").write_text("raise SystemExit('the scripts of the caller')\n")
    (runner.workspace / "old.yaml").write_text(shop(), encoding="utf-8")
    (runner.workspace / "new.yaml").write_text(shop(paths={"/pears": _pears()}), encoding="utf-8")
    return runner


@pytest.fixture
def market(runner: Runner) -> Runner:
    return in_another_repository(runner)


def _pears() -> dict[str, Any]:
    return {"get": {"operationId": "listPears", "responses": {"200": {"description": "OK"}}}}


def test_the_action_compares_specs_of_any_repository(tmp_path: Path) -> None:
    # In a new interpreter, because it matters which scripts are imported.
    market = in_another_repository(Runner(tmp_path, sys.executable))
    finished = compare_once(market, "old.yaml", "new.yaml")
    assert finished.returncode == 1, finished.stderr
    assert market.outputs["semver"] == "major"
    assert int(market.outputs["breaking"]) >= 1
    report = Path(market.outputs["report"])
    assert report.name == "report.markdown"
    assert report.read_text(encoding="utf-8").startswith("# Spec 1 → 1: major")
    assert market.summary.read_text(encoding="utf-8") == report.read_text(encoding="utf-8")
    source = f"{ACTION}/../../.."
    installed = f"-m pip install --quiet --constraint {source}/constraints.txt {source}[dev]\n"
    assert market.calls.read_text(encoding="utf-8") == installed


@pytest.mark.parametrize(
    ("new", "fail_on", "status", "semver"),
    [
        ("old.yaml", "any", 0, "none"),
        ("new.yaml", "never", 0, "major"),
        ("more.yaml", "breaking", 0, "minor"),
        ("more.yaml", "any", 1, "minor"),
    ],
)
def test_the_action_fails_on_what_it_is_configured_to(
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
def test_the_action_fails_on_what_is_no_spec(market: Runner, new: str) -> None:
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
