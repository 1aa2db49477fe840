"""A `kalshi_overlay.transport.Limiter` that waits for the account's tokens, and pauses a bucket at a 429."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import httpx
from attrs import frozen

from kalshi_gen.api.account import get_account_api_limits, get_account_endpoint_costs
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError, retry_after
from kalshi_gen.perps.api.account import get_perps_account_api_limits
from kalshi_gen.runtime.operation import Operation
from kalshi_overlay import clock
from kalshi_overlay.errors import KalshiConfigError, RateLimiterError
from kalshi_overlay.extras import require_extra
from kalshi_overlay.flow import Call, Flow, run, run_async

from .bucket import Bucket
from .costs import (
    BALANCE,
    PERPS_OPERATIONS,
    PERPS_READ,
    PERPS_WRITE,
    PUBLISHED,
    READ,
    WRITE,
    Charge,
    Costs,
    operation_of,
)
from .fair_bucket import FairBucket, FifoQueue, QueueTimeoutError, remaining
from .settings import BucketSize, RateLimit

NewBucket = Callable[[str, BucketSize, float], Bucket]
"""Makes a bucket of its name, its size and its margin in seconds."""

NewUnlimitedClient = Callable[[float], AuthenticatedClient]
"""Makes a signed client that nothing limits, and that tries for so many seconds."""

_TOO_MANY_REQUESTS: Final = 429


def new_limiter(given: Any, new_unlimited_client: NewUnlimitedClient, base_url: str, access_key_id: str) -> RateLimiter:
    """Make the limiter of `create_client(rate_limit=...)`; nothing is sent.

    Args:
        given: A RateLimit, or `account` for the numbers of the account.
        new_unlimited_client: What makes the client that reads the account's numbers.
        base_url: The client's base URL.
        access_key_id: The id of its API key: those who share it share a `SharedLimit`.

    Raises:
        KalshiConfigError: `given` is neither, or the limit is shared without the extra `redis`.
    """
    rate_limit = RateLimit() if given == "account" else given
    if not isinstance(rate_limit, RateLimit):
        raise KalshiConfigError(f'rate_limit must be "account" or a RateLimit, not {type(given).__name__}')
    new_bucket = None
    if rate_limit.shared is not None:
        require_extra("redis", "redis")
        from .shared import RedisBuckets

        new_bucket = RedisBuckets(rate_limit.shared, access_key_id).bucket
    return RateLimiter(rate_limit, new_unlimited_client, base_url, new_bucket)


@frozen
class _Lane:
    """Requests that the exchange gives limits of their own.

    Attributes:
        read: The name of the bucket that reads take from.
        write: That of writes.
        others: Buckets of single operations, as large as that of reads.
        limits: The operation that reads the sizes of the buckets.
    """

    read: str
    write: str
    others: tuple[str, ...]
    limits: Operation[Any]


_EVENTS: Final = _Lane(READ, WRITE, (BALANCE,), get_account_api_limits.OPERATION)
_PERPS: Final = _Lane(PERPS_READ, PERPS_WRITE, (), get_perps_account_api_limits.OPERATION)
_COSTS: Final = get_account_endpoint_costs.OPERATION


class RateLimiter:
    """Holds the attempts of a client, and of those derived from it, to one limit; threads and tasks alike.

    Where you don't give the account's numbers, they are read before the first request that needs them, and kept: those
    of event contracts and those of perpetual futures each for themselves. The arguments are those of `new_limiter`;
    `new_bucket` makes the buckets.
    """

    def __init__(
        self,
        rate_limit: RateLimit,
        new_unlimited_client: NewUnlimitedClient,
        base_url: str,
        new_bucket: NewBucket | None = None,
    ) -> None:
        self._rate_limit = rate_limit
        self._new_unlimited_client = new_unlimited_client
        self._base_path = httpx.URL(base_url).raw_path.decode("ascii").rstrip("/")
        self._new_bucket = new_bucket or _local_bucket
        self._reading = FifoQueue()
        self._costs = PUBLISHED
        self._buckets: dict[str, FairBucket] = {}
        for lane in (_EVENTS, _PERPS):
            read, write = (getattr(rate_limit, name) for name in (lane.read, lane.write))
            # Both sizes are given, or neither.
            if read is not None:
                self._buckets |= self._new_buckets(lane, read, write)

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt until the deadline, or for `RateLimit.max_wait` if that is sooner.

        Raises:
            RateLimiterError: The tokens would come later or never, or the account's numbers can't be read.
        """
        run(self._acquire(request, deadline))

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt while other tasks run; see `acquire`."""
        await run_async(self._acquire(request, deadline))

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        """Pause the bucket of a request that was rejected with 429, for as long as Retry-After says."""
        if response.status_code != _TOO_MANY_REQUESTS:
            return
        bucket = self._buckets.get(self._costs.charge(request, self._base_path).bucket)
        if bucket is not None:
            seconds = retry_after(response.headers.get("retry-after"), response.headers.get("date"))
            bucket.bucket.pause(self._rate_limit.pause if seconds is None else seconds)

    def _acquire(self, request: httpx.Request, deadline: float | None) -> Flow[None]:
        longest = self._rate_limit.max_wait
        latest = math.inf if longest is None else clock.now() + longest
        if deadline is not None:
            latest = min(latest, deadline)
        charge = self._costs.charge(request, self._base_path)
        if charge.bucket not in self._buckets:
            yield from self._read_limits(charge, latest)
            charge = self._costs.charge(request, self._base_path)
        yield from self._buckets[charge.bucket].acquire(charge, latest)

    def _read_limits(self, charge: Charge, deadline: float) -> Flow[None]:
        """Read the account's numbers for the bucket of a request, or wait for the thread or task that does."""
        try:
            waiter = yield from self._reading.enter(0, deadline)
        except QueueTimeoutError:
            raise RateLimiterError("the account's rate limits could not be read in time", *charge) from None
        try:
            if charge.bucket not in self._buckets:
                yield from self._ask_exchange(charge, remaining(deadline))
        finally:
            self._reading.leave(waiter)

    def _ask_exchange(self, charge: Charge, seconds: float) -> Flow[None]:
        lane = _PERPS if charge.bucket in (PERPS_READ, PERPS_WRITE) else _EVENTS
        # The list of costs is the API's; of perpetual futures it has what the API's first request has learnt.
        asked = (lane.limits, _COSTS) if lane is _EVENTS else (lane.limits,)
        client = self._new_unlimited_client(seconds)
        try:
            limits, *costs = yield Call(_read, _read_async, (client, asked))
            buckets = self._new_buckets(lane, _size(limits.read), _size(limits.write))
            for each in costs:
                self._costs = self._listed(each)
        except (KalshiError, AttributeError, TypeError) as error:
            problem = (
                "the account's rate limits can't be read (to do without, give RateLimit both "
                f"{lane.read} and {lane.write})"
            )
            raise RateLimiterError(f"{problem}: {error}", *charge) from error
        # Asking has cost tokens too.
        yield from buckets[lane.read].take_now(sum(self._costs.of(operation.operation_id) for operation in asked))
        # A new dict: others may be looking at the present one.
        self._buckets = {**self._buckets, **buckets}

    def _listed(self, costs: Any) -> Costs:
        """The costs that the exchange lists; what it lists of perpetual futures overrides what their spec says."""
        listed = {
            operation_of(each.method.upper(), each.path.removeprefix(self._base_path)): each.cost
            for each in costs.endpoint_costs
        }
        by_operation = {name: cost for name, cost in PUBLISHED.by_operation.items() if name in PERPS_OPERATIONS}
        by_operation |= {operation: cost for operation, cost in listed.items() if operation is not None}
        return Costs(costs.default_cost, by_operation)

    def _new_buckets(self, lane: _Lane, read: BucketSize, write: BucketSize) -> dict[str, FairBucket]:
        sizes = {lane.read: read, lane.write: write, **dict.fromkeys(lane.others, read)}
        margin = self._rate_limit.margin
        return {name: FairBucket(self._new_bucket(name, size, margin), size) for name, size in sizes.items()}


def _local_bucket(name: str, size: BucketSize, margin: float) -> Bucket:
    return Bucket(size.refill_rate, size.bucket_capacity, margin)


def _read(client: AuthenticatedClient, operations: tuple[Operation[Any], ...]) -> list[Any]:
    with client:
        return [operation.sync(client, {}) for operation in operations]


async def _read_async(client: AuthenticatedClient, operations: tuple[Operation[Any], ...]) -> list[Any]:
    async with client:
        return [await operation.asyncio(client, {}) for operation in operations]


def _size(limit: Any) -> BucketSize:
    return BucketSize(refill_rate=limit.refill_rate, bucket_capacity=limit.bucket_capacity)
