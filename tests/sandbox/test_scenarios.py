"""The same scenario under a manual clock and a seed gives the same bytes, down to the last id."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

from .scenarios.play import play

FOLDER = Path(__file__).with_name("scenarios")
SCENARIOS = sorted(FOLDER.glob("*.jsonl"))
SEED = 20261231


@pytest.fixture(params=SCENARIOS, ids=lambda path: path.stem)
def scenario(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_two_runs_in_one_process_give_the_same_bytes(scenario: Path, tmp_path: Path) -> None:
    first, second = (play(scenario, tmp_path / f"{run}.jsonl", SEED) for run in ("first", "second"))
    assert first == second


def test_two_processes_give_the_same_bytes(scenario: Path, tmp_path: Path) -> None:
    """Python hashes strings otherwise in each process, which shows where an order was left to chance."""
    records = [tmp_path / f"{hash_seed}.jsonl" for hash_seed in ("1", "2")]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.sandbox.scenarios.play", str(scenario), str(record), str(SEED)],
            env={**os.environ, "PYTHONHASHSEED": record.stem, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
        )
        for record in records
    ]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert records[0].read_bytes() == records[1].read_bytes()


def test_another_seed_gives_another_story(scenario: Path, tmp_path: Path) -> None:
    assert play(scenario, tmp_path / "one.jsonl", 1) != play(scenario, tmp_path / "two.jsonl", 2)


def test_a_scenario_goes_as_it_was_meant(tmp_path: Path) -> None:
    record = play(FOLDER / "a_morning.jsonl", tmp_path / "record.jsonl", SEED, traders=0, behaviour="simple")
    answered = [json.loads(line) for line in record.splitlines()]
    refused = {line["operation"]: line["status"] for line in answered if line["status"] >= 400}
    assert refused == {"CreateOrderV2": 409, "TriggerOrderGroup": 404, "GetBalance": 401}
    paid = [line["answer"]["settlements"][0]["revenue"] for line in answered if line["operation"] == "GetSettlements"]
    assert len(paid) == 2
