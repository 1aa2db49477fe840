"""The complete client: it is committed as the spec gives it, and the command line checks that."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from scripts import documents, generate, specs
from scripts.vendoring.published import operations
from tests import stream_spec
from tests.conftest import ROOT
from tests.generation import operation, parameter, reference, schema
from tests.generation import spec as small_spec
from tests.spec_text import operation_ids, paged_operation_ids

CLIENT = ROOT / "kalshi_gen"
FOUR = {"sync", "asyncio", "sync_detailed", "asyncio_detailed"}
PAGES = {"sync_all", "asyncio_all"}
ELSEWHERE = """
import sys
from pathlib import Path
from scripts import documents
from scripts.specs import REGISTER
from scripts.generate import generate_package
for ours in REGISTER:
    generate_package(documents.load(ours.path.read_bytes()), Path(sys.argv[1]), ours)
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with small specs and the package generated from them."""
    folder = tmp_path_factory.mktemp("small")
    document = small_spec(schemas={"Seat": schema(row={"type": "integer"})})
    (folder / "openapi.yaml").write_text(documents.dump(document), encoding="utf-8")
    (folder / "asyncapi.yaml").write_text(documents.dump(stream_spec.small()), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(specs, "REGISTER", (specs.API, specs.STREAM))
        generate.generate(document, folder / "kalshi_gen")
    generate.generate_stream(stream_spec.small(), folder / "kalshi_gen" / "stream")
    return folder


@pytest.fixture
def package(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small package, on which the command line works instead of ours."""
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    package = tmp_path / "kalshi_gen"
    api = evolve(specs.API, path=tmp_path / "openapi.yaml")
    monkeypatch.setattr(specs, "API", api)
    stream = evolve(specs.STREAM, path=tmp_path / "asyncapi.yaml")
    monkeypatch.setattr(specs, "REGISTER", (api, stream))
    monkeypatch.setattr(generate, "PACKAGE", package)
    return package


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command line."""

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["generate", *arguments])
        return generate.main()

    return run


def functions(path: Path) -> set[str]:
    """The public functions that a file defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_code_that_is_not_allowed_replaces_nothing(
    package: Path, run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    generated = generate.generate

    def spoiled(document: dict[str, Any], output: Path) -> None:
        generated(document, output)
        with (output / "models" / "seat.py").open("a", encoding="utf-8") as file:
            file.write("open('ran', 'w')\n")

    monkeypatch.setattr(generate, "generate", spoiled)
    hand_edit(package)
    before = contents(package)
    for arguments in ((), ("--check",)):
        assert run(*arguments) == 1
        assert "kalshi_gen/models/seat.py: line " in capsys.readouterr().err
    assert contents(package) == before


def test_a_vendored_spec_with_a_name_that_is_refused_is_not_generated(
    package: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    document = documents.load((package.parent / "openapi.yaml").read_bytes())
    document["components"]["schemas"]["Seat"]["properties"]["a b"] = {"type": "string"}
    (package.parent / "openapi.yaml").write_text(documents.dump(document), encoding="utf-8")
    before = contents(package)
    assert run() == 1
    assert "openapi.yaml: the name of a field 'a b' is not" in capsys.readouterr().err
    assert contents(package) == before


def test_a_spec_that_breaks_the_generator_is_refused_on_one_line(
    package: Path, run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(document: dict[str, Any], output: Path, depth: int) -> None:
        raise KeyError("a\n::error::b")

    monkeypatch.setattr(generate, "generate_stream", breaks)
    before = contents(package)
    assert run() == 1
    error = capsys.readouterr().err
    assert error.startswith("generate: asyncapi.yaml can't be generated: KeyError")
    assert error.count("\n") == 1
    assert contents(package) == before


def hand_edit(package: Path) -> str:
    with (package / "models" / "seat.py").open("a", encoding="utf-8") as file:
        file.write("# by hand\n")
    return "models/seat.py"


def remove(package: Path) -> str:
    (package / "api" / "seating" / "get_status.py").unlink()
    return "api/seating/get_status.py"


def add(package: Path) -> str:
    (package / "models" / "stray.py").write_text("", encoding="utf-8")
    return "models/stray.py"


def test_the_committed_client_is_what_the_specs_give_in_any_process(tmp_path: Path) -> None:
    # With another hash seed, an order of sets that got into a file would show. `make check` generates in its own.
    environment = {**os.environ, "PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"}
    again = tmp_path / "kalshi_gen"
    subprocess.run([sys.executable, "-c", ELSEWHERE, str(again)], check=True, cwd=ROOT, env=environment)
    assert generate.differences(again, CLIENT) == []


def test_every_operation_is_a_module_with_its_four_functions(spec: dict[str, Any]) -> None:
    modules = sorted(CLIENT.glob("api/*/[!_]*.py"))
    assert len(modules) == sum(1 for _ in operations(spec)) == len(operation_ids())
    assert all(functions(path) in (FOUR, FOUR | PAGES) for path in modules)


def test_every_operation_with_a_cursor_has_its_page_functions_too(spec: dict[str, Any]) -> None:
    shared = spec["components"]["parameters"]
    paged = {
        each["operationId"]
        for _, _, each in operations(spec)
        for given in each.get("parameters", [])
        if shared.get(given.get("$ref", "").rsplit("/", 1)[-1], given)["name"] == "cursor"
    }
    texts = [path.read_text(encoding="utf-8") for path in CLIENT.glob("api/*/*.py") if functions(path) & PAGES]
    assert len(texts) == len(paged)
    assert paged == paged_operation_ids()
    assert all(any(f'operation_id="{name}"' in text for text in texts) for name in paged)


def test_the_generated_client_knows_nothing_of_the_overlay() -> None:
    imported = set()
    for path in CLIENT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(str(node.module))
    roots = {name.split(".")[0] for name in imported}
    assert roots - sys.stdlib_module_names == {"attrs", "dateutil", "httpx", "msgspec"}


def test_a_check_of_what_was_generated_finds_nothing(
    package: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--check") == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("change", [hand_edit, remove, add])
def test_a_check_names_what_differs_and_changes_nothing(
    package: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str], change: Callable[[Path], str]
) -> None:
    name = change(package)
    before = contents(package)
    assert run("--check") == 1
    words = f"generate: kalshi_gen/{name} is not what the specs and the templates give\n"
    assert capsys.readouterr() == ("", words)
    assert contents(package) == before


@pytest.mark.parametrize("change", [hand_edit, remove, add])
def test_generating_puts_right_what_differs(
    package: Path, run: Callable[..., int], capsys: pytest.CaptureFixture[str], change: Callable[[Path], str]
) -> None:
    before = contents(package)
    change(package)
    assert run() == 0
    assert capsys.readouterr().out == "kalshi_gen: 1 files changed\n"
    assert contents(package) == before


def test_what_an_interpreter_leaves_behind_is_no_difference(package: Path, run: Callable[..., int]) -> None:
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "client.pyc").write_bytes(b"")
    assert run("--check") == 0


def test_a_package_is_generated_where_there_was_none(package: Path, run: Callable[..., int]) -> None:
    before = contents(package)
    shutil.rmtree(package)
    assert run() == 0
    assert contents(package) == before


FAILING = {
    "a field": (small_spec(schemas={"Seat": schema(**{"class": {"type": "string"}})}), "Seat has a field 'class'"),
    "a reference": (small_spec(schemas={"Seat": schema(row=reference("Row"))}), "/Seat"),
    "a page": (
        small_spec({"/a": {"get": operation("GetA", reference("ErrorResponse"), parameters=[parameter("cursor")])}}),
        "GetA has a cursor",
    ),
    "a header": (
        small_spec({"/a": {"get": operation("GetA", parameters=[parameter("row", where="header")])}}),
        "GetA: the header parameter 'row'",
    ),
    # The generator's own message.
    "a document": ({**small_spec(), "openapi": "2.0"}, ""),
}


@pytest.mark.parametrize("arguments", [(), ("--check",)], ids=["generate", "check"])
@pytest.mark.parametrize(("document", "words"), FAILING.values(), ids=FAILING)
def test_a_failing_generation_leaves_the_package_as_it_was(
    package: Path,
    run: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    document: dict[str, Any],
    words: str,
    arguments: tuple[str, ...],
) -> None:
    before = contents(package)
    specs.API.path.write_text(documents.dump(document), encoding="utf-8")
    assert run(*arguments) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("generate: ")
    assert words in printed.err
    assert printed.err.endswith("; kalshi_gen is unchanged\n")
    assert contents(package) == before
