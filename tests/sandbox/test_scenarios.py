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


@pytest.fixture(scope="module", params=SCENARIOS, ids=lambda path: path.stem)
def scenario(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(scope="module")
def record(scenario: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the scenario's first run leaves."""
    return play(scenario, tmp_path_factory.mktemp("first") / "record.jsonl", SEED)


def test_two_runs_in_one_process_give_the_same_bytes(scenario: Path, record: bytes, tmp_path: Path) -> None:
    assert play(scenario, tmp_path / "again.jsonl", SEED) == record


def test_two_processes_give_the_same_bytes(scenario: Path, record: bytes, tmp_path: Path) -> None:
    """Python hashes strings otherwise in each process, which shows where an order was left to chance."""
    other = tmp_path / "other.jsonl"
    hash_seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    subprocess.run(
        [sys.executable, "-m", "tests.sandbox.scenarios.play", str(scenario), str(other), str(SEED)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    assert other.read_bytes() == record


def test_another_seed_gives_another_recording(scenario: Path, record: bytes, tmp_path: Path) -> None:
    assert play(scenario, tmp_path / "other.jsonl", SEED + 1) != record


def test_a_scenario_goes_as_it_was_meant(tmp_path: Path) -> None:
    record = play(FOLDER / "a_morning.jsonl", tmp_path / "record.jsonl", SEED, traders=0, behaviour="simple")
    answered = [json.loads(line) for line in record.splitlines()]
    rejected = {line["operation"]: line["status"] for line in answered if line["status"] >= 400}
    assert rejected == {"CreateOrderV2": 409, "TriggerOrderGroup": 404, "GetBalance": 401}
    paid = [line["answer"]["settlements"][0]["revenue"] for line in answered if line["operation"] == "GetSettlements"]
    assert len(paid) == 2
