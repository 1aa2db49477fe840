"""Writes on shards: whichever buckets of the exchange they take tokens from, none is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from random import Random
from typing import Any

import httpx
import pytest
from attrs import evolve

from kalshi_gen.api.account import get_account_api_limits
from kalshi_overlay import RetryPolicy, clock
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import SIMPLE
from tests.sandbox.small import small_sandbox
from tests.sandbox.test_answers import ORDER

ONCE = RetryPolicy(retries=0, total_timeout=None)
SHARDS = 4
WITH_BUCKETS = pytest.mark.parametrize("has_buckets", [True, False])

OpenExchange = Callable[[bool], AbstractContextManager[Sandbox]]


@pytest.fixture
def open_exchange(monkeypatch: pytest.MonkeyPatch) -> OpenExchange:
    """Opens an exchange whose shards have write buckets or not; time passes when the client sleeps."""

    @contextmanager
    def opened(has_buckets: bool) -> Iterator[Sandbox]:
        behaviour = evolve(SIMPLE, shards=SHARDS, shards_have_write_buckets=has_buckets)
        with small_sandbox(tier="basic", clock="manual", behaviour=behaviour) as exchange:
            began = exchange.clock.now()
            monkeypatch.setattr(clock, "now", lambda: (exchange.clock.now() - began) / timedelta(seconds=1))
            monkeypatch.setattr(clock, "sleep", exchange.clock.advance)
            for shard in range(SHARDS):
                exchange.engine.markets.add(ticker(shard), exchange_index=shard)
            exchange.add_account("rich", balance=1_000_000)
            yield exchange

    return opened


def ticker(shard: int) -> str:
    return f"KXSHARD-{shard}"


def write(http: httpx.Client, chance: Random) -> int:
    """Send an order by its ticker or its shard, or a batch."""
    shard = chance.randrange(SHARDS)
    body: dict[str, Any] = {**ORDER, "ticker": ticker(shard)}
    del body["client_order_id"]
    match chance.choice(["left out", "shard", "by ticker", "batch"]):
        case "shard":
            body["exchange_index"] = shard
        case "by ticker":
            body["exchange_index"] = -1
        case "batch":
            orders = [body] * chance.randint(1, 3)
            return http.post("/portfolio/events/orders/batched", json={"orders": orders}).status_code
    return http.post("/portfolio/events/orders", json=body).status_code


def test_the_limits_of_the_account_name_no_shard(open_exchange: OpenExchange) -> None:
    """One size of writes is all that the client can know."""
    with open_exchange(True) as exchange, exchange.client() as client:
        limits = get_account_api_limits.sync(client=client)
    assert {"usage_tier", "read", "write", "grants"} == set(type(limits).__struct_fields__)


@WITH_BUCKETS
def test_a_burst_of_writes_on_all_shards_is_never_refused(open_exchange: OpenExchange, has_buckets: bool) -> None:
    chance = Random(4)
    with (
        open_exchange(has_buckets) as exchange,
        exchange.client("rich", rate_limit="account", retry_policy=ONCE) as client,
    ):
        http = client.get_httpx_client()
        statuses = Counter(write(http, chance) for _ in range(150))
    assert statuses == {201: 150}


@WITH_BUCKETS
def test_without_a_limit_the_same_burst_is_refused(open_exchange: OpenExchange, has_buckets: bool) -> None:
    chance = Random(4)
    with open_exchange(has_buckets) as exchange, exchange.client("rich", retry_policy=ONCE) as client:
        http = client.get_httpx_client()
        assert 429 in {write(http, chance) for _ in range(150)}
