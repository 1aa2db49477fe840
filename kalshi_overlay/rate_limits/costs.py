"""What a request costs, and which bucket pays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import httpx
import msgspec
from attrs import frozen

from kalshi_gen.perps.routes import ROUTES as PERPS_ROUTES
from kalshi_gen.routes import ROUTES

READ: Final = "read"
WRITE: Final = "write"
BALANCE: Final = "balance"
PERPS_READ: Final = "perps_read"
PERPS_WRITE: Final = "perps_write"

# Batches are billed by the item.
_BATCHES = frozenset({"BatchCreateOrdersV2", "BatchCancelOrdersV2"})
# The live exchange is reported to keep a bucket for this operation alone; the spec gives it no size, so it is taken
# to be as large as that of reads.
_OWN_BUCKETS = {"GetBalance": BALANCE}
# What an operation costs with a parameter that makes the exchange compute more.
_COSTS_WITH = {"GetMarginBalance": ("compute_available_balance", 50)}
# What both specs have is the API's: nothing that is sent tells it apart.
_ROUTES = {**PERPS_ROUTES, **ROUTES}
PERPS_OPERATIONS: Final = frozenset(PERPS_ROUTES.values()).difference(ROUTES.values())
"""The operations that the limits of perpetual futures are for."""


class Charge(NamedTuple):
    """What one request costs, in tokens, and the name of the bucket that pays; the path has no query."""

    bucket: str
    cost: int
    method: str
    path: str


@frozen
class Costs:
    """The cost of each operation.

    Attributes:
        default_cost: Tokens of a request to any operation that is not in `by_operation`.
        by_operation: Tokens of a request, or of an item of a batch, by the operation's id.
    """

    default_cost: int
    by_operation: Mapping[str, int]

    def of(self, operation: str | None) -> int:
        """Tokens of a request for an operation, or of an item if that is a batch."""
        return self.default_cost if operation is None else self.by_operation.get(operation, self.default_cost)

    def charge(self, request: httpx.Request, base_path: str) -> Charge:
        """Look up what a request costs; `base_path` is that of the client's base URL, without a slash at its end."""
        path = request.url.raw_path.partition(b"?")[0].decode("ascii")
        operation = operation_of(request.method, path.removeprefix(base_path))
        cost = self.of(operation)
        if operation in _BATCHES:
            cost *= _items(request)
        if operation in _COSTS_WITH:
            name, most = _COSTS_WITH[operation]
            # Whatever is not plainly off may be on.
            if request.url.params.get(name, "false") != "false":
                cost = max(cost, most)
        read, write = (PERPS_READ, PERPS_WRITE) if operation in PERPS_OPERATIONS else (READ, WRITE)
        usual = read if request.method in ("GET", "HEAD") else write
        return Charge(_OWN_BUCKETS.get(operation or "", usual), cost, request.method, path)


PUBLISHED: Final = Costs(
    10,
    {
        **dict.fromkeys(("BatchCancelOrdersV2", "CancelAllOrders", "CancelOrderV2", "GetOrder"), 2),
        **dict.fromkeys(("CreateQuote", "DeleteQuote", "DeleteRFQQuote", "GetQuote", "GetRFQQuote"), 2),
        "UpgradeAccountApiUsageLevel": 30,
        "GetMarginBalance": 5,
    },
)
"""The costs that the descriptions of the specs name, for buckets whose sizes you give."""


def _items(request: httpx.Request) -> int:
    try:
        body: Any = msgspec.json.decode(request.content)
    except (httpx.RequestNotRead, msgspec.DecodeError):
        # Not written by the generated client; the exchange will reject what it can't read.
        return 1
    orders = body.get("orders") if isinstance(body, dict) else None
    return max(1, len(orders)) if isinstance(orders, list) else 1


def operation_of(method: str, path: str) -> str | None:
    """Look up the operation of a request; None if no spec has one there.

    Args:
        method: The HTTP method, in capitals.
        path: The path after the base path, without its query; the template of one will do.
    """
    match = _routes(method).fullmatch(path.strip("/"))
    return match.lastgroup if match else None


@cache
def _routes(method: str) -> re.Pattern[str]:
    """All paths of a method, as a pattern with a group for each that is named for its operation."""
    # A literal part of a path goes before a parameter.
    routes = [(path.strip("/"), operation) for (of, path), operation in _ROUTES.items() if of == method]
    routes.sort(key=lambda route: [part.startswith("{") for part in route[0].split("/")])
    return re.compile("|".join(f"(?P<{name}>{re.sub('{[^}]+}', '[^/]+', path)})" for path, name in routes))
