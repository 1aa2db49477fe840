"""Nothing that a document says becomes code, a file elsewhere, or a command of a terminal; see `hostile_soak`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.generation import text
from scripts.vendoring import names

from . import hostile

BASES = hostile.bases()
GOOD = {kind: json.dumps(base) for kind, base in BASES.items()}
CODE = 'x" + str(__import__("os").system("id")) + "'


@settings(max_examples=6)
@given(seed=st.integers(0, 2**32), kind=st.sampled_from(sorted(BASES)))
def test_no_hostile_document_gets_further_than_data(seed: int, kind: str) -> None:
    with TemporaryDirectory() as folder:
        outcome = hostile.attack(hostile.document(Random(seed), BASES[kind]), GOOD[kind], Path(folder))
    assert outcome.problems == []


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32), kind=st.sampled_from(sorted(BASES)))
def test_the_templates_alone_make_data_of_a_hostile_document(seed: int, kind: str) -> None:
    with TemporaryDirectory() as folder:
        text = hostile.document(Random(seed), BASES[kind], is_aimed=True)
        assert hostile.attack(text, GOOD[kind], Path(folder), checks=False).problems == []


@pytest.mark.parametrize("kind", sorted(BASES))
def test_a_good_document_is_vendored_compared_and_generated(kind: str, tmp_path: Path) -> None:
    outcome = hostile.attack(GOOD[kind], GOOD[kind], tmp_path)
    assert (outcome.problems, outcome.lines) == ([], [])
    assert set(outcome.steps.values()) == {0}
    assert "generate" in outcome.steps


def paged(page: dict[str, Any]) -> str:
    """A document whose operation answers with this page."""
    document = json.loads(GOOD["api"])
    document["components"]["schemas"]["Page"] = page
    content = document["paths"]["/markets"]["get"]["responses"]["200"]["content"]["application/json"]
    content["schema"] = {"$ref": "#/components/schemas/Page"}
    return json.dumps(document)


@pytest.mark.parametrize("name", [CODE, "a b", "it's", "x\ny"])
def test_a_page_that_is_no_object_brings_no_code_in(name: str, tmp_path: Path) -> None:
    outcome = hostile.attack(paged(hostile.page(name)), GOOD["api"], tmp_path)
    assert outcome.problems == []
    assert outcome.steps["vendor"] == 1
    assert "(at components/schemas/Page/properties)" in outcome.lines[0]


@pytest.mark.parametrize(
    "end", ['."""\nimport os; os.system("id")\n"""', '."""; import os; os.system("id"); """', "`", "'", "\\"]
)
def test_an_operation_id_that_ends_a_docstring_is_refused(end: str, tmp_path: Path) -> None:
    document = json.loads(GOOD["api"])
    document["paths"]["/markets"]["get"]["operationId"] = f"GetA{end}"
    outcome = hostile.attack(json.dumps(document), GOOD["api"], tmp_path)
    assert outcome.problems == []
    assert outcome.steps == {"vendor": 1, "diff as text": 2, "diff as json": 2, "diff as markdown": 2}
    assert "(at paths//markets/get/operationId)" in outcome.lines[0]


def test_code_of_theirs_would_be_noticed() -> None:
    assert list(hostile.of_code(f"a = '{hostile.MARK}'\n")) == []
    for code in (f"{hostile.MARK}()", f"import {hostile.MARK}", "__import__('os')", f"def f({hostile.MARK}): ..."):
        assert list(hostile.of_code(code))


def _raw(value: Any) -> str:
    """What a template would write without the filter."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


def test_the_attack_notices_a_template_without_its_filter(tmp_path: Path) -> None:
    document = json.loads(GOOD["api"])
    document["components"]["schemas"]["Side"]["enum"].append(CODE)
    with patch.dict(text.FILTERS, literal=_raw):
        outcome = hostile.attack(json.dumps(document), GOOD["api"], tmp_path, checks=False)
    assert [each for each in outcome.problems if "has code of theirs" in each]


def test_generated_code_of_theirs_is_refused_although_neither_names_nor_templates_hold_it(tmp_path: Path) -> None:
    document = json.loads(GOOD["api"])
    document["components"]["schemas"]["Side"]["enum"].append(CODE)
    with patch.dict(text.FILTERS, literal=_raw), patch.object(names, "problem", return_value=""):
        outcome = hostile.attack(json.dumps(document), GOOD["api"], tmp_path)
    assert outcome.steps["generate"] == 1
    assert "side.py: line 9 has Add, which" in outcome.lines[-1]
    assert not [each for each in outcome.problems if "has code of theirs" in each]


def test_the_attack_notices_that_names_are_not_checked(tmp_path: Path) -> None:
    with patch.object(names, "problem", return_value=""):
        outcome = hostile.attack(paged({**hostile.page(CODE), "type": "object"}), GOOD["api"], tmp_path)
    assert f"vendor: the name {CODE!r} was vendored" in outcome.problems


def test_the_attack_notices_a_file_elsewhere_and_a_program(tmp_path: Path) -> None:
    def steps(project: object, source: Path) -> Iterator[tuple[str, Callable[[], int]]]:
        yield "vendor", lambda: Path("/nowhere/a").write_text("a")
        yield "generate", lambda: os.system("exit 0")

    with patch.object(hostile._Project, "steps", steps):
        outcome = hostile.attack(GOOD["api"], GOOD["api"], tmp_path)
    assert "wrote /nowhere/a" in outcome.problems
    assert [each for each in outcome.problems if each.startswith("os.system")]
