"""Nothing that a document says becomes code, a file elsewhere, or a command of a terminal; see `hostile_soak`."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from . import hostile

BASES = hostile.bases()
GOOD = {kind: json.dumps(base) for kind, base in BASES.items()}
CODE = 'x" + str(__import__("os").system("id")) + "'


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32), kind=st.sampled_from(sorted(BASES)))
def test_no_hostile_document_gets_further_than_data(seed: int, kind: str) -> None:
    with TemporaryDirectory() as folder:
        outcome = hostile.attack(hostile.document(Random(seed), BASES[kind]), GOOD[kind], Path(folder))
    assert outcome.problems == []


@pytest.mark.parametrize("kind", sorted(BASES))
def test_a_good_document_is_vendored_compared_and_generated(kind: str, tmp_path: Path) -> None:
    outcome = hostile.attack(GOOD[kind], GOOD[kind], tmp_path)
    assert (outcome.problems, outcome.lines) == ([], [])
    assert set(outcome.steps.values()) == {0}
    assert "generate" in outcome.steps


@pytest.mark.parametrize("name", [CODE, "a b", "it's", "x\ny"])
def test_a_page_that_is_no_object_brings_no_code_in(name: str, tmp_path: Path) -> None:
    document = json.loads(GOOD["api"])
    document["components"]["schemas"]["Page"] = hostile.page(name)
    content = document["paths"]["/markets"]["get"]["responses"]["200"]["content"]["application/json"]
    content["schema"] = {"$ref": "#/components/schemas/Page"}
    outcome = hostile.attack(json.dumps(document), GOOD["api"], tmp_path)
    assert outcome.problems == []
    assert outcome.steps["vendor"] == 1
    assert "(at components/schemas/Page/properties)" in outcome.lines[0]


def test_an_operation_id_that_ends_a_docstring_is_refused(tmp_path: Path) -> None:
    document = json.loads(GOOD["api"])
    document["paths"]["/markets"]["get"]["operationId"] = 'GetA`."""\nimport os; os.system("id")\n"""'
    outcome = hostile.attack(json.dumps(document), GOOD["api"], tmp_path)
    assert outcome.problems == []
    assert outcome.steps == {"vendor": 1, "diff as text": 2, "diff as json": 2, "diff as markdown": 2}
    assert "(at paths//markets/get/operationId)" in outcome.lines[0]


def test_code_of_theirs_would_be_noticed() -> None:
    assert list(hostile.of_code(f"a = '{hostile.MARK}'\n")) == []
    for code in (f"{hostile.MARK}()", f"import {hostile.MARK}", "__import__('os')", f"def f({hostile.MARK}): ..."):
        assert list(hostile.of_code(code))
