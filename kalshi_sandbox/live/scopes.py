"""What a key may do, by its scopes."""

from __future__ import annotations

from ..contract import Operation
from ..key_ring import Key
from ..refusals import Refusal

_TRADE_PATHS = ("/portfolio/events/orders", "/portfolio/order_groups")
_CHILDREN = {
    "ApplySubaccountTransfer": "write::transfer",
    "GetBalance": "read::portfolio_balance",
}


def check_scope(key: Key, operation: Operation) -> None:
    """Refuse what none of the key's scopes covers.

    Args:
        key: The key that signed.
        operation: What it asks for.

    Raises:
        Refusal: With 403.
    """
    covering = {"read" if operation.method == "GET" else "write", _child(operation)}
    if not covering & set(key.scopes):
        wanted = " or ".join(sorted(scope for scope in covering if scope))
        raise Refusal(403, "insufficient_scope", "insufficient scope", f"the key has not the scope {wanted}")


def _child(operation: Operation) -> str:
    if operation.method != "GET" and operation.path.startswith(_TRADE_PATHS):
        return "write::trade"
    return _CHILDREN.get(operation.operation_id, "")
