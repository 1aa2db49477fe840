"""The texts of the spec are in docstrings, and stay text there whatever they are."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.generation.operations import parameters_of
from scripts.generation.text import docstring, sentence
from scripts.vendoring.published import operations
from tests import vendored
from tests.conftest import ROOT
from tests.generation import Generated, operation, parameter, reference, schema, spec

PACKAGE = ROOT / "kalshi_gen"
LONG = "https://docs.example/" + "a" * 150
HOSTILE = [
    '"""\nimport os',
    '"quoted"',
    'ends with a quote"',
    "ends with a backslash\\",
    'ends with both\\"',
    '""""""',
    "'''\nimport os",
    "\\N{BELL} \\x \\U0001 \\",
    "\\" * 201,
    ('x\\"""' * 60),
    LONG,
    "{{ 1 / 0 }} {% raise %} {0}",
    "nul \x00 and bell \x07",
    "line\r\nline\ttab\x0c",
    "é “quotes” \u2028 \u202e",
]


@cache
def tree(path: Path) -> ast.Module:
    """The code of a committed module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The public functions of a module."""
    for node in module.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_"):
            yield node


def endpoint_modules() -> list[Path]:
    """The module of each operation."""
    return sorted(PACKAGE.glob("api/*/[!_]*.py"))


def said_everywhere(texts: list[str]) -> dict[str, Any]:
    """A spec that has each of these texts wherever a text may be."""
    paths, schemas = {}, {}
    for index, words in enumerate(texts):
        given = [parameter("id", where="path", description=words), parameter("row", description=words)]
        seat = schema(row={"type": "integer", "description": words}, side=reference(f"Side{index}"))
        get = operation(f"GetSeat{index}", reference(f"Seat{index}"), parameters=given)
        paths[f"/seats/{index}/{{id}}"] = {"get": {**get, "summary": words, "description": words}}
        schemas[f"Seat{index}"] = {**seat, "description": words}
        schemas[f"Side{index}"] = {"type": "string", "enum": ["yes", 'n"o\\'], "description": words}
    everything = " ".join(texts)
    return spec(paths, schemas, info={"title": everything, "version": everything, "description": everything})


def outline(folder: Path) -> dict[str, list[str]]:
    """The declarations of a generated client, without texts."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            for child in list(ast.iter_child_nodes(node)):
                if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                    child.value.value = "words"
        found[str(path.relative_to(folder))] = [ast.dump(node) for node in tree.body]
    return found


@pytest.mark.filterwarnings("error")
def test_texts_stay_texts_wherever_they_are(tmp_path: Path) -> None:
    hostile = Generated(said_everywhere(HOSTILE), tmp_path / "hostile")
    harmless = Generated(said_everywhere(["Harmless"] * len(HOSTILE)), tmp_path / "harmless")
    assert outline(hostile.folder) == outline(harmless.folder)
    for index in range(len(HOSTILE)):
        assert not hasattr(hostile.module(f"api.seating.get_seat_{index}"), "os")
        assert hostile.decode(b'{"row": 1}', f"Seat{index}").row == 1


@pytest.mark.parametrize("where", ['/seats"+1/0+"', "/seats\\", '/"""/0'])
def test_a_path_stays_a_path(tmp_path: Path, where: str) -> None:
    client = Generated(spec({where: {"get": operation("GetSeat")}}), tmp_path)
    assert client.module("api.seating.get_seat").OPERATION.request({})["url"] == where


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("\"'\\ \nax{%N.é\x00\t") | st.characters(exclude_categories=["Cs"]), max_size=250))
def test_a_docstring_of_any_text_is_one_constant(text: str) -> None:
    (statement,) = ast.parse(docstring(text)).body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    assert isinstance(statement.value.value, str)


def test_a_docstring_says_what_it_is_given() -> None:
    text = 'A \\path\\ "quoted" and """thrice""" ' + "word " * 40 + LONG
    said = ast.literal_eval(docstring(text))
    assert said.split() == text.split()


@pytest.mark.parametrize(
    ("summary", "first"),
    [
        ("Get a seat.", "Get a seat"),
        ("Get  ", "Get"),
        ("Get a\nseat", "Get a seat"),
        ("Get a \t\n seat...", "Get a seat"),
    ],
)
def test_a_summary_is_one_line_without_its_full_stop(summary: str, first: str) -> None:
    assert sentence(summary) == first


def test_the_summary_comes_first_and_the_operation_last(tmp_path: Path) -> None:
    seat = operation("GetSeat", summary="Get a seat.", description="It is free.", deprecated=True)
    endpoint = Generated(spec({"/seat": {"get": seat}}), tmp_path).module("api.seating.get_seat")
    lines = str(inspect.getdoc(endpoint.sync)).splitlines()
    assert (lines[0], lines[1], lines[2], lines[-1]) == (
        "Get a seat.",
        "",
        "It is free.",
        "Operation: `GetSeat`.",
    )


def is_overload(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "overload" for each in function.decorator_list)


def test_every_public_function_and_class_of_the_client_has_a_docstring() -> None:
    without = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                methods = [each for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
                # The implementation of an overloaded method has the docstring.
                public = [each for each in methods if not each.name.startswith("_") and not is_overload(each)]
                nodes: list[Any] = [node, *(public if not node.name.startswith("_") else [])]
                without += [f"{path.name}: {each.name}" for each in nodes if not ast.get_docstring(each)]
        without += [f"{path.name}: {each.name}" for each in functions(tree(path)) if not ast.get_docstring(each)]
    assert without == []


def test_the_docstrings_of_sync_and_asyncio_name_all_arguments() -> None:
    for path in endpoint_modules():
        for function in functions(tree(path)):
            if function.name in ("sync", "asyncio"):
                words = str(ast.get_docstring(function))
                documented = re.findall(
                    r"^    (\w+): ", words.split("Args:\n")[1].split("\n\nReturns:")[0], re.MULTILINE
                )
                arguments = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
                assert documented == arguments, path
                assert [part for part in ("Returns:\n", "Raises:\n") if part not in words] == []


def test_the_first_line_of_a_docstring_is_the_summary(spec: dict[str, Any]) -> None:
    summaries = {
        operation["summary"].rstrip(".")
        for path in spec["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
    }
    for path in endpoint_modules():
        first = {
            str(ast.get_docstring(each)).split("\n")[0]
            for each in functions(tree(path))
            if each.name in ("sync", "asyncio")
        }
        assert {line.rstrip(".") for line in first} <= summaries
        assert len(first) == 1


def test_what_is_deprecated_says_so(spec: dict[str, Any]) -> None:
    ids = {
        operation["operationId"]
        for path in spec["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and operation.get("deprecated")
    }
    assert ids
    for path in endpoint_modules():
        text = path.read_text(encoding="utf-8")
        if any(f'operation_id="{name}"' in text for name in ids):
            assert text.lower().count("deprecated") >= 2, path
            ids -= {name for name in ids if f'operation_id="{name}"' in text}
    assert ids == set()


def test_a_field_that_is_deprecated_says_so(spec: dict[str, Any]) -> None:
    fields = [
        (name, field)
        for name, schema in spec["components"]["schemas"].items()
        for field, facts in schema.get("properties", {}).items()
        if facts.get("deprecated")
    ]
    assert fields
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (PACKAGE / "models").glob("*.py")}
    by_class = {name: text for text in texts.values() for name in re.findall(r"^class (\w+)\(", text, re.MULTILINE)}
    for name, field in fields:
        words = re.search(rf'^    {field}: [^\n]*\n    """(.*?)"""', by_class[name], re.MULTILINE | re.DOTALL)
        assert words, (name, field)
        assert "deprecated" in words[1].lower()


def test_words_beside_a_reference_say_what_a_shared_parameter_means_in_one_operation(tmp_path: Path) -> None:
    shared = {"$ref": "#/components/parameters/Row"}
    document = spec(
        {
            "/seats": {"get": operation("GetSeats", parameters=[shared])},
            "/bookings": {"delete": operation("Cancel", parameters=[{**shared, "description": "Row to be emptied."}])},
        }
    )
    document["components"]["parameters"] = {"Row": parameter("row", description="Row to keep.")}
    generated = Generated(document, tmp_path)
    assert "row: Row to keep." in str(generated.module("api.seating.get_seats").sync.__doc__)
    assert "row: Row to be emptied." in str(generated.module("api.seating.cancel").sync.__doc__)


def test_an_operation_that_changes_something_does_not_call_its_arguments_filters() -> None:
    words = re.compile(r"\bto keep\b|\bitems\b|\b(?:listed|returned)\b")
    changing = {
        operation["operationId"]: [
            each["name"]
            for each in parameters_of(vendored.rest(), path, operation)
            if words.search(each["description"])
        ]
        for path, method, operation in operations(vendored.rest())
        if method != "get"
    }
    assert len(changing) > 40
    assert {name: found for name, found in changing.items() if found} == {}
