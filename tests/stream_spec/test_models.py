"""The generated models of the stream against an independent reading of the spec."""

from __future__ import annotations

import subprocess
import sys
import typing
from decimal import Decimal
from typing import Any

import msgspec

from kalshi_gen.runtime.decoding import alternatives, field_types
from kalshi_gen.runtime.model import Model
from kalshi_gen.stream import models
from kalshi_gen.stream.messages import model_of
from tests import vendored
from tests.walking import by_name, walk


def schemas() -> dict[str, Any]:
    found: dict[str, Any] = vendored.stream()["components"]["schemas"]
    return found


def objects() -> dict[str, Any]:
    """The schemas that are objects with fields of their own."""
    return {name: schema for name, schema in schemas().items() if schema.get("properties")}


CLASSES = {name.lower(): name for name in models.__all__}


def class_of(schema: str) -> Any:
    return model_of(CLASSES[schema.removesuffix("Payload").lower()])


def fields(schema: Any, path: str = "") -> dict[str, Any]:
    """Every field of a schema, however deep."""
    found = {}
    for name, field in schema.get("properties", {}).items():
        found |= {f"{path}{name}": field, **fields(field, f"{path}{name}.")}
        found |= fields(field.get("items", {}), f"{path}{name}[].")
    return found


def test_every_object_of_the_spec_is_a_model_with_its_fields_in_order() -> None:
    def check(name: str) -> None:
        model = class_of(name)
        assert issubclass(model, Model)
        properties = objects()[name]["properties"]
        assert list(field_types(model)) == list(properties)
        declared = [field for field in msgspec.structs.fields(model) if field.required]
        needed = [each for each in properties if each in objects()[name].get("required", [])]
        assert [field.name for field in declared] == [each for each in needed if "const" not in properties[each]]

    walk(by_name(objects(), str), check)


def test_every_enum_of_the_components_is_a_type() -> None:
    enums = [name for name, schema in schemas().items() if "enum" in schema]
    assert enums
    assert [name for name in enums if name.lower() not in CLASSES] == []


def test_money_and_counts_are_exact_wherever_they_are() -> None:
    inexact, exact = [], 0
    for name, schema in objects().items():
        for path, field in fields(schema).items():
            last = path.rpartition(".")[2]
            inner = field["items"]["items"] if field.get("type") == "array" and "items" in field["items"] else field
            if last.endswith(("_dollars", "_fp", "_usd")) and inner.get("type") == "string":
                exact += 1
                inexact += [f"{name}.{path}"] if inner.get("format") != "decimal" else []
    assert inexact == []
    assert exact > len(objects())


def test_levels_of_a_book_are_pairs_of_decimals() -> None:
    declared = field_types(models.OrderbookSnapshotData)["yes_dollars_fp"]
    (levels,) = [each for each in alternatives(declared) if typing.get_origin(each) is list]
    assert typing.get_args(levels) == (tuple[Decimal, Decimal],)


def test_every_model_has_words() -> None:
    classes = [model_of(name) for name in models.__all__]
    assert [each for each in classes if isinstance(each, type) and issubclass(each, Model) and not each.__doc__] == []


def test_the_packages_load_no_model_until_one_is_asked_for() -> None:
    code = (
        "import sys, kalshi_gen.stream.models, kalshi_gen.stream.channels;"
        "sys.exit(any(name.startswith('kalshi_gen.stream.models.') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
