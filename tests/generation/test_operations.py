"""Operations of small specs as modules: the arguments, requests and results of their functions."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.generate import generate
from scripts.generation.unsupported import USED_NAMES, GenerationError
from tests.conftest import ROOT
from tests.generation import JSON, Generated, operation, parameter, reference, schema, spec

CLIENT = ROOT / "kalshi_gen"
TEXT = {"type": "string"}
LIST = {"type": "array", "items": TEXT}
SIGNED: list[dict[str, list[str]]] = [{"key": []}]
BODY = {"content": {JSON: {"schema": reference("Seat")}}}
REQUIRED_BODY = {"required": True, **BODY}
SCHEMES = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "KEY"}}}
TAKEN = ("type", "min", "id", "from", "query", "path", "client", "body", "max_pages")
FUNCTIONS = ("sync", "asyncio", "sync_detailed", "asyncio_detailed")

PATHS: dict[str, Any] = {
    "/taken/{type}": {
        "get": operation("GetTaken", parameters=[parameter("type", where="path"), *map(parameter, TAKEN[1:])])
    },
    "/twice/{id}": {"get": operation("GetTwice", parameters=[parameter("id", where="path"), parameter("id")])},
    "/lists": {
        "get": operation(
            "GetLists",
            parameters=[
                parameter("usual", LIST),
                parameter("exploded", LIST, explode=True),
                parameter("joined", LIST, explode=False),
                parameter("spaced", LIST, style="spaceDelimited", explode=False),
                parameter("piped", LIST, style="pipeDelimited", explode=False),
                parameter("piped_by_default", LIST, style="pipeDelimited"),
                parameter("numbers", {"type": "array", "items": {"type": "integer"}}, explode=False),
                parameter("named", reference("Tickers"), explode=False),
            ],
        )
    },
    "/shared/{id}": {
        "parameters": [parameter("id", where="path"), parameter("tags", LIST, explode=False), parameter("limit")],
        "get": operation("GetShared", parameters=[parameter("limit", {"type": "integer"})]),
    },
    "/choice": {
        "get": operation(
            "GetChoice",
            parameters=[
                parameter("side", {"type": "string", "enum": ["yes", "no", None], "nullable": True, "default": None})
            ],
        )
    },
    "/signed": {"get": operation("GetSigned")},
    "/signed/also": {"get": operation("GetSignedAlso", security=SIGNED)},
    "/unsigned": {"get": operation("GetUnsigned", security=[])},
    "/optional": {"get": operation("GetOptional", security=[{}, *SIGNED])},
    "/nothing": {
        "delete": operation("DeleteNothing", responses={"204": {"description": "Gone"}}),
        "get": operation("GetNothing"),
        "post": operation(
            "CreateSeat",
            requestBody=REQUIRED_BODY,
            responses={
                "201": {"description": "Made", "content": {JSON: {"schema": reference("Seat")}}},
                "default": {"description": "Not made"},
            },
        ),
    },
    "/bodies": {
        "post": operation("PostOptional", requestBody=BODY),
        "put": operation("PutNothing"),
        "delete": operation("DeleteSeats", requestBody=REQUIRED_BODY),
        "patch": operation("PatchNothing"),
        "get": operation("GetBodies"),
    },
    "/odd/a": {"get": operation("GetRFQs")},
    "/odd/b": {"get": operation("GetCommunicationsID")},
    "/odd/c": {"get": operation("getV2Thing")},
    "/odd/d": {"get": operation("get_already")},
    "/odd/e": {"get": operation("Import")},
    "/odd/f": {"get": operation("GetTagged", tags=["Order-Groups", "other"])},
    "/odd/g": {"get": operation("GetUntagged", tags=[])},
}
SCHEMAS = {"Seat": schema(["row"], row={"type": "integer"}), "Tickers": LIST}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The client of all these operations; they are signed unless they say otherwise."""
    document = spec(PATHS, SCHEMAS, security=SIGNED)
    document["components"] |= SCHEMES
    return Generated(document, tmp_path_factory.mktemp("operations"))


def refused(tmp_path: Path, why: str, document: dict[str, Any]) -> None:
    """Check that a spec is refused with a message that names the reason."""
    with pytest.raises(GenerationError, match=why):
        generate(document, tmp_path / "package")
    assert not (tmp_path / "package").exists()


def taking(*parameters: dict[str, Any]) -> dict[str, Any]:
    """A spec with one operation that takes these parameters."""
    return spec({"/seats": {"get": operation("GetSeats", parameters=list(parameters))}})


def test_a_parameter_keeps_its_name_on_the_wire(client: Generated) -> None:
    names = dict(
        zip(TAKEN, ("type", "min", "id", "from_", "query", "path", "client_", "body_", "max_pages_"), strict=True)
    )
    values = {python: wire for wire, python in names.items() if wire != "type"}
    request = client.request("seating.get_taken", "a type", **values)
    assert request.url.raw_path.startswith(b"/base/taken/a%20type?")
    assert dict(request.url.params) == {name: name for name in TAKEN if name != "type"}


def test_two_parameters_of_one_name_say_where_they_go(client: Generated) -> None:
    assert str(client.request("seating.get_twice", "a", id_query="b").url) == "http://127.0.0.1/base/twice/a?id=b"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("usual", "usual=a&usual=b"),
        ("exploded", "exploded=a&exploded=b"),
        ("joined", "joined=a%2Cb"),
        ("spaced", "spaced=a+b"),
        ("piped", "piped=a%7Cb"),
        ("piped_by_default", "piped_by_default=a%7Cb"),
        ("named", "named=a%2Cb"),
    ],
)
def test_a_list_is_sent_as_its_style_says(client: Generated, name: str, query: str) -> None:
    url = client.request("seating.get_lists", **{name: ["a", "b"]}).url
    assert url.query.decode().replace("%20", "+") == query


def test_a_list_of_numbers_is_joined_too(client: Generated) -> None:
    assert client.request("seating.get_lists", numbers=[1, 2]).url.params["numbers"] == "1,2"


def test_parameters_of_a_path_are_those_of_its_operations(client: Generated) -> None:
    request = client.request("seating.get_shared", "a", tags=["b", "c"], limit=3)
    assert (request.url.path, dict(request.url.params)) == ("/base/shared/a", {"tags": "b,c", "limit": "3"})


def test_no_null_goes_into_a_query(client: Generated) -> None:
    assert client.request("seating.get_choice", side="no").url.query == b"side=no"
    assert client.request("seating.get_choice").url.query == b""
    assert client.request("seating.get_choice", side=None).url.query == b""


@pytest.mark.parametrize("where", ["header", "cookie"])
def test_a_parameter_that_would_not_be_sent_is_refused(tmp_path: Path, where: str) -> None:
    refused(
        tmp_path, f"GetSeats: the {where} parameter 'x-row' would not be sent", taking(parameter("x-row", where=where))
    )


def test_a_header_of_a_path_is_refused_too(tmp_path: Path) -> None:
    path = {"parameters": [parameter("x-row", where="header")], "get": operation("GetSeats")}
    refused(tmp_path, "GetSeats: the header parameter 'x-row'", spec({"/seats": path}))


def test_a_parameter_among_the_components_is_refused_too(tmp_path: Path) -> None:
    document = taking({"$ref": "#/components/parameters/Row"})
    document["components"]["parameters"] = {"Row": parameter("x-row", where="header")}
    refused(tmp_path, "GetSeats: the header parameter 'x-row'", document)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (parameter("row", {"type": "object"}, style="deepObject"), "is an object with the style 'deepObject'"),
        (parameter("row", {"type": "object"}), "is an object with the style 'form'"),
        (parameter("row", LIST, style="deepObject"), "is an array with the style 'deepObject'"),
        ({"name": "row", "in": "query", "content": {JSON: {"schema": TEXT}}}, "has no schema"),
    ],
    ids=["deepObject", "object", "deepObject list", "content"],
)
def test_a_parameter_that_would_be_sent_wrongly_is_refused(tmp_path: Path, given: dict[str, Any], why: str) -> None:
    refused(tmp_path, f"GetSeats: the query parameter 'row' {why}", taking(given))


def test_a_list_in_a_path_is_refused(tmp_path: Path) -> None:
    get = operation("GetSeats", parameters=[parameter("rows", LIST, "path")])
    refused(tmp_path, "the path parameter 'rows' is an array", spec({"/seats/{rows}": {"get": get}}))


@pytest.mark.parametrize(
    ("module", "secured"),
    [("get_signed", True), ("get_signed_also", True), ("get_unsigned", False), ("get_optional", False)],
)
def test_an_operation_asks_for_a_signature_as_the_spec_says(client: Generated, module: str, secured: bool) -> None:
    endpoint = client.module(f"api.seating.{module}")
    assert endpoint.OPERATION.secured is secured
    for name in FUNCTIONS:
        declared = inspect.signature(getattr(endpoint, name)).parameters["client"].annotation
        assert declared == ("AuthenticatedClient" if secured else "Client")


def test_an_operation_is_unsigned_where_the_spec_says_nothing(tmp_path: Path) -> None:
    assert Generated(spec(), tmp_path).module("api.seating.get_status").OPERATION.secured is False


def test_an_unsigned_client_is_refused_before_anything_is_sent(client: Generated) -> None:
    unsigned = client.module("client").Client(base_url="http://127.0.0.1:1")
    with pytest.raises(client.module("errors").AuthRequiredError, match="GetSigned needs a signed client"):
        client.module("api.seating.get_signed").sync(client=unsigned)


@pytest.mark.parametrize(("module", "status"), [("delete_nothing", 204), ("get_nothing", 200)])
def test_an_answer_without_content_is_none(client: Generated, module: str, status: int) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status)

    assert client.call(f"seating.{module}", answer) is None
    detailed = client.call(f"seating.{module}", answer, function="sync_detailed")
    assert (detailed.status_code, detailed.parsed) == (status, None)
    assert inspect.signature(client.module(f"api.seating.{module}").sync).return_annotation == "None"


def test_a_success_other_than_200_is_decoded(client: Generated) -> None:
    seat = client.model("Seat")(row=3)
    made = client.call("seating.create_seat", lambda _: httpx.Response(201, json={"row": 3}), body=seat)
    assert made == seat
    assert client.module("api.seating.create_seat").OPERATION.statuses == {201}


@pytest.mark.parametrize(
    ("module", "method", "content"),
    [
        ("post_optional", "POST", b"{}"),
        ("put_nothing", "PUT", b"{}"),
        ("patch_nothing", "PATCH", b"{}"),
        ("get_bodies", "GET", b""),
        ("delete_nothing", "DELETE", b""),
    ],
)
def test_a_post_or_put_has_a_body_even_when_there_is_nothing_to_say(
    client: Generated, module: str, method: str, content: bytes
) -> None:
    request = client.request(f"seating.{module}")
    assert (request.method, request.content) == (method, content)
    assert request.headers.get("content-type") == (JSON if content else None)


@pytest.mark.parametrize("module", ["post_optional", "delete_seats", "create_seat"])
def test_a_body_is_sent_as_json(client: Generated, module: str) -> None:
    request = client.request(f"seating.{module}", body=client.model("Seat")(row=3))
    assert (request.content, request.headers["content-type"]) == (b'{"row":3}', JSON)


def test_only_an_optional_body_may_be_left_out(client: Generated) -> None:
    def default(module: str) -> object:
        return inspect.signature(client.module(f"api.seating.{module}").sync).parameters["body"].default

    assert default("post_optional") is client.module("types").UNSET
    assert default("delete_seats") is inspect.Parameter.empty


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"requestBody": {"content": {"multipart/form-data": {"schema": TEXT}}}}, "the request body is multipart"),
        (
            {"responses": {"200": {"description": "OK", "content": {"text/csv": {"schema": TEXT}}}}},
            "the answer 200 is text/csv",
        ),
    ],
    ids=["request", "answer"],
)
def test_anything_but_json_is_refused(tmp_path: Path, changes: dict[str, Any], why: str) -> None:
    refused(tmp_path, f"SitDown: {why}", spec({"/seats": {"post": operation("SitDown", **changes)}}))


@pytest.mark.parametrize(
    "module",
    [
        "seating.get_rf_qs",
        "seating.get_communications_id",
        "seating.get_v2_thing",
        "seating.get_already",
        "seating.import_",
        "order_groups.get_tagged",
        "default.get_untagged",
    ],
)
def test_an_operation_has_one_module_under_its_first_tag(client: Generated, module: str) -> None:
    name = module.rsplit(".", 1)[-1]
    assert client.request(module).method == "GET"
    assert len(list(client.folder.rglob(f"{name}.py"))) == 1


def test_two_operations_that_would_be_one_module_are_refused(tmp_path: Path) -> None:
    paths = {"/a": {"get": operation("GetSeat")}, "/b": {"get": operation("getSeat")}}
    refused(tmp_path, r"GetSeat and getSeat would both be the module get_seat.py \(at paths//b/get\)", spec(paths))


@pytest.mark.parametrize(
    "others", [("Foo", "foo"), ("FooBar", "Foo_Bar"), ("FooBar", "Foo.Bar"), ("foo_bar", "FooBar")]
)
def test_two_schemas_that_would_be_one_module_are_refused(tmp_path: Path, others: tuple[str, str]) -> None:
    reason = rf"{others[0]} and {others[1]} would both be the module \w+.py \(at components/schemas/{others[1]}\)"
    for field in (schema(row={}), {"type": "string", "enum": ["a"]}):
        refused(tmp_path, reason, spec(schemas=dict.fromkeys(others, field)))


@pytest.mark.parametrize("name", ["Model", "Unset", "UNSET", "Any", "Decimal", "Range", "Client", "FieldRule"])
def test_a_class_can_not_have_a_name_that_its_module_uses(tmp_path: Path, name: str) -> None:
    for field in (schema(row={}), {"type": "string", "enum": ["a"]}):
        refused(
            tmp_path, rf"{name} would be a class of a name .*\(at components/schemas\)", spec(schemas={name: field})
        )


def test_a_class_with_a_name_that_is_too_long_for_a_file_is_refused(tmp_path: Path) -> None:
    field: dict[str, Any] = {"type": "string"}
    for _ in range(60):
        field = schema(field=field)
    refused(tmp_path, r"of more than 240 characters \(at SeatField", spec(schemas={"Seat": field}))


def test_the_names_that_no_class_can_have_are_those_that_modules_import() -> None:
    modules = [*CLIENT.glob("models/*.py"), *CLIENT.glob("api/*/*.py"), *CLIENT.glob("stream/models/*.py")]
    imports = [
        node
        for path in modules
        if path.stem != "__init__"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and "models" not in (node.module or "")
    ]
    assert {alias.name for node in imports for alias in node.names} <= USED_NAMES


def test_a_parameter_may_have_any_name_of_python(tmp_path: Path) -> None:
    names = ["locals", "client", "max_pages", "OPERATION", "dict", "Response", "type", "print", "x-1", *"abcdefghijk"]
    names += [f"a_long_name_of_a_parameter_{index}" for index in range(9)]
    seat = operation("GetSeat", parameters=[parameter(name) for name in names])
    client = Generated(spec({"/seat": {"get": seat}}), tmp_path)
    arguments = inspect.signature(client.module("api.seating.get_seat").sync).parameters.keys() - {"client"}
    request = client.request("seating.get_seat", **dict.fromkeys(arguments, "x"))
    assert dict(request.url.params) == dict.fromkeys(names, "x")


@pytest.mark.parametrize("name", ["format", "object", "print", "type", "Import", "None"])
def test_an_operation_may_have_a_name_of_python(tmp_path: Path, name: str) -> None:
    client = Generated(spec({"/seat": {"get": operation(name)}}), tmp_path)
    (module,) = (path.stem for path in client.folder.glob("api/seating/[!_]*.py"))
    assert client.request(f"seating.{module}").url.path == "/base/seat"


def test_a_spec_without_schemas_is_generated(tmp_path: Path) -> None:
    document = spec()
    del document["components"]
    assert dir(Generated(document, tmp_path).module("models"))


def test_every_operation_has_its_four_functions_with_one_signature(client: Generated) -> None:
    for path in client.folder.glob("api/*/[!_]*.py"):
        endpoint = client.module(f"api.{path.parent.name}.{path.stem}")
        signatures = [inspect.signature(getattr(endpoint, name)) for name in FUNCTIONS]
        assert len({str(signature.parameters) for signature in signatures}) == 1
        assert inspect.iscoroutinefunction(endpoint.asyncio)
        assert inspect.iscoroutinefunction(endpoint.asyncio_detailed)
