"""The generated tables of channels, commands and error codes against an independent reading of the spec."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kalshi_gen.stream import models
from kalshi_gen.stream.channels import CHANNELS, HOST, PATH
from kalshi_gen.stream.commands import ACTIONS, COMMANDS, RESPONSES
from kalshi_gen.stream.error_codes import ERROR_CODES
from kalshi_gen.stream.messages import FORMS
from scripts.generation.stream import generate_stream
from scripts.generation.stream_facts import stream_facts
from scripts.generation.unsupported import GenerationError
from tests import vendored
from tests.spec_values import resolved
from tests.stream_spec import small
from tests.walking import by_name, walk


def schemas() -> dict[str, Any]:
    found: dict[str, Any] = vendored.stream()["components"]["schemas"]
    return found


def subscription() -> dict[str, Any]:
    """The parameters of a subscription."""
    found: dict[str, Any] = schemas()["subscribeCommandPayload"]["properties"]["params"]["properties"]
    return found


def payloads(channel: str) -> list[dict[str, Any]]:
    """The payloads of the messages of a channel."""
    messages = vendored.stream()["channels"][channel]["messages"].values()
    return [resolved(resolved(message, vendored.stream())["payload"], vendored.stream()) for message in messages]


def test_every_channel_that_can_be_subscribed_to_is_in_the_table() -> None:
    assert list(CHANNELS) == subscription()["channels"]["items"]["enum"]
    assert {channel.name for channel in CHANNELS.values()} == set(CHANNELS)
    assert set(vendored.stream()["channels"]) >= set(CHANNELS)


def test_a_channel_says_what_it_carries() -> None:
    def check(name: str) -> None:
        channel = CHANNELS[name]
        assert channel.types == {payload["properties"]["type"]["const"] for payload in payloads(name)}
        assert channel.sequenced == all("seq" in payload["required"] for payload in payloads(name))
        assert len(channel.models) == len(payloads(name))
        assert {each.type for each in map(models.__getattr__, channel.models)} == channel.types

    walk(by_name(CHANNELS, str), check)


def test_a_channel_says_what_a_subscription_takes() -> None:
    def check(name: str) -> None:
        said = vendored.stream()["channels"][name]["x-subscription"]
        channel = CHANNELS[name]
        assert channel.takes == set(said["takes"]) <= set(subscription()) - {"channels"}
        assert channel.needs == set(said.get("needs", [])) <= channel.takes
        assert channel.actions == set(said.get("actions", [])) <= set(ACTIONS)

    walk(by_name(CHANNELS, str), check)


def test_every_parameter_of_a_subscription_is_taken_by_some_channel() -> None:
    taken = set().union(*(channel.takes for channel in CHANNELS.values()))
    assert taken == set(subscription()) - {"channels"}
    assert set().union(*(channel.actions for channel in CHANNELS.values())) == set(ACTIONS)


def test_what_the_spec_tags_as_private_is_private() -> None:
    private = {
        operation["channel"]["$ref"].rsplit("/", 1)[-1]
        for operation in vendored.stream()["operations"].values()
        if {"name": "private"} in operation["tags"]
    }
    assert {name for name, channel in CHANNELS.items() if channel.private} == private


def test_every_command_and_every_action_has_its_class() -> None:
    names = {
        schema["properties"]["cmd"]["const"] for schema in schemas().values() if "cmd" in schema.get("properties", {})
    }
    assert set(COMMANDS) == names
    for action, name in ACTIONS.items():
        params = next(schema for key, schema in schemas().items() if key.lower() == f"{name}Payload".lower())
        assert action in params["properties"]["params"]["properties"]["action"]["enum"]
    assert {name for names in COMMANDS.values() for name in names} <= set(models.__all__)


def test_every_type_of_the_spec_has_its_forms() -> None:
    types = [
        schema["properties"]["type"]["const"] for schema in schemas().values() if "type" in schema.get("properties", {})
    ]
    assert {kind: len(forms) for kind, forms in FORMS.items()} == {kind: types.count(kind) for kind in types}


def test_answers_to_commands_belong_to_no_channel() -> None:
    answers = {
        payload["properties"]["type"]["const"] for payload in payloads("root") if "type" in payload["properties"]
    }
    assert answers == RESPONSES
    assert RESPONSES.isdisjoint(set().union(*(channel.types for channel in CHANNELS.values())))


def test_every_error_code_has_a_name_of_its_own() -> None:
    numbers = [entry["code"] for entry in vendored.stream()["x-error-codes"]["codes"]]
    assert list(ERROR_CODES) == numbers
    assert [error.code for error in ERROR_CODES.values()] == numbers
    assert len({error.name for error in ERROR_CODES.values()}) == len(numbers)
    terminal = {entry["code"] for entry in vendored.stream()["x-error-codes"]["codes"] if entry.get("terminal")}
    assert {error.code for error in ERROR_CODES.values() if error.terminal} == terminal


def test_the_address_is_that_of_the_spec() -> None:
    (server,) = vendored.stream()["servers"].values()
    assert (server["host"], server["pathname"]) == (HOST, PATH)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Ticker", r"ticker and Ticker would both be the class Ticker \(at channels/Ticker\)"),
        ("1", r"1 can't be a class \(at channels/1\)"),
        ("_", r"_ can't be a class \(at channels/_\)"),
    ],
)
def test_a_channel_that_can_not_be_a_class_of_its_own_is_refused(name: str, reason: str) -> None:
    document = small()
    document["channels"][name] = document["channels"]["ticker"]
    command = document["components"]["schemas"]["subscribeCommandPayload"]
    command["properties"]["params"]["properties"]["channels"]["items"]["enum"].append(name)
    with pytest.raises(GenerationError, match=reason):
        stream_facts(document)


@pytest.mark.parametrize("name", ["ticker", "Ticker", "TickerPayload"])
def test_two_schemas_of_one_class_are_refused(name: str, tmp_path: Path) -> None:
    document = small()
    document["components"]["schemas"][name] = document["components"]["schemas"]["tickerPayload"]
    with pytest.raises(GenerationError, match=rf"both be the class Ticker \(at components/schemas/{name}\)"):
        generate_stream(document, tmp_path / "stream")


def test_a_message_of_a_channel_that_is_more_than_a_reference_is_refused() -> None:
    document = small()
    document["channels"]["ticker"]["messages"]["ticker"] = {"allOf": [{"$ref": "#/components/messages/ticker"}]}
    with pytest.raises(GenerationError, match=r"payload without a name.*\(at channels/ticker/messages/ticker\)"):
        stream_facts(document)
