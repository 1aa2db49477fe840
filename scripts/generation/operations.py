"""The facts of an operation that the templates need and the generator's parser doesn't keep."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from scripts.documents import Document
from scripts.generation import field_rules
from scripts.generation.field_rules import FieldRule
from scripts.vendoring.published import operations

PAGE_SIZES = ("limit", "page_size")
DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


class PaginationError(Exception):
    """An operation has a cursor, but it is not clear which list it pages, or the items have no class."""


@frozen
class PageSize:
    """How many items a page may have.

    Attributes:
        parameter: The parameter for the number of items.
        most: The largest number that the spec allows.
    """

    parameter: str
    most: int


@frozen
class Pagination:
    """How an operation is paged.

    Attributes:
        next_cursor: The field of the response that holds the cursor of the next page.
        items: The field of the response that holds the items of a page.
        item: The name of the schema of an item.
        size: The parameter for the size of a page and its maximum, if the spec has both.
    """

    next_cursor: str
    items: str
    item: str
    size: PageSize | None


@frozen
class OperationFacts:
    """The facts of an operation.

    Attributes:
        secured: Whether the operation needs a signature.
        secret: Whether the body of a success holds a secret.
        statuses: The HTTP statuses that the spec documents, in order.
        delimiters: The delimiter of each list in the query that is sent as one parameter.
        field_rules: The overlay's rules over several query parameters.
    """

    operation_id: str
    method: str
    path: str
    summary: str
    secured: bool
    secret: bool
    statuses: tuple[int, ...]
    delimiters: dict[str, str]
    pagination: Pagination | None
    field_rules: list[FieldRule]


def facts_by_operation_id(spec: Document) -> dict[str, OperationFacts]:
    """Collect the facts of every operation.

    Raises:
        PaginationError: It is not clear which list an operation pages, so that the overlay must say it with
            `x-pagination`, or the items are not a component of the spec.
    """
    return {
        operation["operationId"]: _facts(spec, path, method, operation) for path, method, operation in operations(spec)
    }


def parameters_of(spec: Document, path: str, operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters of an operation, with those of its path that it doesn't override."""
    given = [*spec["paths"][path].get("parameters", []), *operation.get("parameters", [])]
    resolved = (resolve(parameter, spec) for parameter in given)
    return list({(parameter["in"], parameter["name"]): parameter for parameter in resolved}.values())


def _facts(spec: Document, path: str, method: str, operation: dict[str, Any]) -> OperationFacts:
    parameters = parameters_of(spec, path, operation)
    # An empty requirement among others means that the operation may be called unsigned.
    security = operation.get("security", spec.get("security")) or []
    return OperationFacts(
        operation_id=operation["operationId"],
        method=method,
        path=path,
        summary=operation.get("summary", operation["operationId"]),
        secured=bool(security) and all(security),
        secret=_holds_secret(_success_schema(operation, spec), spec, set()),
        statuses=tuple(sorted(int(status) for status in operation["responses"] if status.isdigit())),
        delimiters=_delimiters(parameters, spec),
        pagination=_pagination(operation, parameters, spec),
        field_rules=field_rules.rules(
            operation, [parameter["name"] for parameter in parameters if parameter["in"] == "query"]
        ),
    )


def _delimiters(parameters: list[dict[str, Any]], spec: Document) -> dict[str, str]:
    joined = {}
    for parameter in parameters:
        style = parameter.get("style", "form")
        is_list = resolve(parameter["schema"], spec).get("type") == "array"
        if parameter["in"] == "query" and is_list and not parameter.get("explode", style == "form"):
            joined[parameter["name"]] = DELIMITERS[style]
    return joined


def _pagination(operation: dict[str, Any], parameters: list[dict[str, Any]], spec: Document) -> Pagination | None:
    if not any(parameter["in"] == "query" and parameter["name"] == "cursor" for parameter in parameters):
        return None
    page = _success_schema(operation, spec)
    # Only an object has fields: a text or a list can have `properties` in a spec, and they say nothing.
    properties = page.get("properties", {}) if page.get("type", "object") == "object" else {}
    fields = {name: resolve(field, spec) for name, field in properties.items()}
    cursors = [name for name in fields if name in ("cursor", "next_cursor")]
    lists = [name for name, field in fields.items() if field.get("type") == "array"]
    stated: str | None = operation.get("x-pagination", {}).get("items")
    items = stated or (lists[0] if len(lists) == 1 else None)
    if len(cursors) != 1 or items is None or items not in lists:
        raise PaginationError(
            f"{operation['operationId']} has a cursor, but it is not clear which of {lists} it pages: "
            "name it in the overlay with 'x-pagination: {items: name}'"
        )
    return Pagination(
        next_cursor=cursors[0],
        items=items,
        item=_item(operation["operationId"], items, fields[items]["items"], spec),
        size=_page_size(parameters, spec),
    )


def _page_size(parameters: list[dict[str, Any]], spec: Document) -> PageSize | None:
    for parameter in parameters:
        if parameter["in"] == "query" and parameter["name"] in PAGE_SIZES:
            schema = resolve(parameter["schema"], spec)
            most, exclusive = schema.get("maximum"), schema.get("exclusiveMaximum")
            if schema.get("type") == "integer" and isinstance(most, int):
                return PageSize(parameter["name"], most - (exclusive is True))
    return None


def _item(operation_id: str, items: str, item: dict[str, Any], spec: Document) -> str:
    (reference,) = item["allOf"] if len(item.get("allOf", [])) == 1 else (item,)
    if "$ref" not in reference or not _is_object(resolve(reference, spec)):
        raise PaginationError(
            f"{operation_id} pages {items!r}, whose items are not an object among the spec's components: "
            "support it in scripts/generation/templates/endpoint_module.py.jinja"
        )
    name: str = reference["$ref"].rsplit("/", 1)[-1]
    return name


def _is_object(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "object" or len(schema.get("allOf", [])) > 1


def _success_schema(operation: dict[str, Any], spec: Document) -> dict[str, Any]:
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            content = resolve(response, spec).get("content", {})
            return resolve(content.get("application/json", {}).get("schema", {}), spec)
    return {}


def _holds_secret(node: Any, spec: Document, seen: set[str]) -> bool:
    """Whether a schema, or one within it, is of the format that the spec gives to secrets."""
    if isinstance(node, list):
        return any(_holds_secret(each, spec, seen) for each in node)
    if not isinstance(node, dict):
        return False
    reference = node.get("$ref")
    if isinstance(reference, str):
        if reference in seen:
            return False
        return _holds_secret(resolve(node, spec), spec, seen | {reference})
    return node.get("format") == "password" or any(
        _holds_secret(each, spec, seen) for key, each in node.items() if key not in ("example", "default", "enum")
    )


def resolve(node: dict[str, Any], spec: Document) -> dict[str, Any]:
    """Follow a `$ref`, or an `allOf` of a single one, to its target; what is beside it takes precedence."""
    parts = node.get("allOf", [])
    if len(parts) == 1:
        return {**resolve(parts[0], spec), **{key: value for key, value in node.items() if key != "allOf"}}
    if "$ref" not in node:
        return node
    found: Any = spec
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return {**resolve(found, spec), **{key: value for key, value in node.items() if key != "$ref"}}
