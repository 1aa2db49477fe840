"""The limits are used up, and never exceeded: `python -m tests.rate_limits.limiter_soak [SECONDS]`.

Each line runs for about so many seconds (10 by default). It says how large a bucket would have to be to let all of its
requests go, which must not be more than there is, and which share of the tokens was used: at least 95 %, but where
Redis is gone for a while. Ends with status 1 if one of them is otherwise, or the exchange rejected a request.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import threading
import uuid
from collections.abc import Sequence

from attrs import frozen

from kalshi_gen.api.market import get_markets
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import KalshiRateLimitError
from kalshi_overlay import RetryPolicy, clock
from kalshi_overlay.rate_limits import SharedLimit
from kalshi_overlay.rate_limits.shared import RedisBuckets
from kalshi_sandbox import Sandbox
from tests.conftest import ROOT
from tests.rate_limits.fakes import limit, limiter
from tests.rate_limits.redis_server import RedisServer
from tests.rate_limits.sending import cost_of, requests, send_all
from tests.rate_limits.windows import Sent, most_in_any_window, share_used
from tests.rate_limits.worker import CAPACITY, MARGIN, RATE

PROCESSES = 4
# Seconds of each line.
SIZES: dict[str, list[str]] = {"small": ["1"], "middle": ["2"], "full": ["10"]}
# The share that is used is a figure of time.
ALONE = ["middle", "full"]
_LEAST_USED = 0.95


@frozen
class Result:
    """What a run shows.

    Attributes:
        sent: When each request went, and its cost.
        bucket: The capacity that a bucket must have had for it.
        used: The share of the tokens that was used.
    """

    sent: list[Sent]
    bucket: float
    used: float

    @classmethod
    def of(cls, sent: list[Sent]) -> Result:
        return cls(sent, most_in_any_window(sent, RATE), share_used(sent, RATE, CAPACITY))


def worth(seconds: float, seed: int = 1) -> int:
    """How many requests use up the tokens of so many seconds."""
    some = requests(200, seed)
    return round(seconds * RATE / (sum(cost_of(each) for each in some) / len(some)))


def one_process(count: int) -> Result:
    """Eight threads and fifty tasks over one limiter."""
    return Result.of(send_all(limiter(limit(RATE, CAPACITY, margin=MARGIN)), requests(count, 1), threads=8, tasks=50))


def processes(url: str, requests: int, *, count: int = PROCESSES, sleeps: bool) -> tuple[Result, Result]:
    """Processes with so many requests each over one Redis: when Redis let each go, and when the process saw it go."""
    name = uuid.uuid4().hex
    command = [sys.executable, "-m", "tests.rate_limits.worker", url, name, str(requests)]
    does_sleep = "yes" if sleeps else "no"
    pipe = subprocess.PIPE
    workers = [
        subprocess.Popen([*command, str(seed), does_sleep], cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        for seed in range(count)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    granted, went = list[Sent](), list[Sent]()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        record = json.loads(worker.communicate()[0])
        granted += [(at, cost) for at, cost in record["granted"]]
        went += [(at, cost) for at, cost in record["went"]]
    return Result.of(granted), Result.of(went)


def dying_redis(server: RedisServer, seconds: float) -> tuple[Result, float]:
    """Kill Redis while requests wait, and start it again; what was sent, and the longest that nothing went."""
    shared = SharedLimit(server.url)
    held = limiter(limit(RATE, CAPACITY, margin=MARGIN, shared=shared), RedisBuckets(shared, uuid.uuid4().hex).bucket)
    timers = [threading.Timer(seconds / 3, server.kill), threading.Timer(seconds * 2 / 3, server.start)]
    for timer in timers:
        timer.start()
    sent = send_all(held, requests(worth(seconds * 3 / 4), 2), threads=8, tasks=50)
    for timer in timers:
        timer.join()
    times = sorted(at for at, _ in sent)
    return Result.of(sent), max(later - earlier for earlier, later in itertools.pairwise(times))


def rejected_by_the_sandbox(seconds: float) -> tuple[int, int]:
    """Burst against the sandbox's buckets with its own numbers: requests answered, and rejected with 429."""
    answered, rejected = list[int](), list[int]()
    with Sandbox(tier="basic", behaviour="simple") as exchange:
        client = exchange.client(rate_limit="account", retry_policy=RetryPolicy(retries=0, total_timeout=None))
        until = clock.now() + seconds

        def burst() -> None:
            while clock.now() < until:
                try:
                    get_markets.sync(client=client, limit=1)
                    get_balance.sync(client=client)
                    answered.append(2)
                except KalshiRateLimitError:
                    rejected.append(1)

        with client:
            threads = [threading.Thread(target=burst) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    return sum(answered), len(rejected)


def main(arguments: Sequence[str]) -> int:
    """Run everything and print the table."""
    seconds = float(arguments[0]) if arguments else 10.0
    print(f"bucket of {CAPACITY} tokens, {RATE} flow back each second, margin {MARGIN:g} s")
    print(f"{'':<48}{'requests':>9}{'bucket':>9}{'used':>8}")
    server = RedisServer()
    server.start()
    try:
        results = [_printed("8 threads and 50 tasks, one process", one_process(worth(seconds)))]
        granted, went = processes(server.url, worth(seconds) // PROCESSES, sleeps=True)
        results.append(_printed("4 processes, one Redis, by its clock", granted))
        results.append(_printed("4 processes, one Redis, as they saw it", went))
        result, longest = dying_redis(server, seconds)
        _printed("Redis killed for a third of the time", result)
        print(f"  longest that no request went: {longest:.2f} s")
    finally:
        server.kill()
    answered, rejected = rejected_by_the_sandbox(seconds)
    print(f"sandbox of tier basic, 8 threads, real clock: {answered} answered, {rejected} rejected with 429")
    bucket = max(each.bucket for each in (*results, result))
    used = min(each.used for each in results)
    print(f"at most {bucket:.1f} of {CAPACITY} tokens at once, at least {used:.1%} used, {rejected} requests rejected")
    # In a short run, the margin that stays in the bucket counts for more.
    return 0 if bucket <= CAPACITY and used >= _LEAST_USED - MARGIN / seconds and not rejected else 1


def _printed(what: str, result: Result) -> Result:
    print(f"{what:<48}{len(result.sent):>9}{result.bucket:>9.1f}{result.used:>8.1%}")
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
