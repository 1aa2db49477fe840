"""The checks between a tag and a package: that of the tag, and the trial of the wheel."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import kalshi_overlay
from scripts import release_check, try_wheel
from scripts.release_check import problems
from tests.conftest import ROOT

REPOSITORY, OTHER = "https://github.com/a/b", "https://github.com/c/b"
FILES = {
    "pyproject.toml": f"""\
[project]
name = "x"
[project.urls]
Homepage = "{REPOSITORY}"
Changelog = "{REPOSITORY}/blob/main/CHANGELOG.md"
[tool.hatch.version]
path = "x/__init__.py"
""",
    "x/__init__.py": '"""X."""\n\n__version__ = "1.2.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n## 1.2.0 (spec 3)\n\n## 1.1.0\n",
    "README.md": f"[x]({REPOSITORY}/blob/main/x.md) ![y](https://raw.githubusercontent.com/a/b/main/y.svg)\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout that may be released as v1.2.0."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_tag_that_agrees_with_everything_may_be_released(project: Path) -> None:
    assert problems("v1.2.0", REPOSITORY, project) == []


@pytest.mark.parametrize("tag", ["v1.2.1", "1.2.0", "v1.2.0rc1", "v1.2", ""])
def test_a_tag_of_another_version_is_a_problem(project: Path, tag: str) -> None:
    assert problems(tag, REPOSITORY, project) == [f"The tag is {tag} and x/__init__.py says 1.2.0."]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("x/__init__.py", "__version__", "version", "The tag is v1.2.0 and x/__init__.py says None."),
        ("README.md", "[x]", "It is not published yet. [x]", "README.md still says: is not published yet"),
        ("CHANGELOG.md", "## 1.2.0 (", "## 1.2.0.1 (", "CHANGELOG.md has no section for 1.2.0."),
        ("CHANGELOG.md", "## 1.2.0 (", "### 1.2.0 (", "CHANGELOG.md has no section for 1.2.0."),
        (
            "pyproject.toml",
            f'Homepage = "{REPOSITORY}"',
            f'Homepage = "{REPOSITORY}c"',
            f"pyproject.toml: the URL Homepage is {REPOSITORY}c, outside {REPOSITORY}.",
        ),
        (
            "pyproject.toml",
            f'"{REPOSITORY}/blob',
            f'"{OTHER}/x/blob',
            f"pyproject.toml: the URL Changelog is {OTHER}/x/blob/main/CHANGELOG.md, outside {REPOSITORY}.",
        ),
        (
            "README.md",
            f"{REPOSITORY}/blob",
            "https://github.com/a/c/blob",
            f"README.md: https://github.com/a/c is outside {REPOSITORY}.",
        ),
        (
            "README.md",
            "https://raw.githubusercontent.com/a/b",
            "https://raw.githubusercontent.com/c/b",
            f"README.md: https://raw.githubusercontent.com/c/b is outside {REPOSITORY}.",
        ),
    ],
)
def test_each_thing_that_disagrees_is_a_problem(project: Path, name: str, old: str, new: str, said: str) -> None:
    text = (project / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (project / name).write_text(text.replace(old, new), encoding="utf-8")
    assert said in problems("v1.2.0", REPOSITORY, project)


def test_this_project_can_be_released_from_its_own_repository() -> None:
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    version = kalshi_overlay.__version__
    # A version gets its section in the changelog when it is released.
    unwritten = f"CHANGELOG.md has no section for {version}."
    # What the README says until the first release is for that release to change.
    unpublished = {f"README.md still says: {words}" for words in release_check._UNPUBLISHED}
    assert set(problems(f"v{version}", urls["Homepage"], ROOT)) <= {unwritten, *unpublished}


def test_the_status_is_1_for_a_problem_and_0_for_none(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(release_check, "ROOT", project)
    assert release_check.main(["v1.2.0", REPOSITORY]) == 0
    assert capsys.readouterr().out == "v1.2.0 may be released.\n"
    assert release_check.main(["v1.3.0", f"{REPOSITORY}c"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 5


@pytest.mark.parametrize("arguments", [[], ["v1.2.0"], ["v1.2.0", REPOSITORY, "more"]])
def test_the_status_is_2_for_other_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert release_check.main(arguments) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "usage: python -m scripts.release_check TAG REPOSITORY_URL\n")


def test_the_module_is_a_command_with_that_status() -> None:
    command = [sys.executable, "-m", "scripts.release_check", "v0", "https://github.com/nobody/nothing"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.startswith("The tag is v0 and ")


Stub = Callable[[str], str]


@pytest.fixture
def stub(tmp_path: Path) -> Stub:
    """Makes a command of a script of the shell."""
    names = iter(range(100))

    def made(script: str) -> str:
        path = tmp_path / f"stub-{next(names)}"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return made


# Prints as its last line which extra to install, for each import of the package.
SAYS_THE_EXTRA = """
case "$2" in
    *overlay.stream*) extra=stream ;; *kalshi_sandbox*) extra=sandbox ;;
    *redis*) extra=redis ;; *aiohttp*) extra=fast ;; *overlay.frames*) extra=frames ;;
    *overlay.recording*) extra=recording ;;
    *history*) extra=history ;; *kalshi_cli*) extra=cli ;; *kalshi_mcp*) extra=mcp ;;
esac
echo Traceback >&2; echo "install it with [$extra]" >&2; exit 1
"""


def test_a_part_whose_extra_is_missing_is_to_name_it(stub: Stub, tmp_path: Path) -> None:
    assert try_wheel._missing_extras(stub(SAYS_THE_EXTRA), str(tmp_path)) == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 0", "none"),
        ("exit 1", "none"),
        ("echo '[stream] [sandbox] [fast] [redis]' >&2; exit 0", "[stream] [sandbox] [fast] [redis]\n"),
        (
            "echo '[stream] [sandbox] [fast] [redis]' >&2; echo Error >&2; exit 1",
            "[stream] [sandbox] [fast] [redis]\nError\n",
        ),
    ],
    ids=["it works", "it says nothing", "it works all the same", "it says so before the last line"],
)
def test_a_part_that_does_not_name_its_extra_is_a_failure(stub: Stub, tmp_path: Path, script: str, said: str) -> None:
    assert try_wheel._missing_extras(stub(script), str(tmp_path)) == [
        f"Without the extra {extra}, the error was:\n{said}"
        for extra in ("stream", "sandbox", "fast", "frames", "recording", "history", "cli", "mcp", "redis")
    ]


def test_what_uses_an_optional_part_names_its_extra_where_that_is_missing(stub: Stub, tmp_path: Path) -> None:
    modules = ("mcp", "websockets", "starlette", "aiohttp", "pyarrow", "cyclopts", "redis")
    without = f"import sys; sys.modules.update(dict.fromkeys({modules})); exec(sys.argv[1])"
    assert try_wheel._missing_extras(stub(f'exec {sys.executable} -c "{without}" "$2"'), str(tmp_path)) == []


def test_each_extra_that_a_user_installs_is_tried() -> None:
    offered = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(try_wheel._EXTRAS) == set(offered) - {"dev"}


@pytest.fixture
def _no_exchange(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the sandbox, a command that only runs the program."""
    sandbox = stub('test "$*" != "${*#-m kalshi_sandbox -- }" || exit 9; shift 3; exec "$@"')
    monkeypatch.setattr(sys, "executable", sandbox)


@pytest.mark.usefixtures("_no_exchange")
def test_the_first_program_of_the_readme_is_run_twice(stub: Stub, tmp_path: Path) -> None:
    program = tmp_path / "program"
    python = stub(f'echo run >> {program}; printf %s "$2" > {program}-text; echo 1')
    assert try_wheel._quick_start(python, str(tmp_path)) == []
    assert program.read_text(encoding="utf-8") == "run\n" * 2
    assert (tmp_path / "program-text").read_text(encoding="utf-8") + "```" in (ROOT / "README.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.usefixtures("_no_exchange")
@pytest.mark.parametrize(
    ("script", "said"),
    [("echo half; echo broken >&2; exit 3", "half\nbroken\n"), ("exit 0", "")],
    ids=["it fails", "it prints nothing"],
)
def test_a_first_program_that_does_not_work_is_a_failure(stub: Stub, tmp_path: Path, script: str, said: str) -> None:
    failure = f"The README's first program failed:\n{said}"
    assert try_wheel._quick_start(stub(script), str(tmp_path)) == [failure] * 2


def test_a_readme_without_a_program_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "README.md").write_text("# Words\n", encoding="utf-8")
    monkeypatch.setattr(try_wheel, "_ROOT", tmp_path)
    assert try_wheel._quick_start(os.devnull, str(tmp_path)) == ["README.md has no program."]


@pytest.mark.usefixtures("_no_exchange")
@pytest.mark.parametrize(
    ("script", "status", "said"),
    [
        (f"case $2 in *kalshi_gen*) echo 1; exit 0 ;; esac\n{SAYS_THE_EXTRA}", 0, "The wheel works on Python "),
        ("echo 1", 1, "Without the extra stream, "),
    ],
)
def test_the_status_of_the_trial_is_that_of_its_parts(
    stub: Stub,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    script: str,
    status: int,
    said: str,
) -> None:
    tried = []

    def environment(folder: Path, wheel: str) -> str:
        tried.append(wheel)
        return stub(script)

    monkeypatch.setattr(try_wheel, "_environment", environment)
    assert try_wheel.main(["dist/x.whl"]) == status
    assert capsys.readouterr().out.startswith(said)
    assert tried == ["dist/x.whl"]


@pytest.mark.parametrize("arguments", [[], ["a.whl", "b.whl"]])
def test_the_trial_takes_one_wheel(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert try_wheel.main(arguments) == 2
    assert capsys.readouterr().err == "usage: python -m scripts.try_wheel WHEEL\n"
