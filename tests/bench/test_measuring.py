"""Each row of the benchmarks does its work, rounds alternate, and bars are held against what came."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from scripts.bench import __main__ as bench
from scripts.bench import measuring
from scripts.bench.measuring import Figure, Measured, Side, SideError, in_turn, measure, setup_of
from scripts.bench.report import as_json, lines_of
from scripts.bench.rounds import Setup, environment
from scripts.bench.rows import PEER_MODULES, ROWS, Bar, Row
from scripts.peers.__main__ import NotInstalledError
from tests.conftest import ROOT
from tests.walking import walked

BY_NAME = {row.name: row for row in ROWS}
# What other rows measure in the same way; each takes further processes.
LEFT_OUT = ("late-subscription", "late-order-books", "import-perps", "memory-client", "memory-sandbox", "subscription")


def small(row: Row) -> Row:
    return evolve(row, size=40 if row.server == "stream" or row.name.startswith("late") else 2, rounds=1)


def test_each_side_does_its_work_at_a_tiny_size() -> None:
    """In one process: starting one for each server takes longer than all their work."""
    given: list[tuple[str, dict[str, Any]]] = []
    with ExitStack() as stack:
        for server in sorted({row.server for row in ROWS}):
            rows = [small(row) for row in ROWS if row.server == server and row.name not in LEFT_OUT]
            setups = stack.enter_context(setup_of(rows[0]))
            sides = {(row.floor, row.floor_key or row.key) for row in rows} | {(row.ours, row.key) for row in rows}
            sizes = {function: row.size for row in rows for function in (row.floor, row.ours)}
            given += [(side, setups[key]._replace(size=sizes[side])._asdict()) for side, key in sorted(sides)]
        command = [sys.executable, "-m", "tests.bench.every_side", json.dumps(given)]
        ran = subprocess.run(command, cwd=ROOT, env=environment(ROOT), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    done = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [function for function, _ in done] == [function for function, _ in given]
    assert all(took > 0 for _, took in done)


def test_rows_have_names_of_their_own_and_what_they_name_exists() -> None:
    assert len(BY_NAME) == len(ROWS)
    for row in ROWS:
        for function in (row.floor, row.ours):
            module, name = function.split(".")
            assert callable(getattr(importlib.import_module(f"scripts.bench.{module}"), name))
        for package in row.peers:
            module = PEER_MODULES[package]
            assert callable(getattr(importlib.import_module(f"scripts.bench.peers.{module}"), row.peer))
        against = {bar.against for bar in row.bars}
        assert against <= {"floor", "every peer", *row.peers}


def test_other_peoples_clients_need_only_python_and_themselves() -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); sys.modules.update(dict.fromkeys(['attrs', 'msgspec', 'httpx', "
        f"'cryptography', 'kalshi_gen'])); [__import__('scripts.bench.peers.' + each) for each in {PEER_MODULES!r}."
        "values()]; import scripts.bench.side"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_a_row_is_measured_in_processes_of_its_own_and_a_client_that_fails_says_why(tmp_path: Path) -> None:
    row = evolve(BY_NAME["markets"], size=2, rounds=3, peers=("kalshi-sdk", "pykalshi", "kalshi-py"))
    measured = measure(row, {"kalshi-sdk": Path(sys.executable), "pykalshi": "not fetched: no network"})
    assert measured.floor.median > 0
    assert measured.ours.median > 0
    assert measured.peers == {
        "kalshi-sdk": "can't do it: ModuleNotFoundError: No module named 'kalshi'",
        "pykalshi": "not fetched: no network",
        "kalshi-py": "left out",
    }


def test_a_floor_that_fails_is_an_error() -> None:
    with pytest.raises(SideError, match="nothing_of_this_name"):
        measure(evolve(BY_NAME["markets"], size=1, rounds=1, floor="decoding.nothing_of_this_name"), {})


def test_rounds_alternate(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    class Running:
        def __init__(self, side: Side) -> None:
            self.side = side

        def __enter__(self) -> str:
            if self.side.function == "broken":
                raise SideError("no such thing")
            return self.side.function

        def __exit__(self, *given: object) -> None: ...

    def one_round(process: Any) -> float:
        order.append(process)
        if process == "ends" and order.count("ends") == 2:
            raise SideError("it ended")
        return float(len(order))

    monkeypatch.setattr(measuring, "running", Running)
    monkeypatch.setattr(measuring, "one_round", one_round)
    found = in_turn({name: Side(name, Setup(1)) for name in ("first", "broken", "second", "ends")}, 3)
    assert order == ["first", "second", "ends"] * 2 + ["first", "second"]
    assert found == {"first": [1, 4, 7], "broken": "no such thing", "second": [2, 5, 8], "ends": "it ended"}


def test_a_figure_is_the_median_with_the_quarters_around_it() -> None:
    figure = Figure((5.0, 1.0, 2.0, 3.0, 4.0))
    assert (figure.low, figure.median, figure.high) == (2.0, 3.0, 4.0)
    figure = Figure((5.0,))
    assert (figure.low, figure.median, figure.high) == (5.0, 5.0, 5.0)


def test_a_ratio_is_of_rounds_done_at_the_same_time() -> None:
    # For two rounds the machine takes ten times as long for everything, and half of our third falls into that.
    result = Measured(ANY, Figure((10.0, 10.0, 1.0, 1.0, 1.0)), Figure((20.0, 20.0, 11.0, 2.0, 2.0)), {})
    assert result.cost(result.floor) == 2.0
    assert evolve(result, row=evolve(ANY, lower_is_better=False)).cost(result.floor) == 0.5
    assert result.added(result.floor) == 10.0


def exactly(value: float) -> Figure:
    return Figure((value,))


def a_result(row: Row, ours: float, **peers: float | str) -> Measured:
    figures = {name: exactly(value) if isinstance(value, float) else value for name, value in peers.items()}
    return Measured(evolve(row, peers=tuple(peers)), exactly(2.0), exactly(ours), figures)


ANY = evolve(BY_NAME["markets"], unit="ms", bars=(Bar(1.5),))


@walked(
    ("row", "ours", "missed"),
    [
        (ANY, 3.0, []),
        (ANY, 3.1, ["floor"]),
        (evolve(ANY, lower_is_better=False), 1.4, []),
        (evolve(ANY, lower_is_better=False), 1.3, ["floor"]),
        (evolve(ANY, bars=(Bar(0.5, is_added=True),)), 2.5, []),
        (evolve(ANY, bars=(Bar(0.5, is_added=True),)), 2.6, ["floor"]),
        (evolve(ANY, bars=(Bar(1.0, "every peer"),)), 4.0, ["b"]),
        (evolve(ANY, bars=(Bar(0.9, "a"), Bar(0.9, "c"))), 4.5, []),
        (evolve(ANY, bars=(Bar(0.9, "a"), Bar(0.9, "c"))), 4.6, ["a"]),
    ],
)
def test_a_bar_is_missed_only_by_what_costs_more(row: Row, ours: float, missed: list[str]) -> None:
    result = a_result(row, ours, a=5.0, b=3.0, c="not fetched: no network")
    assert [checked.bar.against for checked in result.checked() if checked.is_missed] == missed
    assert any("MISSED" in line for line in lines_of(result)) == bool(missed)


def test_the_json_names_the_machine_and_has_every_figure() -> None:
    result = a_result(ANY, 3.0, a=6.0, c="not fetched: no network")
    written = json.loads(json.dumps(as_json([result], {"a": "1.0", "c": "not fetched: no network"})))
    assert written.keys() == {
        *("date", "commit", "machine", "cpus", "load", "python", "libraries", "peers", "rows"),
    }
    assert written["python"] == f"CPython {sys.version.split()[0]}"
    assert written["libraries"].keys() >= {"httpx", "aiohttp", "msgspec"}
    (row,) = written["rows"]
    assert row["ours"] == {"median": 3000, "low": 3000, "high": 3000}
    assert row["floor"]["median"] == 2000
    assert row["ratio"] == 1.5
    assert row["lower_is_better"] is True
    assert row["peers"] == {"a": {"median": 6000, "low": 6000, "high": 6000}, "c": "not fetched: no network"}
    assert row["bars"] == [{"said": "floor: 1.50 (at most 1.50)", "is_missed": False}]


def test_the_command_ends_with_1_if_a_bar_is_missed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    figures = {"import": 2.6, "import-perps": 3.0}
    rounds = []

    def fake(row: Row, pythons: dict[str, Path | str]) -> Measured:
        rounds.append((row.rounds, pythons))
        return Measured(row, exactly(2.0), exactly(figures[row.name]), {})

    monkeypatch.setattr(bench, "measure", fake)
    assert bench.main(["import", "--no-peers", "--rounds", "3", "--json", str(tmp_path / "figures.json")]) == 1
    assert rounds == [(3, {}), (3, {})]
    assert capsys.readouterr().out.count("MISSED") == 1
    assert [row["name"] for row in json.loads((tmp_path / "figures.json").read_text())["rows"]] == list(figures)
    figures["import-perps"] = 2.1
    assert bench.main(["import", "--no-peers"]) == 0
    with pytest.raises(SystemExit):
        bench.main(["nothing", "--no-peers"])


def test_an_environment_is_made_once_and_a_package_that_can_not_be_fetched_is_said_to_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = []

    def install(package: str, folder: Path) -> Path:
        made.append(package)
        if package == "pykalshi":
            raise NotInstalledError("no network")
        python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        python.parent.mkdir(parents=True)
        python.touch()
        return python

    monkeypatch.setattr(bench, "install", install)
    monkeypatch.setattr(bench, "version_of", lambda python, package: "1.0")
    for _ in range(2):
        found = bench.interpreters(["kalshi-py", "pykalshi"], tmp_path)
        assert found["pykalshi"] == "not fetched: no network"
        assert isinstance(found["kalshi-py"], Path)
    assert made == ["kalshi-py", "pykalshi", "pykalshi"]
