"""Perpetual futures have limits of their own, which are asked for when they are needed."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import httpx
import pytest

from kalshi_gen.api.market import get_markets
from kalshi_gen.perps.api.market import get_margin_markets
from kalshi_gen.perps.api.orders import cancel_margin_order
from kalshi_gen.perps.api.portfolio import get_margin_balance
from kalshi_overlay import RetryPolicy, create_client
from kalshi_overlay.errors import KalshiRateLimitError
from kalshi_overlay.rate_limits import BucketSize, RateLimit, RateLimiterError, RateLimiterTimeoutError, SharedLimit
from kalshi_overlay.rate_limits.limiter import RateLimiter
from kalshi_overlay.rate_limits.shared import RedisBucket, RedisBuckets
from tests.fake_clock import FakeClock
from tests.keys import KEY_ID, pem
from tests.loopback import NO_CERTIFICATES
from tests.rate_limits.fakes import BASE_URL, answer, get, no_client
from tests.rate_limits.redis_server import RedisServer
from tests.walking import walk

LIMITS = "/account/limits"
PERPS_LIMITS = "/account/limits/perps"
COSTS = "/account/endpoint_costs"
SIZE = BucketSize(refill_rate=100, bucket_capacity=100)
SMALL = BucketSize(refill_rate=10, bucket_capacity=20)
each_way = pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])
pytestmark = pytest.mark.usefixtures("time")


class Exchange:
    """Answers the requests of a client, with other limits for perpetual futures."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.fails: set[str] = set()
        self.listed: list[dict[str, Any]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/trade-api/v2")
        self.paths.append(path)
        if path in self.fails:
            return httpx.Response(429, json={"error": "too many requests"})
        if path in (LIMITS, PERPS_LIMITS):
            rate = 100 if path == LIMITS else 10
            size = {"refill_rate": rate, "bucket_capacity": 2 * rate}
            return httpx.Response(200, json={"usage_tier": "basic", "read": size, "write": size, "grants": []})
        if path == COSTS:
            return httpx.Response(200, json={"default_cost": 10, "endpoint_costs": self.listed})
        if path.endswith("/markets"):
            return httpx.Response(200, json={"markets": [], "cursor": ""})
        return httpx.Response(404, json={"code": "not_found"})

    def client(self, **options: Any) -> Any:
        mock = {"transport": httpx.MockTransport(self.answer)}
        given: dict[str, Any] = {"rate_limit": "account", "retry_policy": RetryPolicy(retries=0), "httpx_args": mock}
        return create_client(
            base_url=BASE_URL,
            access_key_id=KEY_ID,
            private_key_data=pem("Ed25519"),
            verify_ssl=NO_CERTIFICATES,
            **{**given, **options},
        )


def ask(client: Any, *operations: Any, run_async: bool = False) -> None:
    async def ask_async() -> None:
        async with client:
            for operation in operations:
                await operation.asyncio_detailed(client=client)

    if run_async:
        asyncio.run(ask_async())
        return
    for operation in operations:
        operation.sync_detailed(client=client)


@each_way
def test_the_limits_of_each_are_asked_for_before_the_first_request_that_needs_them(run_async: bool) -> None:
    exchange = Exchange()
    ask(exchange.client(), get_markets, get_margin_markets, get_markets, get_margin_markets, run_async=run_async)
    markets, perps = "/markets", "/margin/markets"
    assert exchange.paths == [LIMITS, COSTS, markets, PERPS_LIMITS, perps, markets, perps]
    exchange = Exchange()
    ask(exchange.client(), get_margin_markets, get_margin_markets, run_async=run_async)
    assert exchange.paths == [PERPS_LIMITS, perps, perps]


def test_each_waits_for_its_own_tokens(time: FakeClock) -> None:
    exchange = Exchange()
    client = exchange.client(rate_limit=RateLimit(margin=0.0))
    ask(client, get_margin_markets)
    # Asking has cost ten of the twenty tokens, and the request the other ten.
    assert time.waits == []
    ask(client, get_margin_markets)
    assert time.waits == [pytest.approx(1.0)]
    ask(client, *[get_markets] * 18)
    assert len(time.waits) == 1
    ask(client, get_margin_markets, get_margin_markets)
    assert time.waits[1:] == [pytest.approx(1.0)] * 2


def test_the_balance_pays_for_what_it_asks(time: FakeClock) -> None:
    size = BucketSize(refill_rate=10, bucket_capacity=100)
    client = Exchange().client(rate_limit=RateLimit(perps_read=size, perps_write=size, margin=0.0))
    for _ in range(10):
        get_margin_balance.sync_detailed(client=client)
    get_margin_balance.sync_detailed(client=client, compute_available_balance=True)
    assert time.waits == []
    get_margin_balance.sync_detailed(client=client, compute_available_balance=False)
    assert time.waits == [pytest.approx(0.5)]
    get_margin_balance.sync_detailed(client=client, compute_available_balance=True)
    assert time.waits[1:] == [pytest.approx(5.0)]


def test_writes_pay_from_another_bucket_than_reads(time: FakeClock) -> None:
    client = Exchange().client(rate_limit=RateLimit(perps_read=SMALL, perps_write=SMALL, margin=0.0, max_wait=0.0))
    for _ in range(2):
        get_margin_markets.sync_detailed(client=client)
        cancel_margin_order.sync_detailed("an-id", client=client)
    for call, bucket in {
        lambda: get_margin_markets.sync(client=client): "perps_read",
        lambda: cancel_margin_order.sync("an-id", client=client): "perps_write",
    }.items():
        with pytest.raises(RateLimiterTimeoutError, match=f"10 tokens of the {bucket} bucket") as refused:
            call()
        assert refused.value.bucket == bucket
    get_markets.sync(client=client)


def test_what_the_exchange_lists_overrides_what_the_spec_of_perps_says(time: FakeClock) -> None:
    exchange = Exchange()
    exchange.listed = [{"method": "DELETE", "path": "/trade-api/v2/margin/orders/:order_id", "cost": 2}]
    client = exchange.client(rate_limit=RateLimit(perps_read=SMALL, perps_write=SMALL, margin=0.0))
    ask(client, get_markets)
    for _ in range(10):
        cancel_margin_order.sync_detailed("an-id", client=client)
    # What isn't listed costs what the spec says.
    for _ in range(4):
        get_margin_balance.sync_detailed(client=client)
    assert time.waits == []
    cancel_margin_order.sync_detailed("an-id", client=client)
    assert time.waits == [pytest.approx(0.2)]


def test_given_sizes_need_no_question_and_each_pair_is_for_its_own() -> None:
    def check(case: tuple[RateLimit, list[str]]) -> None:
        given, asked = case
        exchange = Exchange()
        ask(exchange.client(rate_limit=given), get_markets, get_margin_markets)
        assert [path for path in exchange.paths if path.startswith("/account")] == asked

    cases = {
        "both": (RateLimit(read=SIZE, write=SIZE, perps_read=SIZE, perps_write=SIZE), []),
        "event contracts": (RateLimit(read=SIZE, write=SIZE), [PERPS_LIMITS]),
        "perps": (RateLimit(perps_read=SIZE, perps_write=SIZE), [LIMITS, COSTS]),
        "none": (RateLimit(), [LIMITS, COSTS, PERPS_LIMITS]),
    }
    walk(cases, check)


@each_way
def test_limits_of_perps_that_can_not_be_read_hold_up_no_event_contracts(run_async: bool) -> None:
    exchange = Exchange()
    exchange.fails = {PERPS_LIMITS}
    client = exchange.client()
    with pytest.raises(RateLimiterError, match="give RateLimit both perps_read and perps_write") as refused:
        ask(client.with_headers({}), get_margin_markets, run_async=run_async)
    assert (refused.value.bucket, refused.value.cost) == ("perps_read", 10)
    assert isinstance(refused.value.__cause__, KalshiRateLimitError)
    ask(client.with_headers({}), get_markets, run_async=run_async)
    exchange.fails.clear()
    ask(client.with_headers({}), get_margin_markets, run_async=run_async)
    assert exchange.paths[-2:] == [PERPS_LIMITS, "/margin/markets"]


def test_a_429_pauses_the_bucket_that_the_request_was_of(time: FakeClock) -> None:
    given = RateLimit(read=SIZE, write=SIZE, perps_read=SIZE, perps_write=SIZE, margin=0.0, max_wait=0.0)
    held = RateLimiter(given, no_client, BASE_URL)
    held.on_response(get("/margin/markets"), answer(429, retry_after="7"))
    held.acquire(get("/markets"), None)
    with pytest.raises(RateLimiterTimeoutError):
        held.acquire(get("/margin/positions"), None)
    time.advance(7)
    held.acquire(get("/margin/positions"), None)


def test_a_429_before_the_limits_are_known_pauses_nothing() -> None:
    held = RateLimiter(RateLimit(read=SIZE, write=SIZE), no_client, BASE_URL)
    held.on_response(get("/margin/markets"), answer(429, retry_after="7"))
    held.acquire(get("/markets"), 0.0)


def test_processes_share_each_limit_for_itself(lasting_redis: RedisServer) -> None:
    shared, key = SharedLimit(lasting_redis.url, timeout=5.0), uuid.uuid4().hex
    slow = BucketSize(refill_rate=1, bucket_capacity=100)
    given = RateLimit(read=slow, write=slow, perps_read=slow, perps_write=slow, margin=0.0, max_wait=0.0, shared=shared)
    first, second = (RateLimiter(given, no_client, BASE_URL, RedisBuckets(shared, key).bucket) for _ in range(2))
    for each in (first, second) * 5:
        each.acquire(get("/margin/markets"), None)
    for each in (first, second):
        with pytest.raises(RateLimiterTimeoutError, match="perps_read"):
            each.acquire(get("/margin/markets"), None)
    first.acquire(get("/markets"), None)
    buckets = [RedisBuckets(shared, key).bucket(name, slow, 0.0) for name in ("read", "perps_read")]
    names = [each._key.rpartition(":")[2] for each in buckets if isinstance(each, RedisBucket)]
    assert names == ["read", "perps_read"]
