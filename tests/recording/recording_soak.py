"""Recorders that are killed, and that meet a full disk: what is in their folder, and what a replay of it shows.

    python -m tests.recording.recording_soak --kills 29 --kill-every 60 --full-for 10 [--rate 5000] [--markets 1000]

A process records the order books of a sandbox. It is killed by SIGKILL again and again, and another one goes on. Once,
the system refuses what it writes, as it does when a disk is full. After each kill, DuckDB and polars read the folder.
In the end it is replayed, and each step of some books is held against the exchange's. Ends with status 1 if the folder
could not be read, a row was there twice, a loss was too long or is not marked, or a replayed book was wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import duckdb
import polars as pl
from attrs import define, field

from kalshi_overlay.recording import replay
from kalshi_overlay.stream import BookView
from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import EngineEvent
from tests.forks import Spawner
from tests.recording.writer import CHANNEL, Writer
from tests.sandbox.small import small_sandbox
from tests.stream.oracle import WITH_CLOCKS, BookOracle

SIZES: dict[str, list[str]] = {
    "small": ["--kills=1", "--kill-every=0.3", "--full-for=0.1", "--markets=3", "--rate=400", "--slack=5"],
    "middle": ["--kills=3", "--kill-every=4", "--full-for=1", "--markets=100", "--rate=1000", "--slack=5"],
    "full": ["--kills=29", "--kill-every=60", "--full-for=10"],
}
# Its figures are of time.
ALONE = ["full"]
# So many books are compared: the states of all would not fit.
COMPARED = 100
# No file of a recording is as small, but the system would refuse to write one of no bytes, too.
SMALLEST = 512
TICKS = os.sysconf("SC_CLK_TCK")


class SomeBooks(BookOracle):
    """The states of some books."""

    def __init__(self, exchange: Sandbox, tickers: Sequence[str]) -> None:
        self._tickers = frozenset(tickers)
        super().__init__(exchange)

    def _happened(self, happening: EngineEvent) -> None:
        if getattr(happening, "ticker", None) in self._tickers:
            super()._happened(happening)


@define
class Result:
    """What a soak test has found.

    Attributes:
        changes: Changes of books that were made.
        killed: When each process was killed, in Unix seconds.
        rows: How many rows there were after each kill.
        problems: What was wrong.
        cpu: Seconds of CPU of all processes.
        seconds: How long they ran.
        memory: The most memory that one of them had, in bytes.
        longest_loss: The most seconds before a kill of which nothing is there.
        steps: Steps of replayed books: right, wrong and stale.
    """

    changes: int = 0
    killed: list[float] = field(factory=list)
    rows: list[int] = field(factory=list)
    problems: list[str] = field(factory=list)
    cpu: float = 0.0
    seconds: float = 0.0
    memory: int = 0
    longest_loss: float = 0.0
    steps: Counter[str] = field(factory=Counter)


def usage(process: int) -> tuple[float, int]:
    """The seconds of CPU that a process has used, and the most memory that it had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    status = Path(f"/proc/{process}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / TICKS, int(peak.split()[1]) * 1024


def until_gone(process: int) -> None:
    """Wait until a process has ended."""
    with suppress(ProcessLookupError):
        while True:
            os.kill(process, 0)
            time.sleep(0.005)


def until_recording(folder: str, runs: int) -> None:
    """Wait until so many processes have written what they record."""
    end = time.monotonic() + 60
    # A recorder begins with files of its own.
    while len(list(Path(folder).glob(f"channel={CHANNEL}/**/*.parquet"))) < runs:
        if time.monotonic() > end:
            raise TimeoutError("nothing is recorded")
        time.sleep(0.02)


def fill_disk(process: int, seconds: float) -> None:
    """Let the system refuse what a process writes, but for the first bytes of a file."""
    _, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (SMALLEST, most))
    time.sleep(seconds)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (most, most))


def read(folder: str, result: Result) -> None:
    """Read a folder as its users do, and note what is wrong."""
    files = f"{folder}/**/*.parquet"
    try:
        found = duckdb.sql(
            f"select count(*), count(distinct number) from read_parquet('{files}', union_by_name=true) "
            f"where channel = '{CHANNEL}'"
        ).fetchall()
        rows, different = found[0]
        lazy = pl.scan_parquet(f"{folder}/channel={CHANNEL}/", hive_partitioning=True)
        in_polars = lazy.select(pl.len()).collect().item()
    except Exception as error:
        result.problems.append(f"it can't be read: {error}")
        return
    if rows != different or rows != in_polars:
        result.problems.append(f"{rows} rows, {different} different ones, {in_polars} for polars")
    if result.rows and rows < result.rows[-1]:
        result.problems.append(f"{rows} rows are fewer than before")
    result.rows.append(rows)


def judge_losses(folder: str, lose_at_most: float, result: Result) -> None:
    """Hold what each kill has lost against what is marked."""
    lazy = pl.scan_parquet(f"{folder}/channel={CHANNEL}/", hive_partitioning=True)
    marks = lazy.filter(pl.col("mark") == "crash").sort("number").collect()
    if len(marks) != len(result.killed):
        result.problems.append(f"{len(marks)} crashes are marked, and {len(result.killed)} were")
        return
    for killed, since, number in zip(result.killed, marks["since"], marks["number"], strict=True):
        before = lazy.filter((pl.col("number") < number) & pl.col("type").is_not_null())
        last = before.select(pl.col("recorded_at").max()).collect().item()
        result.longest_loss = max(result.longest_loss, killed - since.timestamp())
        if since < last:
            result.problems.append(f"a loss is marked from {since} on, but {last} is there")
    if result.longest_loss > lose_at_most:
        result.problems.append(f"{result.longest_loss:.2f} s were lost")


async def judge_books(folder: str, tickers: Sequence[str], oracle: BookOracle, result: Result) -> None:
    """Hold each step of the replayed books against the exchange's."""

    def check(view: BookView) -> None:
        is_right = view.stale is None and oracle.is_right(view)  # type: ignore[arg-type]
        result.steps["stale" if view.stale else "right" if is_right else "wrong"] += 1

    async with replay(folder, markets=tickers) as stream:
        stream.orderbooks(tickers).on_change(check)
        await stream.run_forever()
    if result.steps["wrong"] or not result.steps["right"]:
        result.problems.append(f"{result.steps['wrong']} steps of books were wrong")


def soak(
    *,
    kills: int,
    kill_every: float,
    full_for: float,
    rate: float,
    markets: int,
    lose_at_most: float,
    slack: float,
    seed: int,
) -> Result:
    """Record, kill, read, and replay."""
    result, stop = Result(), threading.Event()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Spawner("tests.recording.writer")) as spawner,
        small_sandbox(seed=seed, behaviour=WITH_CLOCKS) as exchange,
    ):
        to = f"{folder}/data"
        firehose = exchange.stream.firehose(markets=markets, seed=seed)
        compared = firehose.tickers[:COMPARED]
        oracle = SomeBooks(exchange, compared)
        writer = Writer(
            base_url=exchange.base_url,
            access_key_id=exchange.access_key_id,
            private_key=exchange.private_key_pem,
            folder=to,
            tickers=list(firehose.tickers),
            lose_at_most=lose_at_most,
        )

        def change() -> None:
            while not stop.is_set():
                firehose.run(max(1, int(rate / 5)), per_second=rate)

        changing = threading.Thread(target=change)
        changing.start()
        for kill in range(kills + 1):
            process, began = spawner.start(writer), time.monotonic()
            until_recording(to, runs=kill + 1)
            if kill == kills // 2:
                time.sleep(kill_every / 3)
                fill_disk(process, full_for)
                time.sleep(lose_at_most)
            time.sleep(max(0.0, began + kill_every - time.monotonic()))
            used, memory = usage(process)
            result.cpu, result.memory = result.cpu + used, max(result.memory, memory)
            result.seconds += time.monotonic() - began
            if kill < kills:
                os.kill(process, signal.SIGKILL)
                result.killed.append(time.time())
                until_gone(process)
                read(to, result)
        stop.set()
        changing.join()
        os.kill(process, signal.SIGTERM)
        until_gone(process)
        oracle.close()
        result.changes = firehose.changes
        read(to, result)
        judge_losses(to, lose_at_most + slack, result)
        asyncio.run(judge_books(to, compared, oracle, result))
    return result


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--kill-every", type=float, default=20, help="seconds of a process")
    parser.add_argument("--full-for", type=float, default=5, help="seconds for which nothing can be written, once")
    parser.add_argument("--rate", type=float, default=5000, help="changes a second")
    parser.add_argument("--markets", type=int, default=1000)
    parser.add_argument("--lose-at-most", type=float, help="seconds that a kill may lose; a twelfth of those between")
    parser.add_argument("--slack", type=float, default=0, help="seconds more that a machine may need that others use")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    given.lose_at_most = given.lose_at_most or max(0.2, given.kill_every / 12)
    result = soak(**vars(given))
    print(*result.problems, sep="\n")
    print(f"{len(result.killed)} kills; {result.changes:,} changes; rows after each kill: {result.rows}")
    print(f"{result.cpu / result.seconds:.2f} cores; at most {result.memory / 1e6:.0f} MB")
    steps = f"steps of replayed books: {dict(result.steps)}"
    print(f"{len(result.problems)} problems; the longest loss {result.longest_loss:.2f} s; {steps}")
    return 1 if result.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
