"""Every value that a template writes into code goes through one filter, and leaves no literal or docstring."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts.generate import generate
from scripts.generation.generator import TEMPLATES
from scripts.generation.operations import PaginationError, facts_by_operation_id
from scripts.generation.text import docstring, identifier, literal, words
from scripts.generation.unsupported import GenerationError
from tests.generation import Generated, operation, parameter, reference, schema, spec
from tests.vendoring import hostile
from tests.walking import walked

VALUE = re.compile(r"\{\{(.*?)\}\}")
STATEMENT = re.compile(r"\{%.*?%\}")
# What makes code out of what the generator has parsed; the last filter of a value in code is one of these.
MAKES_CODE = {
    *("literal", "identifier", "set_literal", "sorted_literals", "declared_types", "bounded_type"),
    *("model_docstring", "docstring", "operation_docstring", "declaration", "given", "indent"),
}
# Code that the generator, or a filter before, has made: imports, signatures, annotations and calls.
IS_CODE = {
    *("line", "import", "rule", "signature", "page_signature", "success", "arguments", "parameters[name]"),
    "class_options[model.class_info.name] if class_options",
    '"type(None)" if success == "None" else success',
    '" | " if not loop.first',
    '", terminal=True" if entry.get("terminal")',
}


def values_of(path: Path) -> list[tuple[str, bool]]:
    """Each value of a template, and whether it is within a text or a docstring."""
    found: list[str] = []

    def numbered(match: re.Match[str]) -> str:
        found.append(match[1].strip())
        return f"value_{len(found) - 1}_"

    text = STATEMENT.sub("", VALUE.sub(numbered, path.read_text(encoding="utf-8")))
    within = set()
    # Line by line, since what is left of a template is no complete program; a docstring may have several.
    for match in re.finditer(r'"""(?:.|\n)*?"""|"[^"\n]*"|\'[^\'\n]*\'', text):
        within |= {int(number) for number in re.findall(r"value_(\d+)_", match[0])}
    return [(value, at in within) for at, value in enumerate(found)]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.jinja")), ids=lambda path: path.name)
def test_every_value_of_a_template_is_made_safe(path: Path) -> None:
    for value, is_within in values_of(path):
        last = re.sub(r"\(.*", "", value.rsplit("|", 1)[-1].strip()) if "|" in value else ""
        if is_within:
            assert last == "words", f"{{{{ {value} }}}} is within a text, where only `words` is safe"
        else:
            assert value in IS_CODE or last in MAKES_CODE, f"{{{{ {value} }}}} is in code without a filter"


def test_a_value_within_quotes_is_seen(tmp_path: Path) -> None:
    template = tmp_path / "a.jinja"
    template.write_text('a = "{{ one }}", {{ two }}\n"""{{ three }}\n{% if x %}{{ four | words }}{% endif %}"""\n')
    assert values_of(template) == [("one", True), ("two", False), ("three", True), ("four | words", True)]


TEXT = st.text(
    st.sampled_from("\"'\\\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029{}#\x00é") | st.characters(), max_size=60
)


@given(TEXT)
@example('"""')
@example("\ud800")
def test_a_literal_is_its_text_on_one_line_of_ascii(text: str) -> None:
    spelled = literal(text)
    assert ast.literal_eval(spelled) == text
    assert spelled.isascii()
    assert spelled.isprintable()


@walked("value", [None, True, -1, 1.5, ("a",), ("a", 'b"'), (), {"a": 1, "b\n": None}])
def test_a_literal_is_its_value(value: Any) -> None:
    assert ast.literal_eval(literal(value)) == value


@walked("value", [float("inf"), float("nan"), object(), b"a", ["a"], {1, 2}])
def test_what_has_no_literal_is_refused(value: Any) -> None:
    with pytest.raises(GenerationError, match="can't be written into code"):
        literal(value)


@walked("name", ["a b", "1a", "class", "", "a\n", "a;b", "\uff21", *hostile.TEXTS[:9]])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(GenerationError, match="can't be a name in Python"):
        identifier(name)


@given(TEXT, TEXT)
def test_words_stay_in_their_docstring(first: str, second: str) -> None:
    text = f'"""One {words(first)} and `{words(second)}`."""\nlast = 1\n'
    body = ast.parse(text).body
    assert [type(node) for node in body] == [ast.Expr, ast.Assign]
    for spelled in (text, docstring(first, second)):
        tokens = [each.type for each in tokenize.generate_tokens(io.StringIO(spelled).readline)]
        assert tokens.count(tokenize.STRING) == 1


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_no_operation_id_leaves_its_docstring(text: str, tmp_path: Path) -> None:
    # Such a name is refused before; this is what would happen to it.
    seat = operation(f"Get{text}", summary=text, description=text, parameters=[parameter("row", description=text)])
    try:
        generate(spec({"/seat": {"get": seat}}), tmp_path / "package")
    except (GenerationError, UnicodeEncodeError, OSError):
        return
    for path in (tmp_path / "package").rglob("*.py"):
        assert hostile.of_code(path.read_text(encoding="utf-8")) == ()


def test_paging_is_read_from_an_object_alone(tmp_path: Path) -> None:
    items = {"type": "array", "items": reference("Seat")}
    page = {"type": "object", "properties": {"cursor": {"type": "string"}, "seats": items}}

    def paged(kind: str) -> dict[str, Any]:
        seats = operation("GetSeats", {**page, "type": kind}, parameters=[parameter("cursor")])
        return spec({"/seats": {"get": seats}}, {"Seat": schema(row={"type": "integer"})})

    assert facts_by_operation_id(paged("object"))["GetSeats"].pagination
    with pytest.raises(PaginationError, match="GetSeats"):
        facts_by_operation_id(paged("string"))
    assert Generated(paged("object"), tmp_path).module("api.seating.get_seats").sync_all
