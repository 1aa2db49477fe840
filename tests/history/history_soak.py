"""History that is saved while the cutoff moves, requests fail and the process is killed: each row is there once.

    python -m tests.history.history_soak --trades 200000 --fills 50000 --kills 20 [--share 0.1] [--seed 0]

A process saves the trades and the fills of the sandbox's tape, side by side, from the live data and the archive. The
cutoff is always about where it reads. It is killed by SIGKILL so many times, and begins again each time. A share of its
requests fails, and another is answered as the exchange is reported to do now and then. In the end the files are held
against the tape. Ends with status 1 if a row is missing, is there twice, or is another.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pyarrow.parquet as pq
from attrs import frozen

from kalshi_overlay import RetryPolicy, clock, create_client, history
from kalshi_overlay.history import History
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Body, Reset, Status, drift
from tests import forks
from tests.forks import Spawner
from tests.history import tape
from tests.sandbox.small import small_sandbox

SIZES: dict[str, list[str]] = {
    "small": ["--trades", "1000", "--fills", "300", "--windows", "5", "--kills", "2", "--seed", "1"],
    "middle": ["--trades", "8000", "--fills", "2000", "--windows", "15", "--kills", "5", "--seed", "2"],
    "full": ["--trades", "200000", "--fills", "50000", "--windows", "150", "--kills", "20"],
}

LENGTH = timedelta(days=3)
# What a request may meet; each in the same share.
FAULTS = (
    Status(503),
    Status(429),
    Reset("before_answering"),
    Reset("mid_answer"),
    Body("truncated"),
    Body("html"),
)
DRIFTS = ("null-empty-lists", "missing-last-cursor")
# Seconds that take one, so that retries don't wait.
SPEED = 50.0


@frozen
class Saver:
    """A process that saves trades and fills.

    Attributes:
        base_url: The exchange.
        access_key_id: The id of the account's key.
        private_key: The key, as PEM.
        folder: Where it saves.
        since: The beginning of the tape, as a text.
        until: The end of it.
        windows: In how many windows it reads each.
        in_threads: Whether it saves in threads, or in tasks.
        finished: The file that it makes in the end.
    """

    base_url: str
    access_key_id: str
    private_key: str
    folder: str
    since: str
    until: str
    windows: int
    in_threads: bool
    finished: str

    def run(self) -> None:
        """Save all that is missing, and end."""
        status = 1
        try:
            with (
                patch.object(clock, "sleep", lambda seconds: time.sleep(seconds / SPEED)),
                patch.object(clock, "sleep_async", lambda seconds: asyncio.sleep(seconds / SPEED)),
            ):
                client = create_client(
                    base_url=self.base_url,
                    access_key_id=self.access_key_id,
                    private_key_data=self.private_key,
                    retry_policy=RetryPolicy(retries=5),
                    # The sandbox looks through all of its tape for each page.
                    timeout=60.0,
                )
                since, until = datetime.fromisoformat(self.since), datetime.fromisoformat(self.until)
                window = (until - since) / self.windows
                span: dict[str, Any] = {"client": client, "since": since, "until": until, "window": window}
                self._save([history.trades(**span), history.fills(**span)])
            Path(self.finished).touch()
            status = 0
        finally:
            os._exit(status)

    def _save(self, histories: list[History[Any]]) -> None:
        if self.in_threads:
            threads = [threading.Thread(target=each.save, args=(self.folder,)) for each in histories]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            # An error in a thread is printed alone, and what it missed is read now.
            for each in histories:
                each.save(to=self.folder)
            return

        async def save() -> None:
            await asyncio.gather(*(each.asave(to=self.folder) for each in histories))

        asyncio.run(save())


def spawn() -> None:
    """Start the processes that save."""
    # What each of them needs is imported once.
    import_module("kalshi_overlay.history.folder")
    forks.spawn(Saver)


def files_in(folder: Path) -> int:
    """How many windows are saved."""
    return sum(1 for _ in folder.glob("*/*.parquet"))


@contextlib.contextmanager
def moving_cutoff(exchange: Sandbox, start: datetime, folder: Path, files: int) -> Iterator[None]:
    """Let the cutoff be about where the reading is, and never go back."""

    def move() -> None:
        chance, cutoff = Random(0), start
        while not over.wait(0.005):
            reached = min(1.0, files_in(folder) / files + chance.uniform(-0.02, 0.06))
            cutoff = max(cutoff, start + LENGTH * reached)
            exchange.historical_cutoff = cutoff
            # Answers about market data are repeated for some seconds of the exchange's time.
            exchange.clock.advance(0.05)

    over = threading.Event()
    mover = threading.Thread(target=move)
    mover.start()
    try:
        yield
    finally:
        over.set()
        mover.join()


def is_running(process: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def save_and_kill(spawner: Spawner, saver: Saver, folder: Path, files: int, kills: int, chance: Random) -> Counter[str]:
    """Let processes save until all is saved, and kill so many of them on the way.

    Args:
        spawner: Starts them.
        saver: What they do.
        folder: Where they save.
        files: How many files there are in the end.
        kills: How many processes are killed.
        chance: What decides when.

    Returns:
        What has happened.
    """
    happened: Counter[str] = Counter()
    # Each is killed once there are so many files, or soon after.
    thresholds = sorted(chance.randrange(files * 3 // 4) for _ in range(kills))
    while not Path(saver.finished).exists():
        saver = Saver(**{**_fields(saver), "in_threads": not saver.in_threads})
        process = spawner.start(saver)
        while is_running(process):
            if thresholds and files_in(folder) >= thresholds[0]:
                thresholds.pop(0)
                time.sleep(chance.choice((0.0, chance.uniform(0, 0.05))))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                    happened["processes killed"] += 1
                while is_running(process):
                    time.sleep(0.001)
                happened["half-written files left"] += sum(1 for _ in folder.glob("*/.*.partial"))
            time.sleep(0.005)
        happened["processes"] += 1
    return happened


def _fields(saver: Saver) -> dict[str, Any]:
    return {name: getattr(saver, name) for name in Saver.__annotations__}


def compare(folder: Path, expected: Counter[tuple[Any, ...]], columns: list[str]) -> Counter[str]:
    """Hold the files of a folder against the tape."""
    tables = [pq.read_table(file, columns=columns) for file in sorted(folder.glob("*.parquet"))]
    # The names of the files sort as their windows do.
    times = [moment for table in tables for moment in table["created_time"].to_pylist()]
    found: Counter[tuple[Any, ...]] = Counter()
    for table in tables:
        found.update(zip(*(table[name].to_pylist() for name in columns), strict=True))
    return Counter(
        {
            "rows": found.total(),
            "rows missing": (expected - found).total(),
            "rows too many": (found - expected).total(),
            "rows out of order": sum(1 for before, after in pairwise(times) if after < before),
            "half-written files": sum(1 for _ in folder.glob(".*.partial")),
        }
    )


def main(arguments: Sequence[str]) -> int:
    """Save the history of a tape, and compare.

    Args:
        arguments: The command line.

    Returns:
        1 if a row is missing, is there twice, or is another, or too little has happened to tell.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.history.history_soak")
    parser.add_argument("--trades", type=int, default=20_000)
    parser.add_argument("--fills", type=int, default=5_000)
    parser.add_argument("--windows", type=int, default=40, help="in how many windows each is read")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--share", type=float, default=0.1, help="how many requests fail")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    chance, total = Random(given.seed), Counter[str]()
    with (
        closing(Spawner("tests.history.history_soak")) as spawner,
        tempfile.TemporaryDirectory() as temporary,
        small_sandbox(clock="manual") as exchange,
    ):
        folder, files = Path(temporary, "data"), 2 * given.windows
        start = tape.record(exchange, LENGTH, given.trades, given.fills, chance)
        requests = exchange.faults.add(drift("extra-fields"), probability=0.05)
        for each in FAULTS:
            share = given.share / len(FAULTS)
            exchange.faults.add(each, probability=share, seed=chance.getrandbits(32))
        for name in DRIFTS:
            exchange.faults.add(drift(name), probability=0.05, seed=chance.getrandbits(32))
        saver = Saver(
            base_url=exchange.base_url,
            access_key_id=exchange.access_key_id,
            private_key=exchange.private_key_pem,
            folder=str(folder),
            since=start.isoformat(),
            until=(start + LENGTH).isoformat(),
            windows=given.windows,
            in_threads=False,
            finished=str(Path(temporary, "finished")),
        )
        with moving_cutoff(exchange, start, folder, files):
            total += save_and_kill(spawner, saver, folder, files, given.kills, chance)
        total["requests"] = requests.calls
        total["requests that met a fault"] = len(exchange.faults.fired)
        printed, own = exchange.engine._state.tape.all_trades, exchange.engine._state.tape.fills[exchange.account]
        trades = Counter((each.trade_id, each.created_time, each.count, each.price) for each in printed)
        fills = Counter((each.trade_id, each.order_id, each.created_time, each.count) for each in own)
        problems: Counter[str] = Counter()
        for name, expected, columns in (
            ("trades", trades, ["trade_id", "created_time", "count_fp", "yes_price_dollars"]),
            ("fills", fills, ["fill_id", "order_id", "created_time", "count_fp"]),
        ):
            found = compare(folder / name, expected, columns)
            total[f"{name} saved"] = found.pop("rows")
            problems += found
    for name, count in sorted(total.items()):
        print(f"{name:<28}{count:>9,}")
    if total["processes killed"] < given.kills:
        problems["too little has happened"] = 1
    print("; ".join(f"{count} {name}" for name, count in problems.items()) or "every row is there once")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
