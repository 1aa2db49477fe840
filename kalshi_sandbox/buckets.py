"""Token buckets: how many requests an account may send, and the 429 for more.

Perpetual futures have buckets of their own. Klear has none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from attrs import define, evolve, frozen

from .error_answers import ErrorAnswer
from .spec import ApiName, load_spec
from .validation import CheckedRequest

# Batches are billed per item.
_BATCHES = ("BatchCreateOrdersV2", "BatchCancelOrdersV2")
# These go to the shard of their ticker if they don't name a shard.
_ROUTED = ("CreateOrderV2", "AmendOrderV2", "DecreaseOrderV2", "CancelOrderV2")
_BY_TICKER = -1
# The live exchange is reported to have a bucket for this endpoint alone; the spec has no size for it.
_OWN_BUCKET = "GetBalance"


DEFAULT_COST = 10
"""Tokens of a request to any operation that is not in `COSTS`."""

# The exchange's side of the wire has its own table, so that a wrong cost of the client's shows.
COSTS = {
    "BatchCancelOrdersV2": 2,
    "CancelAllOrders": 2,
    "CancelOrderV2": 2,
    "CreateQuote": 2,
    "DeleteQuote": 2,
    "DeleteRFQQuote": 2,
    "GetOrder": 2,
    "GetQuote": 2,
    "GetRFQQuote": 2,
    "UpgradeAccountApiUsageLevel": 30,
}
"""Tokens of a request, or of an item of a batch, as the descriptions of the spec name them."""

# Of perpetual futures, every other request costs the default.
_MARGIN_BALANCE = "GetMarginBalance"
_MARGIN_BALANCE_COST, _COMPUTED_MARGIN_BALANCE_COST = 5, 50
# A demo account of the basic tier was recorded with twice the reads of event contracts; for the other tiers it is ours.
_PERPS_READS = 2


@frozen
class Tier:
    """The token buckets of a usage tier: tokens per second for reads and for writes.

    Write buckets above the basic tier hold the tokens of two seconds, all others those of one.
    """

    read_rate: int
    write_rate: int
    write_seconds: int = 2


# The names and their order are those of the spec. It has no sizes, so these are the sandbox's own.
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
    """A bucket of tokens that refills up to its capacity.

    Args:
        rate: Tokens added per second.
        capacity: Most tokens that it holds.
        tokens: Tokens in it at `at`.
        at: When they were last computed, in Unix seconds.
    """

    rate: int
    capacity: int
    tokens: float
    at: float

    def wait_for(self, cost: int, now: float) -> float:
        """Take tokens and return 0, or take none and return the seconds after which there are enough.

        Args:
            cost: Tokens to take.
            now: The time, in Unix seconds.
        """
        seconds = self.seconds_until(cost, now)
        if not seconds:
            self.take(cost)
        return seconds

    def seconds_until(self, cost: int, now: float) -> float:
        """Seconds after which there are enough tokens: 0 if there are, infinite if it never holds so many."""
        self.tokens = min(self.capacity, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = now
        # Unix seconds as a float are exact to a microsecond, so what is added in one is not required.
        if self.tokens + self.rate * 1e-6 >= cost:
            return 0.0
        return (cost - self.tokens) / self.rate if cost <= self.capacity else math.inf

    def take(self, cost: int) -> None:
        """Take tokens that `seconds_until` found."""
        self.tokens = max(0.0, self.tokens - cost)


class Buckets:
    """The buckets of every key: one for reads, one for writes, one for the balance, and one for writes on each shard.

    For perpetual futures, there are another one for reads and another one for writes.

    Args:
        tier: The usage tier of every account, one of `TIERS`.
        clock: The exchange's clock, in Unix seconds.
        has_retry_after: Whether a 429 has a Retry-After header.

    Raises:
        ValueError: If there is no such tier.
    """

    def __init__(self, tier: str, clock: Callable[[], float], *, has_retry_after: bool = False) -> None:
        if tier not in TIERS:
            raise ValueError(f"tier: {tier!r} is not one of {', '.join(TIERS)}")
        self._tier = TIERS[tier]
        self._clock = clock
        self._has_retry_after = has_retry_after
        self._buckets: dict[tuple[str | None, str], Bucket] = {}

    def take(self, request: CheckedRequest) -> None:
        """Take the request's cost from its bucket.

        Args:
            request: A request that the spec allows. Unsigned requests share their buckets.

        Raises:
            ErrorAnswer: With 429 if there are too few tokens.
        """
        cost, now = cost_of(request), self._clock()
        kind = "read" if request.operation.method == "GET" else "write"
        tier = _tier_of(self._tier, request.operation.api)
        buckets = [self._bucket(tier, request.access_key_id, name, kind) for name in _names(request, kind)]
        waits = [bucket.seconds_until(cost, now) for bucket in buckets]
        seconds = max(waits)
        if not seconds:
            for bucket in buckets:
                bucket.take(cost)
            return
        bucket = buckets[waits.index(seconds)]
        if seconds == math.inf:
            raise _too_many(f"the request costs {cost} tokens, and the {kind} bucket holds {bucket.capacity} at most")
        raise _too_many(
            f"the request costs {cost} tokens, and the {kind} bucket has {math.floor(bucket.tokens)}; "
            f"{bucket.rate} are added each second",
            {"Retry-After": str(math.ceil(seconds))} if self._has_retry_after else None,
        )

    def _bucket(self, tier: Tier, access_key_id: str | None, name: str, kind: str) -> Bucket:
        known = self._buckets.get((access_key_id, name))
        if known is None:
            rate, capacity = _size(tier, kind)
            known = self._buckets[access_key_id, name] = Bucket(rate, capacity, capacity, self._clock())
        return known


def _names(request: CheckedRequest, kind: str) -> list[str]:
    """The names of the buckets from each of which a request takes tokens."""
    operation_id = request.operation.operation_id
    if request.operation.api == "perps":
        return [f"perps {kind}"]
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
        request: A request that the spec allows.
    """
    operation_id = request.operation.operation_id
    if operation_id == _MARGIN_BALANCE:
        is_computed = request.query.get("compute_available_balance", False)
        return _COMPUTED_MARGIN_BALANCE_COST if is_computed else _MARGIN_BALANCE_COST
    cost = COSTS.get(operation_id, DEFAULT_COST)
    return cost * max(1, len(request.body["orders"])) if operation_id in _BATCHES else cost


def limits(tier: str | None, api: ApiName = "api") -> dict[str, Any]:
    """What GetAccountApiLimits, or the same for perpetual futures, answers of a tier.

    Args:
        tier: One of `TIERS`; None for the highest.
        api: The API whose limits they are.
    """
    tier, buckets = tier or [*TIERS][-1], {}
    for kind in ("read", "write"):
        rate, capacity = _size(_tier_of(TIERS[tier], api), kind)
        buckets[kind] = {"refill_rate": rate, "bucket_capacity": capacity}
    return {"usage_tier": tier, **buckets, "grants": []}


def endpoint_costs() -> dict[str, Any]:
    """What GetAccountEndpointCosts answers."""
    operations = load_spec().operations
    costs = [
        {"method": operations[name].method, "path": operations[name].path, "cost": cost}
        for name, cost in sorted(COSTS.items())
    ]
    return {"default_cost": DEFAULT_COST, "endpoint_costs": costs}


def _tier_of(tier: Tier, api: ApiName) -> Tier:
    """The buckets of a tier for an API."""
    return evolve(tier, read_rate=tier.read_rate * _PERPS_READS) if api == "perps" else tier


def _size(tier: Tier, kind: str) -> tuple[int, int]:
    """Tokens per second of a bucket, and its capacity."""
    if kind == "read":
        return tier.read_rate, tier.read_rate
    return tier.write_rate, tier.write_rate * tier.write_seconds


def _too_many(details: str, headers: dict[str, str] | None = None) -> ErrorAnswer:
    return ErrorAnswer(429, "too_many_requests", "too many requests", details, headers)
