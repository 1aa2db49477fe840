"""Names of a published spec have forms, and what has another form is refused with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.documents import dump
from scripts.vendoring import names
from scripts.vendoring.published import SpecError, read
from tests import vendored
from tests.stream_spec import small
from tests.walking import walk, walked

from . import hostile, spec

Change = Callable[[Any], object]
CODE = 'x" + str(__import__("os").system("id")) + "'


def get(document: Any) -> Any:
    return document["paths"]["/markets"]["get"]


def market(document: Any) -> Any:
    return document["components"]["schemas"]["Market"]


def success(document: Any) -> Any:
    return get(document)["responses"]["200"]


OF_THE_API: dict[str, tuple[Change, str]] = {
    "an operationId": (lambda it: get(it).update(operationId="GetA`.\n"), "paths//markets/get/operationId"),
    "a tag": (lambda it: get(it).update(tags=["../x"]), "paths//markets/get/tags/0"),
    "a tag of the document": (lambda it: it.update(tags=[{"name": CODE}]), "tags/0/name"),
    "a path": (lambda it: it["paths"].update({'/"x': it["paths"]["/markets"]}), "paths"),
    **{
        f"the path {path}": (lambda it, path=path: it["paths"].update({path: {}}), "paths")  # type: ignore[misc]
        for path in (
            "//host.example/a",
            "/a//b",
            "/a/../b",
            "/..",
            "/./a",
            "/a/.",
            "/a/",
            "/a%2e%2e",
            "/a?b=c",
            "/a#b",
            "/\\a",
        )
    },
    "a parameter": (lambda it: get(it)["parameters"][0].update(name=CODE), "paths//markets/get/parameters/0/name"),
    "a property": (lambda it: market(it)["properties"].update({CODE: {}}), "components/schemas/Market/properties"),
    "a required property": (lambda it: market(it)["required"].append("a b"), "components/schemas/Market/required/2"),
    "a schema": (lambda it: it["components"]["schemas"].update({"A B": {}}), "components/schemas"),
    "a value of an enum": (
        lambda it: it["components"]["schemas"]["Side"]["enum"].append("it's"),
        "components/schemas/Side/enum/2",
    ),
    "a mapping in an enum": (
        lambda it: it["components"]["schemas"]["Side"]["enum"].append({"a": 1}),
        "components/schemas/Side/enum",
    ),
    "a list in an enum": (
        lambda it: it["components"]["schemas"]["Side"]["enum"].append(["a"]),
        "components/schemas/Side/enum",
    ),
    "a mapping for a constant": (lambda it: market(it).update(const={"a": 1}), "components/schemas/Market/const"),
    "a constant": (lambda it: market(it).update(const="a\\b"), "components/schemas/Market/const"),
    "a default of two lines": (
        lambda it: get(it)["parameters"][0]["schema"].update(default="a\n::error::b"),
        "paths//markets/get/parameters/0/schema/default",
    ),
    "a media type": (
        lambda it: success(it)["content"].update({"text/plain'": {}}),
        "paths//markets/get/responses/200/content",
    ),
    "a status": (lambda it: get(it)["responses"].update({"2\x1b": {}}), "paths//markets/get/responses"),
    "a type": (lambda it: market(it).update(type="object'"), "components/schemas/Market/type"),
    "a format": (lambda it: market(it).update(format="date time"), "components/schemas/Market/format"),
    "a pattern": (lambda it: market(it).update(pattern="("), "components/schemas/Market/pattern"),
    "a number": (lambda it: market(it).update(minimum=float("inf")), "components/schemas/Market/minimum"),
    "the version": (lambda it: it["info"].update(version="1\n2"), "info/version"),
    "a key": (lambda it: market(it).update({"a\x00": 1}), "components/schemas/Market"),
    "a reference to the root": (
        lambda it: market(it)["properties"]["side"].update({"$ref": "#"}),
        "components/schemas/Market/properties/side/$ref",
    ),
    "a reference to nothing": (
        lambda it: market(it)["properties"]["side"].update({"$ref": "#/components/schemas/None"}),
        "components/schemas/Market/properties/side/$ref",
    ),
    "a reference to a text": (
        lambda it: market(it)["properties"]["side"].update({"$ref": "#/info/title"}),
        "components/schemas/Market/properties/side/$ref",
    ),
    "a list for a format": (lambda it: market(it).update(format=["a"]), "components/schemas/Market/format"),
    "a text for a property": (
        lambda it: market(it)["properties"].update(side="text"),
        "components/schemas/Market/properties/side",
    ),
    "a text for a part": (lambda it: market(it).update(allOf=["text"]), "components/schemas/Market/allOf"),
    "a scope": (lambda it: get(it).update(security=[{"a\nb": []}]), "paths//markets/get/security/0"),
}
OF_THE_STREAM: dict[str, tuple[Change, str]] = {
    "a channel": (lambda it: it["channels"].update({"a b": it["channels"]["ticker"]}), "channels"),
    "an address": (lambda it: it["channels"]["ticker"].update(address='"'), "channels/ticker/address"),
    "a message": (lambda it: it["components"]["messages"].update({"a'": {}}), "components/messages"),
    "the name of a message": (
        lambda it: it["components"]["messages"]["ticker"].update(name="a b"),
        "components/messages/ticker/name",
    ),
    "a message of a channel": (
        lambda it: it["channels"]["ticker"]["messages"].update({"a b": {}}),
        "channels/ticker/messages",
    ),
    "a host": (lambda it: it["servers"]["production"].update(host='a"'), "servers/production/host"),
    "an operation": (lambda it: it["operations"].update({"a\u2028": {}}), "operations"),
    "a tag": (
        lambda it: it["operations"]["sendSubscribe"].update(tags=[{"name": "a\nb"}]),
        "operations/sendSubscribe/tags/0/name",
    ),
}


def test_a_name_of_another_form_is_refused_with_its_place() -> None:
    def check(case: tuple[Change, str]) -> None:
        change, place = case
        document = spec()
        assert names.problem(document) == ""
        change(document)
        assert names.problem(document).endswith(f"(at {place})")

    walk(OF_THE_API, check)


def test_a_name_of_a_stream_of_another_form_is_refused_with_its_place() -> None:
    def check(case: tuple[Change, str]) -> None:
        change, place = case
        document = small()
        assert names.problem(document) == ""
        change(document)
        assert names.problem(document).endswith(f"(at {place})")

    walk(OF_THE_STREAM, check)


def test_a_refusal_names_its_place_however_long_its_names_are(tmp_path: Path) -> None:
    for document in (small(), spec()):
        part = document["channels"]["ticker"]["messages"] if "channels" in document else document["paths"]
        part["x" * 3000] = {}
        (tmp_path / "published.yaml").write_text(dump(document), encoding="utf-8")
        with pytest.raises(SpecError, match=r"\(at (channels/ticker/messages|paths).*\)$"):
            read(str(tmp_path / "published.yaml"))


def test_a_refusal_is_one_printable_line_whatever_the_name_is() -> None:
    for text in hostile.TEXTS:
        document = spec()
        get(document)["operationId"] = text
        problem = names.problem(document)
        assert problem.isprintable()
        assert len(problem) < 500


def test_the_names_of_the_specs_of_the_exchange_have_their_forms() -> None:
    assert names.problem(vendored.rest()) == ""
    assert names.problem(vendored.stream()) == ""


@walked("name", ["title", "description", "x-note", "properties", "default", "enum", "$type", "@id"])
def test_a_property_may_have_the_name_of_a_keyword(name: str) -> None:
    document = spec()
    market(document)["properties"][name] = {"type": "string"}
    assert names.problem(document) == ""
    market(document)["properties"][name]["properties"] = {"a b": {}}
    assert names.problem(document).endswith(f"(at components/schemas/Market/properties/{name}/properties)")


@pytest.mark.parametrize("key", ["description", "summary", "title", "example", "x-anything"])
def test_what_is_dropped_has_no_form(key: str) -> None:
    document = spec()
    market(document)[key] = "any\ntext\x00"
    assert names.problem(document) == ""


def test_there_are_limits_to_operations_properties_and_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, what in (
        ("MAXIMUM_OPERATIONS", "operations"),
        ("MAXIMUM_PROPERTIES", "properties"),
        ("MAXIMUM_CLASSES", "objects and enums"),
    ):
        with monkeypatch.context() as context:
            context.setattr(names, limit, 0)
            assert f"there are more than 0 {what} (at " in names.problem(spec())
