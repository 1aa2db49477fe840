from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scripts.contract_diff.markdown import as_markdown
from scripts.contract_diff.operations import compare
from scripts.contract_diff.page import BEGIN, PAGE, with_rules
from scripts.contract_diff.reports import as_json, as_text
from scripts.contract_diff.rules import RULES
from scripts.contract_diff.sources import Side
from scripts.contract_diff.surface import SurfaceChange
from scripts.contract_diff.verdict import Comparison
from scripts.specs import REGISTER, ROOT, Spec
from tests.walking import walk, walked

from . import Document, answer, only
from .exchange import exchange
from .mutations import MUTATIONS, Family
from .pairs import triggering

SCHEMA = json.loads((ROOT / "docs" / "contract-diff.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
HOSTILE = "</summary><script>alert(1)</script>|`x`|[a](javascript:b)![c](d)\n# Heading\x1b[2J @everyone"


def compared(old: Document, new: Document, surface: list[SurfaceChange] | None = None) -> Comparison:
    sides = [Side(f"{name}.yaml", "1", name * 64, name * 64, each, each) for name, each in (("a", old), ("b", new))]
    return Comparison(sides[0], sides[1], compare(old, new, descriptions=True), surface)


def test_the_schema_of_the_json_is_a_schema_with_every_field_described() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for part in [SCHEMA, *SCHEMA["$defs"].values()]:
        assert part["description"]
        assert all("description" in field for field in part.get("properties", {}).values() if "$ref" not in field)
        assert part.get("additionalProperties", False) is False


def test_the_json_of_every_rule_is_what_the_schema_says() -> None:
    def check(pair: tuple[Document, Document]) -> None:
        VALIDATOR.validate(json.loads(as_json(compared(*pair))))

    walk(triggering(), check)


@settings(deadline=None, max_examples=40)
@given(
    name=st.sampled_from(sorted(MUTATIONS)),
    surface=st.none()
    | st.lists(
        st.builds(
            SurfaceChange,
            st.sampled_from(["breaking", "warning", "info"]),
            st.sampled_from(["field-removed", "module-moved"]),
            st.text(),
            st.none() | st.text(),
            st.none() | st.text(),
        )
    ),
)
def test_the_json_and_the_pages_of_many_comparisons_hold_together(name: str, surface: Any) -> None:
    old, new = exchange("Order"), exchange("Order")
    MUTATIONS[name][2](Family(new, "Order"))
    comparison = compared(old, new, surface)
    document = json.loads(as_json(comparison))
    VALIDATOR.validate(document)
    assert document["summary"] == {
        level: sum(change["level"] == level for change in document["changes"]) for level in document["summary"]
    }
    assert as_text(comparison).startswith(f"semver: {document['semver']} (")
    assert as_markdown(comparison).startswith(f"# Spec 1 → 1: {document['semver']}\n")


def test_the_json_has_no_number_that_json_cannot_hold() -> None:
    old = only(responses=answer({"type": "number", "default": float("nan")}))
    new = only(responses=answer({"type": "number", "default": float("inf")}))
    (change,) = json.loads(as_json(compared(old, new)), parse_constant=pytest.fail)["changes"]
    assert (change["before"], change["after"]) == ("nan", "inf")


def test_the_page_says_the_verdict_first_and_then_what_breaks() -> None:
    old, new = exchange("Order", "Quote"), exchange("Quote")
    page = as_markdown(compared(old, new, []))
    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert headings[0] == "# Spec 1 → 1: major"
    assert headings[1] == "## What breaks on the wire (4)"
    assert headings[2] == "## What breaks in Python (0)"
    assert headings[3] == "## Every change: 4 breaking, 0 warning, 5 info"
    levels = re.findall(r"^\| (breaking|warning|info) \|", page.partition("## Every")[0], re.MULTILINE)
    assert levels == ["breaking"] * 4
    assert page.count("<details>") == page.count("</details>") == page.count("<summary>") == 5


@pytest.mark.parametrize("spec", REGISTER)
def test_the_lines_name_the_spec_that_was_compared(spec: Spec) -> None:
    named = compared(only(), only())
    named = evolve(named, new=evolve(named.new, ours=spec))
    assert as_text(named).splitlines()[1] == f"spec: {spec.name} ({spec.title})"


def test_a_new_required_field_is_required_in_a_request_and_always_there_in_an_answer() -> None:
    sent, read = (
        {change.text for change in compare(*triggering()[f"{direction}-required-property-added"])}
        for direction in ("request", "response")
    )
    assert "there is a new required field" in sent
    assert "there is a new field, always there" in read


def test_another_way_to_authenticate_is_called_that() -> None:
    a, b = (only(security=[{name: []}]) for name in "ab")
    assert [change.text for change in compare(a, b) if "security-option" in change.id] == [
        "the way to authenticate with a is gone",
        "there is a further way to authenticate: with b",
    ]


def hostile_comparison() -> Comparison:
    old = only(
        operationId=HOSTILE,
        parameters=[{"name": HOSTILE, "in": "query", "schema": {"type": "string", "enum": [HOSTILE]}}],
        responses=answer({"type": "object", "properties": {HOSTILE: {"type": "string"}}}),
    )
    new = only(f"/{HOSTILE}", operationId=HOSTILE)
    return compared(old, new, [SurfaceChange("breaking", "module-removed", HOSTILE, HOSTILE, None)])


def test_hostile_names_stay_text_in_the_page() -> None:
    page = as_markdown(hostile_comparison())
    assert "<script" not in page
    assert not re.search(r"!?\[[^\]]*\]\(", page)
    assert not re.search(r"@\w", page)
    assert page.count("</summary>") == page.count("<summary>")
    assert [line for line in page.splitlines() if line.startswith("# ")] == ["# Spec 1 → 1: major"]
    rows = [line for line in page.splitlines() if line.startswith("| breaking")]
    assert rows
    assert {len(re.findall(r"\|", row)) for row in rows} == {5}
    assert {row.count("`") for row in rows} == {2}
    assert "<script>alert(1)</script>|`x`" in html.unescape(page)


def test_a_page_says_that_nothing_breaks() -> None:
    page = as_markdown(compared(only(), only(), []))
    for heading in ("on the wire", "in Python"):
        assert f"## What breaks {heading} (0)\n\nNothing.\n" in page


def test_a_page_separates_headings_and_tables_by_empty_lines() -> None:
    lines = as_markdown(hostile_comparison()).splitlines()
    assert sum(line.startswith("|---") for line in lines) > 2
    for before, line in pairwise(lines):
        begins_a_table = line.startswith("|") and not before.startswith("|")
        ends_a_table = before.startswith("|") and not line.startswith("|")
        if begins_a_table or line.startswith(("#", "<details>", "</details>")):
            assert before == "", line
        if ends_a_table or before.startswith(("#", "<summary>", "</details>")):
            assert line == "", before


@pytest.mark.parametrize("form", [as_text, as_markdown])
def test_hostile_names_reach_no_terminal_as_commands(form: Any) -> None:
    shown = form(hostile_comparison())
    assert "\x1b" not in shown
    assert all(character.isprintable() or character in "\n\u200b" for character in shown)


def test_an_operation_has_its_own_table_and_a_shared_change_names_all_it_reaches() -> None:
    old, new = exchange("Order", "Quote"), exchange("Order", "Quote")
    Family(new, "Order").create["deprecated"] = True
    new["components"]["schemas"]["Dollars"]["type"] = "number"
    page = as_markdown(compared(old, new))
    assert "<summary>CreateOrder: 0 breaking, 1 warning, 0 info</summary>" in page
    assert "6 operations: CreateOrder, CreateQuote, GetOrder, GetOrders, GetQuote, GetQuotes" in page


def test_the_documented_list_of_rules_is_what_the_code_has() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_rules(page), "run python -m scripts.contract_diff.page"
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page.partition(BEGIN)[2], re.MULTILINE)) == RULES.keys()


@walked("text", ["::error::x", "  ::stop-commands::x", "a\n::error::x", "##[error]x", "\x1b[31m\u202e"])
@walked("form", [as_text, as_json, as_markdown])
def test_no_line_of_a_report_is_a_command_of_a_terminal_or_a_workflow(
    form: Callable[[Comparison], str], text: str
) -> None:
    old = only(responses=answer({"type": "object", "properties": {"a": {"type": "string"}}}))
    new = only(responses=answer({"type": "object", "properties": {text: {"type": "string", "default": text}}}))
    gone = [SurfaceChange("breaking", "field-removed", text, text, text)]
    sides = [Side(text, text, "a" * 64, "b" * 64, each, each) for each in (old, new)]
    for line in form(Comparison(sides[0], sides[1], compare(old, new), gone)).split("\n"):
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def test_the_json_holds_each_text_as_it_is() -> None:
    for text in ("##[error]x", "\x1b[31m", "\u202e", "\U000e0001", "é", "\ud800"):
        sides = [Side(text, "1", "a" * 64, "b" * 64, each, each) for each in (only(), only())]
        assert json.loads(as_json(Comparison(sides[0], sides[1], [], None)))["old"]["source"] == text
