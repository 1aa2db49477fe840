"""Runs the sides of a row in turn, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from attrs import evolve, frozen

from scripts.bench.keys import KINDS, pem_of
from scripts.bench.rounds import Setup, environment
from scripts.bench.rows import EVERY_PEER, FLOOR, PEER_MODULES, Bar, Row
from scripts.bench.server import serving

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = "ours"
_KEY_ID = "0a1b2c3d-0000-4000-8000-00000000beef"


class SideError(Exception):
    """A side of a row can't be measured."""


@frozen
class Side:
    """What one side of a row runs.

    Attributes:
        function: `module.function` below `scripts.bench`.
        setup: What it works with.
        python: The interpreter.
        root: The checkout that it imports from.
    """

    function: str
    setup: Setup
    python: Path = Path(sys.executable)
    root: Path = ROOT


@frozen
class Figure:
    """What the rounds of a side took.

    Attributes:
        rounds: Each, in the order in which they were done.
    """

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return median(self.rounds)

    @property
    def low(self) -> float:
        """The value that a quarter of the rounds don't reach."""
        return self._quarters()[0]

    @property
    def high(self) -> float:
        """The value that a quarter of the rounds exceed."""
        return self._quarters()[2]

    def _quarters(self) -> list[float]:
        return quantiles(self.rounds, n=4, method="inclusive") if len(self.rounds) > 1 else [*self.rounds] * 3


@frozen
class Checked:
    """A bar, and what came.

    Attributes:
        bar: The bar.
        value: The ratio or the difference; None if the other was not measured.
    """

    bar: Bar
    value: float | None

    @property
    def is_missed(self) -> bool:
        """Whether ours costs more than the bar allows."""
        return self.value is not None and self.value > self.bar.at_most


@frozen
class Measured:
    """The figures of a row.

    Attributes:
        row: The row.
        floor: The floor.
        ours: Ours.
        peers: The figure of each package, or why there is none.
    """

    row: Row
    floor: Figure
    ours: Figure
    peers: Mapping[str, Figure | str]

    def cost(self, other: Figure) -> float:
        """How many times another one's cost ours is, as the median of what was measured at the same time.

        A machine that is slow for a while then changes both sides of a ratio.
        """
        costs = median(ours / theirs for ours, theirs in zip(self.ours.rounds, other.rounds, strict=True))
        return costs if self.row.lower_is_better else 1 / costs

    def added(self, other: Figure) -> float:
        """How much more than another one ours costs, as the median of what was measured at the same time."""
        return median(ours - theirs for ours, theirs in zip(self.ours.rounds, other.rounds, strict=True))

    def checked(self) -> list[Checked]:
        """What came of each bar, with one for each package where every one counts."""
        found = []
        for bar in self.row.bars:
            for name in self.row.peers if bar.against == EVERY_PEER else (bar.against,):
                other = self.floor if name == FLOOR else self.peers.get(name)
                value = None
                if isinstance(other, Figure):
                    value = self.added(other) if bar.is_added else self.cost(other)
                found.append(Checked(evolve(bar, against=name), value))
        return found


@contextmanager
def running(side: Side) -> Iterator[subprocess.Popen[str]]:
    """Start a side, and wait until it is ready.

    Raises:
        SideError: It ends instead, with what it wrote last.
    """
    module, _, function = side.function.rpartition(".")
    setup = json.dumps(side.setup._asdict())
    command = [str(side.python), "-m", "scripts.bench.side", f"scripts.bench.{module}", function, setup]
    with tempfile.TemporaryFile("w+") as errors:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": errors}
        with subprocess.Popen(command, cwd=side.root, env=environment(side.root), text=True, **pipes) as process:
            try:
                assert process.stdout is not None
                if process.stdout.readline() != "ready\n":
                    process.wait()
                    errors.seek(0)
                    lines = errors.read().strip().splitlines() or ["it ended"]
                    raise SideError(lines[-1])
                yield process
            finally:
                process.terminate()


def one_round(process: subprocess.Popen[str]) -> float:
    """Let a side do a round; answers what it took.

    Raises:
        SideError: It ended.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise SideError("it ended in a round")
    return float(answer)


def in_turn(sides: Mapping[str, Side], rounds: int) -> dict[str, list[float] | str]:
    """Measure sides, a round of each after the other.

    Args:
        sides: The sides by name.
        rounds: How many rounds each does.

    Returns:
        What the rounds of each side took, or why it can't be measured.
    """
    found: dict[str, list[float] | str] = {}
    with ExitStack() as stack:
        processes = {}
        for name, side in sides.items():
            try:
                processes[name] = stack.enter_context(running(side))
            except (SideError, OSError) as error:
                found[name] = str(error)
        figures: dict[str, list[float]] = {name: [] for name in processes}
        for _ in range(rounds):
            for name, process in processes.items():
                try:
                    if name not in found:
                        figures[name].append(one_round(process))
                except (SideError, OSError) as error:
                    found[name] = str(error)
    return {**figures, **found}


@contextmanager
def setup_of(row: Row) -> Iterator[dict[str, Setup]]:
    """Start the server of a row; answers what each kind of key works with."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        paths = {kind: Path(name, f"{kind}.pem") for kind in KINDS}
        url, key_ids = "", [_KEY_ID] * len(paths)
        for kind, path in paths.items():
            path.touch(mode=0o600)
            path.write_bytes(pem_of(kind))
        if row.server == "http":
            url = stack.enter_context(serving())
        elif row.server == "sandbox":
            url, *key_ids = stack.enter_context(serving("scripts.bench.sandbox", *map(str, paths.values()))).split()
        elif row.server == "stream":
            url = stack.enter_context(serving("scripts.bench.stream_server", str(row.size)))
        each = zip(paths.items(), key_ids, strict=True)
        yield {kind: Setup(row.size, url, key_id, str(path)) for (kind, path), key_id in each}


def measure(row: Row, pythons: Mapping[str, Path | str]) -> Measured:
    """Measure a row.

    Args:
        row: The row.
        pythons: The interpreter of each package, or why there is none.

    Returns:
        The figures.

    Raises:
        SideError: The floor or ours can't be measured.
    """
    with setup_of(row) as setups:
        sides = {FLOOR: Side(row.floor, setups[row.floor_key or row.key]), OURS: Side(row.ours, setups[row.key])}
        for name in row.peers:
            python = pythons.get(name)
            if isinstance(python, Path):
                sides[name] = Side(f"peers.{PEER_MODULES[name]}.{row.peer}", setups[row.key], python)
        found = in_turn(sides, row.rounds)
    figures = {name: rounds if isinstance(rounds, str) else Figure(tuple(rounds)) for name, rounds in found.items()}
    floor, ours = figures.pop(FLOOR), figures.pop(OURS)
    if isinstance(floor, str) or isinstance(ours, str):
        raise SideError(f"{row.name}: {floor if isinstance(floor, str) else ours}")
    peers: dict[str, Figure | str] = {}
    for name in row.peers:
        figure = figures.get(name, str(pythons.get(name, "left out")))
        peers[name] = f"can't do it: {figure}" if isinstance(figure, str) and name in figures else figure
    return Measured(row, floor, ours, peers)
