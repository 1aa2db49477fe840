"""The rules of the house that no linter knows."""

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

MOST_LINES = 300
# Written so that this file doesn't match itself.
MACHINE_PATH = re.compile(r"(?<![\w.-])/([w]ork|[r]oot)(?![\w-])|(?<![\w.-])/([h]ome|[U]sers)/")
REGISTRY_HOST = re.compile(r"[p]ypi\.org|[p]ythonhosted\.org|[n]pmjs\.(org|com)|[c]rates\.io|[p]roxy\.golang\.org")
# What measures the packages has to import them; it does so inside the functions that measure.
MEASURES = {"scripts/bench.py", "scripts/bench_stream.py", "scripts/stream_consumers.py"}


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
def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def imported(name: str) -> set[str]:
    """The top-level packages that a file imports anywhere in it, for type checkers included."""
    modules: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules.add((node.module or "").partition(".")[0])
    return modules


def relative_imports_leave(name: str) -> bool:
    """Whether a relative import climbs out of the file's own top-level package."""
    depth = len(Path(name).parts) - 1
    return any(isinstance(node, ast.ImportFrom) and node.level > depth for node in ast.walk(tree(name)))


Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """The public functions and classes of a module, with the public methods of the classes."""
    for node in body:
        if not isinstance(node, Definition) or node.name.startswith("_"):
            continue
        yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from public(node.body, f"{node.name}.")


@pytest.mark.parametrize(
    ("package", "strangers"),
    [
        ("kalshi_gen", {"kalshi_overlay", "scripts", "tests"}),
        ("kalshi_overlay", {"scripts", "tests"}),
        ("examples", {"scripts", "tests"}),
        ("scripts", {"tests"}),
    ],
)
def test_imports_point_one_way(package: str, strangers: set[str]) -> None:
    files = python_files(package)
    assert files
    assert {name: found for name in files if (found := imported(name) & strangers)} == {}
    assert [name for name in files if relative_imports_leave(name)] == []


def test_the_generated_client_stands_on_four_packages() -> None:
    own = {"__future__", "httpx", "attrs", "msgspec", "dateutil"}
    used = set().union(*(imported(name) for name in python_files("kalshi_gen")))
    assert used - own <= sys.stdlib_module_names


def test_scripts_import_neither_package_except_to_measure_them() -> None:
    importing = {name for name in python_files("scripts") if imported(name) & {"kalshi_gen", "kalshi_overlay"}}
    assert importing <= MEASURES
    for name in importing:
        top = [node for node in tree(name).body if isinstance(node, ast.ImportFrom)]
        assert not [node for node in top if (node.module or "").startswith("kalshi_")]


def test_a_file_that_someone_wrote_is_read_at_one_sitting() -> None:
    written = [name for name in tracked() if name.endswith((".py", ".jinja", ".md")) or name == "Makefile"]
    lengths = {
        name: len((ROOT / name).read_text(encoding="utf-8").splitlines())
        for name in written
        # The list of rules is a table that the code writes.
        if not name.startswith(("kalshi_gen/", "tests/", "docs/contract-diff.md"))
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["machine path", "package registry"])
def test_no_tracked_file_names_a_machine_path_or_a_package_registry(pattern: re.Pattern[str]) -> None:
    found = []
    for name in tracked():
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []


def test_the_search_for_machine_paths_and_registries_finds_them() -> None:
    for text in ("/" + "work/main", "cd /" + "root", "/" + "home/me", "'/" + "Users/me'"):
        assert MACHINE_PATH.search(text), text
    for text in (".github/workflows", "https://host.example/root", "/workspace", "a/home/b"):
        assert not MACHINE_PATH.search(text), text
    assert REGISTRY_HOST.search("https://py" + "pi.org/simple")


def test_what_is_public_in_the_overlay_has_a_docstring() -> None:
    files = python_files("kalshi_overlay")
    assert [name for name in files if not ast.get_docstring(tree(name))] == []
    everything = [(name, where, node) for name in files for where, node in public(tree(name).body)]
    assert [f"{name}: {where}" for name, where, node in everything if not ast.get_docstring(node)] == []


def test_the_functions_of_the_tests_are_annotated() -> None:
    bare = []
    for name in python_files("tests"):
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                unnamed = [each.arg for each in given if each.annotation is None and each.arg not in ("self", "cls")]
                bare += [f"{name}: {node.name}({', '.join(unnamed)})"] if unnamed or node.returns is None else []
    assert bare == []


def test_annotations_are_postponed_everywhere() -> None:
    eager = []
    for name in python_files("kalshi_gen", "kalshi_overlay", "scripts", "tests", "examples"):
        body = tree(name).body
        code = [node for node in body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
        if code and not (isinstance(code[0], ast.ImportFrom) and code[0].module == "__future__"):
            eager.append(name)
    assert eager == []


def test_no_test_is_skipped_expected_to_fail_or_empty() -> None:
    markers = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail)\b|\bassert [T]rue\b|#\s*type:\s*ignore(?!\[)")
    found = {name for name in python_files("tests") if markers.search((ROOT / name).read_text(encoding="utf-8"))}
    # A server that is no Python package can be missing; the fixture that starts it says so.
    assert found - {"tests/test_house.py", "tests/rate_limits/redis_server.py"} == set()
