"""A backtest twice gives the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.conftest import ROOT
from tests.sandbox.replay import same_bytes
from tests.sandbox.replay.recordings import TICKER, Recording


def walk(seed: int, seconds: int) -> Recording:
    """A market whose prices walk at random, with trades at the best ones, a gap, and an end."""
    random, recording = Random(seed), Recording()
    middle, bids, asks = 50, dict[int, int](), dict[int, int]()

    def snapshot(at: float) -> None:
        sides = ({f"{price / 100:.2f}": f"{count}.00" for price, count in side.items()} for side in (bids, asks))
        recording.snapshot(at, *sides)

    def put(at: float, side: str, price: int, count: int) -> None:
        levels = bids if side == "bid" else asks
        recording.change(at, side, f"{price / 100:.2f}", f"{Decimal(count - levels.pop(price, 0)):.2f}")
        if count:
            levels[price] = count

    snapshot(0)
    for number in range(seconds * 8):
        at = 1 + number / 8
        middle = min(80, max(20, middle + random.choice((-1, 0, 0, 1))))
        for price in [price for price in bids if price >= middle]:
            put(at, "bid", price, 0)
        for price in [price for price in asks if price <= middle]:
            put(at, "ask", price, 0)
        side = random.choice(("bid", "ask"))
        offset = random.randint(1, 4)
        put(at, side, middle - offset if side == "bid" else middle + offset, random.randint(1, 30))
        if bids and asks and random.random() < 0.5:
            taker = random.choice(("bid", "ask"))
            best = min(asks) if taker == "bid" else max(bids)
            recording.trade(at, taker, f"{best / 100:.2f}", f"{random.randint(1, 20)}.00")
        if number == seconds * 4:
            recording.mark(at, "gap", "lost", ticker=TICKER)
        if number == seconds * 4 + 8:
            snapshot(at)
    end = 2 + seconds
    recording.step(end, "determined", result="yes", determination_ts=1, settlement_value="1.0000")
    recording.step(end + 1, "settled", settled_ts=1)
    return recording


def test_the_same_bot_on_the_same_recording_gets_the_same_bytes(tmp_path: Path) -> None:
    recording = walk(seed=5, seconds=6).write(tmp_path / "data")
    folders = [tmp_path / f"run-{number}" for number in range(2)]
    for folder in folders:
        folder.mkdir()
    # Not even the order of sets may matter.
    command = [sys.executable, "-m", "tests.sandbox.replay.same_bytes", str(recording), str(folders[0]), TICKER]
    environment = {**os.environ, "PYTHONHASHSEED": "0" if sys.flags.hash_randomization else "1"}
    running = subprocess.Popen(command, cwd=ROOT, env=environment)
    same_bytes.main(str(recording), folders[1], TICKER)
    assert running.wait(60) == 0
    for name in ("answers.jsonl", "frames.jsonl"):
        first, second = ((folder / name).read_bytes() for folder in folders)
        assert first == second
        assert first
    frames = [json.loads(line) for line in (folders[0] / "frames.jsonl").read_text().splitlines()]
    fills = [frame["msg"]["is_taker"] for frame in frames if frame["type"] == "fill"]
    assert {True, False} == set(fills)
    assert {"orderbook_delta", "trade", "ticker", "user_order", "market_position"} <= {each["type"] for each in frames}
    assert [each["msg"]["event_type"] for each in frames if each["type"] == "market_lifecycle_v2"] == [
        "deactivated",
        "activated",
        "close_date_updated",
        "determined",
        "settled",
    ]
