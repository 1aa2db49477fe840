"""The forms of the names in a spec, and the limits of its facts: what has another form is refused before it is used.

A published document is data of others. Its names become names and texts of our code, so each kind has a form here.
Descriptions have none: they are dropped. Every other text among the facts is one line of printable characters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from attrs import define, field, frozen

from scripts.documents import Document, with_place
from scripts.vendoring.asyncapi import pointed
from scripts.vendoring.normalise import KEYS_OF_VALUES, NAME_MAPS, is_text

MAXIMUM_OPERATIONS = 1_000
MAXIMUM_PROPERTIES = 5_000
MAXIMUM_CLASSES = 1_000
"""The most objects and enums, each of which becomes a class in a file of its own."""
MAXIMUM_LIST = 1_000
"""The most items of a list, such as an enum."""
MAXIMUM_LIST_OF_MAPPINGS = 200
"""The most mappings of a list: where no two may be equal, the validator compares each with each."""
MAXIMUM_COMPOSED = 200
"""The most schemas that one consists of, by `allOf`, `anyOf` and `oneOf`."""
_COMPOSED_BY = frozenset({"allOf", "anyOf", "oneOf"})

_Place = tuple[str, ...]


@frozen
class Form:
    """The form of a kind of names.

    Attributes:
        kind: What a name of this kind is called.
        pattern: What a complete name matches.
        words: The form in words.
        longest: The most characters of a name.
    """

    kind: str
    pattern: str
    words: str
    longest: int = 150

    def fits(self, name: Any) -> bool:
        """Whether a name has this form."""
        if not isinstance(name, str) or len(name) > self.longest or not name.isprintable():
            return False
        return re.fullmatch(self.pattern, name, re.ASCII) is not None

    def complaint(self, name: Any) -> str:
        """Why a name is refused."""
        return f"the {self.kind} {_shown(name)} is not {self.words}, at most {self.longest} characters"


OPERATION_ID = Form("operationId", r"[A-Za-z][\w.\-/]*", "a letter, then letters, digits and _ . - /")
TAG = Form("tag", r"[A-Za-z0-9][\w .&:()\-]*", "a letter or digit, then letters, digits, spaces and _ . & : ( ) -")
FIELD = Form("name of a field", r"[A-Za-z0-9_$@][\w.$@:\[\]\-]*", "a letter, digit, _ $ or @, then also . : [ ] and -")
COMPONENT = Form("name", r"[A-Za-z0-9_][\w.\-]*", "a letter, digit or _, then also . and -")
PATH = Form(
    "path",
    r"/|(/(?!\.{1,2}(/|$))[\w.~!$&'()*+,;=:@{}\-]+)+",
    "a / before each segment, which has letters, digits and . _ ~ ! $ & ' ( ) * + , ; = : @ { } - and is not . or ..",
    500,
)
STATUS = Form("status", r"[1-5](\d\d|XX)|default", "a status such as 200, 4XX or default")
MEDIA_TYPE = Form(
    "media type",
    r"[A-Za-z0-9*][\w!#$&^.+*\-]*/[A-Za-z0-9*][\w!#$&^.+*\-]*( ?; ?[\w\-]+=[\w.\-]+)*",
    "a media type such as application/json",
)
VALUE = Form(
    "value of an enum",
    r"[ !#$%&()*+,\-./0-9:;=?@A-Z\[\]^_a-z|~]*",
    "a text of printable ASCII without quotes, backslashes, braces and angle brackets",
)
SCOPE = Form("scope", r"[\w:./\-]+", "letters, digits and _ : . / -")
ADDRESS = Form("address", r"[\w./:{}\-]+", "letters, digits and _ . / : { } -")
VERSION = Form("version", r"[A-Za-z0-9][\w.+ \-]*", "a letter or digit, then letters, digits, spaces and . _ + -", 60)
# The specs of the exchange have had keys that are parts of sentences, where a text was not quoted; nothing reads them.
KEYWORD = Form("key", r".*", "one line of printable characters", 500)
PATTERN = Form("pattern", r"[ -~]*", "a text of printable ASCII", 300)
TEXT = Form("text", r".*", "one line of printable characters", 2_000)

# What the keys of a mapping are, by the key that holds it; in any other mapping of names they are a `COMPONENT`.
_KEYS = {
    "paths": PATH,
    "properties": FIELD,
    "patternProperties": TEXT,
    "dependentSchemas": FIELD,
    "headers": FIELD,
    "encoding": FIELD,
    "content": MEDIA_TYPE,
    "mapping": VALUE,
    "scopes": SCOPE,
    "variables": FIELD,
}
# What a text is, or each text of a list, by its key; under any other it is a `TEXT`.
_TEXTS = {
    "operationId": OPERATION_ID,
    "tags": TAG,
    "name": FIELD,
    "required": FIELD,
    "propertyName": FIELD,
    "enum": VALUE,
    "const": VALUE,
    "contentType": MEDIA_TYPE,
    "defaultContentType": MEDIA_TYPE,
    "address": ADDRESS,
    "host": ADDRESS,
    "pathname": ADDRESS,
    "pattern": PATTERN,
    **dict.fromkeys(
        ("format", "in", "style", "type", "action", "protocol", "scheme", "openapi", "asyncapi"), COMPONENT
    ),
}
# What a key holds, where all that read a spec rely on it; the validators allow more in places.
_KINDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("$ref", "format", "in", "name", "operationId", "pattern", "propertyName", "style"), (str,)),
    **dict.fromkeys(("action", "contentType", "host", "pathname", "protocol"), (str,)),
    **dict.fromkeys(("allOf", "anyOf", "enum", "oneOf", "tags"), (list,)),
    **dict.fromkeys(
        ("components", "content", "items", "not", "payload", "properties", "requestBody", "schema"), (dict,)
    ),
    **dict.fromkeys(("channels", "paths", "responses", "schemas"), (dict,)),
    "additionalProperties": (bool, dict),
    "deprecated": (bool,),
    "nullable": (bool,),
    "parameters": (list, dict),
    "required": (bool, list),
    "type": (str, list),
}
_LISTS_OF: dict[str, type] = {
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "parameters"), dict),
    **dict.fromkeys(("required", "type"), str),
}


def problem(document: Document) -> str:
    """The first name or fact of a document that is refused, with its place; empty if there is none.

    Args:
        document: A parsed document. Nothing of its form needs to be checked before.
    """
    return next(_Walk(document).mapping(document, (), KEYWORD), "")


def size_problem(document: Document) -> str:
    """The first list that is too long, or schema that consists of too many others, with its place; empty for none.

    A few schemas of which each is `allOf` the next one twice are millions, for whatever follows the references.
    """
    composition = _Composition(document)
    waiting: list[tuple[dict[str, Any] | list[Any], _Place]] = [(document, ())]
    while waiting:
        node, place = waiting.pop()
        if isinstance(node, dict) and node.keys() & _COMPOSED_BY and composition.count(node) > MAXIMUM_COMPOSED:
            reason = f"it consists of itself, or of more than {MAXIMUM_COMPOSED} schemas"
            return with_place(reason, place)
        children: Any = node.items() if isinstance(node, dict) else enumerate(node)
        inner = [(child, (*place, str(key))) for key, child in children if isinstance(child, dict | list)]
        most = MAXIMUM_LIST_OF_MAPPINGS if inner else MAXIMUM_LIST
        if isinstance(node, list) and len(node) > most:
            return with_place(f"a list has more than {most:,} items", place)
        waiting += inner
    return ""


@define
class _Composition:
    """Counts of how many schemas of a document others consist of."""

    document: Document
    _counts: dict[int, int] = field(factory=dict, init=False)

    def count(self, node: Any, levels: int = 0) -> int:
        """Of how many schemas a schema consists; of too many, if it is one of them itself."""
        if levels > MAXIMUM_COMPOSED:
            return MAXIMUM_COMPOSED + 1
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            node = pointed(node["$ref"], self.document)
        if not isinstance(node, dict):
            return 1
        if id(node) not in self._counts:
            self._counts[id(node)] = MAXIMUM_COMPOSED + 1
            parts = [part for key in _COMPOSED_BY if isinstance(node.get(key), list) for part in node[key]]
            self._counts[id(node)] = 1 + sum(self.count(part, levels + 1) for part in parts)
        return self._counts[id(node)]


@define
class _Walk:
    """A walk through the facts of a document, as `normalise` tells them from its texts.

    Attributes:
        document: The document.
        operations: How many operations it has seen.
        properties: How many properties it has seen.
        classes: How many objects and enums it has seen.
    """

    document: Document
    operations: int = 0
    properties: int = 0
    classes: int = 0

    def mapping(self, node: dict[str, Any], place: _Place, form: Form) -> Iterator[str]:
        """What is wrong in a mapping whose keys have a form."""
        yield from self._counts(node, place, form)
        for key, value in node.items():
            if form is KEYWORD and is_text(key):
                continue
            if not form.fits(key):
                yield with_place(form.complaint(key), place)
            elif form is KEYWORD and key == "$ref" and not isinstance(pointed(str(value), self.document), dict):
                yield with_place(f"the $ref {_shown(value)} leads to no mapping", (*place, key))
            elif form is KEYWORD and not _is_of_kind(key, value):
                yield with_place(f"{_shown(key)} is not what is read there", (*place, key))
            elif place[-1:] != ("mapping",) and form not in (KEYWORD, TEXT, SCOPE) and not isinstance(value, dict):
                yield with_place(f"{_shown(key)} is no mapping", (*place, key))
            elif (*place, key) == ("info",):
                yield from _version(value)
            elif form is not KEYWORD:
                yield from self._below(value, (*place, key), "", TEXT)
            elif any(isinstance(each, dict | list) for each in {"enum": value, "const": [value]}.get(key, ())):
                yield with_place("a value of an enum is a mapping or a list", (*place, key))
            elif key in KEYS_OF_VALUES:
                yield from _values(value, (*place, key), _TEXTS.get(key, TEXT))
            else:
                named = TAG if key == "name" and "tags" in place[-2:-1] else _TEXTS.get(key, TEXT)
                yield from self._below(value, (*place, key), key, named)

    def _below(self, value: Any, place: _Place, key: str, form: Form) -> Iterator[str]:
        """What is wrong in what a key holds; the key is empty where it is a name itself."""
        if isinstance(value, dict):
            yield from self.mapping(value, place, _form_of_keys(key, place))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._below(item, (*place, str(index)), "", form)
        else:
            yield from _scalar(value, place, form)

    def _counts(self, node: dict[str, Any], place: _Place, form: Form) -> Iterator[str]:
        if form is FIELD and place[-1:] == ("properties",):
            self.properties += len(node)
        if form is KEYWORD:
            self.operations += "operationId" in node
            self.classes += "properties" in node or "enum" in node
        for count, most, what in (
            (self.operations, MAXIMUM_OPERATIONS, "operations"),
            (self.properties, MAXIMUM_PROPERTIES, "properties"),
            (self.classes, MAXIMUM_CLASSES, "objects and enums"),
        ):
            if count > most:
                yield with_place(f"there are more than {most:,} {what}", place)


def _is_of_kind(key: str, value: Any) -> bool:
    if not isinstance(value, _KINDS.get(key, (object,))):
        return False
    return not isinstance(value, list) or all(isinstance(item, _LISTS_OF.get(key, object)) for item in value)


def _form_of_keys(key: str, place: _Place) -> Form:
    if key == "responses" and place[0] != "components":
        return STATUS
    if key in NAME_MAPS:
        return _KEYS.get(key, COMPONENT)
    return TEXT if place[-2:-1] == ("callbacks",) else KEYWORD


def _values(value: Any, place: _Place, form: Form) -> Iterator[str]:
    """What is wrong in a value that stays as it is: a default, the values of an enum, required fields, security."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not TEXT.fits(key):
                yield with_place(TEXT.complaint(key), place)
            yield from _values(inner, (*place, key), TEXT)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _values(inner, (*place, str(index)), form)
    else:
        yield from _scalar(value, place, form)


def _scalar(value: Any, place: _Place, form: Form) -> Iterator[str]:
    if isinstance(value, str):
        if not form.fits(value):
            yield with_place(form.complaint(value), place)
        elif form is PATTERN and not _compiles(value):
            yield with_place(f"the pattern {_shown(value)} is no regular expression", place)
    elif isinstance(value, float) and not math.isfinite(value):
        yield with_place("a number is not finite", place)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def _version(info: Any) -> Iterator[str]:
    version = info.get("version") if isinstance(info, dict) else None
    if not VERSION.fits(version):
        yield with_place(VERSION.complaint(version), ("info", "version"))


def _shown(name: Any) -> str:
    text = ascii(name)
    return text if len(text) <= 80 else f"{text[:77]}..."
