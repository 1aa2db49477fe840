"""Random hostile documents through `vendor`, `contract_diff` and `generate`.

python -m tests.vendoring.hostile_soak [small] [over the real specs] [without checks] [first seed]

The first three are how many documents: small ones, changes of the specs of the exchange, and small ones of which
neither the names nor what is generated is checked, so that the templates alone must hold.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from random import Random
from typing import Any

from tests.vendoring import hostile

SIZES: dict[str, list[str]] = {"small": ["12", "0", "4"], "middle": ["100", "2", "25"], "full": ["2000", "60", "400"]}
_BASES = ("api", "stream")
_KINDS = ("small", "real", "unchecked")
_BATCH = {"small": 25, "real": 5, "unchecked": 25}


def attack_all(kind: str, seeds: range) -> Iterator[hostile.Outcome]:
    """Attack with a document of each seed; even ones are of the REST API, and odd ones of the stream."""
    bases = hostile.real_bases() if kind == "real" else hostile.bases()
    good = {name: json.dumps(base) for name, base in bases.items()}
    for seed in seeds:
        name = _BASES[seed % 2]
        text = hostile.document(Random(seed), bases[name], is_aimed=kind == "unchecked")
        with tempfile.TemporaryDirectory() as folder:
            yield hostile.attack(text, good[name], Path(folder), checks=kind != "unchecked")


def _batch(kind: str, seeds: range) -> dict[str, Any]:
    """Attack in a process of its own, so that its memory can be measured."""
    command = [sys.executable, "-m", __spec__.name, "batch", kind, str(seeds.start), str(seeds.stop)]
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=dict(os.environ))
    found: dict[str, Any] = json.loads(finished.stdout)
    return found


def _run_batch(kind: str, start: str, stop: str) -> int:
    ends: Counter[str] = Counter()
    problems, slowest = [], 0.0
    for seed, outcome in enumerate(attack_all(kind, range(int(start), int(stop))), int(start)):
        ends[f"{kind} {_BASES[seed % 2]}: {_end(outcome)}"] += 1
        problems += [f"{kind}, seed {seed}: {problem}" for problem in outcome.problems]
        slowest = max(slowest, outcome.seconds)
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"ends": ends, "problems": problems, "seconds": slowest, "megabytes": max(peaks) // 1024}))
    return 0


def _end(outcome: hostile.Outcome) -> str:
    """What became of a document, in words that others have in common with it."""
    if outcome.steps.get("generate") == 0:
        return "generated" if outcome.steps["diff as text"] else "generated, as if nothing had changed"
    first = next(iter(outcome.lines), "")
    reason = re.sub(r"^(\w+): (/\S+: )?|'[^']*'|\"[^\"]*\"|\{.*|\[.*|\(.*|\d+", "", first)
    return f"{'vendored, and then ' * (outcome.steps['vendor'] == 0)}refused: {' '.join(reason.split())[:60]}"


def main(arguments: list[str]) -> int:
    """Print what must not be and was; 1 if there was anything."""
    if arguments[:1] == ["batch"]:
        return _run_batch(*arguments[1:])
    *counts, first = (int(given) for given in [*arguments, *[*SIZES["small"], "0"][len(arguments) :]])
    batches = [
        (kind, range(at, min(at + _BATCH[kind], first + count)))
        for kind, count in zip(_KINDS, counts, strict=True)
        for at in range(first, first + count, _BATCH[kind])
    ]
    results = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in as_completed([pool.submit(_batch, *batch) for batch in batches]):
            results.append(done.result())
            print(f"{len(results)} of {len(batches)} batches", file=sys.stderr, flush=True)
    ends: Counter[str] = Counter()
    for result in results:
        ends.update(result["ends"])
    for end, count in sorted(ends.items(), key=lambda each: (each[0].partition(":")[0], -each[1])):
        print(f"{count:5}  {end}")
    problems = [problem for result in results for problem in result["problems"]]
    megabytes = max(result["megabytes"] for result in results)
    if megabytes > hostile.MEGABYTES:
        problems.append(f"a process used {megabytes} MB")
    print(*problems, sep="\n")
    generated = sum(count for end, count in ends.items() if ": generated" in end)
    print(
        f"{sum(counts)} hostile documents: {generated} were accepted and generated, {len(problems)} problems; "
        f"none took more than {max(result['seconds'] for result in results):.1f} s, "
        f"and no process more than {megabytes} MB"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
