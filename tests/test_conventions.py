"""The conventions of this repository that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("kalshi_cli", "kalshi_gen", "kalshi_mcp", "kalshi_overlay", "kalshi_probe", "kalshi_sandbox")
# Written so that this file doesn't match itself.
MACHINE_PATH = re.compile(r"/(?<![\w.-]/)(([w]ork|[r]oot)(?![\w-])|([h]ome|[U]sers)/)")
REGISTRY_HOST = re.compile(r"[p]ypi\.org|[p]ythonhosted\.org|[n]pmjs\.(org|com)|[c]rates\.io|[p]roxy\.golang\.org")
# What measures the packages, or draws what they do, has to import them; it does so inside the functions that run them.
RUNS = {
    "scripts/bench/account.py",
    "scripts/bench/decoding.py",
    "scripts/bench/frames.py",
    "scripts/bench/memory.py",
    "scripts/bench/requests.py",
    "scripts/bench/sandbox.py",
    "scripts/bench/stream.py",
    "scripts/bench/stream_consumers.py",
    "scripts/book_picture.py",
    "scripts/peers/__main__.py",
    "scripts/peers/facts.py",
}
# Lines that may be an import; parsing each file of the client would take most of the time.
IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+([.\w \t]+?)[ \t]+import\b|import[ \t]+([\w., \t]+))", re.MULTILINE)


@cache
def tracked() -> list[str]:
    """The files of the repository, tracked and not removed."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


def python_files(*folders: str) -> list[str]:
    """The Python files below some folders, as they are in the working tree."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts)


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(text(name), name)


def may_import(name: str) -> set[str]:
    """The modules that lines of a file seem to import: all that it imports, and maybe some words of its prose."""
    found = IMPORT.findall(text(name))
    modules = [module for origin, listed in found for module in [origin, *listed.split(",")] if module]
    return {module.split()[0] for module in modules}


def imported(name: str) -> set[str]:
    """The top-level packages that a file imports anywhere in it, for type checkers included."""
    modules: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules.add((node.module or "").partition(".")[0])
    return modules


def linted(rules: str, *arguments: str) -> str:
    """What the linter says of some of its rules alone, whatever a comment or a setting excuses."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--ignore-noqa", "--no-cache", "--quiet"]
    options = ["--output-format=concise", f"--select={rules}", *arguments]
    ran = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    # 2 is for a call that the linter does not understand.
    assert ran.returncode in (0, 1), ran.stderr
    return ran.stdout


Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """The public functions and classes of a module, with the public methods of the classes."""
    for node in body:
        if not isinstance(node, Definition) or node.name.startswith("_"):
            continue
        yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from public(node.body, f"{node.name}.")


def test_the_generated_client_needs_four_packages() -> None:
    own = {"__future__", "httpx", "attrs", "msgspec", "dateutil"}
    allowed = own | sys.stdlib_module_names
    files = python_files("kalshi_gen")
    tops = {name: {module.partition(".")[0] for module in may_import(name)} - allowed - {""} for name in files}
    assert set().union(*(may_import(name) for name in files)) >= {"httpx", "attrs", "msgspec"}
    assert {name: found for name in files if tops[name] and (found := imported(name) - allowed)} == {}


def test_scripts_import_no_package_except_to_run_it() -> None:
    importing = {name for name in python_files("scripts") if imported(name) & set(PACKAGES)}
    assert importing <= RUNS
    for name in importing:
        top = [node for node in tree(name).body if isinstance(node, ast.ImportFrom)]
        assert not [node for node in top if (node.module or "").startswith("kalshi_")]


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["machine path", "package registry"])
def test_no_tracked_file_names_a_machine_path_or_a_package_registry(pattern: re.Pattern[str]) -> None:
    found = []
    for name in tracked():
        content = (ROOT / name).read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {match.group()}" for match in pattern.finditer(content)]
    assert found == []


def test_the_search_for_machine_paths_and_registries_finds_them() -> None:
    for path in ("/" + "work/main", "cd /" + "root", "/" + "home/me", "'/" + "Users/me'"):
        assert MACHINE_PATH.search(path), path
    for path in (".github/workflows", "https://host.example/root", "/workspace", "a/home/b"):
        assert not MACHINE_PATH.search(path), path
    assert REGISTRY_HOST.search("https://py" + "pi.org/simple")


def test_what_is_public_has_a_docstring() -> None:
    files = python_files("kalshi_cli", "kalshi_mcp", "kalshi_overlay", "kalshi_probe", "kalshi_sandbox")
    assert [name for name in files if not ast.get_docstring(tree(name))] == []
    everything = [(name, where, node) for name in files for where, node in public(tree(name).body)]
    # An overload has that of its implementation.
    bare = [(name, where) for name, where, node in everything if not ast.get_docstring(node) and not overloads(node)]
    assert [f"{name}: {where}" for name, where in bare] == []


def overloads(node: ast.AST) -> bool:
    """Whether a definition only declares one way to call a function."""
    return "overload" in [ast.unparse(each) for each in getattr(node, "decorator_list", [])]


def test_the_functions_of_the_tests_are_annotated() -> None:
    assert linted("ANN001,ANN201,ANN202,ANN204,ANN205,ANN206", "tests") == ""


def test_annotations_are_postponed_everywhere() -> None:
    future = 'lint.isort.required-imports=["from __future__ import annotations"]'
    folders = (*PACKAGES, "scripts", "tests", "examples")
    assert linted("I002", "--config", future, *folders) == ""


def test_the_linter_finds_what_these_rules_forbid(tmp_path: Path) -> None:
    file = tmp_path / "bad.py"
    file.write_text("def bare(argument):\n    return argument  # noqa\n", encoding="utf-8")
    assert len(linted("ANN001,ANN201", str(file)).splitlines()) == 2
    future = 'lint.isort.required-imports=["from __future__ import annotations"]'
    assert len(linted("I002", "--config", future, str(file)).splitlines()) == 1


def test_no_test_is_skipped_expected_to_fail_or_empty() -> None:
    skips = r"\b(skip|skipif|xfail|importorskip|SkipTest|skipTest|skipUnless)\b"
    markers = re.compile(
        rf"pytest\.(mark\.)?{skips}|(unittest|import) .*{skips}|\bassert [T]rue\b|#\s*type:\s*ignore(?!\[)"
    )
    found = {name for name in python_files("tests") if markers.search(text(name))}
    assert found - {"tests/test_conventions.py"} == set()
