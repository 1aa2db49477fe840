"""Refuse the parts of OpenAPI that the templates don't support: they would be dropped or sent wrongly."""

from __future__ import annotations

from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.strings import pascal_case, snake_case

from scripts import specs
from scripts.documents import Document
from scripts.generation.operations import DELIMITERS, parameters_of, resolve
from scripts.generation.property_types import ARGUMENT_NAMES
from scripts.vendoring.published import operations

USED_NAMES = frozenset(
    {
        *(spec.constant for spec in specs.REGISTER),
        *("Annotated", "Any", "ClassVar", "Decimal", "Literal", "TYPE_CHECKING", "TypeAlias", "UUID", "annotations"),
        *(
            "AsyncItems",
            "AuthenticatedClient",
            "AwareDatetime",
            "Client",
            "CommaJoined",
            "Date",
            "Items",
            "Response",
            "Secret",
            "UNSET",
            "UnixMilliseconds",
            "UnixMillisecondsUp",
            "UnixSeconds",
            "UnixSecondsUp",
            "Unset",
        ),
        *(
            "Api",
            "Decimals",
            "ExactModel",
            "FieldRule",
            "Length",
            "Model",
            "OPERATION",
            "Operation",
            "Pattern",
            "Range",
        ),
        *("Unit", "open_enum"),
    }
)
"""What generated modules import from elsewhere, so that no class can have its name."""
LONGEST_MODULE_NAME = 240
"""File systems allow 255 bytes, and the ending has some."""
_ENDPOINT = "scripts/generation/templates/endpoint_module.py.jinja"


class GenerationError(Exception):
    """No client can be generated from the spec; the message says which part of it is the problem, and why."""


def check_operations(spec: Document) -> None:
    """Refuse a spec with an operation that the templates don't support.

    Args:
        spec: A vendored spec.

    Raises:
        GenerationError: Two operations or two schemas would be the same module, a parameter would not be sent or not in
            the form that the spec wants, or a body is not JSON.
    """
    _check_classes(spec)
    modules: dict[str, str] = {}
    for path, method, operation in operations(spec):
        name = operation["operationId"]
        other = modules.setdefault(snake_case(name), name)
        if other != name:
            place = f"paths/{path}/{method}"
            raise GenerationError(f"{other} and {name} would both be the module {snake_case(name)}.py (at {place})")
        for parameter in parameters_of(spec, path, operation):
            _check_parameter(name, parameter, spec)
        _check_content(f"{name}: the request body", operation.get("requestBody", {}), spec)
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                _check_content(f"{name}: the answer {status}", response, spec)


def check_names(data: GeneratorData) -> None:
    """Refuse a class or a field whose name can't be declared in Python: models use wire names, so it needs a decision.

    Args:
        data: What the generator has read from the spec.

    Raises:
        GenerationError: A class has a name that generated modules use otherwise, or one that is too long for a file.
            Or a field's name is a keyword of Python, not an identifier, or in use by every model.
    """
    for each in (*data.models, *data.enums):
        if each.class_info.name in USED_NAMES:
            reason = "would be a class of a name that generated modules use themselves"
            raise GenerationError(f"{each.class_info.name} {reason} (at components/schemas)")
        if len(each.class_info.module_name) > LONGEST_MODULE_NAME:
            reason = (
                f"a class within others would be a module with a name of more than {LONGEST_MODULE_NAME} characters"
            )
            raise GenerationError(f"{reason} (at {each.class_info.name[:80]})")
    for model in data.models:
        for prop in [*(model.required_properties or []), *(model.optional_properties or [])]:
            if prop.python_name != prop.name and prop.name.get_untrusted_value() not in ARGUMENT_NAMES:
                raise GenerationError(
                    f"{model.class_info.name} has a field {prop.name.get_untrusted_value()!r} that can't be declared "
                    "in Python under its own name; give it another in scripts/generation/templates/model.py.jinja"
                )


def _check_classes(spec: Document) -> None:
    modules: dict[str, str] = {}
    for name in spec.get("components", {}).get("schemas", {}):
        other = modules.setdefault(snake_case(pascal_case(name)), name)
        if other != name:
            reason = f"{other} and {name} would both be the module {snake_case(pascal_case(name))}.py"
            raise GenerationError(f"{reason} (at components/schemas/{name})")


def _check_parameter(operation_id: str, parameter: dict[str, Any], spec: Document) -> None:
    where = parameter["in"]
    place = f"{operation_id}: the {where} parameter {parameter['name']!r}"
    if where not in ("path", "query"):
        raise GenerationError(f"{place} would not be sent; support it in {_ENDPOINT}")
    if "schema" not in parameter:
        raise GenerationError(f"{place} has no schema; encode its content in {_ENDPOINT}")
    kind = resolve(parameter["schema"], spec).get("type")
    style = parameter.get("style", "form")
    if kind == "object" or (kind == "array" and (where == "path" or style not in DELIMITERS)):
        raise GenerationError(f"{place} is an {kind} with the style {style!r}; encode it in {_ENDPOINT}")


def _check_content(place: str, holder: dict[str, Any], spec: Document) -> None:
    others = set(resolve(holder, spec).get("content", {})) - {"application/json"}
    if others:
        raise GenerationError(f"{place} is {', '.join(sorted(others))}; only JSON is supported in {_ENDPOINT}")
