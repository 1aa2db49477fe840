"""What contributors and maintainers work with: hooks of git, forms, the dev container and the pages beside them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from scripts import documents
from tests.conftest import ROOT
from tests.walking import walked

HOOKS, CONTAINER = ROOT / ".pre-commit-config.yaml", ROOT / ".devcontainer" / "devcontainer.json"
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
PAGES = [
    *(HOOKS, CONTAINER, *FORMS, ROOT / ".github" / "pull_request_template.md"),
    *(ROOT / name for name in ("SECURITY.md", "CONTRIBUTING.md", "docs/releasing.md")),
]
PREK = [str(Path(sys.executable).with_name("prek")), "--no-progress", "--color=never"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# What a page names, and what must be there. A path has a folder or an ending.
TARGET = re.compile(r"(?:[`\"]|with: )make ((?:[a-z]+(?:-[a-z]+)*)(?: [a-z]+(?:-[a-z]+)*)*)(?=[`\"\s)])")
MODULE = re.compile(r"\bpython -m ([a-z_.]+[a-z_])")
FILE = re.compile(r"(?<![\w/.:-])((?:\.?[a-z_]+/)[\w./-]*\w/?|[\w-]+\.(?:md|toml|txt|yaml))(?![\w*])")
# Made by a command, or a part of a name.
NOT_FILES = re.compile(r"\.venv/|json$|dist/|[a-z]+/[a-z]+$|runtime/|perps/|import")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def hooks() -> list[dict[str, Any]]:
    (repository,) = documents.load(text(HOOKS))["repos"]
    assert repository["repo"] == "local"
    found: list[dict[str, Any]] = repository["hooks"]
    return found


def checks() -> list[str]:
    """The commands of `make check`, as make runs them."""
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert recipe
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe[1].splitlines()]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE))


def test_the_hooks_are_the_commands_of_make_check_and_download_nothing() -> None:
    assert [hook["entry"] for hook in hooks()] == checks()
    assert {(hook["language"], hook["pass_filenames"]) for hook in hooks()} == {("system", False)}
    subprocess.run([*PREK, "validate-config", str(HOOKS)], check=True, capture_output=True)
    assert "://" not in text(HOOKS)


def test_git_runs_them_before_commits_and_pushes_and_a_failure_stops_it(tmp_path: Path) -> None:
    calls, home = tmp_path / "calls", tmp_path / "checkout"
    programs = home / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in {command.split()[0].rpartition("/")[2] for command in checks()}:
        program = programs / name
        program.write_text(f'#!/bin/sh\necho ".venv/bin/{name} $*" >> {calls}\ntest ! -e {tmp_path}/failing\n')
        program.chmod(0o755)
    (home / HOOKS.name).write_text(text(HOOKS), encoding="utf-8")
    (home / "bot.py").write_text("", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"PREK_HOME": str(tmp_path / "prek"), "GIT_CONFIG_GLOBAL": os.devnull}

    def run(*command: str) -> int:
        ran = subprocess.run(command, cwd=home, env=environment, check=False, capture_output=True)
        return ran.returncode

    def commit() -> int:
        return run("git", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--allow-empty", "-m", "x")

    assert run("git", "init", "--bare", "../origin") == run("git", "init") == run("git", "add", "bot.py") == 0
    assert run(*PREK, "install", "--quiet") == 0
    (tmp_path / "failing").touch()
    assert commit() != 0
    (tmp_path / "failing").unlink()
    calls.unlink()
    assert commit() == 0
    committed = calls.read_text().splitlines()
    assert run("git", "push", "../origin", "HEAD:main") == 0
    # Without arguments the fake program writes a space at the end.
    assert [line.strip() for line in calls.read_text().splitlines()] == checks()
    assert len(committed) == 5


def test_make_hooks_installs_them() -> None:
    recipe = re.search(r"^hooks: \$\(VENV\)/\.installed-dev .*\n\t@\$\(BIN\)/(.*)\n", MAKEFILE, re.MULTILINE)
    assert recipe
    assert recipe[1] == "prek install --quiet"
    assert any(requirement.startswith("prek") for requirement in PROJECT["optional-dependencies"]["dev"])


def test_the_dev_container_has_a_python_of_ours_and_begins_with_make() -> None:
    container = json.loads(text(CONTAINER))
    version = re.search(r"^FROM python:(\d\.\d+)$", text(CONTAINER.with_name(container["build"]["dockerfile"])), re.M)
    assert version
    assert f"Programming Language :: Python :: {version[1]}" in PROJECT["classifiers"]
    assert container["postCreateCommand"].removeprefix("make ") in targets()
    settings = container["customizations"]["vscode"]["settings"]
    assert settings["python.defaultInterpreterPath"].endswith("/.venv/bin/python")


@walked("form", [path for path in FORMS if path.stem != "config"])
def test_each_form_has_what_github_asks_for(form: Path) -> None:
    document = documents.load(text(form))
    assert set(document) == {"name", "description", "body"}
    inputs = [part for part in document["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in inputs} <= {"textarea", "input", "dropdown"}
    assert all(part["attributes"]["label"] for part in inputs)
    assert any(part.get("validations") == {"required": True} for part in inputs)
    names = [part["id"] for part in inputs]
    assert len(set(names)) == len(names)
    assert all(part["attributes"]["options"] for part in inputs if part["type"] == "dropdown")
    assert all(part["attributes"]["value"] for part in document["body"] if part["type"] == "markdown")


def test_new_issues_lead_to_private_reports_of_this_repository() -> None:
    links = documents.load(text(FORMS[0].with_name("config.yml")))
    assert links["blank_issues_enabled"] is False
    repository = PROJECT["urls"]["Homepage"]
    urls = [link["url"] for link in links["contact_links"]]
    assert f"{repository}/security/advisories/new" in urls
    assert f"{repository}/security/advisories/new" in text(ROOT / "SECURITY.md")
    files = [url.removeprefix(f"{repository}/blob/main/") for url in urls if "/blob/" in url]
    assert files
    assert all((ROOT / name).is_file() for name in files)


@walked("page", PAGES)
def test_each_page_names_commands_and_files_that_are_there(page: Path) -> None:
    content = re.sub(r"https?://\S+", "", text(page))
    found = {target for names in TARGET.findall(content) for target in names.split()}
    assert found - targets() == set()
    assert [name for name in MODULE.findall(content) if find_spec(name) is None] == []
    files = {name for name in FILE.findall(content) if not NOT_FILES.search(name)}
    assert {name for name in files if not any((root / name).exists() for root in (ROOT, page.parent))} == set()


@pytest.mark.parametrize("bad", ["`make nothing`", "`python -m scripts.nothing`", "see docs/nothing.md"])
def test_what_is_not_there_is_found(bad: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"First `make check test`, `make test`. Then {bad}.", encoding="utf-8")
    with pytest.raises(AssertionError, match="nothing"):
        test_each_page_names_commands_and_files_that_are_there.__wrapped__(page)  # type: ignore[attr-defined]


def test_the_page_on_releases_says_what_the_workflow_does() -> None:
    page = text(ROOT / "docs" / "releasing.md")
    workflow = documents.load(text(ROOT / ".github" / "workflows" / "release.yml"))
    assert workflow["on"]["push"]["tags"] == ["v[0-9]+.[0-9]+.[0-9]+"]
    runs = " ".join(step.get("run", "") for step in workflow["jobs"]["build"]["steps"])
    for command in (".ci/run", "make build", "scripts.release_check"):
        assert command in runs
        assert command in page
    assert workflow["jobs"]["publish"]["environment"] == "release"
    assert "environment `release`" in page
    assert f"scripts.release_check vX.Y.Z {PROJECT['urls']['Homepage']}`" in page


def test_the_security_page_says_what_is_in_scope() -> None:
    page = text(ROOT / "SECURITY.md")
    rows = re.findall(r"^\| ([a-z ]+) \|", page.split("## What is in scope")[1].split("\n## ")[0], re.MULTILINE)
    assert rows[1:] == ["keys and tokens", "signatures", "orders", "specifications", "releases"]
