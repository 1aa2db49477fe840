"""Faults of the exchange: set by rule, met by calls, counted and listed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import TypeVar

from .fault_kinds import Body, Delay, Drift, Fault, Lag, Refuse, Reset, Status
from .fault_rules import Fired, Rule

__all__ = ["Body", "Delay", "Drift", "Fault", "Faults", "Fired", "Lag", "Refuse", "Reset", "Rule", "Status", "drift"]

Kind = TypeVar("Kind", Refuse, Reset, Delay, Status, Body, Drift, Lag)

# A call has one end: the first rule that fires decides which. Delays, lags and drifts come on top.
_ENDS = (Refuse, Reset, Status, Body)


def drift(name: str) -> Drift:
    """The drift of that name.

    Args:
        name: One that `drifts.DRIFTS` has, such as `null-empty-lists`.

    Raises:
        ValueError: If there is none of that name.
    """
    return Drift(name)


class Faults:
    """The rules by which an exchange fails, and what has failed.

    Args:
        clock: The exchange's clock, in Unix seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._rules: list[Rule] = []
        self._fired: list[Fired] = []
        self._spared: set[str] = set()
        self._lock = Lock()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, oldest first, each with its counts."""
        return tuple(self._rules)

    @property
    def fired(self) -> tuple[Fired, ...]:
        """What has gone wrong, oldest first."""
        return tuple(self._fired)

    def add(
        self,
        fault: Fault,
        *,
        operation: str | None = None,
        nth: int | None = None,
        probability: float = 1.0,
        seed: int = 0,
        times: int | None = None,
    ) -> Rule:
        """Let a fault hit calls from now on.

        Args:
            fault: What goes wrong.
            operation: The operationId of the calls that it may hit; None is any request to the API.
            nth: Only the n-th such call, from 1.
            probability: How likely it hits such a call, from 0 to 1.
            seed: Seed of the chance.
            times: At most so many times; None is without end.

        Raises:
            ValueError: If the contract has no such operation, or a number is out of range.
            TypeError: If an argument is of another type.
        """
        rule = Rule(fault, operation=operation, nth=nth, probability=probability, seed=seed, times=times)
        with self._lock:
            self._rules.append(rule)
        return rule

    def clear(self) -> None:
        """Forget all rules, and what has gone wrong."""
        with self._lock:
            self._rules.clear()
            self._fired.clear()

    def spare(self, access_key_ids: Iterable[str]) -> None:
        """Let calls under some keys meet no fault and not be counted: those of the exchange's own traders."""
        self._spared.update(access_key_ids)

    def meet(self, operation_id: str | None, access_key_id: str | None = None) -> Meeting:
        """Count a call, and choose the faults that it meets.

        Args:
            operation_id: The call's operation, None for a path that the contract doesn't have.
            access_key_id: The key that it names.
        """
        if not self._rules or access_key_id in self._spared:
            return Meeting(self, operation_id, [])
        chosen: list[Rule] = []
        with self._lock:
            for rule in self._rules:
                if rule.hits(operation_id) and not (isinstance(rule.fault, _ENDS) and _has_end(chosen)):
                    rule.fired += 1
                    chosen.append(rule)
        return Meeting(self, operation_id, chosen)

    def settle(self, rule: Rule, fired: Fired | None) -> None:
        """Note that a chosen fault has happened, or (None) that it could not: that doesn't count as fired."""
        with self._lock:
            if fired is None:
                rule.fired -= 1
            else:
                self._fired.append(fired)

    def now(self) -> float:
        """The exchange's time, in Unix seconds."""
        return self._clock()


class Meeting:
    """The faults that one call meets; each is taken when its moment has come.

    Args:
        faults: Where they come from.
        operation_id: The call's operation.
        rules: The rules that chose the call.
    """

    def __init__(self, faults: Faults, operation_id: str | None, rules: list[Rule]) -> None:
        self._faults = faults
        self._operation_id = operation_id
        self._open = [(rule, rule.calls) for rule in rules]
        self.happened: list[Fault] = []

    def due(self, kind: type[Kind], **facts: object) -> Iterator[tuple[Rule, Kind]]:
        """The faults of a kind that have not happened yet, with the rule of each.

        Args:
            kind: The kind of fault.
            facts: Attributes that the fault must have, such as `when="before_acting"`.
        """
        for rule, _ in list(self._open):
            fault = rule.fault
            if isinstance(fault, kind) and all(getattr(fault, name) == fact for name, fact in facts.items()):
                yield rule, fault

    def happens(self, rule: Rule, *, acted: bool) -> None:
        """Note that the rule's fault happens now.

        Args:
            rule: The rule whose fault it is.
            acted: Whether the exchange has acted on the request.
        """
        call = next(call for known, call in self._open if known is rule)
        self._open = [(known, call) for known, call in self._open if known is not rule]
        self.happened.append(rule.fault)
        self._faults.settle(rule, Fired(self._faults.now(), self._operation_id, call, rule.fault, acted))

    def close(self) -> None:
        """The call is over: what has not happened by now doesn't count."""
        for rule, _ in self._open:
            self._faults.settle(rule, None)
        self._open = []


def _has_end(rules: list[Rule]) -> bool:
    return any(isinstance(rule.fault, _ENDS) for rule in rules)
