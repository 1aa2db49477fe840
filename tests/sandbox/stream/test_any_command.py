"""Whatever is sent, the exchange answers as the spec says, and the connection stays open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kalshi_gen.stream.channels import CHANNELS
from kalshi_gen.stream.commands import ACTIONS, COMMANDS
from kalshi_gen.stream.error_codes import ERROR_CODES
from tests.sandbox.small import small_sandbox

from .reader import Reader

FIELDS = sorted({field for channel in CHANNELS.values() for field in channel.takes} | {"sid", "sids"})
NUMBERS = st.integers(-2, 200) | st.floats(allow_nan=False, allow_infinity=False)
SOMETHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3),
    max_leaves=5,
)
SENSIBLE = st.sampled_from(
    [
        "KXBTCD-26DEC31-T100000",
        ["KXBTCD-26DEC31-T100000"],
        ["all"],
        [1],
        [1, 2],
        1,
        2,
        True,
        "self",
        *([name] for name in CHANNELS),
        list(CHANNELS),
    ]
)
PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "channels": st.lists(st.sampled_from(sorted(CHANNELS)), max_size=3) | SOMETHING,
        "action": st.sampled_from(sorted(ACTIONS)) | SOMETHING,
        **dict.fromkeys(FIELDS, SENSIBLE | SOMETHING),
    },
)
COMMAND = st.fixed_dictionaries(
    {"cmd": st.sampled_from(sorted(COMMANDS)) | SOMETHING}, optional={"params": PARAMS | SOMETHING}
)


@pytest.fixture(scope="module", params=["measured", "documents"])
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    # An unknown market has an empty id, which is none by the specification.
    checks = request.param == "documents"
    with small_sandbox(clock="manual", behaviour=request.param) as exchange, Reader(exchange, checks=checks) as reader:
        exchange.stream.limits.commands_a_second = 1_000_000
        yield reader


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commands=st.lists(COMMAND, min_size=1, max_size=8))
def test_any_command_is_answered(reader: Reader, commands: list[dict[str, Any]]) -> None:
    sent = [reader.send(**{"params": None, **command}) for command in commands if isinstance(command["cmd"], str)]
    nameless = [command for command in commands if not isinstance(command["cmd"], str)]
    for command in nameless:
        reader.socket.send(json.dumps(command))
    answers = reader.messages()
    errors = [each for each in answers if each["type"] == "error"]
    # An error about a subscription may come without the command's id.
    unanswered = set(sent) - {each["id"] for each in answers if "id" in each}
    assert len([each for each in errors if "id" not in each]) == len(unanswered) + len(nameless)
    assert {each["msg"]["code"] for each in errors} <= set(ERROR_CODES)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40) | st.binary(max_size=40))
@example(text="{}")
@example(text=b'{"id":1}')
@example(text="[]")
def test_anything_but_a_command_is_rejected(reader: Reader, text: str | bytes) -> None:
    reader.socket.send(text)
    (answer,) = reader.messages()
    # An object is read, and found to lack a command.
    assert (answer["type"], answer["msg"]["code"]) == ("error", 5 if is_object(text) else 1)


def is_object(text: str | bytes) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
