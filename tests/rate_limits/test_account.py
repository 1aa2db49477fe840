"""The account's own numbers, read from a sandbox whose buckets refuse whoever asks too much."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from kalshi_gen.api.account import get_account_api_limits
from kalshi_gen.api.market import get_market, get_markets
from kalshi_gen.api.orders import cancel_order_v2
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import KalshiNotFoundError, KalshiRateLimitError, KalshiServerError
from kalshi_overlay import KalshiAuthenticatedClient, KalshiConfigError, RetryPolicy, clock
from kalshi_overlay.errors import MissingExtraError
from kalshi_overlay.rate_limits import BucketSize, RateLimit, RateLimiterError, RequestExceedsBucketError, SharedLimit
from kalshi_overlay.rate_limits.limiter import RateLimiter
from kalshi_overlay.transport import Limiter
from kalshi_sandbox import Sandbox
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.faults import Status
from tests.conftest import ROOT
from tests.sandbox.small import small_sandbox
from tests.sandbox.test_answers import ORDER

ONCE = RetryPolicy(retries=0, total_timeout=None)


@pytest.fixture
def exchange(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A basic account, and time that passes when the client sleeps."""
    with small_sandbox(tier="basic", clock="manual", behaviour="simple") as basic:

        async def sleep_async(seconds: float) -> None:
            basic.clock.advance(seconds)

        began = basic.clock.now()
        monkeypatch.setattr(clock, "now", lambda: (basic.clock.now() - began) / timedelta(seconds=1))
        monkeypatch.setattr(clock, "sleep", basic.clock.advance)
        monkeypatch.setattr(clock, "sleep_async", sleep_async)
        yield basic


@pytest.fixture
def client(exchange: Sandbox) -> Iterator[KalshiAuthenticatedClient]:
    with exchange.client(rate_limit="account", retry_policy=ONCE) as limited:
        yield limited


def asked(exchange: Sandbox, operation: str) -> Callable[[], int]:
    """Count how often an operation is answered from now on."""
    handler, calls = exchange.answers.handlers[operation], list[Any]()

    def counted(request: Any) -> Any:
        calls.append(request)
        return handler(request)

    exchange.answers.handlers[operation] = counted
    return lambda: len(calls)


def order(http: httpx.Client, count: int = 1) -> int:
    body = {name: value for name, value in ORDER.items() if name != "client_order_id"}
    if count == 1:
        return http.post("/portfolio/events/orders", json=body).status_code
    return http.post("/portfolio/events/orders/batched", json={"orders": [body] * count}).status_code


def test_without_a_limit_the_sandbox_rejects(exchange: Sandbox) -> None:
    with exchange.client(retry_policy=ONCE) as unlimited:
        http = unlimited.get_httpx_client()
        assert [http.get("/markets").status_code for _ in range(21)] == [200] * 20 + [429]


def test_a_burst_of_everything_is_never_rejected(exchange: Sandbox, client: KalshiAuthenticatedClient) -> None:
    http = client.get_httpx_client()
    for number in range(40):
        get_markets.sync(client=client, limit=1)
        get_balance.sync(client=client)
        assert order(http, number % 5 + 1) == 201
        with pytest.raises(KalshiNotFoundError):
            cancel_order_v2.sync("NO-SUCH-ORDER", client=client)
    # The orders cost 1,200 tokens and the cancels 80, of which 100 were there.
    assert 11.8 <= clock.now() <= 11.8 + 0.6


class Traffic:
    """A limiter that counts who is on the way, so that the clock can wait until all have arrived."""

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter
        self._changed = threading.Condition()
        self._under_way = 0

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        self._limiter.acquire(request, deadline)
        self._count(1)

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        await self._limiter.acquire_async(request, deadline)
        self._count(1)

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        self._limiter.on_response(request, response)
        self._count(-1)

    def over(self) -> None:
        """Return when nobody is under way."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way == 0)

    def _count(self, more: int) -> None:
        with self._changed:
            self._under_way += more
            self._changed.notify_all()


def test_a_burst_of_threads_and_tasks_is_never_rejected(
    exchange: Sandbox, client: KalshiAuthenticatedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.limiter is not None
    client.limiter = traffic = Traffic(client.limiter)

    def sleep(seconds: float) -> None:
        traffic.over()
        exchange.clock.advance(seconds)

    monkeypatch.setattr(clock, "sleep", sleep)
    monkeypatch.setattr(clock, "sleep_async", lambda seconds: asyncio.to_thread(sleep, seconds))
    markets = list[Any]()

    def send() -> None:
        for _ in range(10):
            markets.append(get_markets.sync(client=client, limit=1))

    async def send_in_tasks() -> None:
        async with client:
            markets.extend(await asyncio.gather(*(get_markets.asyncio(client=client, limit=1) for _ in range(50))))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    asyncio.run(send_in_tasks())
    for thread in threads:
        thread.join()
    assert len(markets) == 130
    assert 5.5 <= clock.now() <= 6.5


def test_one_batch_can_spend_all_of_the_write_bucket(client: KalshiAuthenticatedClient) -> None:
    http = client.get_httpx_client()
    assert [order(http, 10), order(http, 10)] == [201, 201]
    with pytest.raises(RequestExceedsBucketError, match="costs 110 tokens and the write bucket holds 100 at most"):
        order(http, 11)


def test_the_numbers_are_read_once_before_the_first_request(
    exchange: Sandbox, client: KalshiAuthenticatedClient
) -> None:
    limits, costs = asked(exchange, "GetAccountApiLimits"), asked(exchange, "GetAccountEndpointCosts")
    assert (limits(), costs()) == (0, 0)

    async def send_in_tasks() -> None:
        async with client:
            await asyncio.gather(*(get_balance.asyncio(client=client) for _ in range(5)))

    threads = [threading.Thread(target=lambda: get_balance.sync(client=client)) for _ in range(4)]
    for thread in threads:
        thread.start()
    asyncio.run(send_in_tasks())
    for thread in threads:
        thread.join()
    assert (limits(), costs()) == (1, 1)


def test_clients_that_are_derived_share_the_limit(exchange: Sandbox, client: KalshiAuthenticatedClient) -> None:
    limits = asked(exchange, "GetAccountApiLimits")
    others = [
        client.with_headers({"x-own": "1"}),
        client.with_timeout(httpx.Timeout(9.0)),
        client.with_cookies({}),
        client.with_retry_policy(ONCE),
    ]
    for number in range(60):
        get_markets.sync(client=others[number % 4], limit=1)
    assert limits() == 1
    assert {other.limiter for other in others} == {client.limiter}
    for other in others:
        other.get_httpx_client().close()


def test_numbers_that_can_not_be_read_are_an_error_of_the_request_that_waits_and_are_read_at_the_next_one(
    exchange: Sandbox, client: KalshiAuthenticatedClient
) -> None:
    exchange.faults.add(Status(503), operation="GetAccountApiLimits")
    with pytest.raises(RateLimiterError, match="the account's rate limits can't be read") as refused:
        order(client.get_httpx_client())
    assert isinstance(refused.value.__cause__, KalshiServerError)
    assert (refused.value.bucket, refused.value.may_have_reached_exchange) == ("write", False)

    async def try_again() -> None:
        async with client:
            with pytest.raises(RateLimiterError, match="503"):
                await get_balance.asyncio(client=client)
            exchange.faults.clear()
            await get_balance.asyncio(client=client)

    asyncio.run(try_again())
    get_balance.sync(client=client)


def test_reading_the_numbers_is_tried_no_longer_than_the_request_may_wait(exchange: Sandbox) -> None:
    exchange.faults.add(Status(503, retry_after=3), operation="GetAccountApiLimits")
    with (
        exchange.client(rate_limit=RateLimit(max_wait=5.0), retry_policy=RetryPolicy(retries=100)) as limited,
        pytest.raises(RateLimiterError, match="can't be read"),
    ):
        get_balance.sync(client=limited)
    assert 3 <= clock.now() <= 5


def test_numbers_that_are_no_numbers_are_an_error(exchange: Sandbox, client: KalshiAuthenticatedClient) -> None:
    body = {"usage_tier": "basic", "read": {}, "write": {}}
    exchange.answers.handlers["GetAccountApiLimits"] = lambda request: Answer(200, body)
    with pytest.raises(RateLimiterError):
        get_balance.sync(client=client)


def test_a_429_that_comes_all_the_same_pauses_the_bucket(exchange: Sandbox, client: KalshiAuthenticatedClient) -> None:
    get_balance.sync(client=client)
    exchange.faults.add(Status(429, retry_after=7), operation="GetMarket", nth=1)
    with pytest.raises(KalshiRateLimitError):
        get_market.sync("KXBTCD-26DEC31-T100000", client=client)
    get_balance.sync(client=client)
    assert clock.now() < 7
    get_market.sync("KXBTCD-26DEC31-T100000", client=client)
    assert 7 <= clock.now() < 7.2


def test_given_numbers_need_no_question(exchange: Sandbox) -> None:
    limits = asked(exchange, "GetAccountApiLimits")
    size = BucketSize(refill_rate=100, bucket_capacity=100)
    with exchange.client(rate_limit=RateLimit(read=size, write=size), retry_policy=ONCE) as given:
        for _ in range(20):
            get_markets.sync(client=given, limit=1)
    assert limits() == 0
    assert clock.now() == pytest.approx(1.1)


def test_a_limit_and_a_limiter_contradict_each_other(exchange: Sandbox) -> None:
    limited = exchange.client(rate_limit="account")
    assert isinstance(limited.limiter, RateLimiter)
    with pytest.raises(KalshiConfigError, match="rate_limit, limiter: give one of them"):
        exchange.client(rate_limit="account", limiter=limited.limiter)


@pytest.mark.parametrize("given", ["acount", 100, True, BucketSize(refill_rate=1, bucket_capacity=1)])
def test_what_is_no_limit_is_refused(exchange: Sandbox, given: Any) -> None:
    with pytest.raises(KalshiConfigError, match='rate_limit must be "account" or a RateLimit, not '):
        exchange.client(rate_limit=given)


def test_the_sizes_of_its_buckets_are_those_that_the_user_can_read(client: KalshiAuthenticatedClient) -> None:
    limits = get_account_api_limits.sync(client=client)
    assert isinstance(client.limiter, RateLimiter)
    assert client.limiter._buckets["write"].size == BucketSize(
        refill_rate=limits.write.refill_rate, bucket_capacity=limits.write.bucket_capacity
    )


def test_who_sets_no_limit_loads_nothing_of_it_and_who_shares_nothing_loads_no_redis() -> None:
    code = (
        "import sys, kalshi_overlay\n"
        "assert not [name for name in sys.modules if 'rate_limits' in name]\n"
        "import kalshi_overlay.rate_limits.limiter\n"
        "assert 'redis' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_limit_to_share_without_the_extra_says_what_to_install(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(MissingExtraError, match=r'with its extra "redis": kalshi-gen\[redis\]') as raised:
        exchange.client(rate_limit=RateLimit(shared=SharedLimit("redis://127.0.0.1")))
    assert raised.value.name == "redis"
