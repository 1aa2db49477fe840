"""The rules: every kind of change that is reported, with its level from the point of view of a client.

A request that allows less breaks those who send it. A response that promises less breaks those who read it. The id of a
rule is the place of the change and what happened there, such as `response-property-became-nullable`.
"""

from __future__ import annotations

from attrs import frozen

BREAKING, WARNING, INFO = "breaking", "warning", "info"
LEVELS = (BREAKING, WARNING, INFO)

REQUEST, RESPONSE, UNUSED = "request", "response", "schema"
SUBJECTS = {
    "request-parameter": "a parameter",
    "request-body": "a request body",
    "request-property": "a field of a request",
    "response-body": "the body of an answer",
    "response-property": "a field of an answer",
    "response-header": "a header of an answer",
    "schema": "a schema that no operation uses",
}


@frozen
class Rule:
    """A kind of change.

    Attributes:
        id: Its stable name, in kebab-case.
        level: `breaking`, `warning` or `info`.
        explanation: One sentence that says what it means for a client.
    """

    id: str
    level: str
    explanation: str


def direction_of(subject: str) -> str:
    """`request`, `response`, or `schema` for what no operation uses."""
    return subject.split("-")[0]


# What can happen to any value: its level in a request, its level in a response, what happened.
_VALUE_KINDS = {
    "type-changed": (BREAKING, BREAKING, "{subject} has another JSON type"),
    "type-widened": (INFO, BREAKING, "{subject} may have more JSON types"),
    "type-narrowed": (BREAKING, INFO, "{subject} has fewer JSON types"),
    "type-restated": (INFO, INFO, "{subject} has the same JSON type, which is now named or no longer named"),
    "format-changed": (BREAKING, BREAKING, "{subject} is written in another format"),
    "format-widened": (INFO, WARNING, "{subject} has a format with a wider range of numbers"),
    "format-narrowed": (BREAKING, INFO, "{subject} has a format with a narrower range of numbers"),
    "format-restated": (INFO, INFO, "{subject} has another format with the same range of numbers"),
    "format-added": (BREAKING, INFO, "{subject} must match a format now"),
    "format-removed": (INFO, BREAKING, "{subject} need not match a format any more"),
    "became-nullable": (INFO, BREAKING, "{subject} may be null now"),
    "became-not-nullable": (BREAKING, INFO, "{subject} may no longer be null"),
    "enum-value-added": (INFO, WARNING, "{subject} may have one more value"),
    "enum-value-removed": (BREAKING, INFO, "{subject} has lost one of its values"),
    "became-enum": (BREAKING, INFO, "{subject} is limited to a list of values now"),
    "enum-lifted": (INFO, WARNING, "{subject} is no longer limited to a list of values"),
    "bound-tightened": (BREAKING, INFO, "{subject} has a narrower bound"),
    "bound-loosened": (INFO, WARNING, "{subject} has a wider bound"),
    "pattern-added": (BREAKING, INFO, "{subject} must match a pattern now"),
    "pattern-removed": (INFO, WARNING, "{subject} need not match a pattern any more"),
    "pattern-changed": (BREAKING, WARNING, "{subject} has another pattern"),
    "default-changed": (WARNING, INFO, "{subject} has another default, which the exchange uses when it is left out"),
    "deprecated": (WARNING, WARNING, "{subject} is deprecated and will be removed"),
    "undeprecated": (INFO, INFO, "{subject} is no longer deprecated"),
    "became-read-only": (BREAKING, INFO, "{subject} may no longer be sent"),
    "became-writable": (INFO, INFO, "{subject} may be sent now"),
    "became-write-only": (INFO, BREAKING, "{subject} no longer comes in answers"),
    "became-readable": (INFO, INFO, "{subject} comes in answers now"),
    "free-properties-closed": (BREAKING, INFO, "{subject} no longer allows undeclared fields"),
    "free-properties-opened": (INFO, INFO, "{subject} allows undeclared fields now"),
    "free-properties-typed": (BREAKING, INFO, "{subject} has a schema for undeclared fields now"),
    "free-properties-untyped": (INFO, BREAKING, "{subject} has no schema for undeclared fields any more"),
    "free-properties-removed": (
        BREAKING,
        BREAKING,
        "{subject} no longer has the undeclared fields of its map",
    ),
    "variant-added": (INFO, WARNING, "{subject} has one more variant"),
    "variant-removed": (BREAKING, INFO, "{subject} has lost one of its variants"),
    "keyword-changed": (WARNING, WARNING, "{subject} has changed in a way that no rule covers: look at it"),
    "description-changed": (INFO, INFO, "{subject} has another description"),
}

# What can happen to a field of an object: its level in a request, its level in a response, what happened.
_FIELD_KINDS = {
    "property-added": (INFO, INFO, "{subject} has a new field"),
    "required-property-added": (BREAKING, INFO, "{subject} has a new required field"),
    "property-removed": (BREAKING, BREAKING, "{subject} has lost a field"),
    "property-became-required": (BREAKING, INFO, "{subject} has a field that is now required"),
    "property-became-optional": (INFO, BREAKING, "{subject} has a field that is now optional"),
}
_OBJECTS = {REQUEST: "a request", RESPONSE: "an answer", UNUSED: "a schema that no operation uses"}

_OPERATION_KINDS = {
    "operation-added": (INFO, "There is a new operation."),
    "operation-removed": (BREAKING, "The operation is gone, and its module with it."),
    "operation-path-changed": (BREAKING, "The operation is at another path: existing clients call the old one."),
    "operation-method-changed": (BREAKING, "The operation has another HTTP method: existing clients send the old one."),
    "operation-id-changed": (BREAKING, "The operationId names the Python module, so the import moves."),
    "operation-tag-changed": (BREAKING, "The first tag names the Python package, so the import moves."),
    "operation-deprecated": (WARNING, "The operation is deprecated and will be removed."),
    "operation-undeprecated": (INFO, "The operation is no longer deprecated."),
    "operation-became-secured": (BREAKING, "The operation needs a signature now: public clients can't call it."),
    "operation-became-public": (INFO, "The operation needs no signature any more."),
    "operation-security-option-added": (INFO, "There is one more way to authenticate."),
    "operation-security-option-removed": (BREAKING, "A way to authenticate is gone."),
    "operation-keyword-changed": (WARNING, "The operation has changed in a way that no rule covers: look at it."),
    "operation-description-changed": (INFO, "The operation has another description."),
    "request-parameter-added": (INFO, "There is a new optional parameter."),
    "request-required-parameter-added": (BREAKING, "There is a new required parameter."),
    "request-parameter-removed": (BREAKING, "The parameter is gone: calls that pass it fail."),
    "request-parameter-renamed": (BREAKING, "The parameter has another name in the same place."),
    "request-parameter-moved": (BREAKING, "The parameter is sent in another part of the request."),
    "request-parameter-became-required": (BREAKING, "The parameter can't be left out any more."),
    "request-parameter-became-optional": (INFO, "The parameter may be left out now."),
    "request-parameter-style-changed": (BREAKING, "The parameter's values are written in another way."),
    "request-parameter-style-restated": (
        INFO,
        "The parameter has another style, which writes the same.",
    ),
    "request-body-added": (INFO, "The operation takes an optional body now."),
    "request-required-body-added": (BREAKING, "The operation needs a body now."),
    "request-body-removed": (BREAKING, "The operation takes no body any more."),
    "request-body-became-required": (BREAKING, "The body can't be left out any more."),
    "request-body-became-optional": (INFO, "The body may be left out now."),
    "request-media-type-added": (INFO, "The body may be sent in one more media type."),
    "request-media-type-removed": (BREAKING, "The body can't be sent in one of its media types any more."),
    "response-success-status-added": (WARNING, "A success may come with one more status."),
    "response-success-status-removed": (BREAKING, "A success no longer comes with one of its statuses."),
    "response-error-status-added": (INFO, "One more error status is documented."),
    "response-error-status-removed": (INFO, "An error status is no longer documented."),
    "response-body-added": (WARNING, "An answer has a body where there was none."),
    "response-body-removed": (BREAKING, "An answer has no body any more."),
    "response-media-type-added": (WARNING, "An answer may come in one more media type."),
    "response-media-type-removed": (BREAKING, "An answer no longer comes in one of its media types."),
    "response-header-added": (INFO, "An answer has one more header."),
    "response-header-removed": (WARNING, "An answer has lost a header."),
    "response-header-became-required": (INFO, "A header of an answer is always there now."),
    "response-header-became-optional": (WARNING, "A header of an answer may be missing now."),
    "response-description-changed": (INFO, "An answer has another description."),
    "schema-added": (INFO, "There is a new schema."),
    "schema-removed": (INFO, "A schema is gone; the fields that used it are reported separately."),
    "security-scheme-added": (INFO, "There is a new way to authenticate."),
    "security-scheme-removed": (WARNING, "A way to authenticate is gone."),
    "security-scheme-changed": (BREAKING, "A way to authenticate works differently."),
    "server-added": (INFO, "There is one more server."),
    "server-removed": (BREAKING, "A server is gone: clients that name it fail."),
    "server-order-changed": (WARNING, "Another server is the first, and so the default."),
    "version-changed": (INFO, "The spec has another version number."),
    "unused-component-changed": (INFO, "A component that no operation uses has changed."),
    "spec-description-changed": (INFO, "The spec itself has another description."),
    "spec-keyword-changed": (WARNING, "The spec has changed in a way that no rule covers: look at it."),
}

_STREAM_KINDS = {
    "channel-added": (INFO, "There is a new channel."),
    "channel-removed": (BREAKING, "The channel is gone: subscriptions to it fail."),
    "channel-address-changed": (BREAKING, "The channel has another name in subscriptions."),
    "channel-message-added": (WARNING, "The channel has a new message, which readers don't know."),
    "channel-command-added": (INFO, "There is a new command."),
    "channel-message-removed": (BREAKING, "The channel has lost a message or a command."),
    "channel-keyword-changed": (WARNING, "The channel has changed in a way that no rule covers: look at it."),
    "channel-description-changed": (INFO, "The channel has another description."),
    "message-added": (INFO, "There is a new message; its channel is reported separately."),
    "message-removed": (BREAKING, "The message is gone, and its class with it."),
    "message-type-changed": (BREAKING, "The message or command has another name on the wire."),
    "message-content-type-changed": (BREAKING, "The message is written in another media type."),
    "message-keyword-changed": (WARNING, "The message has changed in a way that no rule covers: look at it."),
    "message-description-changed": (INFO, "The message has another description."),
    "stream-operation-added": (INFO, "There is a new operation of the stream."),
    "stream-operation-removed": (WARNING, "An operation of the stream is gone."),
    "stream-operation-action-changed": (BREAKING, "What was sent is received now, or the reverse."),
    "stream-operation-keyword-changed": (
        WARNING,
        "A stream operation has changed in a way that no rule covers: look at it.",
    ),
    "stream-operation-description-changed": (INFO, "An operation of the stream has another description."),
    "stream-server-changed": (BREAKING, "The server of the stream is reached in another way."),
    "error-code-added": (INFO, "There is a new error code."),
    "error-code-removed": (INFO, "An error code is gone."),
    "error-code-description-changed": (INFO, "An error code has another description."),
}


def _catalogue() -> dict[str, Rule]:
    rules = {id_: Rule(id_, level, text) for id_, (level, text) in {**_OPERATION_KINDS, **_STREAM_KINDS}.items()}
    places = [(subject, text, _VALUE_KINDS) for subject, text in SUBJECTS.items()]
    places += [(direction, text, _FIELD_KINDS) for direction, text in _OBJECTS.items()]
    for place, name, kinds in places:
        for kind, (request, response, text) in kinds.items():
            level = {REQUEST: request, RESPONSE: response, UNUSED: INFO}[direction_of(place)]
            explanation = text.format(subject=name)
            rules[f"{place}-{kind}"] = Rule(f"{place}-{kind}", level, f"{explanation[0].upper()}{explanation[1:]}.")
    return rules


RULES = _catalogue()
"""Every rule by its id."""
