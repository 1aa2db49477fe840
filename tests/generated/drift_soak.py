"""Mutated responses for every operation: each gives a model with the unchanged fields, and the expected drifts alone.

A response with nothing of what the spec declares raises `KalshiDecodeError`, with the same drifts.

python -m tests.generated.drift_soak [mutations of each operation]
"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Sequence
from random import Random
from types import ModuleType
from typing import Any

import httpx
import msgspec
from attrs import define, field

from kalshi_gen import AuthenticatedClient
from kalshi_gen.errors import KalshiDecodeError
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.runtime.model import Model
from kalshi_gen.types import UNSET, Response
from kalshi_sandbox.spec import APIS, load_spec

from .mutations import ADDED, AS_BEFORE, EMPTY, Mutation, Site, at, mutation, sites, within
from .operations import every_operation, smallest_arguments

MUTATIONS = 50
# In the test suite, each operation is answered five times.
SIZES = {"small": ["5"], "middle": ["25"], "full": ["50"]}
SPECS = {api: load_spec(api).operations for api in APIS}


@define
class Soak:
    """What was checked so far."""

    answers: int = 0
    drifts: int = 0
    without_body: int = 0
    kinds: Counter[str] = field(factory=Counter)


def prove(name: str, count: int, soak: Soak, seed: int = 0) -> None:
    """Answer an operation with mutated responses, and check the result of each.

    Args:
        name: One of the names of `every_operation`.
        count: How many responses.
        soak: What was checked before.
        seed: Other responses for another seed.

    Raises:
        AssertionError: A result is not what the mutation leads to.
    """
    operation = every_operation()[name]
    operation_id, api = operation.OPERATION.operation_id, operation.OPERATION.api.name
    schema = SPECS[api][operation_id].answer
    chance = Random(f"{name} {seed}")
    reported_drifts: list[SpecDrift] = []
    bodies: list[Any] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=msgspec.json.encode(bodies[-1])))
    with AuthenticatedClient(
        "https://example.test",
        auth=httpx.Auth(),
        apis=(api,),
        on_drift=reported_drifts.append,
        httpx_args={"transport": transport},
    ) as client:
        for _ in range(count):
            soak.answers += 1
            if schema is None:
                bodies.append({"field_of_tomorrow": chance.random()})
                answer = _answer(operation, client)
                assert (answer.parsed, answer.drift) == (
                    None,
                    (SpecDrift("(body)", "no body", "object", operation_id),),
                )
                soak.without_body += 1
                continue
            if not schema.get("properties"):
                bodies.append({"field_of_tomorrow": chance.random()})
                assert _answer(operation, client).drift == (SpecDrift("(body)", "no fields", "object", operation_id),)
                soak.without_body += 1
                continue
            made = mutation(schema, chance)
            reported_drifts.clear()
            bodies.append(made.base)
            before = _answer(operation, client)
            assert (before.drift, reported_drifts) == ((), []), f"{name}: a valid answer drifts: {before.drift}"
            bodies.append(made.body)
            has_nothing = bool(schema.get("required")) and made.body.keys().isdisjoint(schema["properties"])
            try:
                answer, is_success = _answer(operation, client), True
            except KalshiDecodeError as error:
                answer, is_success = error.response, False
            assert is_success != has_nothing, f"{name}: {made.body}: taken for a success: {is_success}"
            if is_success:
                _judge(operation, schema, made, before.parsed, answer)
            _judge_drifts(operation_id, made, answer)
            assert reported_drifts == list(answer.drift)
            soak.drifts += len(answer.drift)
            soak.kinds.update([change.kind for _, change in made.changes] + [ADDED] * made.added)


def _answer(operation: ModuleType, client: AuthenticatedClient) -> Response[Any]:
    answer: Response[Any] = operation.sync_detailed(client=client, **smallest_arguments(operation))
    return answer


def _judge(operation: ModuleType, schema: dict[str, Any], made: Mutation, before: Any, answer: Response[Any]) -> None:
    model, shown = answer.parsed, f"{operation.OPERATION.operation_id}: {made.body}"
    assert type(model) is operation.OPERATION.success, shown
    changed = {site.keys: change for site, change in made.changes}
    for site in sites(schema, made.base):
        was = at(before, site.keys)
        if site.keys in changed:
            outcome = changed[site.keys].outcome
            is_now, must_be = at(model, site.keys), _emptied(site, was) if outcome is EMPTY else outcome
            assert _same(is_now, was if outcome is AS_BEFORE else must_be), f"{shown}\n{site.path} is {is_now!r}"
        elif not any(within(site.keys, keys) for keys in changed):
            is_now = at(model, site.keys)
            if isinstance(was, Model | list | dict | tuple):
                assert type(is_now) is type(was), f"{shown}\n{site.path} is {is_now!r}"
            else:
                assert _same(is_now, was), f"{shown}\n{site.path} is {is_now!r}"
    repr(model)


def _judge_drifts(operation_id: str, made: Mutation, answer: Response[Any]) -> None:
    assert {drift.operation for drift in answer.drift} <= {operation_id}
    reported = sorted((drift.path, drift.expected, drift.got) for drift in answer.drift)
    assert reported == made.drifts, f"{operation_id}: {made.body}\nreported {reported}\nand not {made.drifts}"


def _emptied(site: Site, was: Any) -> Any:
    if isinstance(was, list | dict):
        return type(was)()
    return UNSET if site.is_field and not site.required else None


def _same(first: Any, second: Any) -> bool:
    return type(first) is type(second) and bool(first == second)


def main(arguments: Sequence[str]) -> int:
    """Check all operations and print a table; an unexpected result raises."""
    # Without the log lines of the drifts.
    logging.disable(logging.WARNING)
    count = int(arguments[0]) if arguments else MUTATIONS
    soak = Soak()
    for name in every_operation():
        prove(name, count, soak)
    for kind, times in soak.kinds.most_common():
        print(f"{kind:<20}{times:>7}")
    print(
        f"{len(every_operation())} operations, {soak.answers:,} answers, each with its model or error, "
        f"{soak.without_body:,} of them where nothing is declared; {soak.drifts:,} drifts, each as expected, "
        "and no others"
    )
    return 0 if soak.answers and soak.drifts else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
