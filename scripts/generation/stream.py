"""Generate `kalshi_gen.stream` from the stream's spec, with the same generator and templates as the REST API.

The generator reads OpenAPI, so it gets an OpenAPI document with nothing but the schemas of the stream.
"""

from __future__ import annotations

import copy
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import Property
from openapi_python_client.parser.properties.const import ConstProperty

from scripts.documents import Document
from scripts.generation import text
from scripts.generation.generator import build, deepen, format_package, prepare, render
from scripts.generation.stream_facts import StreamFacts, class_name, stream_facts
from scripts.generation.unsupported import GenerationError


def generate_stream(spec: Document, output: Path, depth: int = 1) -> None:
    """Generate the package of a stream.

    Args:
        spec: The stream's vendored spec.
        output: The folder of the package.
        depth: How many levels below `kalshi_gen` it is.

    Raises:
        GenerationError: The generator left something out, or the spec has something that is not supported.
    """
    facts = stream_facts(spec)
    ours = (declaration, needed_imports, class_name, sorted_literals)
    filters = {**text.FILTERS, **{function.__name__: function for function in ours}}
    with tempfile.TemporaryDirectory() as folder:
        generated = Path(folder) / output.name
        project = build(_schemas_only(spec), generated, filters, lambda data: _values(facts, data))
        output.mkdir(parents=True, exist_ok=True)
        shutil.copytree(generated / "models", output / "models", dirs_exist_ok=True)
    deepen(output / "models", 1)
    render(project, "stream", output)
    deepen(output, depth - 1)
    format_package(output)


def _values(facts: StreamFacts, data: GeneratorData) -> dict[str, Any]:
    commands = tuple(name for names in facts.commands.values() for name in names)
    models = {str(model.class_info.name) for model in data.models}
    return {
        "stream": facts,
        "parameters": _parameter_types(facts, data),
        "class_options": _class_options(facts),
        # No command has amounts so far; they would be checked when it is sent.
        "answered": frozenset(models),
        # The parts of a command are named after it.
        "only_answered": frozenset(name for name in models if not name.startswith(commands)),
    }


def _parameter_types(facts: StreamFacts, data: GeneratorData) -> dict[str, str]:
    """The annotation of each parameter of a subscription, as a module outside of `models` writes it."""
    models = {str(model.class_info.name): model for model in data.models}
    command = facts.commands["subscribe"][0]
    required = models[command].required_properties if command in models else None
    parameters = next((prop for prop in required or [] if prop.name == "params"), None)
    model = models.get(text.type_of(parameters)) if parameters else None
    if model is None:
        raise GenerationError(f"{command} does not require 'params' that are an object (at components/schemas)")
    enums = re.compile(rf"\b({'|'.join(enum.class_info.name for enum in data.enums)})\b")
    return {
        # None leaves a parameter out, as UNSET does.
        prop.name.get_untrusted_value(): enums.sub(r"models.\1", text.type_of(prop)).replace(
            "| Unset", "| None | Unset"
        )
        for prop in [*(model.required_properties or []), *(model.optional_properties or [])]
    }


def declaration(prop: Property, bounded: bool) -> str:
    """The line that declares a field. A constant has its value as default; the `type` of a message is a ClassVar."""
    line = text.declaration(prop, bounded)
    if not isinstance(prop, ConstProperty) or not prop.required:
        return line
    name, value = prop.name.get_untrusted_value(), prop.value.python_code.as_unembedded_code()
    return f"type: ClassVar[Literal[{value}]] = {value}" if name == "type" else f"{line} = {value}"


def needed_imports(lines: Iterable[str]) -> list[str]:
    """The imports of a model; formatting removes unused ones."""
    return [*text.needed_imports(lines), "from typing import ClassVar"]


def _class_options(facts: StreamFacts) -> dict[str, str]:
    """Options that let the decoder choose the class of a message by its type, in a single pass."""
    return {
        form.model: f', tag_field="type", tag={text.literal(kind)}'
        for kind, forms in facts.messages.items()
        for form in forms
    }


def sorted_literals(values: Iterable[str]) -> str:
    """Names as a set display in a fixed order, or nothing for none."""
    return text.set_literal(sorted(values))


def _schemas_only(spec: Document) -> Document:
    """An OpenAPI document with the schemas of the stream under the names of their classes."""
    schemas = {}
    names = {name: class_name(name) for name in spec["components"]["schemas"]}
    for name, schema in copy.deepcopy(spec["components"]["schemas"]).items():
        if names[name] in schemas:
            reason = f"two schemas of the stream would both be the class {names[name]}"
            raise GenerationError(f"{reason} (at components/schemas/{name})")
        schemas[names[name]] = _in_openapi(schema, names)
        _name_data(schemas[names[name]])
    prepare(schemas)
    return {
        "openapi": "3.0.3",
        "info": {"title": spec["info"]["title"], "version": spec["info"]["version"]},
        "paths": {},
        "components": {"schemas": schemas},
    }


def _in_openapi(node: Any, names: dict[str, str]) -> Any:
    """A JSON Schema in the spelling of OpenAPI 3.0, where null is not a type."""
    if isinstance(node, list):
        return [_in_openapi(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    spelled = {key: _in_openapi(value, names) for key, value in node.items()}
    if isinstance(spelled.get("$ref"), str):
        schema = spelled["$ref"].rsplit("/", 1)[-1]
        spelled["$ref"] = f"#/components/schemas/{names[schema]}"
    kinds = spelled.get("type")
    if isinstance(kinds, list):
        others = [kind for kind in kinds if kind != "null"]
        if len(others) != 1:
            raise GenerationError(
                f"a field of the stream has the types {kinds}, which is not supported; see {__name__}"
            )
        spelled |= {"type": others[0], "nullable": len(kinds) > 1}
    return spelled


def _name_data(schema: dict[str, Any]) -> None:
    """Name the class of a message's data after the message: `TickerData`, not `TickerMsg`."""
    data = schema.get("properties", {}).get("msg", {})
    if data.get("properties"):
        data["title"] = "data"
    elif data.get("items", {}).get("properties"):
        data["items"]["title"] = "data item"
