"""The facts of the stream's spec that the templates need: channels, messages, commands and error codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve, frozen
from openapi_python_client.strings import ClassName

from scripts.documents import Document
from scripts.generation.unsupported import GenerationError
from scripts.vendoring.asyncapi import pointed

_PAYLOAD = "Payload"


@frozen
class MessageFacts:
    """A message that the exchange sends.

    Attributes:
        type: Its type on the wire.
        model: Its class.
        kind: The type of its `msg`: "dict" or "list".
        constants: The fields of its `msg` that always have the same value.
        required: The required fields of its `msg` that other messages of the same type don't require.
        sequenced: Whether it has a `seq`.
    """

    type: str
    model: str
    kind: str
    constants: dict[str, Any]
    required: frozenset[str]
    sequenced: bool


@frozen
class ChannelFacts:
    """A channel that a client can subscribe to.

    Attributes:
        messages: The classes of its messages.
        types: The types of its messages on the wire.
        takes: The parameters of a subscription to it.
        needs: The parameters of which one must be given; empty if all are optional.
        actions: The actions that can update a subscription to it.
        sequenced: Whether its messages have a `seq`.
        private: Whether it only shows the user's own data.
    """

    name: str
    description: str
    messages: tuple[str, ...]
    types: tuple[str, ...]
    takes: tuple[str, ...]
    needs: tuple[str, ...]
    actions: tuple[str, ...]
    sequenced: bool
    private: bool


@frozen
class StreamFacts:
    """The facts of the stream's spec.

    Attributes:
        host: The host of the connection.
        path: The path of the connection on its host.
        messages: What the exchange sends, by type on the wire; if several have one type, the most specific comes first.
        channels: The channels that a client can subscribe to.
        responses: The types of the responses to commands, which belong to the connection and not to a channel.
        commands: The classes of each command, by its name on the wire.
        actions: The class of the command for an action, by the name of the action.
        error_codes: The entries of the table of error codes.
    """

    host: str
    path: str
    messages: dict[str, list[MessageFacts]]
    channels: list[ChannelFacts]
    responses: tuple[str, ...]
    commands: dict[str, tuple[str, ...]]
    actions: dict[str, str]
    error_codes: list[dict[str, Any]]


def class_name(schema: str) -> str:
    """The class of a schema; for a payload, that of its message."""
    return ClassName(schema.removesuffix(_PAYLOAD), "")


def stream_facts(spec: Document) -> StreamFacts:
    """Collect the facts of the stream's vendored spec.

    Raises:
        GenerationError: A message has no payload of its own, two channels would be one class, or the overlay gives a
            channel a parameter or an action that no command has.
    """
    _check_channels(spec)
    schemas = spec["components"]["schemas"]
    messages: dict[str, list[MessageFacts]] = {}
    for name, schema in schemas.items():
        if _constant(schema, "type"):
            message = _message(name, schema, spec)
            messages.setdefault(message.type, []).append(message)
    commands: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        if _constant(schema, "cmd"):
            commands.setdefault(_constant(schema, "cmd"), []).append(class_name(name))
    server: dict[str, Any] = next(iter(spec.get("servers", {}).values()), {})
    if not isinstance(server.get("host"), str) or not isinstance(server.get("pathname"), str):
        raise GenerationError("the first server has no host or no pathname (at servers)")
    facts = StreamFacts(
        host=server["host"],
        path=server["pathname"],
        messages={kind: _by_specificity(forms) for kind, forms in messages.items()},
        channels=[_channel(name, spec) for name in _subscribable(spec)],
        responses=tuple(sorted(_types(_connection(spec), spec))),
        commands={name: tuple(classes) for name, classes in commands.items()},
        actions={
            action: class_name(name)
            for name, schema in schemas.items()
            for action in _parameters(schema).get("action", {}).get("enum", [])
        },
        error_codes=spec.get("x-error-codes", {}).get("codes", []),
    )
    _check(facts, set(_parameters(_subscribe(spec))))
    return facts


def _check_channels(spec: Document) -> None:
    classes: dict[str, str] = {}
    for name in _subscribable(spec):
        class_of_name = class_name(name)
        other = classes.setdefault(class_of_name, name)
        if not class_of_name.isidentifier():
            raise GenerationError(f"{name} can't be a class (at channels/{name})")
        if other != name:
            raise GenerationError(f"{other} and {name} would both be the class {class_of_name} (at channels/{name})")


def _check(facts: StreamFacts, parameters: set[str]) -> None:
    for channel in facts.channels:
        unknown = {*channel.takes, *channel.needs} - parameters | set(channel.actions) - set(facts.actions)
        if unknown:
            raise GenerationError(
                f"the overlay gives the channel {channel.name} {sorted(unknown)}, which no command of the spec has"
            )


def _constant(schema: dict[str, Any], field: str) -> str:
    value = schema.get("properties", {}).get(field, {}).get("const", "")
    return value if isinstance(value, str) else ""


def _parameters(schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema.get("properties", {}).get("params", {}).get("properties", {})
    return found if _constant(schema, "cmd") else {}


def _message(name: str, schema: dict[str, Any], spec: Document) -> MessageFacts:
    data = schema["properties"].get("msg", {})
    data = pointed(data["$ref"], spec) if "$ref" in data else data
    fields = data.get("properties", {})
    return MessageFacts(
        type=_constant(schema, "type"),
        model=class_name(name),
        kind="list" if data.get("type") == "array" else "dict",
        constants={field: value["const"] for field, value in fields.items() if "const" in value},
        required=frozenset(data.get("required", [])),
        sequenced="seq" in schema["properties"],
    )


def _by_specificity(forms: list[MessageFacts]) -> list[MessageFacts]:
    """The messages of one type, each with only the required fields that not all of them have; most specific first."""
    common = frozenset.intersection(*(form.required for form in forms))
    marked = [evolve(form, required=form.required - common) for form in forms]
    return sorted(marked, key=lambda form: (-len(form.constants), form.kind == "dict", -len(form.required)))


def _subscribe(spec: Document) -> dict[str, Any]:
    schemas = spec["components"]["schemas"].values()
    found: dict[str, Any] | None = next((each for each in schemas if _constant(each, "cmd") == "subscribe"), None)
    if found is None or not _parameters(found).get("channels", {}).get("items", {}).get("enum"):
        raise GenerationError("no schema is the command 'subscribe' with a list of channels (at components/schemas)")
    return found


def _subscribable(spec: Document) -> list[str]:
    names = _parameters(_subscribe(spec))["channels"]["items"]["enum"]
    return [name for name in names if name in spec["channels"]]


def _connection(spec: Document) -> Iterator[str]:
    """The payloads of the messages that belong to the connection rather than to a channel."""
    channels = set(spec["channels"]) - set(_subscribable(spec))
    for channel in channels:
        for key, message in spec["channels"][channel]["messages"].items():
            if "$ref" not in message or "$ref" in pointed(message["$ref"], spec)["payload"]:
                yield _payload(message, spec, f"channels/{channel}/messages/{key}")


def _types(payloads: Iterable[str], spec: Document) -> dict[str, None]:
    schemas = spec["components"]["schemas"]
    return dict.fromkeys(kind for payload in payloads if (kind := _constant(schemas[payload], "type")))


def _channel(name: str, spec: Document) -> ChannelFacts:
    channel = spec["channels"][name]
    subscription = channel.get("x-subscription", {})
    place = f"channels/{name}/messages"
    payloads = [_payload(message, spec, f"{place}/{key}") for key, message in channel["messages"].items()]
    schemas = [spec["components"]["schemas"][payload] for payload in payloads]
    return ChannelFacts(
        name=name,
        description=channel.get("description", ""),
        messages=tuple(class_name(payload) for payload in payloads),
        types=tuple(_types(payloads, spec)),
        takes=tuple(subscription.get("takes", [])),
        needs=tuple(subscription.get("needs", [])),
        actions=tuple(subscription.get("actions", [])),
        sequenced=all("seq" in schema.get("properties", {}) for schema in schemas),
        private=any(
            {"name": "private"} in operation.get("tags", [])
            for operation in spec.get("operations", {}).values()
            if operation.get("channel") == {"$ref": f"#/channels/{name}"}
        ),
    )


def _payload(message: dict[str, Any], spec: Document, place: str) -> str:
    found = pointed(message["$ref"], spec) if "$ref" in message else message
    reference: str = found.get("payload", {}).get("$ref", "")
    schema = reference.removeprefix("#/components/schemas/")
    if schema not in spec["components"]["schemas"]:
        reason = f"{message.get('$ref', 'the message')} has a payload without a name"
        raise GenerationError(f"{reason}, which is not supported; see {__name__} (at {place})")
    return schema
