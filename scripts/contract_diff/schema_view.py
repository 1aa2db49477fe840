"""What a schema says in total: references followed, `allOf` merged, and both spellings of null made one."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from scripts.contract_diff.values import canonical
from scripts.documents import Document

BOUNDS = {
    # keyword: True if a larger value allows more
    "minimum": False,
    "exclusiveMinimum": False,
    "maximum": True,
    "exclusiveMaximum": True,
    "minLength": False,
    "maxLength": True,
    "minItems": False,
    "maxItems": True,
    "minProperties": False,
    "maxProperties": True,
    "multipleOf": False,
    "uniqueItems": False,
}
# Two keywords of a view that are not in any spec.
VARIANTS, NULL_IN_DOUBT = "oneOf or anyOf", "null"
ALL_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object"})
_TEXTS = ("description", "title", "summary", "example", "examples", "externalDocs")
_STATES = ("deprecated", "readOnly", "writeOnly")
_FOLDED = frozenset(
    {"$ref", "allOf", "type", "nullable", "enum", "const", "format", "properties", "required", "items"}
    | {"additionalProperties", "oneOf", "anyOf", "default", "pattern", *_STATES, *BOUNDS, *_TEXTS}
)
# What may be beside a reference without giving the schema a structure of its own.
_BESIDE = _FOLDED - {"properties", "required", "items", "additionalProperties", "oneOf", "anyOf"}


@define
class SchemaView:
    """What a schema says in total.

    Attributes:
        types: The JSON types that it allows; all of them if it names none. A number may be an integer.
        is_typed: Whether it names its types, rather than leaving them to its values or allowing all.
        default: A tuple of its default, or an empty one.
        states: Those of `deprecated`, `readOnly` and `writeOnly` that are set.
        variants: The members of `oneOf` or `anyOf` except null, if there are several.
        keywords: The keywords that have no attribute here; they are compared as they are.
        texts: The keywords for people, such as the description.
    """

    types: frozenset[str] = ALL_TYPES
    is_typed: bool = False
    nullable: bool = False
    enum: tuple[Any, ...] | None = None
    format: str | None = None
    pattern: str | None = None
    bounds: dict[str, Any] = field(factory=dict)
    default: tuple[Any, ...] = ()
    states: frozenset[str] = frozenset()
    properties: dict[str, Any] = field(factory=dict)
    required: frozenset[str] = frozenset()
    items: Any = None
    additional: Any = True
    variants: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(factory=dict)
    texts: dict[str, Any] = field(factory=dict)


def reference_of(schema: Any) -> str | None:
    """The reference of a schema that is one, alone or with facts beside it that give it no structure of its own."""
    if not isinstance(schema, dict) or schema.keys() - _BESIDE:
        return None
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return reference
    parts = schema.get("allOf")
    return reference_of(parts[0]) if isinstance(parts, list) and len(parts) == 1 else None


def is_bare(schema: Any) -> bool:
    """Whether a reference has nothing but descriptions beside it."""
    if not isinstance(schema, dict) or schema.keys() - {"$ref", "allOf", *_TEXTS}:
        return False
    return "$ref" in schema or is_bare(schema["allOf"][0])


def component_name(reference: str) -> str:
    """The name of a reference's target in a report."""
    return reference.removeprefix("#/components/schemas/").removeprefix("#/")


def follow(node: Any, document: Document) -> Any:
    """Follow the `$ref` of a node; a cycle, or a target that doesn't exist, gives an empty mapping."""
    seen = set()
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        if node["$ref"] in seen or not node["$ref"].startswith("#/"):
            return {}
        seen.add(node["$ref"])
        node = target_of(node["$ref"], document)
    return {} if node is None else node


def target_of(reference: str, document: Document) -> Any:
    """The target of a reference, which may be another reference; None if it doesn't exist."""
    target: Any = document
    for part in reference.removeprefix("#/").split("/"):
        target = _child(target, part.replace("~1", "/").replace("~0", "~"))
    return target


def _child(node: Any, key: str) -> Any:
    if isinstance(node, list):
        return node[int(key)] if key.isdigit() and int(key) < len(node) else None
    return node.get(key) if isinstance(node, dict) else None


def variants_of(schema: Any, document: Document) -> list[Any]:
    """The members of a schema's own `oneOf` or `anyOf`, except null."""
    node = follow(schema, document)
    if not isinstance(node, dict):
        return []
    return [part for part in [*node.get("oneOf", ()), *node.get("anyOf", ())] if not _is_null(part)]


def view(schema: Any, document: Document) -> SchemaView:
    """Read a schema.

    Args:
        schema: A schema object of the document, or True, False or None.
        document: The spec that it is of.

    Returns:
        Its view; an empty schema allows everything.
    """
    result = SchemaView()
    _fold(schema, document, result, set())
    return result


def _fold(schema: Any, document: Document, into: SchemaView, seen: set[str]) -> None:
    """Add what a schema says. Each reference is merged once, so that a cycle ends and none multiplies."""
    reference = schema.get("$ref") if isinstance(schema, dict) else None
    if reference in seen:
        return
    if isinstance(reference, str):
        seen.add(reference)
    node = follow(schema, document)
    if node is False:
        into.types = frozenset()
    if not isinstance(node, dict):
        return
    for part in node.get("allOf", []):
        _fold(part, document, into, seen)
    _fold_variants(node, document, into, seen)
    _fold_types(node, into)
    _fold_bounds(node, into)
    _fold_object(node, into)
    into.format = node.get("format", into.format)
    into.pattern = node.get("pattern", into.pattern)
    into.default = (node["default"],) if "default" in node else into.default
    into.states = (into.states | {state for state in _STATES if node.get(state)}) - {
        state for state in _STATES if node.get(state) is False
    }
    into.keywords |= {key: value for key, value in node.items() if key not in _FOLDED and not key.startswith("x-")}
    into.texts |= {key: node[key] for key in _TEXTS if key in node}


def _fold_variants(node: dict[str, Any], document: Document, into: SchemaView, seen: set[str]) -> None:
    offered = [*node.get("oneOf", ()), *node.get("anyOf", ())]
    variants = [part for part in offered if not _is_null(part)]
    into.nullable = into.nullable or len(variants) < len(offered)
    if len(variants) == 1:
        _fold(variants[0], document, into, seen)
    elif variants and all(isinstance(part, dict) and part.keys() == {"type"} for part in variants):
        _fold_types({"type": [name for part in variants for name in _listed(part["type"])]}, into)
    else:
        into.variants += tuple(variants)
        into.keywords |= {VARIANTS: "oneOf" if "oneOf" in node else "anyOf"} if variants else {}


def _is_null(schema: Any) -> bool:
    if not isinstance(schema, dict):
        return False
    is_typed = schema.get("type") in ("null", ["null"])
    return is_typed or schema.get("enum") == [None] or ("const" in schema and schema["const"] is None)


def _listed(declared: Any) -> list[str]:
    return [declared] if isinstance(declared, str) else list(declared)


def _fold_types(node: dict[str, Any], into: SchemaView) -> None:
    values = [node["const"]] if "const" in node else node.get("enum")
    # `properties` and `items` alone allow values of another type; a list of values does not.
    declared = _listed(node["type"]) if "type" in node else None if values is None else _types_of(values)
    into.is_typed = into.is_typed or "type" in node
    if declared is not None:
        named = frozenset(declared) | ({"integer"} if "number" in declared else set())
        into.nullable = into.nullable or "null" in named
        into.types &= named
    into.nullable = bool(node.get("nullable", into.nullable))
    if values is not None:
        if bool(node.get("nullable", "null" in (declared or ()))) != (None in values):
            into.keywords |= {NULL_IN_DOUBT: "in the values alone" if None in values else "in the type alone"}
        into.nullable = into.nullable or None in values
        known = None if into.enum is None else {canonical(value) for value in into.enum}
        allowed = [value for value in values if value is not None]
        into.enum = tuple(value for value in allowed if known is None or canonical(value) in known)


def _types_of(values: list[Any]) -> list[str]:
    """The types of a list of values, which a schema without a `type` leaves them to."""
    return sorted({_type_of(value) for value in values})


def _type_of(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "null" if value is None else "boolean"
    names = {str: "string", int: "integer", float: "number", list: "array", dict: "object"}
    return names[type(value)]


def _fold_bounds(node: dict[str, Any], into: SchemaView) -> None:
    stated = {keyword: node[keyword] for keyword in BOUNDS if keyword in node}
    for keyword, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        # In 3.0 a flag makes the bound exclusive; in 3.1 the keyword has the exclusive bound.
        if isinstance(stated.get(exclusive), bool) and stated.pop(exclusive) and keyword in stated:
            stated[exclusive] = stated.pop(keyword)
    for keyword, value in stated.items():
        is_empty = not value and keyword not in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        if not (is_empty and not BOUNDS[keyword]):
            narrower = min if BOUNDS[keyword] else max
            into.bounds[keyword] = narrower(value, into.bounds.get(keyword, value))


def _fold_object(node: dict[str, Any], into: SchemaView) -> None:
    for name, schema in node.get("properties", {}).items():
        into.properties[name] = _both(into.properties.get(name), schema)
    into.required |= frozenset(node.get("required", ()))
    if "items" in node:
        into.items = _both(into.items, node["items"])
    if "additionalProperties" in node:
        into.additional = True if node["additionalProperties"] == {} else node["additionalProperties"]


def _both(first: Any, second: Any) -> Any:
    """The schema of something that two parts of a schema declare."""
    declared = [part for schema in (first, second) if schema is not None for part in _parts(schema)]
    parts = {canonical(part): part for part in declared} if len(declared) > 1 else {"": declared[0]}
    return {"allOf": list(parts.values())} if len(parts) > 1 else next(iter(parts.values()))


def _parts(schema: Any) -> list[Any]:
    has_parts = isinstance(schema, dict) and schema.keys() == {"allOf"}
    return [inner for part in schema["allOf"] for inner in _parts(part)] if has_parts else [schema]
