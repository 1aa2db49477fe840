"""The faults that you can set on the exchange: `exchange.faults.add(...)`, their rules, and what has failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from threading import Lock
from typing import Any, Literal, TypeVar

import attrs
from attrs import define, field, frozen, validators

from .extra import require_extra

require_extra()

from .drifts import DRIFTS
from .spec import APIS, ApiName, load_specs

__all__ = ["Body", "Delay", "Drift", "Fault", "Faults", "Fired", "Lag", "Refuse", "Reset", "Rule", "Status", "drift"]

_MAX_SECONDS = 86_400


def _seconds(fault: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MAX_SECONDS:
        raise ValueError(f"{attribute.name}: {value!r} is no number of seconds from 0 to {_MAX_SECONDS}")


def one_of(*choices: object) -> Any:
    """A validator for a field that is one of some values."""

    def check(fault: Any, attribute: attrs.Attribute[Any], value: object) -> None:
        if value not in choices:
            raise ValueError(f"{attribute.name}: {value!r} is not one of {', '.join(map(str, choices))}")

    return check


def seconds_field() -> Any:
    """A field of a fault for a number of seconds."""
    return field(validator=_seconds)


@frozen
class Refuse:
    """The exchange goes away: the connection is reset before the request is read, and new ones are refused for a while.

    Args:
        seconds: How long new connections are refused, on the exchange's clock.
    """

    seconds: float = seconds_field()


@frozen
class Reset:
    """The connection is reset (RST).

    Args:
        when: Before the request is read; after it is read, but before the exchange acts on it; after the exchange has
            acted on it, but before the answer; or after half of the answer.
    """

    when: Literal["before_reading", "before_acting", "before_answering", "mid_answer"] = field(
        validator=one_of("before_reading", "before_acting", "before_answering", "mid_answer")
    )


@frozen
class Delay:
    """The exchange acts late, or answers late.

    Args:
        seconds: How long it waits, on the exchange's clock.
        when: Whether it waits before it acts, or before it answers.
    """

    seconds: float = seconds_field()
    when: Literal["before_acting", "before_answering"] = field(
        default="before_acting", validator=one_of("before_acting", "before_answering")
    )


@frozen
class Status:
    """An error instead of the exchange's own answer.

    Args:
        status: 429, 500, 502, 503 or 504; or 403, an HTML page as a client in a blocked country gets it.
        acting: Whether the exchange acts on the request nevertheless.
        retry_after: Seconds in a Retry-After header, None for no such header.
    """

    status: int = field(validator=one_of(429, 500, 502, 503, 504, 403))
    acting: bool = field(default=False, validator=validators.instance_of(bool))
    retry_after: int | None = field(
        default=None, validator=validators.optional(validators.and_(validators.instance_of(int), validators.ge(0)))
    )


@frozen
class Body:
    """A success whose body is not JSON: cut off in the middle, or an HTML page. The exchange has acted.

    Args:
        form: `truncated` or `html`.
    """

    form: Literal["truncated", "html"] = field(validator=one_of("truncated", "html"))


@frozen
class Drift:
    """A success whose body differs from the spec. The exchange has acted.

    Args:
        name: A name in `drifts.DRIFTS`.
    """

    name: str = field(validator=one_of(*DRIFTS))


@frozen
class Lag:
    """Reads of the account's own data show an earlier state.

    Args:
        seconds: How far they lag behind, on the exchange's clock.
    """

    seconds: float = seconds_field()


Fault = Refuse | Reset | Delay | Status | Body | Drift | Lag

KINDS: dict[str, type[Any]] = {kind.__name__.lower(): kind for kind in (Refuse, Reset, Delay, Status, Body, Drift, Lag)}


def fault_values(fault: Fault) -> dict[str, Any]:
    """A fault as JSON values: its kind, and the arguments of the kind."""
    return {"kind": type(fault).__name__.lower(), **attrs.asdict(fault)}


def fault_from(values: Mapping[str, Any]) -> Fault:
    """The fault of JSON values, as `fault_values` writes them.

    Args:
        values: `kind`, and the arguments of the kind by name.

    Raises:
        ValueError: If there is no such kind, or an argument is missing, unknown or out of range.
    """
    given = dict(values)
    name = given.pop("kind", None)
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(f"fault.kind: {name!r} is not one of {', '.join(KINDS)}")
    known = {attribute.name for attribute in attrs.fields(kind)}
    for key in given:
        if key not in known:
            raise ValueError(f"fault.{key}: {name} has no such argument; it has: {', '.join(sorted(known))}")
    try:
        fault: Fault = kind(**given)
    except TypeError as error:
        raise ValueError(f"fault: {error}") from None
    return fault


_at_least_one = validators.optional(validators.and_(validators.instance_of(int), validators.ge(1)))


def _is_operation(rule: Any, attribute: attrs.Attribute[Any], value: str | None) -> None:
    if value is not None and value not in load_specs().operations:
        raise ValueError(f"operation: no spec has an operation {value!r}; give an operationId, or None for any")


@define(eq=False)
class Chances:
    """How often a fault fires.

    Args:
        nth: Only at the n-th call that it may hit, from 1.
        probability: The probability that it hits such a call, from 0 to 1.
        seed: Seed of the probability: the same calls in the same order get the same faults.
        times: At most so many times; None for no limit.
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
        """Count a call that it may hit, and return whether it hits it."""
        self.calls += 1
        is_drawn = self.chance.random() < self.probability
        may_fire = self.times is None or self.fired < self.times
        return is_drawn and may_fire and self.nth in (None, self.calls)


# Where the faults of requests and those of the stream are.
_MODULES = (__name__, f"{__package__}.stream_faults")


def check_fault(value: object, kinds: Iterable[type], remedy: str) -> None:
    """Refuse what is no fault that can be added here.

    Args:
        value: What came as `fault`.
        kinds: The faults that can be added here.
        remedy: What to do about a fault that is added elsewhere.

    Raises:
        TypeError: If it is none of `kinds`.
    """
    kinds, kind = tuple(kinds), value if isinstance(value, type) else type(value)
    if isinstance(value, kinds):
        return
    if issubclass(kind, kinds):
        raise TypeError(f"fault: {kind.__name__} is a class; give an object of it: {kind.__name__}(...)")
    if kind.__module__ in _MODULES:
        raise TypeError(f"fault: {value!r} {remedy}")
    raise TypeError(f"fault: {value!r} is not one of {', '.join(f'{each.__name__}(...)' for each in kinds)}")


def _is_api(rule: Any, attribute: attrs.Attribute[Any], value: ApiName | None) -> None:
    if value is None:
        return
    one_of(*APIS)(rule, attribute, value)
    if rule.operation is not None and load_specs().operations[rule.operation].api != value:
        raise ValueError(f"api: {rule.operation} is no operation of {value}; leave one of them out")


def _is_fault(rule: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    remedy = "hits messages of the stream, not requests; add it with exchange.stream.faults.add(...)"
    check_fault(value, KINDS.values(), remedy)


@define(eq=False)
class Rule(Chances):
    """A fault and when it fires, counting from when the rule was added.

    Args:
        fault: What goes wrong.
        operation: The operationId of the calls that it may hit; None for any request.
        api: The API of the calls that it may hit: `api`, `perps` or `klear`; None for any.
    """

    fault: Fault = field(validator=_is_fault)
    operation: str | None = field(default=None, kw_only=True, validator=_is_operation)
    api: ApiName | None = field(default=None, kw_only=True, validator=_is_api)

    def hits(self, operation_id: str | None, api: ApiName = "api") -> bool:
        """Count a call, and return whether the fault hits it.

        Args:
            operation_id: The call's operation, None for a path that no spec has.
            api: The call's API.
        """
        return self.operation in (None, operation_id) and self.api in (None, api) and self.is_due()

    def summary(self) -> dict[str, Any]:
        """The rule and its counts as JSON values."""
        return {
            "fault": fault_values(self.fault),
            "operation": self.operation,
            "api": self.api,
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
        operation: The call's operationId, None for a path that no spec has.
        api: The call's API.
        call: The number of the call among those of the rule, from 1.
        fault: What went wrong.
        acted: Whether the exchange had acted on the request by then.
    """

    at: float
    operation: str | None
    api: ApiName
    call: int
    fault: Fault
    acted: bool

    def summary(self) -> dict[str, Any]:
        """The fault as JSON values."""
        return {
            "at": self.at,
            "operation": self.operation,
            "api": self.api,
            "call": self.call,
            "fault": fault_values(self.fault),
            "acted": self.acted,
        }


Kind = TypeVar("Kind", Refuse, Reset, Delay, Status, Body, Drift, Lag)

# A call ends in one way: the first such rule that fires wins. Delays, lags and drifts can be added to it.
_ENDS = (Refuse, Reset, Status, Body)


def drift(name: str) -> Drift:
    """A drift by its name.

    Args:
        name: A name in `drifts.DRIFTS`, such as `null-empty-lists`.

    Raises:
        ValueError: If there is no such drift.
    """
    return Drift(name)


class Faults:
    """The faults of an exchange, and what has failed.

    Args:
        clock: The exchange's clock, in Unix seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._rules: list[Rule] = []
        self._fired: list[Fired] = []
        self._exempt: set[str] = set()
        self._lock = Lock()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, oldest first, each with its counts."""
        return tuple(self._rules)

    @property
    def fired(self) -> tuple[Fired, ...]:
        """What has failed, oldest first."""
        return tuple(self._fired)

    def add(
        self,
        fault: Fault,
        *,
        operation: str | None = None,
        api: ApiName | None = None,
        nth: int | None = None,
        probability: float = 1.0,
        seed: int = 0,
        times: int | None = None,
    ) -> Rule:
        """Add a fault.

        Args:
            fault: What goes wrong.
            operation: The operationId of the calls that it may hit; None for any request.
            api: The API of the calls that it may hit: `api` for event contracts, `perps` or `klear`; None for any.
            nth: Only at the n-th such call, from 1.
            probability: The probability that it hits such a call, from 0 to 1.
            seed: Seed of the probability.
            times: At most so many times; None for no limit.

        Raises:
            ValueError: If no spec, or not that of `api`, has such an operation, or a number is out of range.
            TypeError: If an argument is of another type, such as a fault of the stream.
        """
        rule = Rule(fault, operation=operation, api=api, nth=nth, probability=probability, seed=seed, times=times)
        with self._lock:
            self._rules.append(rule)
        return rule

    def clear(self) -> None:
        """Remove all rules, and clear what has failed."""
        with self._lock:
            self._rules.clear()
            self._fired.clear()

    def exempt(self, access_key_ids: Iterable[str]) -> None:
        """Never hit or count calls that some keys sign, such as those of the simulated traders."""
        self._exempt.update(access_key_ids)

    def activate(
        self, operation_id: str | None, api: ApiName = "api", access_key_id: str | None = None
    ) -> ActiveFaults:
        """Count a call, and choose the faults that hit it.

        Args:
            operation_id: The call's operation, None for a path that no spec has.
            api: The call's API.
            access_key_id: The key that signs it.
        """
        if not self._rules or access_key_id in self._exempt:
            return ActiveFaults(self, operation_id, api, [])
        chosen: list[Rule] = []
        with self._lock:
            for rule in self._rules:
                if rule.hits(operation_id, api) and not (isinstance(rule.fault, _ENDS) and _has_end(chosen)):
                    rule.fired += 1
                    chosen.append(rule)
        return ActiveFaults(self, operation_id, api, chosen)

    def record(self, rule: Rule, fired: Fired | None) -> None:
        """Record that a chosen fault has fired; None if it could not fire, which doesn't count."""
        with self._lock:
            if fired is None:
                rule.fired -= 1
            else:
                self._fired.append(fired)

    def now(self) -> float:
        """The exchange's time, in Unix seconds."""
        return self._clock()


class ActiveFaults:
    """The faults that hit one call, each to fire at its moment.

    Args:
        faults: Where they are recorded.
        operation_id: The call's operation.
        api: The call's API.
        rules: Their rules.

    Attributes:
        fired: The faults that have fired.
    """

    def __init__(self, faults: Faults, operation_id: str | None, api: ApiName, rules: list[Rule]) -> None:
        self._faults = faults
        self._operation_id = operation_id
        self._api = api
        self._open = [(rule, rule.calls) for rule in rules]
        self.fired: list[Fault] = []

    def due(self, kind: type[Kind], **attributes: object) -> Iterator[tuple[Rule, Kind]]:
        """The faults of a kind that have not fired yet, each with its rule.

        Args:
            kind: The kind of fault.
            attributes: Attributes that the fault must have, such as `when="before_acting"`.
        """
        for rule, _ in list(self._open):
            fault = rule.fault
            if isinstance(fault, kind) and all(getattr(fault, name) == value for name, value in attributes.items()):
                yield rule, fault

    def fire(self, rule: Rule, *, acted: bool) -> None:
        """Record that a fault fires now.

        Args:
            rule: The rule whose fault it is.
            acted: Whether the exchange has acted on the request.
        """
        call = next(call for known, call in self._open if known is rule)
        self._open = [(known, call) for known, call in self._open if known is not rule]
        self.fired.append(rule.fault)
        fired = Fired(self._faults.now(), self._operation_id, self._api, call, rule.fault, acted)
        self._faults.record(rule, fired)

    def close(self) -> None:
        """End the call; faults that have not fired don't count."""
        for rule, _ in self._open:
            self._faults.record(rule, None)
        self._open = []


def _has_end(rules: list[Rule]) -> bool:
    return any(isinstance(rule.fault, _ENDS) for rule in rules)
