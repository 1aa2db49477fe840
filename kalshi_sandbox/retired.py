"""How the live exchange answers requests that its spec doesn't have."""

from __future__ import annotations

from attrs import evolve

from .error_answers import ErrorAnswer
from .spec import Operation, Schema

_OLD_ORDERS = "/portfolio/orders"
# What follows the id of an order in the old paths.
_CHANGES = ("amend", "decrease")
# Those that the old paths had.
_WRITES = ("DELETE", "POST")
_POSITIONS = "GetPositions"
_ANY_LIMIT: Schema = {"type": "integer", "minimum": 0, "maximum": 5000, "default": 100}


def check_path(method: str, path: str) -> None:
    """Reject the old paths to place, change and cancel orders.

    Args:
        method: HTTP method in capitals.
        path: The path without its base path.

    Raises:
        ErrorAnswer: With 410.
    """
    if method not in _WRITES or not (path == _OLD_ORDERS or path.startswith(f"{_OLD_ORDERS}/")):
        return
    below = path.removeprefix(_OLD_ORDERS).split("/")[1:]
    if len(below) < 2 or (len(below) == 2 and below[1] in _CHANGES):
        details = f"{method} {_OLD_ORDERS} is gone; use /portfolio/events/orders"
        raise ErrorAnswer(410, "deprecated_v1_order_endpoint", "deprecated endpoint", details)


def with_any_limit(operation: Operation) -> Operation:
    """The operation with the page limits that the live exchange accepts: more than in the spec for GetPositions."""
    if operation.operation_id != _POSITIONS:
        return operation
    return evolve(
        operation,
        parameters=tuple(
            evolve(parameter, schema=_ANY_LIMIT) if parameter.name == "limit" else parameter
            for parameter in operation.parameters
        ),
    )
