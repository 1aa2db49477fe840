"""Read the Python surface of a spec: the client is generated, and its code is read without running it."""

from __future__ import annotations

import ast
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from attrs import field, frozen

from scripts.documents import Document, one_line
from scripts.generate import generate
from scripts.generation.operations import PaginationError
from scripts.generation.stream import generate_stream
from scripts.generation.stream_facts import stream_facts
from scripts.generation.unsupported import GenerationError
from scripts.specs import is_stream

_NAME = re.compile(r"\w+")
_FUNCTIONS = ("sync", "asyncio", "sync_detailed", "asyncio_detailed", "sync_all", "asyncio_all")


@frozen
class Argument:
    """An argument of a generated function."""

    name: str
    type: str
    required: bool
    keyword_only: bool


@frozen
class Function:
    """A generated function: its arguments by name, and what it returns."""

    arguments: dict[str, Argument]
    returns: str

    def call(self, module: str, name: str = "sync", also: str | None = None) -> str:
        """A call with the required arguments, and with one argument more."""
        shown = [
            f"{argument.name}=..." if argument.keyword_only else argument.name
            for argument in self.arguments.values()
            if argument.required or argument.name == also
        ]
        return f"{module.rpartition('.')[2]}.{name}({', '.join(shown)})"


@frozen
class Surface:
    """What can be imported.

    Attributes:
        package: The package of the models and enums.
        fields: The types of the fields of each model, with `= UNSET` if they may be left out.
        literals: The values of each enum.
        made: The types that callers create: request bodies, or commands.
        given: The types that callers receive: responses, or messages.
        functions: The functions, by module and name.
        identities: The operationId of each module, and its method and path.
    """

    package: str
    fields: dict[str, dict[str, str]]
    literals: dict[str, list[Any]]
    made: frozenset[str]
    given: frozenset[str]
    functions: dict[str, dict[str, Function]] = field(factory=dict)
    identities: dict[str, tuple[str, str]] = field(factory=dict)

    def sent(self) -> set[str]:
        """The models that callers create, with the models in their fields."""
        return self._reached(self.made)

    def read(self) -> set[str]:
        """The models that callers receive, with the models in their fields."""
        return self._reached(self.given)

    def _reached(self, types: Iterable[str]) -> set[str]:
        waiting = {name for declared in types for name in _NAME.findall(declared)}
        reached: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in self.fields.keys() | self.literals.keys() and name not in reached:
                reached.add(name)
                waiting |= {
                    inner for declared in self.fields.get(name, {}).values() for inner in _NAME.findall(declared)
                }
        return reached


def read_surface(spec: Document, package: str) -> Surface:
    """Generate a spec into a temporary folder and read its surface.

    Args:
        spec: A vendored spec.
        package: The folder of its package within `kalshi_gen`.

    Raises:
        GenerationError, PaginationError: The spec can't be generated.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kalshi_gen" / package
        module = ".".join(("kalshi_gen", *Path(package).parts))
        return _read_stream(spec, path, module) if is_stream(spec) else _read_api(spec, path, module)


def _read_api(spec: Document, package: Path, name: str) -> Surface:
    _generate(generate, spec, package)
    functions, identities = {}, {}
    for path in sorted((package / "api").glob("*/*.py")):
        if path.stem != "__init__":
            module = f"{name}.api.{path.parent.name}.{path.stem}"
            functions[module] = _functions(_parse(path))
            identities[module] = _identity(_parse(path))
    bodies = [function["sync"].arguments.get("body") for function in functions.values()]
    return Surface(
        f"{name}.models",
        *_read_models(package),
        made=frozenset(body.type for body in bodies if body),
        given=frozenset(function["sync"].returns for function in functions.values()),
        functions=functions,
        identities=identities,
    )


def _read_stream(spec: Document, package: Path, name: str) -> Surface:
    _generate(generate_stream, spec, package)
    facts = stream_facts(spec)
    return Surface(
        f"{name}.models",
        *_read_models(package),
        made=frozenset(model for models in facts.commands.values() for model in models),
        given=frozenset(form.model for forms in facts.messages.values() for form in forms),
    )


def _read_models(package: Path) -> tuple[dict[str, dict[str, str]], dict[str, list[Any]]]:
    fields: dict[str, dict[str, str]] = {}
    literals: dict[str, list[Any]] = {}
    for path in sorted((package / "models").glob("*.py")):
        if path.stem != "__init__":
            _read_model(_parse(path), fields, literals)
    return fields, literals


def _generate(generator: Callable[[Document, Path], None], spec: Document, package: Path) -> None:
    try:
        generator(spec, package)
    except (GenerationError, PaginationError):
        raise
    except Exception as error:  # anything in a foreign spec can break the generator
        raise GenerationError(f"it can't be generated: {type(error).__name__}: {one_line(error)}") from error


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(module: ast.Module) -> dict[str, Function]:
    return {
        node.name: _function(node)
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in _FUNCTIONS
    }


def _identity(module: ast.Module) -> tuple[str, str]:
    """The operationId, and the method with the path, as the module declares them."""
    (operation,) = (
        node.value for node in module.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
    )
    facts = {keyword.arg: keyword.value for keyword in operation.keywords}
    operation_id: str = ast.literal_eval(facts["operation_id"])
    return operation_id, f"{_text(facts['method'])} {_text(facts['path'])}"


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    arguments = [Argument(each.arg, _text(each.annotation), True, False) for each in node.args.args]
    arguments += [
        Argument(each.arg, _text(each.annotation), default is None, True)
        for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    ]
    return Function({argument.name: argument for argument in arguments}, _text(node.returns))


def _text(node: ast.expr | None) -> str:
    return ast.unparse(node) if node is not None else ""


def _read_model(module: ast.Module, fields: dict[str, dict[str, str]], literals: dict[str, list[Any]]) -> None:
    known: list[Any] = []
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            fields[node.name] = {
                each.target.id: _text(each.annotation) + (f" = {_text(each.value)}" if each.value else "")
                for each in node.body
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
            }
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
            known = list(ast.literal_eval(f"[{_text(node.value.slice).strip('()')}]"))
        elif isinstance(node, ast.If):
            names = [
                each.target.id
                for each in node.body
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
            ]
            literals.update(dict.fromkeys(names, known))
