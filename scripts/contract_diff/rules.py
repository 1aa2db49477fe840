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
    "request-property": "a field that is sent",
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
    "type-widened": (INFO, BREAKING, "{subject} may have further JSON types"),
    "type-narrowed": (BREAKING, INFO, "{subject} has lost some of its JSON types"),
    "type-restated": (INFO, INFO, "{subject} no longer names the JSON type that its values have, or now does"),
    "format-changed": (BREAKING, BREAKING, "{subject} is written in another format"),
    "format-widened": (INFO, WARNING, "{subject} may take a wider range of numbers"),
    "format-narrowed": (BREAKING, INFO, "{subject} takes a narrower range of numbers"),
    "format-restated": (INFO, INFO, "{subject} has a format that allows the same numbers"),
    "format-added": (BREAKING, INFO, "{subject} is held to a format"),
    "format-removed": (INFO, BREAKING, "{subject} is no longer held to a format"),
    "became-nullable": (INFO, BREAKING, "{subject} may be null"),
    "became-not-nullable": (BREAKING, INFO, "{subject} is never null any more"),
    "enum-value-added": (INFO, WARNING, "{subject} has a further value"),
    "enum-value-removed": (BREAKING, INFO, "{subject} has lost a value"),
    "became-enum": (BREAKING, INFO, "{subject} is held to a list of values"),
    "enum-lifted": (INFO, WARNING, "{subject} is no longer held to a list of values"),
    "bound-tightened": (BREAKING, INFO, "{subject} has a narrower bound"),
    "bound-loosened": (INFO, WARNING, "{subject} has a wider bound"),
    "pattern-added": (BREAKING, INFO, "{subject} is held to a pattern"),
    "pattern-removed": (INFO, WARNING, "{subject} is no longer held to a pattern"),
    "pattern-changed": (BREAKING, WARNING, "{subject} has another pattern"),
    "default-changed": (WARNING, INFO, "{subject} has another default, which the exchange uses when it is left out"),
    "deprecated": (WARNING, WARNING, "{subject} is deprecated and will go"),
    "undeprecated": (INFO, INFO, "{subject} is no longer deprecated"),
    "became-read-only": (BREAKING, INFO, "{subject} may no longer be sent"),
    "became-writable": (INFO, INFO, "{subject} may be sent"),
    "became-write-only": (INFO, BREAKING, "{subject} is no longer given in an answer"),
    "became-readable": (INFO, INFO, "{subject} is given in an answer"),
    "free-properties-closed": (BREAKING, INFO, "{subject} no longer takes fields that are not declared"),
    "free-properties-opened": (INFO, INFO, "{subject} takes fields that are not declared"),
    "free-properties-typed": (BREAKING, INFO, "{subject} holds fields that are not declared to a schema"),
    "free-properties-untyped": (INFO, BREAKING, "{subject} holds fields that are not declared to no schema any more"),
    "free-properties-removed": (BREAKING, BREAKING, "{subject} no longer has the fields that its map held"),
    "variant-added": (INFO, WARNING, "{subject} has a further variant"),
    "variant-removed": (BREAKING, INFO, "{subject} has lost a variant"),
    "keyword-changed": (WARNING, WARNING, "{subject} has changed in a way that has no rule of its own: look"),
    "description-changed": (INFO, INFO, "{subject} has another description"),
}

# What can happen to a field of an object: its level in a request, its level in a response, what happened.
_FIELD_KINDS = {
    "property-added": (INFO, INFO, "{subject} has a new field"),
    "required-property-added": (BREAKING, INFO, "{subject} has a new field that is always there"),
    "property-removed": (BREAKING, BREAKING, "{subject} has lost a field"),
    "property-became-required": (BREAKING, INFO, "{subject} has a field that may no longer be missing"),
    "property-became-optional": (INFO, BREAKING, "{subject} has a field that may now be missing"),
}
_OBJECTS = {REQUEST: "what is sent", RESPONSE: "an answer", UNUSED: "a schema that no operation uses"}

_OPERATION_KINDS = {
    "operation-added": (INFO, "There is a new operation."),
    "operation-removed": (BREAKING, "The operation is gone: its module and every call of it go with it."),
    "operation-path-changed": (BREAKING, "The operation is at another path: clients in use call the old one."),
    "operation-method-changed": (BREAKING, "The operation has another HTTP method: clients in use send the old one."),
    "operation-id-changed": (BREAKING, "The operationId names the Python module, so the import moves."),
    "operation-tag-changed": (BREAKING, "The first tag names the Python package, so the import moves."),
    "operation-deprecated": (WARNING, "The operation is deprecated and will go."),
    "operation-undeprecated": (INFO, "The operation is no longer deprecated."),
    "operation-became-secured": (BREAKING, "The operation needs a signature now: public clients can't call it."),
    "operation-became-public": (INFO, "The operation needs no signature any more."),
    "operation-security-option-added": (INFO, "There is a further way to authenticate."),
    "operation-security-option-removed": (BREAKING, "A way to authenticate is gone."),
    "operation-keyword-changed": (WARNING, "The operation has changed in a way that has no rule of its own: look."),
    "operation-description-changed": (INFO, "The operation has another description."),
    "request-parameter-added": (INFO, "There is a new parameter that may be left out."),
    "request-required-parameter-added": (BREAKING, "There is a new parameter that every call must give."),
    "request-parameter-removed": (BREAKING, "The parameter is gone: calls that give it fail."),
    "request-parameter-renamed": (BREAKING, "The parameter has another name in the same place."),
    "request-parameter-moved": (BREAKING, "The parameter is sent in another part of the request."),
    "request-parameter-became-required": (BREAKING, "The parameter can't be left out any more."),
    "request-parameter-became-optional": (INFO, "The parameter may be left out."),
    "request-parameter-style-changed": (BREAKING, "The parameter's values are written another way."),
    "request-parameter-style-restated": (INFO, "The parameter is declared in another style that writes the same."),
    "request-body-added": (INFO, "The operation takes a body that may be left out."),
    "request-required-body-added": (BREAKING, "The operation needs a body now."),
    "request-body-removed": (BREAKING, "The operation takes no body any more."),
    "request-body-became-required": (BREAKING, "The body can't be left out any more."),
    "request-body-became-optional": (INFO, "The body may be left out."),
    "request-media-type-added": (INFO, "The body may be sent in a further media type."),
    "request-media-type-removed": (BREAKING, "The body can't be sent in a media type any more."),
    "response-success-status-added": (WARNING, "A success may come with a further status."),
    "response-success-status-removed": (BREAKING, "A success no longer comes with a status that readers wait for."),
    "response-error-status-added": (INFO, "A further error status is documented."),
    "response-error-status-removed": (INFO, "An error status is no longer documented."),
    "response-body-added": (WARNING, "An answer has a body where there was none."),
    "response-body-removed": (BREAKING, "An answer has no body any more."),
    "response-media-type-added": (WARNING, "An answer may come in a further media type."),
    "response-media-type-removed": (BREAKING, "An answer no longer comes in a media type."),
    "response-header-added": (INFO, "An answer has a further header."),
    "response-header-removed": (WARNING, "An answer has lost a header."),
    "response-header-became-required": (INFO, "An answer always has a header."),
    "response-header-became-optional": (WARNING, "An answer may come without a header."),
    "response-description-changed": (INFO, "An answer has another description."),
    "schema-added": (INFO, "There is a new schema."),
    "schema-removed": (INFO, "A schema is gone; the fields that used it are reported at their places."),
    "security-scheme-added": (INFO, "There is a new way to authenticate."),
    "security-scheme-removed": (WARNING, "A way to authenticate is gone."),
    "security-scheme-changed": (BREAKING, "A way to authenticate works differently."),
    "server-added": (INFO, "There is a further server."),
    "server-removed": (BREAKING, "A server is gone: clients that name it fail."),
    "server-order-changed": (WARNING, "Another server is the first, which is the default."),
    "version-changed": (INFO, "The spec has another version number."),
    "unused-component-changed": (INFO, "A component that no operation uses is not the same."),
    "spec-description-changed": (INFO, "The spec itself has another description."),
    "spec-keyword-changed": (WARNING, "The spec has changed in a way that has no rule of its own: look."),
}

_STREAM_KINDS = {
    "channel-added": (INFO, "There is a new channel."),
    "channel-removed": (BREAKING, "The channel is gone: subscriptions to it fail."),
    "channel-address-changed": (BREAKING, "The channel is subscribed to by another name."),
    "channel-message-added": (WARNING, "The channel carries a further message, which readers don't know."),
    "channel-command-added": (INFO, "There is a further command."),
    "channel-message-removed": (BREAKING, "The channel no longer carries a message, or takes a command."),
    "channel-keyword-changed": (WARNING, "The channel has changed in a way that has no rule of its own: look."),
    "channel-description-changed": (INFO, "The channel has another description."),
    "message-added": (INFO, "There is a new message; the channel that carries it is reported by its own rule."),
    "message-removed": (BREAKING, "The message is gone, and its class with it."),
    "message-type-changed": (BREAKING, "The message or command has another name on the wire."),
    "message-content-type-changed": (BREAKING, "The message is written in another media type."),
    "message-keyword-changed": (WARNING, "The message has changed in a way that has no rule of its own: look."),
    "message-description-changed": (INFO, "The message has another description."),
    "stream-operation-added": (INFO, "There is a new operation of the stream."),
    "stream-operation-removed": (WARNING, "An operation of the stream is gone."),
    "stream-operation-action-changed": (BREAKING, "What was sent is received now, or the reverse."),
    "stream-operation-keyword-changed": (WARNING, "An operation of the stream is not the same: look."),
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
