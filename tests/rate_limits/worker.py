"""One of the processes that share a limit: `python -m tests.rate_limits.worker URL NAME REQUESTS SEED SLEEPS`.

It says `ready`, waits for a line, sends its requests as fast as the limit lets it, from threads and tasks, and
prints as JSON when each request went: by the clock of Redis, which lets it go, and by that of the machine.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from kalshi_overlay import clock
from kalshi_overlay.rate_limits import SharedLimit
from kalshi_overlay.rate_limits.shared import RESERVE, RedisBuckets
from tests.rate_limits.fakes import limit, limiter
from tests.rate_limits.sending import requests, send_all
from tests.rate_limits.windows import Sent

RATE = CAPACITY = 1000
MARGIN = 0.1
THREADS, TASKS = 2, 5


class RecordingBuckets(RedisBuckets):
    """Buckets that note when Redis lets each request go."""

    def __init__(self, shared: SharedLimit, name: str) -> None:
        super().__init__(shared, name)
        self.granted: list[Sent] = []

    def run(self, script: str, key: str, *arguments: float) -> Any:
        reply = super().run(script, key, *arguments)
        if script == RESERVE and reply is not None:
            wait, _, now = reply
            self.granted.append(((now + wait) / 1e6, int(arguments[0])))
        return reply


async def _do_not_sleep(seconds: float) -> None:
    await asyncio.sleep(0)


def main() -> None:
    """Do what the command line says."""
    url, name, count, seed, sleeps = sys.argv[1:]
    if sleeps == "no":
        clock.sleep = lambda seconds: None
        clock.sleep_async = _do_not_sleep
    shared = SharedLimit(url, timeout=5.0)
    buckets = RecordingBuckets(shared, name)
    held = limiter(limit(RATE, CAPACITY, margin=MARGIN, shared=shared), buckets.bucket)
    todo = requests(int(count), int(seed))
    print("ready", flush=True)
    sys.stdin.readline()
    went = send_all(held, todo, THREADS, TASKS)
    print(json.dumps({"granted": buckets.granted, "went": went}))


if __name__ == "__main__":
    main()
