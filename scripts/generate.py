"""Generate `kalshi_gen` from the vendored specs with openapi-python-client and our templates.

    python -m scripts.generate [--check]

With `--check` nothing is written: the package is generated into a temporary folder and compared with the present one.
"""

from __future__ import annotations

import argparse
import copy
import filecmp
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openapi_python_client import Project
from openapi_python_client.parser import GeneratorData
from openapi_python_client.strings import PythonIdentifier

from scripts import documents, specs
from scripts.documents import Document, printable
from scripts.generation import allowed
from scripts.generation.bounds import answered_models
from scripts.generation.field_rules import FieldRuleError
from scripts.generation.generator import build, configuration, deepen, format_package, prepare, render
from scripts.generation.operations import PaginationError, facts_by_operation_id, resolve
from scripts.generation.stream import generate_stream
from scripts.generation.text import FILTERS
from scripts.generation.unsupported import (
    GenerationError as GenerationError,  # said here too: it is what `generate` raises
)
from scripts.generation.unsupported import check_operations
from scripts.specs import ROOT, Spec
from scripts.vendoring import names
from scripts.vendoring.published import operations

PACKAGE = ROOT / "kalshi_gen"
_OURS = (GenerationError, PaginationError, FieldRuleError)


def generate(spec: Document, output: Path) -> None:
    """Generate the client of the API, with what all packages share.

    Args:
        spec: A vendored spec.
        output: The folder of the package; its content is replaced.

    Raises:
        GenerationError: The generator left something out, or the spec has what `unsupported` refuses.
        PaginationError: An operation has a cursor, but not one list that it pages.
        FieldRuleError: The overlay has an invalid rule over fields.
    """
    project = _built(spec, output, specs.API)
    render(project, "runtime", output / "runtime")
    render(project, "api", output)
    (output / "py.typed").touch()
    format_package(output)


def generate_further(spec: Document, output: Path, ours: Spec) -> None:
    """Generate the package of a further API, over the runtime of the first; see `generate`.

    Args:
        spec: Its vendored spec.
        output: The folder of the package.
        ours: Its entry in the register.
    """
    with tempfile.TemporaryDirectory() as folder:
        generated = Path(folder) / output.name
        project = _built(spec, generated, ours)
        for part in ("api", "models"):
            shutil.copytree(generated / part, output / part, dirs_exist_ok=True)
    deepen(output, len(Path(ours.package).parts))
    render(project, "api", output)
    render(project, "further", output)
    format_package(output)


def _built(spec: Document, output: Path, ours: Spec) -> Project:
    check_operations(spec)
    facts = facts_by_operation_id(spec)
    prefix = configuration(output).field_prefix

    def values(data: GeneratorData) -> dict[str, Any]:
        # Which names of Python are reserved is ours to say while the generator runs.
        by_name = {PythonIdentifier(name, prefix): operation for name, operation in facts.items()}
        apis = [spec for spec in specs.REGISTER if spec.kind == "openapi"]
        return {"operations": by_name, **answered_models(data), "api": ours, "apis": apis}

    return build(_prepared(spec), output, FILTERS, values)


def _prepared(spec: Document) -> Document:
    """The spec as the generator should see it: without defaults, which would be sent, and nulls in the query."""
    prepared = copy.deepcopy(spec)
    _move_nulls(prepared.get("components", {}).get("schemas", {}))
    for _, _, operation in operations(prepared):
        given = operation.get("parameters", [])
        # What a shared parameter means in one operation is beside the reference to it.
        given[:] = [copy.deepcopy(resolve(each, prepared)) if "description" in each else each for each in given]
    for parameter in _parameters(prepared):
        schema = parameter["schema"]
        schema.pop("nullable", None)
        if "enum" in schema:
            schema["enum"] = [value for value in schema["enum"] if value is not None]
        described = schema if "$ref" not in schema else {"allOf": [schema]}
        parameter["schema"] = {**described, "description": parameter.get("description", "")}
    prepare(prepared)
    return prepared


def _move_nulls(schemas: dict[str, Any]) -> None:
    """Say of the references to an object that may be null, and not of the object, that they may be null.

    The generator would make two classes of it otherwise.
    """
    nullable = {f"#/components/schemas/{name}" for name, schema in schemas.items() if _is_nullable_object(schema)}
    for schema in schemas.values():
        if _is_nullable_object(schema):
            del schema["nullable"]
    for schema in schemas.values():
        _mark_nullable(schema, nullable)


def _is_nullable_object(schema: dict[str, Any]) -> bool:
    return schema.get("nullable") is True and ("properties" in schema or schema.get("type") == "object")


def _mark_nullable(node: Any, nullable: set[str]) -> None:
    if isinstance(node, dict):
        parts = node.get("allOf")
        referred = parts[0].get("$ref") if isinstance(parts, list) and len(parts) == 1 else node.get("$ref")
        if isinstance(referred, str) and referred in nullable:
            node.pop("$ref", None)
            node |= {"allOf": [{"$ref": referred}], "nullable": True}
            return
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _mark_nullable(child, nullable)


def _parameters(spec: Document) -> Iterator[dict[str, Any]]:
    yield from spec.get("components", {}).get("parameters", {}).values()
    holders = [*spec["paths"].values(), *(operation for _, _, operation in operations(spec))]
    for holder in holders:
        yield from (parameter for parameter in holder.get("parameters", []) if "$ref" not in parameter)


def differences(first: Path, second: Path) -> list[str]:
    """The relative paths of the files that differ between two folders, or that only one of them has."""
    files = {
        path.relative_to(folder)
        for folder in (first, second)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return sorted(
        str(name)
        for name in files
        if not ((first / name).is_file() and (second / name).is_file())
        or not filecmp.cmp(first / name, second / name, shallow=False)
    )


def generate_ours(output: Path) -> list[str]:
    """Generate the complete package from the vendored specs, and check what differs from the present package.

    Args:
        output: The folder of the package.

    Returns:
        The relative paths of the files that differ; see `differences`.

    Raises:
        GenerationError: A spec has a name that is refused or can't be generated, or a generated module holds what
            `generation.allowed` does not allow.
        PaginationError, FieldRuleError: See `generate`.
    """
    for ours in specs.REGISTER:
        try:
            generate_package(_vendored(ours), output, ours)
        except _OURS:
            raise
        except Exception as error:
            reason = documents.one_line(error)
            raise GenerationError(f"{ours.path.name} can't be generated: {type(error).__name__}: {reason}") from error
    changed = differences(output, PACKAGE)
    allowed.check(output, changed)
    return changed


def generate_package(spec: Document, output: Path, ours: Spec) -> None:
    """Generate the package of a spec; see `generate`.

    Args:
        spec: The vendored spec.
        output: The folder of `kalshi_gen`.
        ours: The spec's entry in the register.
    """
    folder = output / ours.package
    if ours.kind == "asyncapi":
        generate_stream(spec, folder, depth=len(Path(ours.package).parts))
    elif ours.package:
        generate_further(spec, folder, ours)
    else:
        generate(spec, folder)


def _vendored(ours: Spec) -> Document:
    document: Document = documents.load(ours.path.read_bytes())
    problem = names.problem(document)
    if problem:
        raise GenerationError(f"{ours.path.name}: {problem}")
    return document


def main() -> int:
    """Run the command line; 1 if generation fails, or if `--check` finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m scripts.generate", description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / PACKAGE.name
        try:
            changed = generate_ours(output)
        except _OURS as error:
            print(printable(f"generate: {error}; {PACKAGE.name} is unchanged"), file=sys.stderr)
            return 1
        if check:
            for name in changed:
                line = f"generate: {PACKAGE.name}/{name} is not what the specs and the templates give"
                print(printable(line), file=sys.stderr)
            return 1 if changed else 0
        _replace(output, PACKAGE, changed)
    print(f"{PACKAGE.name}: {len(changed)} files changed")
    return 0


def _replace(source: Path, target: Path, changed: list[str]) -> None:
    for name in changed:
        (target / name).unlink(missing_ok=True)
        if (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes((source / name).read_bytes())


if __name__ == "__main__":
    sys.exit(main())
