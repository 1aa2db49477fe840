"""Bots whose requests fail at random, recorded against the sandbox and replayed without it.

    python -m tests.http_recordings.replay_soak --rounds 1000 [--seed 0]

In each round some kinds of fault hit a share of the requests, and a client of either kind records what comes of it. A
client of either kind replays that. Ends with status 1 if a replay has other results than its recording, if a request
has no answer, if a recorded write is not sent again, or if a key or a signature is in a file.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from kalshi_overlay import KalshiAuthenticatedClient, RetryPolicy
from kalshi_overlay.flow import Flow
from kalshi_overlay.http_recordings import Recording, RecordTransport, ReplayTransport
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Body, Fault, Reset, Status
from tests.http_recordings.scenario import QUICK, failing_bot, run_bot
from tests.sandbox.small import small_sandbox

SIZES: dict[str, list[str]] = {
    "small": ["--rounds", "5", "--seed", "3"],
    "middle": ["--rounds", "60", "--seed", "5"],
    "full": ["--rounds", "1000"],
}

FAULTS: tuple[Fault, ...] = (
    Status(503),
    Status(429),
    Status(500, acting=True),
    Reset("before_acting"),
    Reset("before_answering"),
    Reset("mid_answer"),
    Body("truncated"),
    Body("html"),
)
SHARE = 0.07
POLICY = RetryPolicy(wait_initial=0.001)


def bot(client: KalshiAuthenticatedClient, results: list[Any]) -> Flow[None]:
    """A bot that ends where an order was not placed."""
    try:
        yield from failing_bot(client, results)
    except AttributeError:
        results.append("no order")


def play(exchange: Sandbox, path: Path, seed: int) -> Counter[str]:
    """A round: what was recorded, and what is wrong with its replay."""
    chance, found = Random(seed), Counter[str]()
    exchange.faults.clear()
    for fault in chance.sample(FAULTS, 3):
        exchange.faults.add(fault, probability=SHARE, seed=seed)
    transport = RecordTransport(path)

    def new_client() -> KalshiAuthenticatedClient:
        return exchange.client(httpx_args={"transport": transport}, retry_policy=POLICY)

    recorded = run_bot(bot, new_client, run_async_client=chance.random() < 0.5)
    replay = Recording(path, record=False)
    found["other results"] += run_bot(bot, replay.client, run_async_client=chance.random() < 0.5) != recorded
    assert isinstance(replay.transport, ReplayTransport)
    found["without an answer"] += len(replay.transport.unanswered)
    found["not sent again"] += len(replay.transport.unused_writes)
    lines = path.read_text(encoding="utf-8")
    found["secrets"] += exchange.access_key_id in lines or exchange.account in lines
    found["lines"] += len(lines.splitlines())
    found["failures"] += lines.count('"error":"') + lines.count('"status":5') + lines.count('"status":429')
    return found


def main(arguments: Sequence[str]) -> int:
    """Play some rounds, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, required=True, help="how many recordings are made")
    parser.add_argument("--seed", type=int, default=0, help="seed of the faults")
    options = parser.parse_args(arguments)
    found = Counter[str]()
    with small_sandbox(behaviour=QUICK) as exchange, tempfile.TemporaryDirectory() as folder:
        for number in range(options.rounds):
            found += play(exchange, Path(folder, "a.jsonl"), options.seed * 1_000_000 + number)
    wrong = {name: found[name] for name in ("other results", "without an answer", "not sent again", "secrets")}
    said = ", ".join(f"{count} {name}" for name, count in wrong.items())
    print(f"{options.rounds} recordings of {found['lines']} lines, {found['failures']} of them failures: {said}")
    return int(any(wrong.values()) or not found["failures"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
