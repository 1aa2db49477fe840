"""Processes that place orders and are killed at any moment, and what `recover` makes of their orders.

    python -m tests.orders.log_soak --kills 1000 [--processes 2] [--share 0.3] [--seed 0]

Each process places one order after the other, and is killed by SIGKILL after a random time. The orders share one log.
A share of the requests meets a fault; some reach the exchange only when their process is gone. Then `recover` runs, and
each order of the log is held against the exchange. Ends with status 1 if an order was placed twice, is on the exchange
and not in the log, or is not as the log says.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from attrs import frozen

from kalshi_gen.errors import KalshiError
from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay import clock, create_client
from kalshi_overlay.errors import OrderNotAppliedError, OrderStateUnknownError
from kalshi_overlay.orders import OrderLog, place, recover
from kalshi_sandbox.faults import Delay, Fault, Reset, Status
from tests import forks
from tests.forks import Spawner
from tests.keys import pem, public_pem
from tests.orders.harness import Harness, open_exchange, open_harness

SIZES: dict[str, list[str]] = {
    "small": ["--kills", "6", "--seed", "3"],
    "middle": ["--kills", "100", "--seed", "5"],
    "full": ["--kills", "1000"],
}

# Seconds that a process may go on placing orders at most.
LONGEST = 0.3
# So many kills meet every part of a call, however slow the machine is.
ENOUGH = 100
PROBLEMS = ("placed twice", "not in the log", "not as the log says", "without an outcome")


def fault(chance: Random) -> Fault:
    """What a request meets: its answer is lost, or it is, or it arrives when the process may be gone."""
    return chance.choice(
        (
            Reset("before_acting"),
            Reset("before_answering"),
            Status(503, acting=True),
            Status(503),
            Delay(chance.uniform(1, 57), "before_acting"),
        )
    )


@frozen
class Trader:
    """What a process that places orders works with.

    Attributes:
        base_url: The exchange.
        access_key_id: The id of its key.
        private_key: The key, as PEM.
        log: The file of the log.
        body: The order, as JSON.
        now: Unix seconds at which its clock begins.
    """

    base_url: str
    access_key_id: str
    private_key: str
    log: str
    body: dict[str, Any]
    now: float

    def run(self) -> None:
        """Place one order after the other until killed."""
        began = time.monotonic()
        with patch.object(clock, "unix_milliseconds", lambda: int((self.now + time.monotonic() - began) * 1000)):
            client = create_client(
                base_url=self.base_url,
                access_key_id=self.access_key_id,
                private_key_data=self.private_key,
            )
            body, log = CreateOrderV2Request.from_dict(self.body), OrderLog(self.log)
            while True:
                with contextlib.suppress(KalshiError):
                    place.sync(client=client, body=body, log=log)


def spawn() -> None:
    """Start the processes that place orders."""
    forks.spawn(Trader)


def kill_traders(
    harness: Harness, spawner: Spawner, log: OrderLog, chance: Random, processes: int, share: float
) -> None:
    """Let processes place orders, and kill each at a random moment."""
    exchange = harness.exchange
    for _ in range(3):
        exchange.faults.add(
            fault(chance), operation="CreateOrderV2", probability=share / 3, seed=chance.getrandbits(32)
        )
    exchange.register_key(harness.account, public_pem("Ed25519"), account=harness.account)
    trader = Trader(
        base_url=exchange.base_url,
        access_key_id=harness.account,
        private_key=pem("Ed25519").decode(),
        log=str(log.path),
        body=harness.new_order().to_dict(),
        now=exchange.clock(),
    )
    started = [spawner.start(trader) for _ in range(processes)]
    for process in started:
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(process, signal.SIGKILL)
    for process in started:
        # What it was doing in the system may not be over yet.
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.kill(process, 0)
                time.sleep(0.001)


def judged(harness: Harness, log: OrderLog, outcomes: Sequence[Any]) -> Counter[str]:
    """What became of the orders, and what is wrong."""
    found: Counter[str] = Counter()
    placed: dict[str, list[str]] = {}
    for order in harness.orders():
        placed.setdefault(str(order.client_order_id), []).append(order.order_id)
    logged = {each.client_order_id: each for each in log.orders()}
    for client_order_id, order_ids in placed.items():
        found["placed twice"] += len(order_ids) > 1
        found["not in the log"] += client_order_id not in logged
    for each in logged.values():
        there = placed.get(each.client_order_id, [])
        found["without an outcome"] += each.state == "unknown"
        expected = ("placed", there[0]) if there else ("not placed", None)
        found["not as the log says"] += each.state != "unknown" and (each.state, each.order_id) != expected
        found["on the exchange"] += bool(there)
        found["not placed"] += not there
    for outcome in outcomes:
        name = "recovered: unknown" if isinstance(outcome, OrderStateUnknownError) else "recovered: placed"
        found["recovered: not placed" if isinstance(outcome, OrderNotAppliedError) else name] += 1
    return found


def main(arguments: Sequence[str]) -> int:
    """Kill processes, and judge what is recovered.

    Args:
        arguments: The command line.

    Returns:
        1 if an order is not accounted for, or too little has happened to tell.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.orders.log_soak")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--processes", type=int, default=2, help="how many place orders at once")
    parser.add_argument("--share", type=float, default=0.3, help="how many requests meet a fault")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    chance, total = Random(given.seed), Counter[str]()
    spawner = Spawner("tests.orders.log_soak")
    with closing(spawner), tempfile.TemporaryDirectory() as folder, open_exchange() as exchange:
        for killed in range(0, given.kills, given.processes):
            with open_harness(exchange) as harness, OrderLog(Path(folder, f"{killed}.db")) as log:
                kill_traders(harness, spawner, log, chance, given.processes, given.share)
                exchange.faults.clear()
                outcomes = recover.sync(client=harness.client, log=log)
                harness.arrive()
                total += judged(harness, log, outcomes)
            print(f"\r{killed + given.processes} killed", end="", flush=True)
    print()
    for name, count in sorted(total.items()):
        print(f"{name:<24}{count:>8,}")
    problems = {name: total[name] for name in PROBLEMS if total[name]}
    if given.kills >= ENOUGH and not (total["recovered: placed"] and total["recovered: not placed"]):
        problems["too little has happened"] = 1
    print("; ".join(f"{count} {name}" for name, count in problems.items()) or "every order is accounted for")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
