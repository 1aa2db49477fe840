"""Search for examples that break a property test: `python -m tests.fuzz [--seconds 600] [--seed N] [TESTS ...]`.

Round after round runs every property test on all cores, each round by a seed of its own, until the time is used up or
a round has found something. The exit status is 0 if nothing was found, 1 if something was, and 2 if a round could not
run. What is found is printed with the example, the blob for `@reproduce_failure` and the command that finds it again.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from attrs import define, field

from tests.property_settings import FUZZ

ROOT = Path(__file__).resolve().parent.parent
# How long a round may take to write down what it has found, once it is asked to stop.
STOPS_WITHIN_SECONDS = 15.0


@define
class Search:
    """What has been searched so far, and what was found.

    Attributes:
        until: When the search ends, in seconds of the Unix epoch.
        workers: How many processes run tests.
    """

    until: float
    workers: int
    seeds: list[int] = field(factory=list)
    tests: int = 0
    examples: int = 0
    finds: list[dict[str, str]] = field(factory=list)
    is_cut_short: bool = False

    def run_round(self, seed: int, tests: list[str], folder: Path) -> str | None:
        """Run the tests once; a reason if they could not be run."""
        self.seeds.append(seed)
        result = folder / "result.json"
        result.unlink(missing_ok=True)
        name = f"round {len(self.seeds)}, seed {seed}"
        print(f"{name}: collecting, {self.until - time.time():.0f} s left", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
        command += ["-p", "tests.fuzz_round", f"--fuzz-name={name}", f"--fuzz-until={self.until}"]
        command += [f"--fuzz-result={result}", "-m", "hypothesis", "-n", str(self.workers)]
        # A search that ends within a round should have been to other tests than the last one.
        command += [*_of(seed), *Random(seed).sample(tests, len(tests))]
        with (folder / "output.txt").open("w+", encoding="utf-8") as output:
            # A session of its own, so that whatever its tests have started can be ended with it.
            running = subprocess.Popen(command, cwd=ROOT, stdout=output, start_new_session=True)
            try:
                status = running.wait(max(0.0, self.until - time.time()))
            except subprocess.TimeoutExpired:
                self.is_cut_short, status = True, 0
            finally:
                _stop(running, result)
            output.seek(0)
            said = output.read()
        if result.exists():
            counted: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
            self.tests += counted["tests"]
            self.examples += counted["examples"]
            self.finds += counted["finds"]
        return said if status and not self.finds else None

    def summary(self) -> str:
        """What the search came to, in a line."""
        seeds = f"seed {self.seeds[0]}" if len(self.seeds) == 1 else f"seeds {self.seeds[0]} to {self.seeds[-1]}"
        cut = ", the last one cut short" if self.is_cut_short else ""
        ran = f"{_counted(self.tests, 'test')}, {_counted(self.examples, 'example')}"
        return f"{_counted(len(self.seeds), 'round')} ({seeds}{cut}), {ran}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _of(seed: int) -> list[str]:
    return [f"--hypothesis-profile={FUZZ}", f"--hypothesis-seed={seed}"]


def _stop(running: subprocess.Popen[bytes], result: Path) -> None:
    """Let a round write down what it has found so far, and end it with whatever its tests have left running."""
    if running.poll() is None:
        running.send_signal(signal.SIGINT)
        patience = time.monotonic() + STOPS_WITHIN_SECONDS
        while running.poll() is None and not result.exists() and time.monotonic() < patience:
            time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def with_property_tests() -> list[str]:
    """Our files that may hold property tests: to collect the others too would take most of a short search."""
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(path.relative_to(ROOT)) for path in paths if "hypothesis" in path.read_text(encoding="utf-8")]


def _show(find: dict[str, str], seed: int) -> None:
    again = [sys.executable, "-m", "pytest", "-n", "0", *_of(seed), find["test"]]
    print(f"\n{find['test']} fails:\n\n{find['text']}\n\nFind it again with:\n\n    {shlex.join(again)}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Search for examples that break a test.")
    parser.add_argument("tests", nargs="*", help="files or test ids (default: every file with property tests)")
    parser.add_argument("--seconds", type=float, default=600.0, help="how long to search (default: 600)")
    parser.add_argument("--seed", type=int, help="the seed of the first round; each further round adds 1")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes (default: one for each core)")
    options = parser.parse_args(arguments)
    first = secrets.randbelow(10**9) if options.seed is None else options.seed
    began = time.time()
    search = Search(began + options.seconds, options.workers)
    problem = None
    with tempfile.TemporaryDirectory() as folder:
        while not problem and not search.finds and time.time() < search.until:
            seed = first + len(search.seeds)
            problem = search.run_round(seed, options.tests or with_property_tests(), Path(folder))
    for find in search.finds:
        _show(find, search.seeds[-1])
    if problem:
        print(f"{problem}\nA round could not run.")
        return 2
    found = f"{len(search.finds)} found" if search.finds else "nothing found"
    print(f"{search.summary()} in {time.time() - began:.0f} s: {found}.")
    return int(bool(search.finds))


if __name__ == "__main__":
    sys.exit(main())
