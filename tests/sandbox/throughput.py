"""`python -m tests.sandbox.throughput`: signed requests a second that the sandbox answers to four processes at once."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any

from kalshi_gen.api.orders import create_order_v2
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay import create_client

CLIENTS = 4
SECONDS = 5
# Orders that rest, in ten markets in turn.
ORDERS = cycle(
    CreateOrderV2Request(
        ticker=f"KXBTCD-26DEC31-T{100_000 + number * 1000}",
        side="bid",
        count=Decimal("0.01"),
        price=Decimal("0.01"),
        time_in_force="good_till_canceled",
        self_trade_prevention_type="maker",
    )
    for number in range(10)
)
REQUESTS: dict[str, Callable[[Any], Any]] = {
    "get balance": lambda client: get_balance.sync(client=client),
    "create order": lambda client: create_order_v2.sync(client=client, body=next(ORDERS)),
}


def ask(name: str, start: Any, counts: Any) -> None:
    """Send one request after the other for some seconds, and say how many were answered and what that cost."""
    request, count = REQUESTS[name], 0
    with create_client() as client:
        request(client)
        start.wait()
        until, before = time.perf_counter() + SECONDS, time.process_time()
        while time.perf_counter() < until:
            request(client)
            count += 1
        counts.put((count, time.process_time() - before))


def seconds_of(process: int) -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure each request, as the command of a sandbox, whose process is then the parent of this one."""
    if "KALSHI_API_BASE_URL" not in os.environ:
        command = [sys.executable, "-m", "tests.sandbox.throughput"]
        sys.exit(subprocess.call([sys.executable, "-m", "kalshi_sandbox", "--", *command]))
    processes = multiprocessing.get_context("spawn")
    for name in REQUESTS:
        start, counts = processes.Barrier(CLIENTS + 1), processes.Queue()
        clients = [processes.Process(target=ask, args=(name, start, counts)) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        start.wait()
        server = seconds_of(os.getppid())
        results = [counts.get() for _ in clients]
        server = seconds_of(os.getppid()) - server
        for client in clients:
            client.join()
        total, spent = sum(count for count, _ in results), sum(seconds for _, seconds in results)
        print(
            f"{name}: {total / SECONDS:.0f} a second; CPU of the sandbox {server / total * 1000:.2f} ms a request, "
            f"of the client {spent / total * 1000:.2f} ms; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        )


if __name__ == "__main__":
    main()
