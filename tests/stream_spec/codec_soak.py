"""Every message and command of the stream's spec, with values that Hypothesis draws.

python -m tests.stream_spec.codec_soak [values of each]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalshi_gen.runtime.model import Model
from kalshi_gen.stream import models
from kalshi_gen.stream.codec import decode, encode
from kalshi_gen.stream.messages import model_of
from kalshi_gen.types import UNSET
from tests import vendored
from tests.walking import by_name, walk

from .values import valid

VALUES = 15
SIZES: dict[str, list[str]] = {"small": ["5"], "middle": [str(VALUES)], "full": ["200"]}

Check = Callable[[str, st.DataObject], None]


def schemas() -> dict[str, Any]:
    """The schemas of the spec."""
    found: dict[str, Any] = vendored.stream()["components"]["schemas"]
    return found


def with_field(name: str) -> list[str]:
    """The schemas of objects that have a field: `type` for messages, `cmd` for commands."""
    return sorted(key for key, schema in schemas().items() if name in schema.get("properties", {}))


def named_as(schema: str) -> str:
    """The name of a payload's class in lower case."""
    return schema.removesuffix("Payload").lower()


def alone(name: str) -> bool:
    """Whether no other message has the type of this one."""
    kinds = [schemas()[each]["properties"]["type"]["const"] for each in with_field("type")]
    return kinds.count(schemas()[name]["properties"]["type"]["const"]) == 1


@cache
def drawn(name: str) -> st.SearchStrategy[Any]:
    """Valid JSON of a schema."""
    return valid(schemas()[name], vendored.stream())


def check_message(name: str, data: st.DataObject) -> None:
    """Check that a message is decoded into its class and encoded back."""
    wire = data.draw(drawn(name))
    keys = list(wire)
    data.draw(st.randoms(use_true_random=False)).shuffle(keys)
    content = json.dumps({key: wire[key] for key in keys})
    message, drifts = decode(content if data.draw(st.booleans()) else content.encode())
    shown = f"{content}\nbecame {message!r}"
    assert drifts == (), f"{shown}\nwith {drifts}"
    assert type(message).__name__.lower() == named_as(name), shown
    assert message.type == wire["type"], shown
    assert isinstance(message, Model), shown
    assert message.to_dict() == wire, shown
    assert decode(msgspec.json.encode(message))[0] == message, shown


def check_salvage(name: str, data: st.DataObject) -> None:
    """Check that a message without a required field is still decoded, and that the field is reported."""
    wire = data.draw(drawn(name))
    gone = data.draw(st.sampled_from(sorted(set(schemas()[name]["required"]) - {"type"})))
    del wire[gone]
    message, drifts = decode(json.dumps(wire).encode())
    shown = f"{wire} without {gone}\nbecame {message!r} with {drifts}"
    assert [(drift.path, drift.got, drift.operation) for drift in drifts] == [(gone, "missing", wire["type"])], shown
    assert getattr(message, gone) is UNSET, shown
    assert [field for field in wire if getattr(message, field) is UNSET] == [], shown


def check_command(name: str, data: st.DataObject) -> None:
    """Check that a command is encoded as the spec requires."""
    wire = data.draw(drawn(name))
    model = next(model_of(each) for each in models.__all__ if each.lower() == named_as(name))
    content = encode(msgspec.convert(wire, model))
    assert json.loads(content) == wire, f"{wire}\nwent as {content!r}"


def of_each(names: Iterable[str], check: Check, count: int) -> None:
    """Check each schema with so many values, the same ones each time.

    Raises:
        AssertionError: A value was not as it must be; it names each schema that failed.
    """

    def check_name(name: str) -> None:
        @settings(
            max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(data=st.data())
        def check_values(data: st.DataObject) -> None:
            check(name, data)

        check_values()

    walk(by_name(names, str), check_name)


def main(arguments: list[str]) -> int:
    """Print how many messages and commands were checked."""
    count = int(arguments[0]) if arguments else VALUES
    messages, commands = with_field("type"), with_field("cmd")
    of_each(messages, check_message, count)
    of_each(filter(alone, messages), check_salvage, count)
    of_each(commands, check_command, count)
    print(f"{len(messages)} messages and {len(commands)} commands, {count} values of each: all passed the codec")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
