"""What the exchange tells an account about its rate limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import frozen

from kalshi_gen.api.account import get_account_api_limits, get_account_endpoint_costs
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_gen.models import BucketLimit, GetAccountApiLimitsResponse, GetAccountEndpointCostsResponse
from kalshi_overlay.errors import RateLimiterError

from .costs import Charge, Costs
from .routes import operation_of
from .settings import BucketSize

_ASKED = (get_account_api_limits.OPERATION.operation_id, get_account_endpoint_costs.OPERATION.operation_id)


@frozen
class AccountLimits:
    """The budget of an account.

    Attributes:
        read: The bucket of reads.
        write: The bucket of writes.
        costs: What each operation costs.
    """

    read: BucketSize
    write: BucketSize
    costs: Costs

    @property
    def reading_cost(self) -> int:
        """Tokens of reads that asking for these limits has cost."""
        return sum(self.costs.of(operation) for operation in _ASKED)


def read_account(client: AuthenticatedClient, base_path: str, charge: Charge) -> AccountLimits:
    """Ask the exchange (GetAccountApiLimits, GetAccountEndpointCosts).

    Args:
        client: A signed client that nothing limits; it is closed afterwards.
        base_path: Where the contract's paths begin.
        charge: What the request that waits for it is thought to cost, for the error.

    Raises:
        RateLimiterError: There is no answer, or no usable one; what went wrong is its cause.
    """
    with _failures_named(charge), client:
        limits = get_account_api_limits.sync(client=client)
        return _account_limits(limits, get_account_endpoint_costs.sync(client=client), base_path)


async def read_account_async(client: AuthenticatedClient, base_path: str, charge: Charge) -> AccountLimits:
    """Ask the exchange while other tasks run; see `read_account`."""
    with _failures_named(charge):
        async with client:
            limits = await get_account_api_limits.asyncio(client=client)
            return _account_limits(limits, await get_account_endpoint_costs.asyncio(client=client), base_path)


@contextmanager
def _failures_named(charge: Charge) -> Iterator[None]:
    try:
        yield
    except (KalshiError, AttributeError, TypeError) as error:
        raise RateLimiterError(
            "the account's rate limits can't be read, and it waits for them (RateLimit(read=..., write=...) needs "
            f"none): {error}",
            charge.bucket,
            charge.cost,
            charge.method,
            charge.path,
        ) from error


def _account_limits(
    limits: GetAccountApiLimitsResponse, costs: GetAccountEndpointCostsResponse, base_path: str
) -> AccountLimits:
    by_operation = {}
    for each in costs.endpoint_costs:
        operation = operation_of(each.method.upper(), each.path.removeprefix(base_path))
        if operation is not None:
            by_operation[operation] = each.cost
    return AccountLimits(_size(limits.read), _size(limits.write), Costs(costs.default_cost, by_operation))


def _size(told: BucketLimit) -> BucketSize:
    return BucketSize(refill_rate=told.refill_rate, bucket_capacity=told.bucket_capacity)
