"""Generate `kalshi_gen` from `openapi.yaml` with openapi-python-client and the templates beside this file.

    python -m scripts.generate [--check]

With `--check` nothing is written: the client is generated into a temporary folder and compared with what is there.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import filecmp
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.strings import PythonIdentifier

from scripts import documents, generator_bounds, generator_types
from scripts.documents import Document
from scripts.field_rules import FieldRuleError
from scripts.generator_text import FILTERS
from scripts.limits import GenerationError as GenerationError  # said here too: it is what `generate` raises
from scripts.limits import check_fields, check_operations
from scripts.operation_facts import PaginationError, facts_by_operation_id
from scripts.published import operations

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = ROOT / "openapi.yaml"
CONFIG = ROOT / "generator-config.yml"
TEMPLATES = Path(__file__).resolve().parent / "templates"
PACKAGE = ROOT / "kalshi_gen"


def generate(contract: Document, output: Path) -> None:
    """Generate the client of a contract.

    Args:
        contract: A vendored contract.
        output: The folder of the package; what is in it is replaced.

    Raises:
        GenerationError: The generator left something out, or the contract has what `limits` refuses.
        PaginationError: Which list an operation pages can't be told.
        FieldRuleError: Our overlay has a rule over fields that is none.
    """
    config = _config(output)
    check_operations(contract)
    facts = facts_by_operation_id(contract)
    with generator_types.taught(), generator_bounds.kept():
        data = GeneratorData.from_dict(_prepared(contract), config=config)
        if isinstance(data, GeneratorError):
            raise GenerationError(f"{data.header}: {data.detail}")
        check_fields(data)
        project = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
        project.env.filters.update(FILTERS)
        project.env.globals["operations"] = {
            PythonIdentifier(name, config.field_prefix): operation for name, operation in facts.items()
        }
        project.env.globals["only_answered"] = generator_bounds.only_answered(data)
        with contextlib.redirect_stdout(None):
            errors = project.build()
    if errors:
        raise GenerationError("\n".join(f"{error.header}: {error.detail}" for error in errors))
    _render_runtime(project, output)
    _format(output)


def _config(output: Path) -> Config:
    return Config.from_sources(
        ConfigFile.load_from_path(CONFIG),
        meta_type=MetaType.NONE,
        document_source=CONTRACT,
        file_encoding="utf-8",
        overwrite=True,
        output_path=output,
    )


def _prepared(contract: Document) -> Document:
    """The contract as the generator should see it: no default is sent for the caller, and no null in a query."""
    prepared = copy.deepcopy(contract)
    for parameter in _parameters(prepared):
        schema = parameter["schema"]
        schema.pop("nullable", None)
        if "enum" in schema:
            schema["enum"] = [value for value in schema["enum"] if value is not None]
        whole = schema if "$ref" not in schema else {"allOf": [schema]}
        parameter["schema"] = {**whole, "description": parameter.get("description", "")}
    _prepare(prepared)
    return prepared


def _parameters(contract: Document) -> Iterator[dict[str, Any]]:
    yield from contract.get("components", {}).get("parameters", {}).values()
    holders = [*contract["paths"].values(), *(operation for _, _, operation in operations(contract))]
    for holder in holders:
        yield from (parameter for parameter in holder.get("parameters", []) if "$ref" not in parameter)


def _prepare(node: Any, name: str = "") -> None:
    if isinstance(node, list):
        for item in node:
            _prepare(item, name)
    elif isinstance(node, dict):
        # A schema's `type` is text: where it is not, this is a mapping of names, and `default` one of them.
        if isinstance(node.get("type"), str) or isinstance(node.get("allOf"), list):
            node.pop("default", None)
        if node.get("nullable") is True and isinstance(node.get("enum"), list):
            _prepare_nullable_enum(node, name)
        for key, value in node.items():
            _prepare(value, key)


def _prepare_nullable_enum(node: dict[str, Any], name: str) -> None:
    """Have one enum of the field's name, or null: the generator would make an enum of each spelling of the null."""
    values = [value for value in node.pop("enum") if value is not None]
    kind = {"type": node.pop("type")} if "type" in node else {}
    node["anyOf"] = [{**kind, "enum": values, "title": name}]


def _render_runtime(project: Project, output: Path) -> None:
    for template in sorted((TEMPLATES / "runtime").glob("*.jinja")):
        text = project.env.get_template(f"runtime/{template.name}").render()
        (output / template.name.removesuffix(".jinja")).write_text(text, encoding="utf-8")
    (output / "py.typed").touch()


def _format(output: Path) -> None:
    settings = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    for command in (["check", "--fix-only", "--select", "F401,I001,UP037"], ["format"]):
        ruff = [sys.executable, "-m", "ruff", *command, *settings, str(output)]
        result = subprocess.run(ruff, capture_output=True, text=True)
        if result.returncode:
            raise GenerationError(
                f"the templates gave what ruff can't format: {(result.stderr or result.stdout).strip()[:2000]}"
            )


def differences(first: Path, second: Path) -> list[str]:
    """The files that differ between two folders or are in only one of them, as relative paths."""
    names = {
        path.relative_to(folder)
        for folder in (first, second)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return sorted(
        str(name)
        for name in names
        if not ((first / name).is_file() and (second / name).is_file())
        or not filecmp.cmp(first / name, second / name, shallow=False)
    )


def main() -> int:
    """Run the command line; 1 if generation fails, or with `--check` if the package is not what it would generate."""
    parser = argparse.ArgumentParser(prog="python -m scripts.generate", description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    contract = documents.load(CONTRACT.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / PACKAGE.name
        try:
            generate(contract, output)
        except (GenerationError, PaginationError, FieldRuleError) as error:
            print(f"generate: {error}; {PACKAGE.name} is as it was", file=sys.stderr)
            return 1
        changed = differences(output, PACKAGE)
        if check:
            for name in changed:
                print(
                    f"generate: {PACKAGE.name}/{name} is not what the contract and the templates give",
                    file=sys.stderr,
                )
            return 1 if changed else 0
        _replace(output, PACKAGE, changed)
    print(f"{PACKAGE.name}: {len(changed)} files changed")
    return 0


def _replace(source: Path, target: Path, names: list[str]) -> None:
    for name in names:
        (target / name).unlink(missing_ok=True)
        if (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes((source / name).read_bytes())


if __name__ == "__main__":
    sys.exit(main())
