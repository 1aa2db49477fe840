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
from kalshi_overlay import clock
from kalshi_overlay.errors import KalshiConfigError, RateLimiterError
from kalshi_overlay.extras import require_extra
from kalshi_overlay.flow import Call, Flow, run, run_async

from .bucket import Bucket
from .costs import BALANCE, PUBLISHED, READ, WRITE, Charge, Costs, operation_of
from .fair_bucket import FairBucket, FifoQueue, QueueTimeoutError, remaining
from .settings import BucketSize, RateLimit

NewBucket = Callable[[str, BucketSize, float], Bucket]
"""Makes a bucket of its name, its size and its margin in seconds."""

NewUnlimitedClient = Callable[[float], AuthenticatedClient]
"""Makes a signed client that nothing limits, and that tries for so many seconds."""

_TOO_MANY_REQUESTS: Final = 429
_ACCOUNT_READS = (get_account_api_limits.OPERATION.operation_id, get_account_endpoint_costs.OPERATION.operation_id)


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
class _Account:
    """The numbers of an account, and the buckets that keep to them."""

    costs: Costs
    buckets: dict[str, FairBucket]


class RateLimiter:
    """Holds the attempts of a client, and of those derived from it, to one limit; threads and tasks alike.

    Where you don't give the account's numbers, they are read before the first request and kept. The arguments are those
    of `new_limiter`; `new_bucket` makes the buckets.
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
        self._account: _Account | None = None
        if rate_limit.read is not None and rate_limit.write is not None:
            self._account = self._new_account(rate_limit.read, rate_limit.write, PUBLISHED)

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
        if response.status_code != _TOO_MANY_REQUESTS or self._account is None:
            return
        seconds = retry_after(response.headers.get("retry-after"), response.headers.get("date"))
        charge = self._account.costs.charge(request, self._base_path)
        self._account.buckets[charge.bucket].bucket.pause(self._rate_limit.pause if seconds is None else seconds)

    def _acquire(self, request: httpx.Request, deadline: float | None) -> Flow[None]:
        longest = self._rate_limit.max_wait
        latest = math.inf if longest is None else clock.now() + longest
        if deadline is not None:
            latest = min(latest, deadline)
        account = self._account or (yield from self._read_account(request, latest))
        charge = account.costs.charge(request, self._base_path)
        yield from account.buckets[charge.bucket].acquire(charge, latest)

    def _read_account(self, request: httpx.Request, deadline: float) -> Flow[_Account]:
        """Read the account's numbers, or wait for the thread or task that does."""
        charge = PUBLISHED.charge(request, self._base_path)
        try:
            waiter = yield from self._reading.enter(0, deadline)
        except QueueTimeoutError:
            raise RateLimiterError("the account's rate limits could not be read in time", *charge) from None
        try:
            if self._account is None:
                account = yield from self._ask_exchange(charge, remaining(deadline))
                # Asking has cost tokens too.
                yield from account.buckets[READ].take_now(sum(map(account.costs.of, _ACCOUNT_READS)))
                self._account = account
            return self._account
        finally:
            self._reading.leave(waiter)

    def _ask_exchange(self, charge: Charge, seconds: float) -> Flow[_Account]:
        client = self._new_unlimited_client(seconds)
        try:
            limits, costs = yield Call(_read, _read_async, (client,))
            operations = [
                (operation_of(each.method.upper(), each.path.removeprefix(self._base_path)), each.cost)
                for each in costs.endpoint_costs
            ]
            by_operation = {operation: cost for operation, cost in operations if operation is not None}
            return self._new_account(_size(limits.read), _size(limits.write), Costs(costs.default_cost, by_operation))
        except (KalshiError, AttributeError, TypeError) as error:
            problem = "the account's rate limits can't be read (to do without, give RateLimit both read and write)"
            raise RateLimiterError(f"{problem}: {error}", *charge) from error

    def _new_account(self, read: BucketSize, write: BucketSize, costs: Costs) -> _Account:
        sizes, margin = {READ: read, WRITE: write, BALANCE: read}, self._rate_limit.margin
        buckets = {name: FairBucket(self._new_bucket(name, size, margin), size) for name, size in sizes.items()}
        return _Account(costs, buckets)


def _local_bucket(name: str, size: BucketSize, margin: float) -> Bucket:
    return Bucket(size.refill_rate, size.bucket_capacity, margin)


def _read(client: AuthenticatedClient) -> tuple[Any, Any]:
    with client:
        return get_account_api_limits.sync(client=client), get_account_endpoint_costs.sync(client=client)


async def _read_async(client: AuthenticatedClient) -> tuple[Any, Any]:
    async with client:
        limits = await get_account_api_limits.asyncio(client=client)
        return limits, await get_account_endpoint_costs.asyncio(client=client)


def _size(limit: Any) -> BucketSize:
    return BucketSize(refill_rate=limit.refill_rate, bucket_capacity=limit.bucket_capacity)
