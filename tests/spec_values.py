"""Valid JSON values of the spec's schemas, the smallest and the fullest, made without any code of the client."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
_STRINGS = {
    "decimal": "0.5600",
    "date": "2026-11-20",
    "date-time": "2026-11-20T14:30:00Z",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
}


def resolved(node: Schema, spec: Schema) -> Schema:
    """A schema, parameter or response with its `$ref`, or an `allOf` of one, followed."""
    for part in node.get("allOf", []):
        return {**resolved(part, spec), **{key: value for key, value in node.items() if key != "allOf"}}
    if "$ref" not in node:
        return node
    found: Any = spec
    for key in node["$ref"].removeprefix("#/").split("/"):
        found = found[key]
    return resolved(found, spec)


def value(schema: Schema, spec: Schema, *, full: bool) -> Any:
    """A valid value with every field, or with the required ones only."""
    schema = resolved(schema, spec)
    if schema.get("enum"):
        return schema["enum"][0]
    match schema.get("type"):
        case "string" if schema.get("format") == "decimal" and schema.get("x-decimals", 4) < 2:
            return "1"
        case "string":
            return _STRINGS.get(schema.get("format", ""), "text")
        case "integer":
            return max(schema.get("minimum", 1), 1 if schema.get("maximum", 1) >= 1 else 0)
        case "number":
            return 0.5
        case "boolean":
            return True
        case "array":
            count = max(schema.get("minItems", 0), 1)
            return [value(schema["items"], spec, full=full) for _ in range(count)]
    required, fields = schema.get("required", []), schema.get("properties", {})
    given = {name: value(field, spec, full=full) for name, field in fields.items() if full or name in required}
    return obeying(schema, given, fields, spec)


def needed(holder: Schema) -> set[str]:
    """A field for each rule of a schema or an operation that requires one."""
    rules = holder.get("x-field-rules", [])
    return {names[0] for rule in rules for kind, names in rule.items() if kind in ("exactly_one_of", "at_least_one_of")}


def obeying(holder: Schema, given: Schema, fields: dict[str, Schema], spec: Schema) -> Schema:
    """The given values, with the fewest changes that obey the rules over several fields."""
    for rule in holder.get("x-field-rules", []):
        ((kind, names),) = rule.items()
        if kind != "at_least_one_of":
            for name in [name for name in names if name in given][1:]:
                del given[name]
        if kind in ("exactly_one_of", "at_least_one_of") and not set(names) & set(given):
            given[names[0]] = value(fields[names[0]], spec, full=False)
    return given
