"""Hold generated modules to a list of allowed syntax, before they replace anything and before anything imports them.

A module may import from its own package and a few others, and declare classes, functions and tables. It calls only what
is listed here. The names and texts of a spec can't bring in anything else, whatever the templates do with them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from scripts import specs
from scripts.generation.generator import TEMPLATES
from scripts.generation.unsupported import GenerationError
from scripts.specs import Spec

# What tables and annotations consist of.
_TABLES: tuple[type[ast.AST], ...] = (
    *(ast.Module, ast.Expr, ast.Constant, ast.ImportFrom, ast.alias, ast.If, ast.Pass, ast.Assign),
    *(
        ast.AnnAssign,
        ast.ClassDef,
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.arguments,
        ast.arg,
        ast.keyword,
        ast.Return,
        ast.Await,
    ),
    *(ast.Call, ast.Name, ast.Attribute, ast.Load, ast.Store, ast.Subscript, ast.Tuple, ast.List, ast.Dict, ast.Set),
    *(ast.BinOp, ast.BitOr, ast.UnaryOp, ast.USub),
)
# What the functions of our templates consist of as well.
_FUNCTIONS: tuple[type[ast.AST], ...] = (
    *(ast.Compare, ast.In, ast.Starred, ast.Raise, ast.JoinedStr, ast.FormattedValue),
)
_WITH_FUNCTIONS = frozenset({"__init__.py", "models/__init__.py"})
_WITH_FUNCTIONS_OF_STREAMS = frozenset({"models/__init__.py", "messages.py", "subscribing.py"})
_LIBRARIES = {
    "__future__": {"annotations"},
    "typing": {
        *("Annotated", "Any", "ClassVar", "Literal", "TYPE_CHECKING", "TypeAlias", "overload"),
    },
    "collections.abc": {"AsyncIterator", "Iterator", "Mapping"},
    "abc": {"ABC", "abstractmethod"},
    "attrs": {"frozen"},
    "decimal": {"Decimal"},
    "functools": {"cache"},
    "importlib": {"import_module"},
    "uuid": {"UUID"},
}
_CALLED = frozenset(
    {
        *("Operation", "FieldRule", "Range", "Length", "Pattern", "Decimals", "Unit", "open_enum", "frozenset"),
        *("Api", "Channel", "ErrorCode", "Form", "locals"),
        *(f"OPERATION.{way}" for way in ("sync", "asyncio", "sync_detailed", "asyncio_detailed")),
        *(f"OPERATION.{way}" for way in ("sync_all", "asyncio_all")),
    }
)
_CALLED_BY_FUNCTIONS = frozenset(
    {
        *("AttributeError", "given_parameters", "self._subscribe", "sorted"),
    }
)
# These could import or reach anything, so the complete call is listed.
_CALLS = frozenset({"type(None)"})
_CALLS_BY_FUNCTIONS = frozenset(
    {
        "getattr(client, name)",
        "getattr(import_module(_MODULES[name], __name__), name)",
        "getattr(import_module('.models', __package__), name)",
        "sorted({*globals(), *__all__})",
    }
)
_DECORATORS = frozenset({"overload", "abstractmethod", "cache", "frozen"})
_BASES = frozenset({"Model", "ExactModel", "ABC"})
_CLASS_KEYWORDS = frozenset({"kw_only", "tag_field", "tag"})
_ATTRIBUTES_OF = frozenset({"OPERATION", "models", "channels", "datetime"})
_SPECIAL = frozenset({"__name__", "__package__", "__all__", "__init__", "__getattr__", "__dir__"})


def check(package: Path, names: Iterable[str]) -> None:
    """Refuse generated modules that hold anything else than what is allowed.

    Args:
        package: The folder that holds the generated package.
        names: The modules to check, relative to the folder.

    Raises:
        GenerationError: A module holds something else; the message names the module, the line and what it is.
    """
    for name in names:
        path = package / name
        if not path.exists():  # it will be removed
            continue
        if not re.fullmatch(r"[a-z0-9_/]+(\.py|\.typed)", name):
            raise GenerationError(f"{name!a} is no name of a generated module")
        if path.suffix == ".py" and _template_of(name) not in _of_templates_alone():
            for problem in _problems(name, path.read_text(encoding="utf-8")):
                raise GenerationError(f"{package.name}/{name}: {problem}, which {__name__} does not allow")


def _template_of(name: str) -> str:
    """The template of a module, without its ending, if it is made of one of a folder of templates."""
    ours, within = _place(name)
    folder = "stream/" if ours.kind == "asyncapi" else ""
    return folder + within


def _place(name: str) -> tuple[Spec, str]:
    """Which spec a module is generated from, and its name within the package of that."""
    for ours in sorted(specs.REGISTER, key=lambda spec: -len(spec.package)):
        if name.startswith(f"{ours.package}/".lstrip("/")):
            return ours, name.removeprefix(ours.package).lstrip("/")
    raise GenerationError(f"{name} is in the package of no spec")


@cache
def _of_templates_alone() -> frozenset[str]:
    """The modules into which no value of a spec is written, so that they are our own code, as it is in the template."""
    texts = {path: path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.jinja")}
    return frozenset(
        path.relative_to(TEMPLATES).as_posix().removesuffix(".jinja")
        for path, text in texts.items()
        if "{{" not in text and "{%" not in text
    )


def _problems(name: str, text: str) -> Iterator[str]:
    ours, within = _place(name)
    has_functions = within in (_WITH_FUNCTIONS_OF_STREAMS if ours.kind == "asyncapi" else _WITH_FUNCTIONS)
    allowed = _TABLES + _FUNCTIONS if has_functions else _TABLES
    called = _CALLED | _CALLED_BY_FUNCTIONS if has_functions else _CALLED
    calls = _CALLS | _CALLS_BY_FUNCTIONS if has_functions else _CALLS
    try:
        tree = ast.parse(text)
        compile(tree, name, "exec", dont_inherit=True)  # it finds more than the parser does, and runs nothing
    except (SyntaxError, ValueError) as error:
        yield f"is no Python: {error}"
        return
    # An import within a package can't leave it.
    depth = name.count("/") + 1
    waiting: list[tuple[ast.AST, int]] = [(tree, 1)]
    for node, line in waiting:
        kind = type(node)
        problem = None
        if isinstance(node, ast.Call) and ast.unparse(node) in calls:
            continue
        # An operator has no line of its own.
        waiting.extend((child, getattr(child, "lineno", line)) for child in ast.iter_child_nodes(node))
        if kind not in allowed:
            problem = kind.__name__
        elif isinstance(node, ast.Name):
            problem = _special(node.id) or _rebound(node)
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            problem = f"the assignment to {ast.unparse(node)[:80]}"
        elif isinstance(node, ast.Attribute):
            problem = _special(node.attr) or (None if has_functions or _is_read_of_ours(node) else ast.unparse(node))
        elif isinstance(node, ast.Call):
            problem = None if ast.unparse(node.func) in called else f"the call {ast.unparse(node)[:80]}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            problem = None if _is_allowed_import(node, depth) else ast.unparse(node)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            problem = _special(node.name) or _definition(node)
        elif isinstance(node, ast.arg | ast.keyword):
            problem = _special(node.arg or "**")
        if problem:
            yield f"line {line} has {problem}"


def _special(name: str) -> str | None:
    return name if name.startswith("__") and name not in _SPECIAL else None


def _rebound(node: ast.Name) -> str | None:
    """What is called by a listed name must be what we know by that name."""
    listed = _CALLED | _CALLED_BY_FUNCTIONS | _DECORATORS | _BASES | {"getattr", "import_module", "globals"}
    return f"the assignment to {node.id}" if isinstance(node.ctx, ast.Store) and node.id in listed else None


def _is_read_of_ours(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in _ATTRIBUTES_OF


def _is_allowed_import(node: ast.Import | ast.ImportFrom, depth: int) -> bool:
    # `X as X` lets others import it from there too.
    if any(alias.asname not in (None, alias.name) for alias in node.names):
        return False
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names] == ["msgspec"]
    if node.level:
        return node.level <= depth and all(alias.name != "*" for alias in node.names)
    return {alias.name for alias in node.names} <= _LIBRARIES.get(node.module or "", set())


def _definition(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str | None:
    strange = [each for each in map(ast.unparse, node.decorator_list) if each not in _DECORATORS]
    if isinstance(node, ast.ClassDef):
        strange += [each for each in map(ast.unparse, node.bases) if each not in _BASES]
        strange += [str(each.arg) for each in node.keywords if each.arg not in _CLASS_KEYWORDS]
    return f"the definition of {node.name} by {strange[0][:80]}" if strange else None
