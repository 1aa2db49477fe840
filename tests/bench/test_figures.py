"""The page of figures and its plots are made of what was measured, and of nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from scripts.bench import figures
from scripts.bench.figures import GROUPS, KEPT, files_of, group_of, main, number, page, plot
from scripts.bench.rows import PEER_MODULES, ROWS
from tests.conftest import ROOT

MEASURED = json.loads((ROOT / KEPT).read_text(encoding="utf-8"))
SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_and_its_plots_are_those_of_the_kept_figures() -> None:
    files = files_of(MEASURED)
    assert {name: (ROOT / name).read_text(encoding="utf-8") for name in files} == files
    plots = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "images").glob("figures-*.svg")}
    assert plots == files.keys() - {"docs/figures.md"}
    assert plots


def test_the_kept_figures_are_of_every_row_and_of_every_package() -> None:
    assert [row["name"] for row in MEASURED["rows"]] == [row.name for row in ROWS]
    assert MEASURED["peers"].keys() == PEER_MODULES.keys()
    assert "dirty" not in MEASURED["commit"]


def test_each_row_is_under_one_heading() -> None:
    assert {group_of(row.name) for row in ROWS} == set(GROUPS)


def test_the_page_has_each_figure_and_says_where_it_was_measured() -> None:
    text = page(MEASURED)
    for row in MEASURED["rows"]:
        assert f"| {number(row['ours']['median'])} (" in text
        assert row["what"] in text
    for said in (MEASURED["date"], MEASURED["commit"], MEASURED["python"], MEASURED["machine"]):
        assert said in text
    for name, version in MEASURED["peers"].items():
        assert f"| {name} | {version} |" in text


def test_a_goal_that_is_missed_is_on_the_page() -> None:
    missed = [bar for row in MEASURED["rows"] for bar in row["bars"] if bar["is_missed"]]
    text = page(MEASURED)
    assert ("## Goals that were missed" in text) == bool(missed)
    assert text.count(" (at most ") == len(missed)


def a_row(**changed: Any) -> dict[str, Any]:
    figure = {"median": 10.0, "low": 9.0, "high": 12.0}
    return {
        **{
            "name": "import",
            "what": "import <of> all",
            "unit": "ms",
            "lower_is_better": True,
            "ratio": 1.0,
            "bars": [],
        },
        **{"floor": {"what": "least", **figure}, "ours": figure},
        **{"peers": {"kalshi-py": {**figure, "median": 20.0, "high": 21.0}, "pykalshi": "not fetched: no network"}},
        **changed,
    }


def test_a_plot_has_a_bar_for_each_side_that_was_measured_as_long_as_its_figure() -> None:
    drawn = ElementTree.fromstring(plot(a_row()))
    _, *bars = drawn.findall(f"{SVG}rect")
    lengths = [float(bar.attrib["width"]) for bar in bars]
    assert lengths == pytest.approx([lengths[0], lengths[0], 2 * lengths[0]], abs=0.2)
    texts = [text.text for text in drawn.findall(f"{SVG}text")]
    assert texts == ["import <of> all, ms; less is better", "floor", "10", "ours", "10", "kalshi-py", "20"]


def test_a_bar_that_would_dwarf_the_others_is_cut_off_and_says_so() -> None:
    huge = {"median": 500.0, "low": 490.0, "high": 510.0}
    drawn = ElementTree.fromstring(plot(a_row(peers={"kalshi-py": huge})))
    assert drawn.findall(f"{SVG}text")[-1].text == "500 (cut off)"
    _, _, ours, other = drawn.findall(f"{SVG}rect")
    assert float(other.attrib["width"]) < 5 * float(ours.attrib["width"])


def test_what_was_not_measured_is_said_in_words() -> None:
    text = page({**MEASURED, "rows": [a_row()], "peers": {"pykalshi": "not fetched: no network"}})
    assert "| import <of> all | ms | 10 | 20 | not fetched |" in text
    assert "| pykalshi | not fetched: no network |" in text


def test_a_number_has_three_digits_that_count() -> None:
    assert [number(value) for value in (0.98765, 4.0, 12.345, 99.96, 1234.5)] == ["0.988", "4", "12.3", "100", "1,234"]


def test_writing_keeps_the_json_and_takes_away_plots_of_rows_that_are_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images = tmp_path / "docs" / "images"
    images.mkdir(parents=True)
    (images / "figures-gone.svg").touch()
    (images / "live-book.svg").touch()
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    main(str(ROOT / KEPT))
    assert (tmp_path / KEPT).read_text(encoding="utf-8") == (ROOT / KEPT).read_text(encoding="utf-8")
    assert (tmp_path / "docs" / "figures.md").read_text(encoding="utf-8") == page(MEASURED)
    assert not (images / "figures-gone.svg").exists()
    assert (images / "live-book.svg").exists()
    assert "docs/figures.md" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["README.md", "docs/stream.md"])
def test_no_other_page_has_figures_of_its_own(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    section = text.split("\n## Figures\n")[1].split("\n## ")[0]
    assert "figures.md" in section
    assert not re.search(r"\d+\.\d|µs", section)
