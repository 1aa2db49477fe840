"""Schemas of small specs as models: decoding, encoding and the repr."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
import pytest

from scripts.generate import generate
from scripts.generation.unsupported import GenerationError
from tests.generation import Generated, operation, reference, schema, spec

TEXT = {"type": "string"}
DECIMAL = {"type": "string", "format": "decimal"}
SECRET = {"type": "string", "format": "password"}
LEVEL = {"type": "array", "items": DECIMAL, "minItems": 2, "maxItems": 2}
NAMES = ("type", "min", "id", "default", "nullable", "format", "query")

SCHEMAS = {
    "Side": {"type": "string", "enum": ["yes", "no"]},
    "MaybeSide": {"type": "string", "enum": ["yes", "no", None], "nullable": True},
    "Order": schema(
        price=DECIMAL,
        at={"type": "string", "format": "date-time"},
        key={"type": "string", "format": "uuid"},
        side=reference("Side"),
        kind={"type": "string", "enum": ["limit", "market"]},
        lots={"type": "integer", "enum": [1, 10]},
    ),
    "Book": schema(
        levels={"type": "array", "items": LEVEL},
        triple={**LEVEL, "minItems": 3, "maxItems": 3},
        bounded={**LEVEL, "minItems": 1, "maxItems": 3},
    ),
    "Open": schema(
        free={"type": "object"},
        said={"type": "object", "additionalProperties": True},
        counts={"type": "object", "additionalProperties": {"type": "integer"}},
        prices={"type": "object", "additionalProperties": DECIMAL},
        books={"type": "object", "additionalProperties": reference("Book")},
        lists={"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
        named=reference("Ranks"),
    ),
    "Ranks": {"type": "object", "additionalProperties": {"type": "integer"}},
    "Empty": {"type": "object"},
    "Nullable": schema(
        ["inline", "component"],
        inline={"type": "string", "enum": ["a", "b"], "nullable": True},
        listed={"type": "string", "enum": ["a", "b", None], "nullable": True},
        other={"type": "string", "enum": ["c", None], "nullable": True},
        component={"allOf": [reference("Side")], "nullable": True, "description": "The side that was taken."},
        itself=reference("MaybeSide"),
        model={"allOf": [reference("Order")], "nullable": True},
        price={**DECIMAL, "nullable": True},
        free={"type": "object", "nullable": True},
    ),
    "Key": schema(id=TEXT, secret=SECRET, spare={**SECRET, "nullable": True}, more={"type": "array", "items": SECRET}),
    "A": schema(b=reference("B"), name=TEXT),
    "B": schema(a=reference("A"), children={"type": "array", "items": reference("B")}),
    "Names": schema(**dict.fromkeys(NAMES, TEXT)),
    "Merged": {"allOf": [reference("Key"), schema(["note"], note=TEXT)]},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The client of all these schemas."""
    return Generated(spec(schemas=SCHEMAS), tmp_path_factory.mktemp("models"))


def hints(client: Generated, model: str) -> dict[str, Any]:
    """The declared types of a model, without annotations."""
    return get_type_hints(client.model(model))


def test_money_decodes_exactly_and_goes_out_plainly(client: Generated) -> None:
    order = client.decode(b'{"price": "0.1000"}', "Order")
    assert str(order.price) == "0.1000"
    order.price = Decimal("1E-7")
    assert order.to_dict() == {"price": "0.0000001"}


def test_a_time_knows_its_offset(client: Generated) -> None:
    assert client.decode(b'{"at": "2026-01-02T03:04:05Z"}', "Order").at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_time_without_an_offset_is_refused_when_it_is_sent(client: Generated) -> None:
    order = client.model("Order")(at=datetime(2026, 1, 2))
    with pytest.raises(client.module("errors").InvalidRequestError, match="at: this datetime has no offset"):
        order.to_dict()


def test_a_uuid_is_one(client: Generated) -> None:
    text = "12345678-1234-5678-1234-567812345678"
    assert client.decode(f'{{"key": "{text}"}}'.encode(), "Order").key == UUID(text)


@pytest.mark.parametrize(
    ("field", "known", "unknown"), [("side", "yes", "maybe"), ("kind", "limit", "stop"), ("lots", 10, 5)]
)
def test_an_enum_decodes_any_value_and_sends_only_known_ones(
    client: Generated, field: str, known: str | int, unknown: str | int
) -> None:
    for value in (known, unknown):
        assert getattr(client.decode(msgspec.json.encode({field: value}), "Order"), field) == value
    order = client.model("Order")
    assert order(**{field: known}).to_dict() == {field: known}
    with pytest.raises(client.module("errors").InvalidRequestError, match=f"{field}: .* not one of the spec's"):
        order(**{field: unknown}).to_dict()


def test_an_enum_is_declared_once_as_a_component_and_once_for_its_field(client: Generated) -> None:
    names = client.module("models").__all__
    assert {"Side", "OrderKind", "OrderLots"} <= set(names)
    assert [name for name in names if "Type" in name] == []


def test_an_array_of_fixed_length_is_a_tuple(client: Generated) -> None:
    book = client.decode(b'{"levels": [["0.10", "5.00"]], "triple": ["1", "2", "3"], "bounded": ["1"]}', "Book")
    assert book.levels == [(Decimal("0.10"), Decimal("5.00"))]
    assert book.triple == (Decimal(1), Decimal(2), Decimal(3))
    assert book.bounded == [Decimal(1)]
    assert book.to_dict() == {"levels": [["0.10", "5.00"]], "triple": ["1", "2", "3"], "bounded": ["1"]}


def test_an_object_without_fields_is_a_dict_of_its_values(client: Generated) -> None:
    unset = client.module("types").Unset
    declared = hints(client, "Open")
    assert declared["free"] == dict[str, Any] | unset
    assert declared["said"] == dict[str, Any] | unset
    assert declared["counts"] == dict[str, int] | unset
    assert declared["prices"] == dict[str, Decimal] | unset
    assert declared["books"] == dict[str, client.model("Book")] | unset  # type: ignore[misc]
    assert declared["lists"] == dict[str, list[str]] | unset


def test_a_map_among_the_components_keeps_what_it_holds(client: Generated) -> None:
    assert client.decode(b'{"named": {"first": 1}}', "Open").named == {"first": 1}


def test_an_object_that_says_nothing_stays_a_class_as_a_component(client: Generated) -> None:
    assert client.decode(b'{"anything": 1}', "Empty") == client.model("Empty")()


def test_maps_decode_their_values(client: Generated) -> None:
    body = b'{"free": {"a": [1, {"b": null}]}, "prices": {"x": "0.50"}, "books": {"y": {"triple": ["1", "2", "3"]}}}'
    answer = client.decode(body, "Open")
    assert answer.free == {"a": [1, {"b": None}]}
    assert answer.prices == {"x": Decimal("0.50")}
    assert answer.books["y"].triple[2] == Decimal(3)
    assert answer.to_dict() == msgspec.json.decode(body)


@pytest.mark.parametrize("field", ["inline", "listed", "other", "component", "itself", "model", "price", "free"])
def test_what_is_nullable_keeps_its_null(client: Generated, field: str) -> None:
    body = {"inline": "a", "component": "yes", field: None}
    answer = client.decode(msgspec.json.encode(body), "Nullable")
    assert getattr(answer, field) is None
    assert answer.to_dict() == body


def test_what_is_nullable_and_not_required_may_be_left_out_too(client: Generated) -> None:
    answer = client.decode(b'{"inline": null, "component": null}', "Nullable")
    assert answer.price is client.module("types").UNSET
    assert answer.to_dict() == {"inline": None, "component": None}


def test_what_is_nullable_and_required_must_be_there(client: Generated) -> None:
    model = client.model("Nullable")
    assert model.from_dict({"inline": None, "component": None}).inline is None
    for body in ({"component": None}, {"inline": None}):
        with pytest.raises(msgspec.ValidationError):
            model.from_dict(body)


def test_a_nullable_enum_is_one_enum(client: Generated) -> None:
    names = [name for name in client.module("models").__all__ if name.startswith("Nullable")]
    assert names == ["Nullable", "NullableInline", "NullableListed", "NullableOther"]
    with pytest.raises(client.module("errors").InvalidRequestError, match="use one of 'a', 'b'"):
        client.model("Nullable")(inline="z", component=None).to_dict()


def test_a_description_beside_a_reference_is_the_fields_own(client: Generated) -> None:
    assert "The side that was taken." in (client.folder / "models" / "nullable.py").read_text(encoding="utf-8")


def test_a_secret_is_in_no_repr(client: Generated) -> None:
    body = b'{"id": "an-id", "secret": "HUSH", "spare": "HUSH", "more": ["HUSH"]}'
    for model in ("Key", "Merged"):
        answer = client.decode(body.replace(b"}", b', "note": "n"}'), model)
        assert "an-id" in repr(answer)
        assert "HUSH" not in repr(answer)
        assert answer.to_dict()["secret"] == "HUSH"


def test_models_that_hold_each_other_decode(client: Generated) -> None:
    body = b'{"name": "1", "b": {"a": {"name": "2", "b": {"children": [{"children": []}]}}}}'
    answer = client.decode(body, "A")
    assert answer.b.a.b.children[0] == client.model("B")(children=[])
    assert answer.to_dict() == msgspec.json.decode(body)


def test_a_field_keeps_its_name_on_the_wire(client: Generated) -> None:
    body = {name: name for name in NAMES}
    assert client.decode(msgspec.json.encode(body), "Names").to_dict() == body


def test_the_parts_of_all_of_are_one_model(client: Generated) -> None:
    assert set(hints(client, "Merged")) == {"id", "secret", "spare", "more", "note"}


@pytest.mark.parametrize("name", ["class", "self", "a-b", "camelCase", "1st", "to_dict"])
def test_a_field_that_python_cannot_spell_is_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(GenerationError, match=f"Seat has a field '{name}' .* under its own name"):
        generate(spec(schemas={"Seat": schema(**{name: TEXT})}), tmp_path / "package")


@pytest.mark.parametrize("text_format", ["binary"])
def test_a_format_without_a_type_is_refused_by_name(tmp_path: Path, text_format: str) -> None:
    document = spec(schemas={"Seat": schema(day={"type": "string", "format": text_format})})
    with pytest.raises(GenerationError, match=f"'day' has the format '{text_format}'"):
        generate(document, tmp_path / "package")


def test_a_reference_to_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="/Seat"):
        generate(spec(schemas={"Seat": schema(other=reference("Missing"))}), tmp_path / "package")


def test_no_default_of_the_spec_is_sent(tmp_path: Path) -> None:
    document = spec(
        {"/seats": {"post": operation("SitDown", requestBody=body_of(reference("Seat")))}},
        {"Seat": schema(row={"type": "integer", "default": 3}, side={"type": "string", "default": "left"})},
    )
    client = Generated(document, tmp_path)
    assert client.request("seating.sit_down", body=client.model("Seat")()).content == b"{}"


def body_of(schema: dict[str, Any]) -> dict[str, Any]:
    """A request body of a schema."""
    return {"required": True, "content": {"application/json": {"schema": schema}}}
