"""Compare two specs of a stream: channels, messages, commands, and what they share.

The rules for responses apply to what the exchange sends, and those for requests to what it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.contract_diff.changes import Change, merged
from scripts.contract_diff.schema_view import follow
from scripts.contract_diff.schemas import Place, SchemaComparison
from scripts.contract_diff.shared import (
    compare_schemas,
    compare_security_schemes,
    compare_spec_description,
    compare_version,
)
from scripts.contract_diff.values import canonical
from scripts.documents import Document

_TEXTS = frozenset({"summary", "description", "title", "examples"})
_TOP_KEYWORDS = ("asyncapi", "id", "defaultContentType")
# The fields whose constant names a message or a command on the wire.
_NAMES = ("type", "cmd")
_COMPONENTS = frozenset({"schemas", "messages", "securitySchemes"})


def compare_streams(old: Document, new: Document, *, descriptions: bool = False) -> list[Change]:
    """Find every difference between two specs of a stream.

    Args:
        old: A normalised spec.
        new: Another one.
        descriptions: Whether changes of descriptions are reported too.

    Returns:
        The changes, worst first, each once with the messages that it affects.
    """
    schemas = SchemaComparison(old, new, descriptions)
    found = [*_channels(old, new, descriptions), *_messages(old, new, schemas), *_operations(old, new, descriptions)]
    found += [*_servers(old, new), *_error_codes(old, new, descriptions), *_remainder(old, new)]
    found += [*compare_schemas(old, new, schemas), *compare_security_schemes(old, new), *compare_version(old, new)]
    found += compare_spec_description(old, new) if descriptions else []
    return merged(found)


def _channels(old: Document, new: Document, descriptions: bool) -> Iterator[Change]:
    before, after = old["channels"], new["channels"]
    for name in before.keys() - after.keys():
        yield Change("channel-removed", name, "the channel is gone", name, None)
    for name in after.keys() - before.keys():
        yield Change("channel-added", name, "there is a new channel", None, name)
    for name in before.keys() & after.keys():
        place = f"channel {name}"
        addresses = before[name].get("address"), after[name].get("address")
        if addresses[0] != addresses[1]:
            text = f"the address was {addresses[0]} and is {addresses[1]}"
            yield Change("channel-address-changed", place, text, *addresses)
        yield from _carried(place, (old, before[name]), (new, after[name]))
        yield from _rest("channel", place, before[name], after[name], {"address", "messages"}, descriptions)


def _carried(place: str, old: tuple[Document, Any], new: tuple[Document, Any]) -> Iterator[Change]:
    before, after = (
        {_named(key, message): message for key, message in side[1].get("messages", {}).items()} for side in (old, new)
    )
    for name in before.keys() - after.keys():
        text = f"it no longer carries {name}"
        yield Change("channel-message-removed", place, text, name, None, (name,))
    for name in after.keys() - before.keys():
        kind = "command" if _is_sent(name, follow(after[name], new[0]), new[0]) else "message"
        yield Change(f"channel-{kind}-added", place, f"it also carries {name}", None, name, (name,))


def _named(key: str, message: Any) -> str:
    """The name of a channel's message: that of its component, or its key."""
    return str(message.get("$ref", key)).rpartition("/")[2]


def _messages(old: Document, new: Document, schemas: SchemaComparison) -> Iterator[Change]:
    before, after = _all_messages(old), _all_messages(new)
    for name in before.keys() - after.keys():
        yield Change("message-removed", name, "the message is gone", name, None, (name,))
    for name in after.keys() - before.keys():
        yield Change("message-added", name, "there is a new message", None, name, (name,))
    for name in before.keys() & after.keys():
        for change in _message(name, before[name], after[name], schemas):
            yield change.reaching(name)


def _all_messages(document: Document) -> dict[str, Any]:
    """The messages of a spec: its components, and those declared within a channel."""
    inline = {
        f"{name}/{key}": message
        for name, channel in document["channels"].items()
        for key, message in channel.get("messages", {}).items()
        if "$ref" not in message
    }
    return {**document.get("components", {}).get("messages", {}), **inline}


def _message(name: str, before: Any, after: Any, schemas: SchemaComparison) -> Iterator[Change]:
    place = f"message {name}"
    types = _type(before, schemas.old), _type(after, schemas.new)
    if types[0] != types[1]:
        yield Change("message-type-changed", place, f"the type was {types[0]} and is {types[1]}", *types)
    contents = before.get("contentType"), after.get("contentType")
    if contents[0] != contents[1]:
        text = f"it was {contents[0]} and is {contents[1]}"
        yield Change("message-content-type-changed", place, text, *contents)
    compared = {"payload", "contentType"}
    yield from _rest("message", place, before, after, compared, schemas.descriptions)
    subject = "request-body" if _is_sent(name, after, schemas.new) else "response-body"
    for change in schemas.changes(before.get("payload"), after.get("payload"), Place(subject, place)):
        if types[0] == types[1] or not _is_of_type(change):
            yield change


def _is_of_type(change: Change) -> bool:
    """Whether a change is of the constant that names a message, which `message-type-changed` reports."""
    return "-enum-value-" in change.id and change.location.rpartition(".")[2] in _NAMES


def _is_sent(name: str, message: Any, document: Document) -> bool:
    """Whether a client sends a message; the spec describes the exchange's side, so its action is `receive`."""
    fields = follow(message.get("payload"), document).get("properties", {})
    actions = {
        operation.get("action")
        for operation in document.get("operations", {}).values()
        for reference in operation.get("messages", [])
        if str(reference.get("$ref", "")).rpartition("/")[2] == name.rpartition("/")[2]
    }
    return "cmd" in fields or actions == {"receive"}


def _type(message: Any, document: Document) -> Any:
    """The type of a message: the constant of its payload."""
    fields = follow(message.get("payload"), document).get("properties", {})
    return next((fields[name].get("const") for name in _NAMES if isinstance(fields.get(name), dict)), None)


def _operations(old: Document, new: Document, descriptions: bool) -> Iterator[Change]:
    before, after = old.get("operations", {}), new.get("operations", {})
    for name in before.keys() - after.keys():
        yield Change("stream-operation-removed", name, "the operation is gone", name, None)
    for name in after.keys() - before.keys():
        yield Change("stream-operation-added", name, "there is a new operation", None, name)
    for name in before.keys() & after.keys():
        place = f"operation {name}"
        actions = before[name].get("action"), after[name].get("action")
        if actions[0] != actions[1]:
            yield Change("stream-operation-action-changed", place, "it goes the other way", *actions)
        yield from _rest("stream-operation", place, before[name], after[name], {"action"}, descriptions)


def _servers(old: Document, new: Document) -> Iterator[Change]:
    before, after = old.get("servers", {}), new.get("servers", {})
    for name in before.keys() - after.keys():
        yield Change("server-removed", "servers", f"the server {name} is gone", before[name], None)
    for name in after.keys() - before.keys():
        yield Change("server-added", "servers", f"there is a further server {name}", None, after[name])
    for name in before.keys() & after.keys():
        facts = [{key: each[name][key] for key in each[name] if key not in _TEXTS} for each in (before, after)]
        if canonical(facts[0]) != canonical(facts[1]):
            text = f"the server {name} is reached in another way"
            yield Change("stream-server-changed", "servers", text, facts[0], facts[1])


def _error_codes(old: Document, new: Document, descriptions: bool) -> Iterator[Change]:
    before, after = (
        {entry["code"]: entry for entry in side.get("x-error-codes", {}).get("codes", [])} for side in (old, new)
    )
    for code in before.keys() - after.keys():
        yield Change("error-code-removed", f"error code {code}", "the error code is gone", code, None)
    for code in after.keys() - before.keys():
        yield Change("error-code-added", f"error code {code}", "there is a new error code", None, code)
    for code in before.keys() & after.keys():
        if descriptions and canonical(before[code]) != canonical(after[code]):
            yield Change(
                "error-code-description-changed",
                f"error code {code}",
                "the description changed",
                before[code],
                after[code],
            )


def _remainder(old: Document, new: Document) -> Iterator[Change]:
    """Compare the keywords of the spec itself, and components that are neither messages nor schemas."""
    for key in _TOP_KEYWORDS:
        if canonical(old.get(key)) != canonical(new.get(key)):
            yield Change("spec-keyword-changed", key, f"{key} changed", old.get(key), new.get(key))
    kinds = (old.get("components", {}).keys() | new.get("components", {}).keys()) - _COMPONENTS
    for kind in sorted(kinds):
        values = [each.get("components", {}).get(kind) for each in (old, new)]
        if canonical(values[0]) != canonical(values[1]):
            yield Change("spec-keyword-changed", f"components/{kind}", f"{kind} changed", *values)


def _rest(kind: str, place: str, before: Any, after: Any, compared: set[str], descriptions: bool) -> Iterator[Change]:
    for key in sorted((before.keys() | after.keys()) - compared - _TEXTS):
        if not key.startswith("x-") and canonical(before.get(key)) != canonical(after.get(key)):
            yield Change(f"{kind}-keyword-changed", place, f"{key} changed", before.get(key), after.get(key))
    texts = tuple({key: node[key] for key in sorted(_TEXTS) if key in node} for node in (before, after))
    if descriptions and canonical(texts[0]) != canonical(texts[1]):
        yield Change(f"{kind}-description-changed", place, "the description changed", texts[0], texts[1])
