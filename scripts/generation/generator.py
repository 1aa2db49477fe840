"""Run openapi-python-client with our types and with the templates in this folder."""

from __future__ import annotations

import contextlib
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from ruff import find_ruff_bin  # type: ignore[import-untyped]  # it has no types

from scripts import specs
from scripts.documents import Document
from scripts.generation import bounds, property_types
from scripts.generation.unsupported import GenerationError, check_names
from scripts.specs import ROOT

CONFIG = ROOT / "generator-config.yml"
TEMPLATES = Path(__file__).resolve().parent / "templates"
Filters = dict[str, Callable[..., Any]]
_SHARED = re.compile(r"^( *from \.+)((?:client|errors|runtime|types)\b[\w.]* import )", re.MULTILINE)


class _Compiled(BytecodeCache):
    """Keeps compiled templates in memory, because the generator loads them again for each package."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template that was compiled before."""
        if bucket.key + bucket.checksum in self._code:
            bucket.bytecode_from_string(self._code[bucket.key + bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        self._code[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def build(
    document: Document, output: Path, filters: Filters, values: Callable[[GeneratorData], dict[str, Any]]
) -> Project:
    """Generate a package from an OpenAPI document.

    Args:
        document: The document as the generator should see it.
        output: The folder of the package; its content is replaced.
        filters: Our functions for the templates.
        values: Returns our values for the templates, given what the generator has read.

    Returns:
        The generator's project; its environment renders further templates.

    Raises:
        GenerationError: The generator left something out, or a model has what `unsupported` refuses.
        FieldRuleError: The overlay has an invalid rule over fields.
    """
    config = configuration(output)
    with property_types.patched_types(), bounds.patched_bounds():
        data = GeneratorData.from_dict(document, config=config)
        if isinstance(data, GeneratorError):
            raise GenerationError(f"{data.header}: {data.detail}")
        check_names(data)
        project = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
        project.env.bytecode_cache = _COMPILED
        project.env.filters.update(filters)
        project.env.globals.update(values(data))
        with contextlib.redirect_stdout(None):
            errors = project.build()
    if errors:
        # The generator prints some texts of the spec as the objects in which it hides them.
        problems = (re.sub(r"<[\w.]+UntrustedString [^>]*>", "", f"{each.header}: {each.detail}") for each in errors)
        raise GenerationError("\n".join(problems))
    return project


def configuration(output: Path) -> Config:
    """The generator's settings for a package in a folder."""
    return Config.from_sources(
        ConfigFile.load_from_path(CONFIG),
        meta_type=MetaType.NONE,
        document_source=specs.API.path,
        file_encoding="utf-8",
        overwrite=True,
        output_path=output,
    )


def prepare(node: Any, name: str = "") -> None:
    """Change schemas in place: remove defaults, which would be sent, and make an enum that may be null one enum."""
    if isinstance(node, list):
        for item in node:
            prepare(item, name)
    elif isinstance(node, dict):
        # A schema's `type` is a text. If it isn't, this is a mapping of names, and `default` is one of them.
        if isinstance(node.get("type"), str) or isinstance(node.get("allOf"), list):
            node.pop("default", None)
        if node.get("nullable") is True and isinstance(node.get("enum"), list):
            _prepare_nullable_enum(node, name)
        for key, value in node.items():
            prepare(value, key)


def _prepare_nullable_enum(node: dict[str, Any], name: str) -> None:
    """Make it one enum with the field's name, or null: the generator would make an enum for each form of the null."""
    values = [value for value in node.pop("enum") if value is not None]
    kind = {"type": node.pop("type")} if "type" in node else {}
    node["anyOf"] = [{**kind, "enum": values, "title": name}]


def render(project: Project, templates: str, output: Path) -> None:
    """Render every template of a folder into a folder of a package."""
    output.mkdir(exist_ok=True)
    for template in sorted((TEMPLATES / templates).glob("*.jinja")):
        text = project.env.get_template(f"{templates}/{template.name}").render()
        (output / template.name.removesuffix(".jinja")).write_text(text, encoding="utf-8")


def deepen(folder: Path, levels: int) -> None:
    """Let the modules of a folder import what all packages share from so many levels further up.

    The generator and the templates write them for one depth: `client`, `errors`, `runtime` and `types` are only in
    `kalshi_gen` itself.
    """
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(_SHARED.sub(lambda found: f"{found[1]}{'.' * levels}{found[2]}", text), encoding="utf-8")


def format_package(output: Path) -> None:
    """Format generated code with the settings of this repository.

    Raises:
        GenerationError: The templates gave invalid Python.
    """
    settings = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    for command in (["check", "--fix-only", "--select", "F401,I001,UP037"], ["format"]):
        result = subprocess.run([find_ruff_bin(), *command, *settings, str(output)], capture_output=True, text=True)
        if result.returncode:
            raise GenerationError(
                f"the templates gave what ruff can't format: {(result.stderr or result.stdout).strip()[:2000]}"
            )
