"""What notebooks show: bounded, escaped, and without secrets."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from itertools import count
from typing import Any

from attrs import frozen

from kalshi_gen.models import GenerateApiKeyResponse
from kalshi_gen.runtime.html import CHARACTERS, COLUMNS, FIELDS, ROWS, model_html, rows_html
from kalshi_overlay.account.views import View
from kalshi_overlay.books import Depth, Level
from kalshi_overlay.keys import SecretValue
from kalshi_overlay.notebook import table
from kalshi_overlay.stream.book import BookView
from tests.conftest import ROOT
from tests.page_examples import examples_of, run

KEY = GenerateApiKeyResponse(api_key_id="<script>&", private_key="very secret")
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_a_secret_is_hidden_wherever_its_model_is_shown() -> None:
    nested = View({"key": KEY}, NOON, None)
    shown = [
        KEY._repr_html_(),
        table([KEY])._repr_html_(),
        table([[KEY]])._repr_html_(),
        table([{"key": KEY}])._repr_html_(),
        nested._repr_html_(),
        model_html("Answer", [("keys", [KEY])]),
        repr(table([KEY])),
    ]
    assert not [each for each in shown if "very secret" in each]
    assert all("[hidden]" in each for each in shown[:-1])


@frozen
class _Hiding:
    token: str = "very secret"

    def __repr__(self) -> str:
        return "Hiding()"


def test_what_hides_itself_in_its_repr_is_shown_by_that_alone() -> None:
    for hidden in (SecretValue(("very secret",)), _Hiding()):
        for shown in (table([hidden]), table([[hidden]]), View({"key": hidden}, NOON, None)):
            assert "very secret" not in shown._repr_html_()
            assert escape(repr(hidden)) in shown._repr_html_()


def test_text_of_the_exchange_is_escaped() -> None:
    assert "&lt;script&gt;&amp;" in KEY._repr_html_()
    hostile = rows_html("<b>", [[("<i>", "\x1b\u202e<img>")]])
    assert "<caption>&lt;b&gt;</caption>" in hostile
    assert "<th>&lt;i&gt;</th>" in hostile
    assert "<td>\\x1b\\u202e&lt;img&gt;</td>" in hostile


def test_a_table_says_how_much_more_there_is() -> None:
    many = table(list(range(ROWS + 1000)))
    assert many._repr_html_().count("<tr>") == ROWS + 1
    assert "… 1,000 more rows" in many._repr_html_()
    assert repr(many) == "<Table of int: 20 and 1,000 more>"
    assert "more" not in table(range(ROWS))._repr_html_()
    wide = rows_html("wide", [[(str(number), number) for number in range(COLUMNS + 3)]])
    assert "… 3 more columns" in wide
    long = model_html("long", [(str(number), number) for number in range(FIELDS + 7)])
    assert "… 7 more fields" in long
    assert f"<td>{'x' * (CHARACTERS - 1)}…</td>" in table(["x" * 10_000])._repr_html_()
    assert "[1, 2, 3, … 97 more]" in table([list(range(1, 100 + 1))])._repr_html_()


def test_of_an_iterator_one_row_more_than_shown_is_read() -> None:
    numbers = count()
    endless = table(numbers, rows=5)
    assert next(numbers) == 6
    assert "… more rows" in endless._repr_html_()
    assert repr(endless) == "<Table of int: 5 and more>"
    assert repr(table([])) == "<Table of nothing: 0>"


def test_a_book_has_both_sides_and_says_why_it_is_stale() -> None:
    row = "<td>7</td><td>0.40</td><td>0.45</td><td>9</td>"
    bid, ask = Decimal("0.40"), Decimal("0.45")
    assert row in Depth((Level(bid, Decimal(7)),), (Level(ask, Decimal(9)),))._repr_html_()
    stale = BookView(ticker="KXA", stale="a gap", bids={bid: Decimal(7)}, asks={ask: Decimal(9)})
    assert row in stale._repr_html_()
    assert "KXA, stale: a gap" in stale._repr_html_()
    assert "<td></td><td></td><td>0.45</td><td>9</td>" in Depth((), (Level(ask, Decimal(9)),))._repr_html_()


def test_a_view_says_when_it_was_right() -> None:
    shown = View({"KXA": Level(Decimal("0.40"), Decimal(7))}, NOON, "no answer")._repr_html_()
    assert "as of 12:00:00, stale: no answer" in shown
    assert "<td>KXA</td><td>0.40</td><td>7</td>" in shown


def test_models_import_no_html_until_one_is_shown() -> None:
    code = "import sys, kalshi_gen.models as m; m.Market; sys.exit('kalshi_gen.runtime.html' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_the_page_runs_and_its_numbers_are_those_of_the_code() -> None:
    assert run(*examples_of("notebooks.md")) == [["<Table of Market: 20 and 10 more>", "<Table of Market: 5 and more>"]]
    page = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
    assert f"at most {ROWS} rows, {COLUMNS} columns and {CHARACTERS} characters" in page
    assert f"at most {FIELDS} fields" in page


def test_the_example_notebook_runs_and_each_of_its_results_is_a_table() -> None:
    cells = json.loads((ROOT / "examples" / "first_look.ipynb").read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    names: dict[str, Any] = {}
    shown = [result for cell in code if (result := _result("".join(cell["source"]), names)) is not None]
    page, first, book = [each._repr_html_() for each in shown]
    assert "<caption>markets</caption>" in page
    assert first.count("<tr>") == 5 + 1
    assert "<th>bid count</th>" in book


def _result(source: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does: its result is that of its last line, if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "a cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "a cell", "eval"), names) if isinstance(last, ast.Expr) else None
