"""What generation refuses, by name: parts of OpenAPI that the templates would drop or send wrongly."""

from __future__ import annotations

from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.strings import snake_case

from scripts.documents import Document
from scripts.generation.operations import DELIMITERS, parameters_of, resolve
from scripts.generation.property_types import ARGUMENT_NAMES
from scripts.vendoring.published import operations

_ENDPOINT = "scripts/generation/templates/endpoint_module.py.jinja"


class GenerationError(Exception):
    """The spec can't be turned into a client; the message says which part and why."""


def check_operations(spec: Document) -> None:
    """Refuse a spec with an operation that the templates can't express.

    Args:
        spec: A vendored spec.

    Raises:
        GenerationError: Two operations would be one module, a parameter would not be sent or be sent in another
            form than the spec says, or a body is not JSON.
    """
    modules: dict[str, str] = {}
    for path, _, operation in operations(spec):
        name = operation["operationId"]
        other = modules.setdefault(snake_case(name), name)
        if other != name:
            raise GenerationError(f"{other} and {name} would both be the module {snake_case(name)}.py")
        for parameter in parameters_of(spec, path, operation):
            _check_parameter(name, parameter, spec)
        _check_content(f"{name}: the request body", operation.get("requestBody", {}), spec)
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                _check_content(f"{name}: the answer {status}", response, spec)


def check_fields(data: GeneratorData) -> None:
    """Refuse a field that Python can't spell: models declare wire names, so it needs a decision, not a guess.

    Args:
        data: What the generator has read of the spec.

    Raises:
        GenerationError: A field's name is a keyword of Python, no identifier, or one that a model needs itself.
    """
    for model in data.models:
        for prop in [*(model.required_properties or []), *(model.optional_properties or [])]:
            if prop.python_name != prop.name and prop.name.get_untrusted_value() not in ARGUMENT_NAMES:
                raise GenerationError(
                    f"{model.class_info.name} has a field {prop.name.get_untrusted_value()!r} that can't be declared "
                    "in Python by its own name; teach scripts/generation/templates/model.py.jinja another"
                )


def _check_parameter(operation_id: str, parameter: dict[str, Any], spec: Document) -> None:
    where = parameter["in"]
    place = f"{operation_id}: the {where} parameter {parameter['name']!r}"
    if where not in ("path", "query"):
        raise GenerationError(f"{place} would not be sent; teach {_ENDPOINT} to send it")
    if "schema" not in parameter:
        raise GenerationError(f"{place} has no schema; teach {_ENDPOINT} to encode its content")
    kind = resolve(parameter["schema"], spec).get("type")
    style = parameter.get("style", "form")
    if kind == "object" or (kind == "array" and (where == "path" or style not in DELIMITERS)):
        raise GenerationError(f"{place} is an {kind} with the style {style!r}; teach {_ENDPOINT} to encode it")


def _check_content(place: str, holder: dict[str, Any], spec: Document) -> None:
    others = set(resolve(holder, spec).get("content", {})) - {"application/json"}
    if others:
        raise GenerationError(f"{place} is {', '.join(sorted(others))}; teach {_ENDPOINT} anything but JSON")
