"""What a client's attempts pass: each waits for its tokens, and a 429 pauses its bucket."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import httpx
from attrs import evolve, frozen

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import retry_after
from kalshi_overlay import clock
from kalshi_overlay.errors import RateLimiterError
from kalshi_overlay.extras import require_extra

from .account import AccountLimits, read_account, read_account_async
from .bucket import Bucket, LocalBucket
from .costs import BALANCE, PUBLISHED, READ, WRITE, Charge
from .gate import Gate
from .line import Line, TurnNeverCameError
from .settings import BucketSize, RateLimit

if TYPE_CHECKING:
    from kalshi_overlay.client import KalshiAuthenticatedClient

NewBucket = Callable[[str, BucketSize, float], Bucket]
"""Makes a bucket of its name, its size and its margin in seconds."""

NewUnlimitedClient = Callable[[float], AuthenticatedClient]
"""Makes a signed client that nothing limits, and that tries for so many seconds."""

_TOO_MANY_REQUESTS: Final = 429


def new_limiter(given: Any, client: KalshiAuthenticatedClient, base_url: str, access_key_id: str) -> RateLimiter:
    """Make what `create_client(rate_limit=...)` asks for; nothing is sent.

    Args:
        given: A RateLimit, or `account`.
        client: The client to be limited, which is not limited yet.
        base_url: Where the contract's paths begin.
        access_key_id: The id of its API key: those who share it share a `SharedBudget`.

    Raises:
        KalshiConfigError: `given` is neither.
        MissingExtraError: The budget is to be shared, and the extra `redis` is not installed.
    """
    rate_limit = RateLimit.of(given)
    copy = client.with_headers({})

    def new_unlimited_client(seconds: float) -> AuthenticatedClient:
        unlimited, policy = copy.with_headers({}), copy.retry_policy
        least = min(seconds, math.inf if policy.total_timeout is None else policy.total_timeout)
        unlimited.retry_policy = evolve(policy, total_timeout=None if math.isinf(least) else least)
        return unlimited

    if rate_limit.shared is None:
        return RateLimiter(rate_limit, new_unlimited_client, base_url)
    require_extra("redis", "redis")
    from .shared import SharedBuckets

    new_bucket = SharedBuckets(rate_limit.shared, access_key_id).bucket
    return RateLimiter(rate_limit, new_unlimited_client, base_url, new_bucket)


@frozen
class _Account:
    """The limits of an account, and the gates that keep them."""

    limits: AccountLimits
    gates: dict[str, Gate]


class RateLimiter:
    """Holds the attempts of a client, and of those derived from it, to one budget; threads and tasks alike.

    It is a `kalshi_overlay.transport.Limiter`. The account's numbers, where they are not given, are read before the
    first request and kept.

    Args:
        rate_limit: What the user said.
        new_unlimited_client: What makes the client that reads the account's numbers.
        base_url: Where the contract's paths begin.
        new_bucket: What makes the buckets.
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
        self._reading = Line()
        self._account: _Account | None = None
        if rate_limit.read is not None and rate_limit.write is not None:
            self._account = self._opened(AccountLimits(rate_limit.read, rate_limit.write, PUBLISHED))

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt.

        Args:
            request: What is about to be sent.
            deadline: The last moment at which it may go, in seconds of `clock.now()`; None for none. The
                longest wait of the settings holds as well.

        Raises:
            RateLimiterTimeoutError: The tokens would come later; nothing was sent.
            RequestExceedsBucketError: The bucket never holds so many; nothing was sent.
            RateLimiterError: The account's numbers can't be read; nothing was sent.
        """
        until = self._until(deadline)
        account = self._account or self._read(request, until)
        charge = account.limits.costs.charge(request, self._base_path)
        account.gates[charge.bucket].enter(charge, until)

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        """Wait for the tokens of an attempt while other tasks run; see `acquire`."""
        until = self._until(deadline)
        account = self._account or await self._read_async(request, until)
        charge = account.limits.costs.charge(request, self._base_path)
        await account.gates[charge.bucket].enter_async(charge, until)

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        """Pause the bucket of a request that was refused with 429.

        Args:
            request: What was sent.
            response: Its status and headers; Retry-After says how long.
        """
        if response.status_code != _TOO_MANY_REQUESTS or self._account is None:
            return
        seconds = retry_after(response.headers.get("retry-after"), response.headers.get("date"))
        charge = self._account.limits.costs.charge(request, self._base_path)
        self._account.gates[charge.bucket].bucket.pause(self._rate_limit.pause if seconds is None else seconds)

    def _until(self, deadline: float | None) -> float:
        longest = self._rate_limit.max_wait
        until = math.inf if longest is None else clock.now() + longest
        return until if deadline is None else min(until, deadline)

    def _read(self, request: httpx.Request, until: float) -> _Account:
        """Read the account's numbers, or wait for the thread or task that does."""
        waiting = PUBLISHED.charge(request, self._base_path)
        try:
            with self._reading.turn(0, until):
                if self._account is None:
                    client = self._new_unlimited_client(max(0.0, until - clock.now()))
                    limits = read_account(client, self._base_path, waiting)
                    account = self._opened(limits)
                    account.gates[READ].bucket.reserve(limits.reading_cost, math.inf)
                    self._account = account
                return self._account
        except TurnNeverCameError:
            raise _still_reading(waiting) from None

    async def _read_async(self, request: httpx.Request, until: float) -> _Account:
        waiting = PUBLISHED.charge(request, self._base_path)
        try:
            async with self._reading.turn_async(0, until):
                if self._account is None:
                    client = self._new_unlimited_client(max(0.0, until - clock.now()))
                    limits = await read_account_async(client, self._base_path, waiting)
                    account = self._opened(limits)
                    await account.gates[READ].bucket.reserve_async(limits.reading_cost, math.inf)
                    self._account = account
                return self._account
        except TurnNeverCameError:
            raise _still_reading(waiting) from None

    def _opened(self, limits: AccountLimits) -> _Account:
        sizes = {READ: limits.read, WRITE: limits.write, BALANCE: limits.read}
        margin = self._rate_limit.margin
        return _Account(
            limits,
            {name: Gate(self._new_bucket(name, size, margin), size.bucket_capacity) for name, size in sizes.items()},
        )


def _local_bucket(name: str, size: BucketSize, margin: float) -> Bucket:
    return LocalBucket(size.refill_rate, size.bucket_capacity, margin)


def _still_reading(waiting: Charge) -> RateLimiterError:
    problem = "the account's rate limits, which it waits for, were still being read"
    return RateLimiterError(problem, waiting.bucket, waiting.cost, waiting.method, waiting.path)
