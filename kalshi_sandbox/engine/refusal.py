"""What the engine says when it refuses a request."""

from __future__ import annotations

# Code of the refusal of a fill_or_kill order that can't fill.
KILLED = "fill_or_kill_insufficient_resting_volume"
# Code of the refusal of what costs more than there is.
INSUFFICIENT = "insufficient_balance"


class Refused(Exception):  # noqa: N818 - an answer of the exchange, no fault of the program
    """A request that a rule of the exchange forbids; nothing has changed.

    Args:
        status: HTTP status that the contract gives such a refusal: 400, 404, 409 or 503.
        code: Short machine-readable name of the rule, such as `insufficient_balance`.
        message: The rule in words.
        details: What exactly is wrong: the field and value at fault.
        about: The field at fault, or the market's status that forbids it; empty where it is neither.
    """

    def __init__(self, status: int, code: str, message: str, details: str, about: str = "") -> None:
        super().__init__(f"{message}: {details}")
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.about = about


def invalid(field: str, fault: str) -> Refused:
    """The refusal of a request with a field that no state of the exchange would make right."""
    return Refused(400, "invalid_parameters", "invalid parameters", f"{field}: {fault}", field)


def not_found(kind: str, identifier: str, why: str = "no such thing") -> Refused:
    """The refusal of a request that names something the exchange doesn't have, or doesn't show the caller.

    Args:
        kind: What was looked for: `market`, `order`, `order_group`, `event`, `series`, `account`.
        identifier: Its ticker or id, as the caller gave it.
        why: Why it isn't there.
    """
    return Refused(404, f"{kind}_not_found", f"{kind.replace('_', ' ')} not found", f"{identifier}: {why}")


def conflict(code: str, message: str, details: str, about: str = "") -> Refused:
    """The refusal of a request that is right in itself but that the present state forbids."""
    return Refused(409, code, message, details, about)


def insufficient_balance(needed: object, available: object, shard: int) -> Refused:
    """The refusal of a request that costs more than the subaccount has at hand on a shard, in US dollars."""
    details = f"needs ${needed}, available ${available} on shard {shard}"
    return Refused(400, INSUFFICIENT, "insufficient balance", details)


def empty_shard(code: str, shard: int) -> Refused:
    """The refusal of an order whose shard has no cash, in words that mislead, as the live exchange's do.

    Args:
        code: `user_not_found` or `market_not_found`.
    """
    return Refused(404, code, code.replace("_", " "), f"the subaccount has no cash on shard {shard}")
