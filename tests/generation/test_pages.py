"""Operations with a cursor: which list of an answer is paged, and the error if that is not clear."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.generate import generate
from scripts.generation.operations import PaginationError
from tests.generation import Generated, operation, parameter, reference, schema, spec

TEXT = {"type": "string"}
SEATS = {"type": "array", "items": reference("Seat")}
PAGE_FUNCTIONS = ("sync_all", "asyncio_all")


def paged(page: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A spec with one operation that has a cursor and answers with this page."""
    get = operation("GetSeats", reference("Page"), parameters=[parameter("cursor")], **changes)
    schemas = {
        "Page": page,
        "Seat": schema(["row"], row={"type": "integer"}),
        "Row": TEXT,
        "seat_card": schema(at=TEXT),
    }
    return spec({"/seats": {"get": get}}, schemas)


def rows(client: Generated, *pages: dict[str, Any]) -> list[int]:
    """The rows of all seats over these pages, by cursor."""
    answers = iter(pages)
    seats = client.call("seating.get_seats", lambda _: httpx.Response(200, json=next(answers)), function="sync_all")
    return [seat.row for seat in seats]


def refusal(tmp_path: Path, document: dict[str, Any]) -> str:
    """The message with which a spec is refused."""
    with pytest.raises(PaginationError) as refused:
        generate(document, tmp_path / "package")
    assert not (tmp_path / "package").exists()
    return str(refused.value)


def test_the_only_list_is_paged(tmp_path: Path) -> None:
    client = Generated(paged(schema(["cursor", "seats"], cursor=TEXT, seats=SEATS)), tmp_path)
    first = {"cursor": "next", "seats": [{"row": 1}, {"row": 2}]}
    assert rows(client, first, {"cursor": "", "seats": [{"row": 3}]}) == [1, 2, 3]
    assert all(hasattr(client.module("api.seating.get_seats"), name) for name in PAGE_FUNCTIONS)


def test_a_cursor_may_be_called_next_cursor(tmp_path: Path) -> None:
    client = Generated(paged(schema(["seats"], next_cursor=TEXT, seats=SEATS)), tmp_path)
    assert client.module("api.seating.get_seats").OPERATION.next_cursor == "next_cursor"
    assert rows(client, {"next_cursor": "next", "seats": [{"row": 1}]}, {"seats": [{"row": 2}]}) == [1, 2]


@pytest.mark.parametrize(
    ("page", "without"),
    [
        (schema(["cursor"], cursor=TEXT, seats=SEATS), {}),
        (schema(["cursor", "seats"], cursor=TEXT, seats={**SEATS, "nullable": True}), {"seats": None}),
        (schema(["cursor"], cursor={**TEXT, "nullable": True}, seats={**SEATS, "nullable": True}), {"seats": None}),
    ],
    ids=["left out", "null", "either"],
)
def test_a_page_without_its_list_has_no_items(tmp_path: Path, page: dict[str, Any], without: dict[str, Any]) -> None:
    client = Generated(paged(page), tmp_path)
    assert rows(client, {"cursor": "next", **without}, {"cursor": "", "seats": [{"row": 1}]}) == [1]


def test_of_two_lists_the_overlay_must_say_which_is_paged(tmp_path: Path) -> None:
    words = refusal(tmp_path, paged(schema(cursor=TEXT, seats=SEATS, others=SEATS)))
    assert "GetSeats has a cursor, but it is not clear which of ['seats', 'others'] it pages" in words
    assert "name it in the overlay with 'x-pagination: {items: name}'" in words


def test_what_the_overlay_says_is_paged(tmp_path: Path) -> None:
    page = schema(cursor=TEXT, others=SEATS, seats=SEATS)
    client = Generated(paged(page, **{"x-pagination": {"items": "seats"}}), tmp_path)
    assert rows(client, {"others": [{"row": 8}], "seats": [{"row": 1}]}) == [1]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (schema(cursor=TEXT), None),
        (schema(seats=SEATS), None),
        (schema(cursor=TEXT, next_cursor=TEXT, seats=SEATS), None),
        (schema(cursor=TEXT, seats=SEATS), "misspelt"),
    ],
    ids=["no list", "no cursor", "two cursors", "said wrongly"],
)
def test_an_answer_that_cannot_be_paged_is_refused_by_name(
    tmp_path: Path, page: dict[str, Any], said: str | None
) -> None:
    words = {"x-pagination": {"items": said}} if said else {}
    assert refusal(tmp_path, paged(page, **words)).startswith("GetSeats has a cursor, but ")


@pytest.mark.parametrize(
    "item", [TEXT, schema(row=TEXT), reference("Row"), {"type": "object"}], ids=["text", "inline", "named text", "free"]
)
def test_items_that_are_no_component_are_refused_by_name(tmp_path: Path, item: dict[str, Any]) -> None:
    page = schema(cursor=TEXT, seats={"type": "array", "items": item})
    assert refusal(tmp_path, paged(page)).startswith("GetSeats pages 'seats', whose items are not an object")


@pytest.mark.parametrize("item", [reference("seat_card"), {"allOf": [reference("seat_card")], "description": "One."}])
def test_items_are_of_their_components_class(tmp_path: Path, item: dict[str, Any]) -> None:
    client = Generated(paged(schema(cursor=TEXT, seats={"type": "array", "items": item})), tmp_path)
    (card,) = client.call(
        "seating.get_seats", lambda _: httpx.Response(200, json={"seats": [{"at": "a"}]}), function="sync_all"
    )
    assert card == client.model("SeatCard")(at="a")


def test_a_cursor_of_the_path_pages_too(tmp_path: Path) -> None:
    document = paged(schema(cursor=TEXT, seats=SEATS))
    path = document["paths"]["/seats"]
    path["parameters"] = path["get"].pop("parameters")
    assert rows(Generated(document, tmp_path), {"seats": [{"row": 1}]}) == [1]


def test_an_operation_without_a_cursor_has_no_pages(tmp_path: Path) -> None:
    endpoint = Generated(spec(), tmp_path).module("api.seating.get_status")
    assert not any(hasattr(endpoint, name) for name in PAGE_FUNCTIONS)


@pytest.mark.parametrize(
    ("name", "schema_of_it", "asked"),
    [
        ("limit", {"type": "integer", "maximum": 50}, "50"),
        ("page_size", {"type": "integer", "minimum": 1, "maximum": 50}, "50"),
        ("limit", {"type": "integer", "maximum": 50, "exclusiveMaximum": True}, "49"),
        ("limit", {"type": "integer"}, None),
        ("limit", {"type": "integer", "format": "int32"}, None),
        ("depth", {"type": "integer", "maximum": 50}, None),
    ],
)
@pytest.mark.parametrize("required", [False, True])
def test_all_pages_are_as_long_as_the_spec_allows(
    tmp_path: Path, name: str, schema_of_it: dict[str, Any], asked: str | None, required: bool
) -> None:
    document = paged(schema(cursor=TEXT, seats=SEATS))
    document["paths"]["/seats"]["get"]["parameters"].append(parameter(name, schema_of_it, required=required))
    client, requests = Generated(document, tmp_path), []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"seats": [{"row": 1}]})

    def limit(function: str, **arguments: Any) -> str | None:
        client.call("seating.get_seats", answer, function=function, **arguments)
        found: str | None = requests[-1].url.params.get(name)
        return found

    needed = {name: 7} if required else {}
    assert limit("sync_all", **({} if asked else needed)) == (asked or ("7" if required else None))
    assert limit("sync_all", **{name: 7}) == "7"
    assert limit("sync", **needed) == ("7" if required else None)
