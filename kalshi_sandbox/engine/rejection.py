"""How the engine rejects a request."""

from __future__ import annotations

from decimal import Decimal

# Codes of a fill_or_kill order that can't fill, and of a request that costs more than is available.
KILLED = "fill_or_kill_insufficient_resting_volume"
INSUFFICIENT = "insufficient_balance"


class EngineRejection(Exception):  # noqa: N818 - an answer of the exchange, no fault of the program
    """A rule of the exchange forbids the request. Nothing has changed.

    Args:
        status: The HTTP status that the spec gives such a rejection: 400, 404, 409 or 503.
        code: Short machine-readable name of the rule, such as `insufficient_balance`.
        message: The rule in words.
        details: What exactly is wrong: the field and its value.
        about: The field at fault, or the market's status that forbids the request; empty for neither.
    """

    def __init__(self, status: int, code: str, message: str, details: str, about: str = "") -> None:
        super().__init__(f"{message}: {details}")
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.about = about


def invalid(field: str, fault: str) -> EngineRejection:
    """Reject a request for a field that would be wrong at any time."""
    return EngineRejection(400, "invalid_parameters", "invalid parameters", f"{field}: {fault}", field)


def not_found(kind: str, identifier: str, why: str = "no such thing") -> EngineRejection:
    """Reject a request that names something the exchange doesn't have, or doesn't show to the caller.

    Args:
        kind: `market`, `order`, `order_group`, `event`, `series` or `account`.
        identifier: Its ticker or id, as the caller gave it.
        why: Why it isn't there.
    """
    return EngineRejection(404, f"{kind}_not_found", f"{kind.replace('_', ' ')} not found", f"{identifier}: {why}")


def conflict(code: str, message: str, details: str, about: str = "") -> EngineRejection:
    """Reject a valid request that the current state forbids."""
    return EngineRejection(409, code, message, details, about)


def insufficient_balance(needed: Decimal, available: Decimal, shard: int) -> EngineRejection:
    """Reject a request that costs more US dollars than the subaccount has available on a shard."""
    details = f"needs {_money(needed)}, available {_money(available)} on shard {shard}"
    return EngineRejection(400, INSUFFICIENT, "insufficient balance", details)


def _money(dollars: Decimal) -> str:
    """US dollars as people write them, in cents at least: `$500000.00`."""
    exponent = dollars.normalize().as_tuple().exponent
    return f"${dollars:.{max(2, -exponent if isinstance(exponent, int) else 0)}f}"


def empty_shard(code: str, shard: int) -> EngineRejection:
    """Reject an order whose shard has no cash, with a misleading code as the live exchange has it.

    Args:
        code: `user_not_found` or `market_not_found`.
    """
    return EngineRejection(404, code, code.replace("_", " "), f"the subaccount has no cash on shard {shard}")
