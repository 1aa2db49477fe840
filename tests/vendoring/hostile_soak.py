"""Random hostile documents through `vendor`, `contract_diff` and `generate`.

python -m tests.vendoring.hostile_soak [small documents] [documents over the real specs] [first seed]
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from tests.vendoring import hostile

SIZES: dict[str, list[str]] = {"small": ["24", "0"], "middle": ["200", "4"], "full": ["2000", "60"]}
_BATCH = 25


def attack_all(seeds: range, is_real: bool) -> Iterator[hostile.Outcome]:
    """Attack with a document of each seed; even ones are of the REST API, and odd ones of the stream."""
    bases = hostile.real_bases() if is_real else hostile.bases()
    good = {kind: json.dumps(base) for kind, base in bases.items()}
    for seed in seeds:
        kind = ("api", "stream")[seed % 2]
        text = hostile.document(Random(seed), bases[kind])
        with tempfile.TemporaryDirectory() as folder:
            yield hostile.attack(text, good[kind], Path(folder))


def _batch(seeds: range, is_real: bool) -> dict[str, object]:
    """Attack in a process of its own, so that its memory can be measured."""
    command = [sys.executable, "-m", __spec__.name, "batch", str(seeds.start), str(seeds.stop), str(int(is_real))]
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=dict(os.environ))
    found: dict[str, object] = json.loads(finished.stdout)
    return found


def _run_batch(start: str, stop: str, is_real: str) -> int:
    steps: Counter[str] = Counter()
    problems, slowest = [], 0.0
    for seed, outcome in enumerate(attack_all(range(int(start), int(stop)), is_real == "1"), int(start)):
        steps[" ".join(f"{name} {status}" for name, status in outcome.steps.items())] += 1
        problems += [f"seed {seed}: {problem}" for problem in outcome.problems]
        slowest = max(slowest, outcome.seconds)
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"steps": steps, "problems": problems, "seconds": slowest, "megabytes": max(peaks) // 1024}))
    return 0


def main(arguments: list[str]) -> int:
    """Print what must not be and was; 1 if there was anything."""
    if arguments[:1] == ["batch"]:
        return _run_batch(*arguments[1:])
    small, real, first = (int(given) for given in [*arguments, *["24", "0", "0"][len(arguments) :]])
    batches = [(range(at, min(at + _BATCH, first + small)), False) for at in range(first, first + small, _BATCH)]
    batches += [(range(at, min(at + 5, first + real)), True) for at in range(first, first + real, 5)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda batch: _batch(*batch), batches))
    problems = [problem for result in results for problem in _listed(result["problems"])]
    megabytes = max(int(str(result["megabytes"])) for result in results)
    if megabytes > hostile.MEGABYTES:
        problems.append(f"a process used {megabytes} MB")
    print(*problems, sep="\n")
    accepted = sum(
        count
        for result in results
        for steps, count in dict(result["steps"]).items()  # type: ignore[call-overload]
        if "generate 0" in steps
    )
    seconds = max(float(str(result["seconds"])) for result in results)
    print(
        f"{small + real} hostile documents: {accepted} were accepted and generated, {len(problems)} problems; "
        f"no step took more than {seconds:.1f} s, and no process more than {megabytes} MB"
    )
    return 1 if problems else 0


def _listed(value: object) -> list[str]:
    assert isinstance(value, list)
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
