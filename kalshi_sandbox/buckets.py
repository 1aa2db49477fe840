"""Token buckets: what an account may ask in a time, and the 429 when it asks for more."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from attrs import define, frozen

from kalshi_overlay.rate_limits.costs import PUBLISHED

from .contract import load_contract
from .refusals import Refusal
from .validation import CheckedRequest

# Batches are billed an item.
_BATCHES = ("BatchCreateOrdersV2", "BatchCancelOrdersV2")
# These go to a shard by their ticker, where they don't name the shard.
_ROUTED = ("CreateOrderV2", "AmendOrderV2", "DecreaseOrderV2", "CancelOrderV2")
_BY_TICKER = -1
# The live exchange is reported to keep a bucket for this endpoint alone; the contract gives it no size.
_OWN_BUCKET = "GetBalance"


@frozen
class Tier:
    """The budget of a usage tier: tokens a second for reads and for writes.

    Write buckets above the basic tier hold the tokens of two seconds; all others those of one.
    """

    read_rate: int
    write_rate: int
    write_seconds: int = 2


# The names and their order are the contract's; it has no sizes, so these are the sandbox's own.
TIERS = {
    "basic": Tier(200, 100, write_seconds=1),
    "advanced": Tier(300, 300),
    "expert": Tier(600, 600),
    "premier": Tier(1000, 1000),
    "paragon": Tier(2000, 2000),
    "prime": Tier(4000, 4000),
    "prestige": Tier(8000, 8000),
}


@define
class Bucket:
    """A bucket of tokens that refills by itself up to what it holds.

    Args:
        rate: Tokens that flow back each second.
        capacity: Most tokens that it holds.
        tokens: Tokens in it when it was last looked at.
        at: When that was, in Unix seconds.
    """

    rate: int
    capacity: int
    tokens: float
    at: float

    def wait_for(self, cost: int, now: float) -> float:
        """Take tokens out, and return 0; or take none, and return the seconds after which there are enough.

        Args:
            cost: Tokens to take.
            now: The time, in Unix seconds.
        """
        seconds = self.seconds_until(cost, now)
        if not seconds:
            self.take(cost)
        return seconds

    def seconds_until(self, cost: int, now: float) -> float:
        """Seconds after which there are enough tokens; 0 if there are, infinite if it never holds so many."""
        self.tokens = min(self.capacity, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = now
        # Unix seconds as a float are exact to a microsecond: what flows back in one is forgiven.
        if self.tokens + self.rate * 1e-6 >= cost:
            return 0.0
        return (cost - self.tokens) / self.rate if cost <= self.capacity else math.inf

    def take(self, cost: int) -> None:
        """Take tokens out that were there when it was last looked at."""
        self.tokens = max(0.0, self.tokens - cost)


class Buckets:
    """The buckets of every key: one for reads, one for writes, one for the balance, and one for writes on each shard.

    Args:
        tier: The usage tier of every account, one of `TIERS`.
        clock: The exchange's clock, in Unix seconds.
        tells_when: Whether a refusal has a Retry-After header.

    Raises:
        ValueError: If there is no such tier.
    """

    def __init__(self, tier: str, clock: Callable[[], float], *, tells_when: bool = False) -> None:
        if tier not in TIERS:
            raise ValueError(f"tier: {tier!r} is not one of {', '.join(TIERS)}")
        self._tier = TIERS[tier]
        self._clock = clock
        self._tells_when = tells_when
        self._buckets: dict[tuple[str | None, str], Bucket] = {}

    def take(self, request: CheckedRequest) -> None:
        """Take the request's cost out of its bucket.

        Args:
            request: A request that the contract allows. Those that nobody signed share their buckets.

        Raises:
            Refusal: With 429 if there are too few tokens.
        """
        cost, now = cost_of(request), self._clock()
        kind = "read" if request.operation.method == "GET" else "write"
        buckets = [self._bucket(request.access_key_id, name, kind) for name in _names(request, kind)]
        waits = [bucket.seconds_until(cost, now) for bucket in buckets]
        seconds = max(waits)
        if not seconds:
            for bucket in buckets:
                bucket.take(cost)
            return
        bucket = buckets[waits.index(seconds)]
        if seconds == math.inf:
            raise _refused(f"the request costs {cost} tokens, and the {kind} bucket holds {bucket.capacity} at most")
        raise _refused(
            f"the request costs {cost} tokens, and the {kind} bucket has {math.floor(bucket.tokens)}; "
            f"{bucket.rate} flow back each second",
            {"Retry-After": str(math.ceil(seconds))} if self._tells_when else None,
        )

    def _bucket(self, access_key_id: str | None, name: str, kind: str) -> Bucket:
        known = self._buckets.get((access_key_id, name))
        if known is None:
            rate, capacity = _size(self._tier, kind)
            known = self._buckets[access_key_id, name] = Bucket(rate, capacity, capacity, self._clock())
        return known


def _names(request: CheckedRequest, kind: str) -> list[str]:
    """The names of the buckets that a request takes its tokens from, from each of them."""
    operation_id = request.operation.operation_id
    if operation_id == _OWN_BUCKET:
        return [operation_id]
    if kind == "read" or not request.behaviour.shards_have_write_buckets:
        return [kind]
    body = request.body if isinstance(request.body, dict) else {}
    exchange_index = request.query.get("exchange_index", body.get("exchange_index"))
    others = range(1, request.behaviour.shards)
    if exchange_index in others:
        return [f"{kind} {exchange_index}"]
    ticker = body.get("ticker") or body.get("market_ticker") or request.query.get("market_ticker")
    if operation_id in _ROUTED and exchange_index in (None, _BY_TICKER) and ticker:
        return [kind, *(f"{kind} {shard}" for shard in others)]
    return [kind]


def cost_of(request: CheckedRequest) -> int:
    """Tokens that a request costs; a batch costs as much as its items together.

    Args:
        request: A request that the contract allows.
    """
    operation_id = request.operation.operation_id
    cost = PUBLISHED.of(operation_id)
    return cost * max(1, len(request.body["orders"])) if operation_id in _BATCHES else cost


def limits(tier: str) -> dict[str, Any]:
    """What GetAccountApiLimits answers of a tier.

    Args:
        tier: One of `TIERS`.
    """
    buckets = {}
    for kind in ("read", "write"):
        rate, capacity = _size(TIERS[tier], kind)
        buckets[kind] = {"refill_rate": rate, "bucket_capacity": capacity}
    return {"usage_tier": tier, **buckets, "grants": []}


def endpoint_costs() -> dict[str, Any]:
    """What GetAccountEndpointCosts answers."""
    operations = load_contract().operations
    costs = [
        {"method": operations[name].method, "path": operations[name].path, "cost": cost}
        for name, cost in sorted(PUBLISHED.by_operation.items())
    ]
    return {"default_cost": PUBLISHED.default_cost, "endpoint_costs": costs}


def _size(tier: Tier, kind: str) -> tuple[int, int]:
    """Tokens a second of a bucket, and the most that it holds."""
    if kind == "read":
        return tier.read_rate, tier.read_rate
    return tier.write_rate, tier.write_rate * tier.write_seconds


def _refused(details: str, headers: dict[str, str] | None = None) -> Refusal:
    return Refusal(429, "too_many_requests", "too many requests", details, headers)
