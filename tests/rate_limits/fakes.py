"""Requests, responses and limiters for tests: nothing is sent and nobody is asked."""

from __future__ import annotations

import json

import httpx

from kalshi_gen.client import AuthenticatedClient
from kalshi_overlay.rate_limits import BucketSize, RateLimit, SharedLimit
from kalshi_overlay.rate_limits.limiter import NewBucket, RateLimiter

BASE_URL = "http://127.0.0.1:9/trade-api/v2"
ORDERS = "/portfolio/events/orders"
BATCH = "/portfolio/events/orders/batched"


def get(path: str = "/markets") -> httpx.Request:
    """A request to read something."""
    return httpx.Request("GET", BASE_URL + path)


def order() -> httpx.Request:
    """A request to place an order: ten tokens of writes."""
    return httpx.Request("POST", BASE_URL + ORDERS, json={"ticker": "KXBTCD-26DEC31-T100000"})


def batch(count: int, method: str = "POST") -> httpx.Request:
    """A request to place so many orders, or to cancel them."""
    return httpx.Request(method, BASE_URL + BATCH, content=json.dumps({"orders": [{}] * count}))


def answer(status: int, **headers: str) -> httpx.Response:
    """A response of the exchange."""
    return httpx.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def limit(
    rate: int = 100,
    capacity: int = 100,
    *,
    margin: float = 0.0,
    max_wait: float | None = None,
    shared: SharedLimit | None = None,
) -> RateLimit:
    """A limit of given numbers, the same for reads and writes."""
    size = BucketSize(refill_rate=rate, bucket_capacity=capacity)
    return RateLimit(read=size, write=size, margin=margin, max_wait=max_wait, shared=shared)


def no_client(seconds: float) -> AuthenticatedClient:
    raise AssertionError("the numbers are given")


def limiter(rate_limit: RateLimit | None = None, new_bucket: NewBucket | None = None) -> RateLimiter:
    """A limiter whose numbers are given, so that it asks nobody."""
    return RateLimiter(rate_limit or limit(), no_client, BASE_URL, new_bucket)


def waiting(held: RateLimiter, bucket: str = "write") -> int:
    """How many wait for tokens of a bucket."""
    return len(held._buckets[bucket])
