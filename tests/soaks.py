"""Run every soak test, each in a process of its own: `python -m tests.soaks --size small|middle|full`.

A soak test is a module of the tests whose file ends with `_soak.py`. It has `main(arguments)`, which
gives its exit status, and `SIZES`, the arguments of each size. `ALONE`, if it has that, lists the sizes at which it has
the machine to itself, because its figures are of time. Its last line says what it has found.

Prints what runs and for how long, and a table at the end; ends with status 1 if a soak test failed.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import define, field, frozen

TESTS = Path(__file__).resolve().parent
SIZES = ("small", "middle", "full")
# How often it says what runs, in seconds.
BEAT = 10.0


@frozen
class Soak:
    """A soak test at a size.

    Attributes:
        name: Its module.
        arguments: What it is run with.
        is_alone: Whether nothing else runs meanwhile.
        fault: Why it can't be run at all, in words; empty if it can.
    """

    name: str
    arguments: Sequence[str] = ()
    is_alone: bool = False
    fault: str = ""


@frozen
class Result:
    """What became of a soak test.

    Attributes:
        soak: The soak test.
        status: Its exit status.
        output: All that it printed.
        seconds: How long it took.
    """

    soak: Soak
    status: int
    output: str
    seconds: float = 0.0

    @property
    def last_line(self) -> str:
        """The last line that it printed, which says what it has found."""
        lines = [line for line in map(str.strip, self.output.splitlines()) if line]
        return lines[-1] if lines else ""

    @property
    def has_failed(self) -> bool:
        """Whether it has failed; one that says nothing has shown nothing."""
        return self.status != 0 or not self.last_line


def find(folder: Path) -> list[str]:
    """The modules of all soak tests in a package and those below it, by the names of their files."""
    files = sorted(
        file for file in folder.rglob("*.py") if file.stem.endswith("_soak") and not file.name.startswith("test_")
    )
    return [".".join(file.relative_to(folder.parent).with_suffix("").parts) for file in files]


def at_size(name: str, size: str) -> Soak:
    """A soak test at a size, with the fault if its module doesn't tell how it is run."""
    try:
        module = importlib.import_module(name)
        arguments, alone = module.SIZES[size], getattr(module, "ALONE", ())
        if not callable(module.main):
            return Soak(name, fault="main is no function")
    except Exception as error:
        return Soak(name, fault=f"{type(error).__name__}: {error}")
    return Soak(name, tuple(arguments), size in alone)


@define
class Runner:
    """Runs soak tests, and says so.

    Attributes:
        folder: The folder from which they are run.
        beat: How often it says what runs, in seconds.
    """

    folder: Path
    beat: float
    _began: float = field(factory=time.monotonic, init=False)
    _running: dict[str, float] = field(factory=dict, init=False)

    async def run(self, soaks: Iterable[Soak], at_once: int) -> list[Result]:
        """Run soak tests, those first that need not be alone.

        Args:
            soaks: Which.
            at_once: How many may run at a time.

        Returns:
            What became of each, in the order in which they ended.
        """
        results: list[Result] = []
        together = [soak for soak in soaks if not soak.is_alone]
        alone = [soak for soak in soaks if soak.is_alone]
        beating = asyncio.create_task(self._beat())
        try:
            for waiting, workers in ((together[::-1], at_once), (alone[::-1], 1)):
                async with asyncio.TaskGroup() as group:
                    for _ in range(workers):
                        group.create_task(self._work(waiting, results))
        finally:
            beating.cancel()
        return results

    async def _work(self, waiting: list[Soak], results: list[Result]) -> None:
        while waiting:
            soak = waiting.pop()
            self._say(f"{soak.name} begins")
            self._running[soak.name] = time.monotonic()
            result = await self._result(soak)
            del self._running[soak.name]
            results.append(result)
            self._say(f"{soak.name} {'FAILED' if result.has_failed else 'passed'} after {result.seconds:.1f} s")

    async def _result(self, soak: Soak) -> Result:
        if soak.fault:
            return Result(soak, 1, soak.fault)
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", soak.name, *soak.arguments),
            cwd=self.folder,
            # What it says on both comes in the order in which it was said.
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            output, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return Result(soak, process.returncode or 0, output.decode(errors="replace"), time.monotonic() - began)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.beat)
            now = time.monotonic()
            if self._running:
                self._say(
                    f"running: {', '.join(f'{name} {now - since:.0f} s' for name, since in self._running.items())}"
                )

    def _say(self, words: str) -> None:
        print(f"{time.monotonic() - self._began:6.0f} s  {words}", flush=True)


def table(results: Iterable[Result], size: str) -> list[str]:
    """The lines of the table at the end: soak test, size, seconds, and what was found."""
    head = ("soak test", "size", "seconds", "result")
    rows = [
        (result.soak.name, size, f"{result.seconds:.1f}", ("FAILED: " if result.has_failed else "") + result.last_line)
        for result in sorted(results, key=lambda each: each.soak.name)
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(3)]
    return [
        f"{name:<{widths[0]}}  {size_name:<{widths[1]}}  {seconds:>{widths[2]}}  {found}"
        for name, size_name, seconds, found in (head, *rows)
    ]


def main(arguments: Sequence[str], folder: Path = TESTS, beat: float = BEAT) -> int:
    """Run all soak tests.

    Args:
        arguments: The size, and how many may run at a time.
        folder: The package that they are searched in.
        beat: How often it is said what runs, in seconds.

    Returns:
        0 if each has passed, else 1.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--at-once", type=int, default=min(2, os.cpu_count() or 1), help="how many run at a time")
    given = parser.parse_args(arguments)
    soaks = [at_size(name, given.size) for name in find(folder)]
    began = time.monotonic()
    results = asyncio.run(Runner(folder.parent, beat).run(soaks, max(1, given.at_once)))
    failed = [result for result in results if result.has_failed]
    for result in failed:
        print(f"\n{result.soak.name} has failed with status {result.status}:\n{result.output or 'it printed nothing'}")
    print("", *table(results, given.size), sep="\n")
    print(f"\n{len(results) - len(failed)} of {len(results)} soak tests passed in {time.monotonic() - began:.0f} s")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
