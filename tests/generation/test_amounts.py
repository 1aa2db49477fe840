"""Money and counts of small specs: in lists, maps and parts of models, in parameters, and in what is also answered."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.generation import JSON, Generated, operation, parameter, reference, schema, spec

PRICE = {"type": "string", "format": "decimal", "x-decimals": 2, "x-unit": "US dollars", "x-above": 0}
PAIR = {"type": "array", "items": PRICE, "minItems": 2, "maxItems": 2}
SCHEMAS = {
    "Ladder": schema(
        ["rungs"],
        rungs={"type": "array", "items": PRICE},
        levels={"type": "array", "items": PAIR},
        named={"type": "object", "additionalProperties": PRICE},
        limit={**PRICE, "nullable": True},
        step=reference("Step"),
    ),
    "Step": schema(["size"], size=PRICE),
    "Quote": schema(["price"], price=PRICE),
    "Plain": schema(name={"type": "string"}),
}


def body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {JSON: {"schema": reference(name)}}}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The client of these schemas: `Ladder` is sent, `Quote` is sent and answered."""
    paths = {
        "/ladders": {"post": operation("Climb", requestBody=body("Ladder"))},
        "/quotes": {"post": operation("Quote", reference("Quote"), requestBody=body("Quote"))},
        "/plain": {"post": operation("Plain", requestBody=body("Plain"))},
        "/prices/{least}": {
            "get": operation(
                "Prices",
                parameters=[
                    parameter("least", PRICE, where="path"),
                    parameter("most", PRICE),
                    parameter("each", {"type": "array", "items": PRICE}),
                ],
            )
        },
    }
    return Generated(spec(paths, SCHEMAS), tmp_path_factory.mktemp("amounts"))


def error_of(client: Generated) -> Any:
    return client.module("errors").InvalidRequestError


def test_amounts_in_lists_and_maps_are_held_as_decimals(client: Generated) -> None:
    ladder = client.model("Ladder")(
        rungs=["0.10", 1, Decimal("0.5")], levels=[("0.10", 5), ["1", 2]], named={"a": "0.2"}, limit=None
    )
    assert ladder.rungs == [Decimal("0.10"), Decimal(1), Decimal("0.5")]
    assert ladder.levels == [(Decimal("0.10"), Decimal(5)), (Decimal(1), Decimal(2))]
    assert ladder.named == {"a": Decimal("0.2")}
    held = [*ladder.rungs, *(number for level in ladder.levels for number in level), *ladder.named.values()]
    assert {type(number) for number in held} == {Decimal}
    assert ladder.limit is None
    assert ladder.step is client.module("types").UNSET


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"rungs": [1, 0.5]}, "rungs[1]"),
        ({"rungs": [], "levels": [("1", "1"), ("1", 0.5)]}, "levels[1][1]"),
        ({"rungs": [], "named": {"a": 0.5}}, "named.a"),
        ({"rungs": [], "limit": 0.5}, "limit"),
    ],
)
def test_a_float_in_a_list_or_a_map_is_refused_when_the_model_is_made(
    client: Generated, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(error_of(client)) as caught:
        client.model("Ladder")(**fields)
    assert caught.value.field == field
    words = 'must be a Decimal, int or str, not float; write Decimal("0.5") or "0.5", in US dollars'
    assert str(caught.value) == f"Ladder.{field}: {words}"


def test_a_float_within_a_part_is_refused_when_the_part_is_made(client: Generated) -> None:
    with pytest.raises(error_of(client), match=r"^Step\.size: "):
        client.model("Ladder")(rungs=[], step=client.model("Step")(size=0.5))


@pytest.mark.parametrize("fields", [{"rungs": "0.5"}, {"rungs": 5}, {"rungs": [], "named": [1]}, {"levels": [("1",)]}])
def test_what_is_no_list_or_map_at_all_is_refused_when_it_is_sent(client: Generated, fields: dict[str, Any]) -> None:
    ladder = client.model("Ladder")(**{"rungs": [], **fields})
    with pytest.raises(error_of(client), match="must be a "):
        ladder.to_dict()


def test_what_is_added_to_a_list_later_is_checked_when_it_is_sent(client: Generated) -> None:
    ladder = client.model("Ladder")(rungs=["0.1"])
    ladder.rungs.append(0.5)
    with pytest.raises(error_of(client), match=r"^rungs\[1\]: must be a Decimal, int or str, not float"):
        client.request("seating.climb", body=ladder)
    ladder.rungs[1] = "0.50"
    assert client.request("seating.climb", body=ladder).content == b'{"rungs":["0.1","0.50"]}'


def test_parameters_take_what_is_exact_and_refuse_a_float(client: Generated) -> None:
    request = client.request("seating.prices", "0.5", most=2, each=[Decimal("0.1"), "0.2", 3])
    assert request.url.path == "/base/prices/0.5"
    query = parse_qsl(request.url.query.decode())
    assert query == [("most", "2"), ("each", "0.1"), ("each", "0.2"), ("each", "3")]
    for positional, named, words in (
        (0.5, {}, r'^least: must be a Decimal, int or str, not float; write Decimal\("0\.5"\)'),
        (1, {"most": 0.25}, r'^most: must be .*; write Decimal\("0\.25"\) or "0\.25", in US dollars$'),
        (1, {"each": [1, True]}, r"^each\[1\]: must be a Decimal, int or str, not bool"),
        (1, {"most": "NaN"}, r"^most: 'NaN' is not a finite number"),
        ("1/2", {}, r"^least: '1/2' is not a finite number"),
    ):
        with pytest.raises(error_of(client), match=words):
            client.request("seating.prices", positional, **named)


def test_the_types_of_parameters_and_constructors_say_what_is_taken(client: Generated) -> None:
    exact = "Decimal | int | str"
    assert parameters_of(client, "api/seating/prices.py", "sync") == {
        "least": exact,
        "client": "Client",
        "most": f"{exact} | None | Unset",
        "each": f"list[{exact}] | None | Unset",
    }
    assert parameters_of(client, "models/ladder.py", "__init__") == {
        "rungs": f"list[{exact}]",
        "levels": f"list[tuple[{exact}, {exact}]] | None | Unset",
        "named": f"dict[str, {exact}] | None | Unset",
        "limit": f"{exact} | None | Unset",
        "step": "Step | None | Unset",
    }


def parameters_of(client: Generated, module: str, function: str) -> dict[str, str]:
    """The annotations of a generated function's parameters."""
    for node in ast.walk(ast.parse(Path(client.folder / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            arguments = [each for each in (*node.args.args, *node.args.kwonlyargs) if each.annotation]
            return {each.arg: ast.unparse(each.annotation) for each in arguments if each.annotation}
    raise AssertionError(f"{module} has no {function}")


def test_only_models_of_requests_with_amounts_have_a_check(client: Generated) -> None:
    exact = client.module("runtime.model").ExactModel
    found = {name for name in SCHEMAS if issubclass(client.model(name), exact)}
    assert found == {"Ladder", "Step"}
    # What is also answered keeps a value that is not as the spec says, and is checked when it is sent.
    assert not hasattr(client.model("Quote"), "__post_init__")
    quote, drifts = client.module("runtime.decoding").decode(b'{"price": true}', client.model("Quote"))
    assert quote.price is True
    assert len(drifts) == 1
    with pytest.raises(error_of(client), match=r"^price: must be a Decimal, int or str, not bool"):
        client.request("seating.quote", body=quote)
    assert client.request("seating.quote", body=client.model("Quote")(price="0.5")).content == b'{"price":"0.5"}'
