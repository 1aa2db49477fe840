"""What a side of a benchmark is given, and how it measures; other people's environments have no more than Python."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

Round = Callable[[], float]
"""Does the work once; answers what it took, in seconds, megabytes, or changes a second."""

PRINT = "from scripts.bench.rounds import resident; print(resident())"
"""Code that prints the memory of its process, in megabytes."""

_STATUS = Path("/proc/self/status")


class Setup(NamedTuple):
    """What a side works with.

    Attributes:
        size: How often a round does the work, or how large the work is.
        url: The base URL of the server; empty if the row needs none.
        key_id: The id of the API key.
        key_path: The PEM file of the private key.
    """

    size: int
    url: str = ""
    key_id: str = ""
    key_path: str = ""


def cpu_of(work: Callable[[], object], size: int) -> Round:
    """A round that does some work several times; it takes the CPU seconds of one."""

    def once() -> float:
        began = process_time()
        for _ in range(size):
            work()
        return (process_time() - began) / size

    return once


def wall_of_each(runner: asyncio.Runner, work: Callable[[], Awaitable[object]], size: int) -> Round:
    """A round that awaits some work several times, one after the other; it takes the seconds of one."""

    async def all_of_it() -> float:
        began = perf_counter()
        for _ in range(size):
            await work()
        return (perf_counter() - began) / size

    return lambda: runner.run(all_of_it())


def burst(
    runner: asyncio.Runner,
    work: Callable[[], Awaitable[object]],
    size: int,
    clock: Callable[[], float] = perf_counter,
) -> Round:
    """A round that starts some work several times at once; it takes the seconds of one by a clock."""

    async def at_once() -> float:
        began = clock()
        await asyncio.gather(*(work() for _ in range(size)))
        return (clock() - began) / size

    return lambda: runner.run(at_once())


def process_of(code: str, clock: Callable[[], float]) -> Round:
    """A round that runs code in a new process; it takes the seconds of that by a clock."""

    def once() -> float:
        began = clock()
        subprocess.run([sys.executable, "-c", code], check=True)
        return clock() - began

    return once


def memory_of(code: str, *arguments: str) -> Round:
    """A round that runs code in a new process; the code prints how many megabytes the process holds: see `PRINT`."""
    command = [sys.executable, "-c", code, *arguments]
    return lambda: float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def cpu_of_children() -> float:
    """The CPU seconds of the processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def resident() -> float:
    """How many megabytes of memory this process holds; where the system doesn't say, the most that it has held."""
    if _STATUS.exists():
        (kilobytes,) = re.findall(r"^VmRSS:\s*(\d+) kB$", _STATUS.read_text(encoding="ascii"), re.MULTILINE)
        return int(kilobytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


def environment(root: Path) -> dict[str, str]:
    """The variables of a process that imports from a checkout, keeps its bytecode, and reads no setting of a client."""
    left_out = ("KALSHI_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {**kept, "PYTHONPATH": str(root)}
