"""When a fault fires: on which operation, at which call, how likely, how often."""

from __future__ import annotations

from random import Random
from typing import Any

import attrs
from attrs import define, field, frozen, validators

from .contract import load_contract
from .fault_kinds import Fault, told

_at_least_one = validators.optional(validators.and_(validators.instance_of(int), validators.ge(1)))


def _is_operation(rule: Any, attribute: attrs.Attribute[Any], value: str | None) -> None:
    if value is not None and value not in load_contract().operations:
        raise ValueError(f"operation: the contract has no operation {value!r}; give its operationId, or None for any")


@define(eq=False)
class Chances:
    """How often a fault fires among what it may hit.

    Args:
        nth: Only the n-th such call, from 1.
        probability: How likely it hits such a call, from 0 to 1.
        seed: Seed of the chance: the same calls in the same order meet the same faults.
        times: At most so many times; None is without end.
    """

    nth: int | None = field(default=None, kw_only=True, validator=_at_least_one)
    probability: float = field(
        default=1.0,
        kw_only=True,
        validator=[validators.instance_of((int, float)), validators.ge(0), validators.le(1)],
    )
    seed: int = field(default=0, kw_only=True, validator=validators.instance_of(int))
    times: int | None = field(default=None, kw_only=True, validator=_at_least_one)
    calls: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)
    chance: Random = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.chance = Random(self.seed)

    def is_due(self) -> bool:
        """Count what it may hit, and tell whether it hits it."""
        self.calls += 1
        is_drawn = self.chance.random() < self.probability
        is_left = self.times is None or self.fired < self.times
        return is_drawn and is_left and self.nth in (None, self.calls)


@define(eq=False)
class Rule(Chances):
    """A fault and when it fires, counting from when the rule was added.

    Args:
        fault: What goes wrong.
        operation: The operationId of the calls that it may hit; None is any request to the API.
    """

    fault: Fault
    operation: str | None = field(default=None, kw_only=True, validator=_is_operation)

    def hits(self, operation_id: str | None) -> bool:
        """Count a call, and tell whether it is one that the fault shall hit.

        Args:
            operation_id: The call's operation, None for a path that the contract doesn't have.
        """
        return self.operation in (None, operation_id) and self.is_due()

    def summary(self) -> dict[str, Any]:
        """The rule and its counts as JSON values."""
        return {
            "fault": told(self.fault),
            "operation": self.operation,
            "nth": self.nth,
            "probability": self.probability,
            "seed": self.seed,
            "times": self.times,
            "calls": self.calls,
            "fired": self.fired,
        }


@frozen
class Fired:
    """A fault that has fired.

    Args:
        at: When, on the exchange's clock, in Unix seconds.
        operation: The call's operationId, None for a path that the contract doesn't have.
        call: Which call of the rule's it was, from 1.
        fault: What went wrong.
        acted: Whether the exchange had acted on the request when it went wrong.
    """

    at: float
    operation: str | None
    call: int
    fault: Fault
    acted: bool

    def summary(self) -> dict[str, Any]:
        """The event as JSON values."""
        return {
            "at": self.at,
            "operation": self.operation,
            "call": self.call,
            "fault": told(self.fault),
            "acted": self.acted,
        }
