"""Hostile documents: payloads at positions of good ones, and what must hold of each, whatever it is."""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import yaml
from attrs import evolve, field, frozen

from scripts import documents, generate, specs, vendor
from scripts.contract_diff.__main__ import main as contract_diff
from scripts.generation import allowed
from scripts.vendoring import names
from tests import stream_spec, vendored
from tests.vendoring import spec as api_spec

SECONDS, MEGABYTES = 30.0, 1024
# A name that only code of theirs has: an argument or a module of ours has no capitals. Within a text it does nothing.
MARK = "hostileMark"
_CODE = f'__import__("os").system("touch {MARK}")'
TEXTS = (
    f'x" + str({_CODE}) + "',
    f"x' + str({_CODE}) + '",
    f'A."""\nimport {MARK}; {MARK}.run()\n"""',
    f"A.'''\nimport {MARK}\n'''",
    f'A\\"""\nimport {MARK}\n"""',
    f"x\nimport {MARK}\ny",
    f"x\x0cimport {MARK}",
    f"x\u2028import {MARK}\u2029y",
    f"x\x85import {MARK}\x1cy\x0b",
    f"a: {MARK} = {MARK}()",
    f"int = {MARK}()",
    f"Market({MARK})",
    f"{{{{ {MARK} }}}}",
    f"{{% include '{MARK}' %}}",
    f"../../../../{MARK}",
    f"/tmp/{MARK}",
    f"..\\..\\{MARK}",
    f"a/../{MARK}",
    f"$(touch {MARK})",
    f"`touch {MARK}`",
    f"::error::{MARK}",
    f"  ::stop-commands::{MARK}",
    f"##[error]{MARK}",
    f"a\n::set-output name=x::{MARK}",
    "a%0A::error::b",
    f"\x1b]0;{MARK}\x07\x1b[31m",
    "nul \x00",
    "right \u202e left",
    "lone \ud800",
    "__import__",
    "__init__",
    "__class__",
    "class",
    "None",
    "client",
    "self",
    "os.system",
    "..",
    ".",
    "",
    " ",
    "\\",
    '"',
    '"""',
    "'",
    "x" * 300,
    "x" * 3000,
    "-1",
    "\ufb01eld",
    "é",
    "\uff21",
    "@everyone",
    "<script>",
    "type",
    "format",
    "object",
    "#/components/schemas/Market",
    "#/paths/~1markets",
    "#/",
    "#",
    "http://127.0.0.1:9/x.yaml#/a",
    "^(a+)+$",
    "(",
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**30, 10**39, 1.5, float("inf"), float("nan"), [], {}, [[]], [None], {"a": None}),
    *({"$ref": "#/components/schemas/Market"}, {"$ref": 5}, {"type": "object"}, {"type": ["string", "null"]}),
    *({"type": "string", "properties": {"a": {"type": "array", "items": {}}}}, {"enum": [None]}, {"const": {"a": 1}}),
    *({"allOf": []}, {"oneOf": [{"type": "string"}, {"type": "integer"}]}, {"additionalProperties": {"$ref": "#"}}),
)


def _long_map() -> Any:
    return {"type": "object", "properties": {f"p{at}": {"type": "string"} for at in range(20_000)}}


def _deep() -> Any:
    node: dict[str, Any] = {"type": "string"}
    for _ in range(90):
        node = {"type": "object", "properties": {"a": node}}
    return node


def _pattern() -> Any:
    return {"type": "string", "pattern": "^(a+)+$", "default": "a" * 40 + "!"}


def _wide_enum() -> Any:
    return {"type": "string", "enum": [f"v{at}" for at in range(9_000)]}


def _unique() -> Any:
    return {"type": "array", "items": {}, "uniqueItems": True, "default": [{"a": [at]} for at in range(5_000)]}


def _many_objects() -> Any:
    objects = {f"p{at}": {"type": "object", "properties": {"a": {"type": "string"}}} for at in range(1_500)}
    return {"type": "object", "properties": objects}


def _long_text() -> Any:
    return {"type": "string", "description": "word " * 100_000, "default": "word" * 100_000}


SCHEMAS: tuple[Callable[[], Any], ...] = (_long_map, _deep, _pattern, _wide_enum, _unique, _many_objects, _long_text)


def page(name: str) -> Any:
    """A page of a list that is no object, with a field of this name."""
    items = {"type": "array", "items": {"$ref": "#/components/schemas/Market"}}
    return {"type": "string", "properties": {"cursor": {"type": "string"}, name: items}}


def _doubled() -> dict[str, Any]:
    """Schemas that double at each step."""
    inner = {f"Double{at}": {"allOf": [{"$ref": f"#/components/schemas/Double{at + 1}"}] * 2} for at in range(25)}
    return {**inner, "Double25": {"type": "object", "properties": {"a": {"type": "string"}}}}


def _circle() -> dict[str, Any]:
    both = {"A": "B", "B": "A"}
    return {f"Circle{name}": {"$ref": f"#/components/schemas/Circle{other}"} for name, other in both.items()}


def bombs() -> Iterator[str]:
    """Texts that are small and expand to much, or without end."""
    yield "openapi: 3.0.3\na: &a [x, x]\n" + "".join(f"b{at}: &a{at} [*a{at - 1}, *a{at - 1}]\n" for at in range(1, 40))
    yield "openapi: 3.0.3\na: &a [*a]\n"
    yield "openapi: 3.0.3\na: &a {b: !!pairs [{c: *a}, {d: *a}]}\n"
    yield "asyncapi: 3.0.0\na: !!set {b, c}\n"
    yield "openapi: 3.0.3\na: &a [x]\n" + "".join(f"b{at}: &a{at} [*a{at - 1 or ''}]\n" for at in range(1, 900))
    yield "openapi: 3.0.3\na: &a " + "x" * 1_000_000 + "\nb: [" + "*a, " * 9_000 + "]\n"
    yield "[" * 5_000
    yield "{a: " * 300
    yield "a: 0x" + "f" * 100_000
    yield "a: " + "9" * 100_000
    yield "- &a\n" * 50_000
    yield "a: !!python/object/apply:os.system ['true']"


def document(random: Random, base: dict[str, Any], *, is_aimed: bool = False) -> str:
    """A hostile document: one to three changes of a good one, or a bomb.

    Args:
        random: What draws the changes.
        base: The good document.
        is_aimed: Whether all changes are such that the document is a valid one of its kind.
    """
    if not is_aimed and random.random() < 0.03:
        return random.choice(list(bombs()))
    spoiled = copy.deepcopy(base)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        if is_aimed or random.random() < 0.5:
            _aim(random, spoiled)
        else:
            _spoil(random, spoiled)
    # As JSON, which is YAML too: it can spell every text. Only these numbers are not in it.
    return json.dumps(spoiled, indent=1).replace("Infinity", ".inf").replace("NaN", ".nan")


# Where a document has names and texts of its own, so that any other is as valid.
_OF_NAMES = ("properties", "schemas", "messages", "channels", "operations", "paths", "content", "securitySchemes")
_OF_TEXTS = (
    "operationId",
    "name",
    "format",
    "pattern",
    "const",
    "address",
    "host",
    "pathname",
    "version",
    "contentType",
)
_OF_LISTS = ("enum", "tags", "required")
_ADDED = ("description", "title", "default", "example", "summary", "x-note")
_Change = Callable[[str], object]


def _aim(random: Random, document: dict[str, Any]) -> None:
    """Change a name or a text, and what refers to it."""
    changes: dict[str, list[_Change]] = {}
    for kind, change in _aims(document, document):
        changes.setdefault(kind, []).append(change)
    if changes:
        random.choice(changes[random.choice(sorted(changes))])(random.choice(TEXTS))


def _aims(node: Any, document: dict[str, Any]) -> Iterator[tuple[str, _Change]]:
    if isinstance(node, dict) and isinstance(node.get("type"), str):
        yield from ((key, partial(node.__setitem__, key)) for key in _ADDED)
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        if key in _OF_NAMES and isinstance(value, dict):
            yield from ((key, partial(_rename, value, name, document)) for name in value)
        elif key in _OF_TEXTS and isinstance(value, str):
            yield key, partial(node.__setitem__, key)
        elif key in _OF_LISTS and isinstance(value, list):
            yield from ((key, partial(value.__setitem__, at)) for at, each in enumerate(value) if isinstance(each, str))
        if isinstance(value, dict | list):
            yield from _aims(value, document)


def _rename(holder: dict[str, Any], name: str, document: dict[str, Any], text: str) -> None:
    items = [(text if key == name else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(items)
    pointed, pointing = (f"/{each.replace('~', '~0').replace('/', '~1')}" for each in (name, text))
    for node, key in list(_positions(document)):
        if key == "$ref" and isinstance(node[key], str) and node[key].endswith(pointed):
            node[key] = node[key].removesuffix(pointed) + pointing


def _positions(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a document, as what holds it and its key or index there."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, dict | list):
            yield from _positions(value)


def _spoil(random: Random, document: dict[str, Any]) -> None:
    holder, key = random.choice(list(_positions(document)))
    kind = random.randrange(8)
    if kind <= 2:
        holder[key] = random.choice(TEXTS)
    elif kind <= 4 and isinstance(holder, dict):
        name = random.choice(TEXTS)
        changed = {(name if each == key else each): value for each, value in holder.items()}
        holder.clear()
        holder.update(changed)
    elif kind == 5:
        holder[key] = copy.deepcopy(random.choice(VALUES))
    elif kind == 6 and isinstance(holder, dict):
        holder[random.choice(TEXTS)] = copy.deepcopy(random.choice([holder[key], *VALUES]))
    else:
        _spoil_shape(random, document)


def _spoil_shape(random: Random, document: dict[str, Any]) -> None:
    components = document.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    kind = random.randrange(5)
    if not isinstance(schemas, dict) or kind == 0:
        document["x-upstream"] = random.choice([5, [], {"url": "::error::x", "version": 1}, {"sha256": "0" * 64}])
    elif kind == 1:
        schemas.update(random.choice([_doubled, _circle])())
    elif kind == 2:
        schemas["Page"] = page(random.choice(TEXTS))
        for place in list(_positions(document)):
            if place[1] == "schema" and random.random() < 0.5:
                place[0]["schema"] = {"$ref": "#/components/schemas/Page"}
    else:
        made = random.choice(SCHEMAS)()
        holders = [
            each for each in schemas.values() if isinstance(each, dict) and isinstance(each.get("properties"), dict)
        ]
        if holders and random.random() < 0.5:
            random.choice(holders)["properties"]["made"] = made
        else:
            schemas["Made"] = made


def bases() -> dict[str, dict[str, Any]]:
    """Small specs, one of each kind."""
    api = api_spec()
    get = api["paths"]["/markets"]["get"]
    markets = {**page("markets"), "type": "object"}
    get["responses"]["200"]["content"]["application/json"]["schema"] = markets
    error = {"type": "object", "properties": {name: {"type": "string"} for name in ("code", "message", "details")}}
    api["components"]["schemas"]["ErrorResponse"] = error
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Market"}}}, "required": True}
    given = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z]+$"}}]
    post = {"operationId": "CreateMarket", "tags": ["market"], "parameters": given, "requestBody": body}
    api["paths"]["/markets/{id}"] = {"post": {**post, "responses": {"204": {"description": "Done"}}}}
    return {"api": api, "stream": stream_spec.small()}


def real_bases() -> dict[str, dict[str, Any]]:
    """The specs of the exchange."""
    return {"api": vendored.rest(), "stream": vendored.stream()}


@frozen
class Outcome:
    """What became of a hostile document.

    Attributes:
        steps: The exit status of each step that was done, by its name.
        lines: What the steps printed as errors.
        problems: What must not be; empty if all is well.
        seconds: How long all steps took.
    """

    steps: dict[str, int] = field(factory=dict)
    lines: list[str] = field(factory=list)
    problems: list[str] = field(factory=list)
    seconds: float = 0.0


def attack(text: str, good: str, folder: Path, *, checks: bool = True) -> Outcome:
    """Vendor a document, compare it with a good one, and generate from it, as the commands do.

    Args:
        text: The document.
        good: A good document of the same kind.
        folder: An empty folder for all files.
        checks: Whether names and generated modules are checked. Without it, the templates are all that makes data of
            the document, and what is refused needs no place.
    """
    project = _Project(folder, good)
    source = folder / "hostile.yaml"
    source.write_text(text, encoding="utf-8", errors="surrogatepass")
    before = project.files()
    outcome = Outcome()
    began = time.monotonic()
    with project.here(), _watched(folder, outcome.problems), contextlib.ExitStack() as unchecked:
        if not checks:
            unchecked.enter_context(patch.object(names, "problem", return_value=""))
            unchecked.enter_context(patch.object(allowed, "check"))
        for name, run in project.steps(source):
            status, out, err = _quietly(run)
            outcome.steps[name] = status
            outcome.lines.extend(err.splitlines())
            outcome.problems.extend(f"{name}: {each}" for each in _of_step(status, out, err, name, checks))
            if name == "vendor" and status:
                outcome.problems.extend(f"{name}: wrote {each}" for each in project.files() - before)
            elif name == "vendor" and checks:
                outcome.problems.extend(f"{name}: {each}" for each in project.names())
    outcome.problems.extend(_of_files(folder, project.package))
    seconds = time.monotonic() - began
    if seconds > SECONDS:
        outcome.problems.append(f"it took {seconds:.0f} s")
    return evolve(outcome, seconds=seconds)


@frozen
class _Project:
    folder: Path
    good: str

    def __attrs_post_init__(self) -> None:
        overlay = {"overlay": "1.0.0", "info": {"title": "t", "version": "1"}}
        actions = [{"target": "$.info", "update": {"x-ours": "yes"}}]
        (self.folder / "overlay.yaml").write_text(yaml.dump({**overlay, "actions": actions}), encoding="utf-8")
        (self.folder / "good.yaml").write_text(self.good, encoding="utf-8")
        for name, base in bases().items():
            (self.folder / f"{name}.yaml").write_text(yaml.dump(base), encoding="utf-8")
        self.package.mkdir()

    @property
    def package(self) -> Path:
        return self.folder / "kalshi_gen"

    def files(self) -> set[str]:
        """Each file with its time of change."""
        return {f"{path} {path.stat().st_mtime_ns}" for path in self.folder.rglob("*") if path.is_file()}

    def names(self) -> Iterator[str]:
        """Each name in the vendored specs that is more than a name."""
        for kind in ("api", "stream"):
            for name in _names(documents.load((self.folder / f"{kind}.yaml").read_bytes())):
                if not _NAME.fullmatch(name):
                    yield f"the name {name!r} was vendored"

    @contextlib.contextmanager
    def here(self) -> Iterator[None]:
        """Let the scripts use the files of this folder in place of ours."""
        overlay = self.folder / "overlay.yaml"
        api = evolve(specs.API, path=self.folder / "api.yaml", overlays=(overlay,))
        stream = evolve(specs.STREAM, path=self.folder / "stream.yaml", overlays=(overlay,))
        with (
            patch.object(specs, "API", api),
            patch.object(specs, "REGISTER", (api, stream)),
            patch.object(generate, "PACKAGE", self.package),
            contextlib.chdir(self.folder),
        ):
            yield

    def steps(self, source: Path) -> Iterator[tuple[str, Callable[[], int]]]:
        """Vendor, compare and generate; each by the function of its command."""
        vendored: list[int] = []

        def vendor_it() -> int:
            contract = "stream" if "asyncapi" in documents.load(self.good) else "api"
            vendored.append(_with_arguments(vendor.main, "--spec-name", contract, str(source)))
            return vendored[0]

        yield "vendor", vendor_it
        for form in ("text", "json", "markdown"):
            given = [str(self.folder / "good.yaml"), str(source), "--no-overlay", "--format", form]
            more = [] if form == "text" else ["--no-surface"]
            yield f"diff as {form}", lambda given=[*given, *more]: contract_diff(given)  # type: ignore[misc]
        if vendored == [0]:
            yield "generate", lambda: _with_arguments(generate.main)


def _names(node: Any, keys_are_names: bool = False) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _names(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if keys_are_names:
                yield key
            elif key in ("operationId", "name") and isinstance(value, str):
                yield value
            yield from _names(value, not keys_are_names and key in _OF_NAMES)


def _with_arguments(main: Callable[[], int], *arguments: str) -> int:
    with patch.object(sys, "argv", ["main", *arguments]):
        return main()


def _quietly(run: Callable[[], int]) -> tuple[int, str, str]:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        try:
            status = run()
        except Exception as error:
            status = 99
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
    return status, out.getvalue(), err.getvalue()


def _of_step(status: int, out: str, err: str, name: str, has_places: bool) -> Iterator[str]:
    refused = status == 2 or (status == 1 and not name.startswith("diff"))
    if status not in (0, 1, 2) or (refused and err.count("\n") != 1):
        yield f"ended with {status}: {err[:500]!r}"
    if refused and has_places and not _PLACE.search(err):
        yield f"names no place: {err[:500]!r}"
    for line in [*out.replace("@\u200b", "@").split("\n"), *err.split("\n")]:
        if not line.isprintable() or line.lstrip().startswith("::") or "##[" in line:
            yield f"printed {line[:200]!r}"


# Where something is wrong: a place in the document, a line of the file, or what it has no second of.
_PLACE = re.compile(
    r"\(at \S.*\)|\bline \d+|operationId '\w|'(openapi|asyncapi)' field|its x-upstream"
    r"|[#/](components|paths)?/\w+/|\b(components|paths)\.\S+\.|[A-Z]\w+ (has|pages)|parsing [A-Z]+ /|\bposition \d+"
)
_NAME = re.compile(r"""/.*|[^"'\\`<>(\x00-\x1f\x7f-\uffff]+""")


@contextlib.contextmanager
def _watched(folder: Path, problems: list[str]) -> Iterator[None]:
    """Note each file that is opened to be written outside of a folder, and each program that is run but our own."""
    _WATCH.append((folder.resolve(), problems))
    if not _HOOKED:
        _HOOKED.append(True)
        sys.addaudithook(_audit)
    try:
        yield
    finally:
        _WATCH.pop()


_WATCH: list[tuple[Path, list[str]]] = []
_HOOKED: list[bool] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _WATCH or event not in ("open", "os.system", "subprocess.Popen", "os.exec", "os.mkdir", "os.rename"):
        return
    folder, problems = _WATCH[-1]
    if event in ("os.system", "os.exec"):
        problems.append(f"{event} {arguments}")
    elif event == "subprocess.Popen":
        program = Path(str(arguments[0])).name
        if program not in ("ruff", "git", Path(sys.executable).name):
            problems.append(f"ran {arguments[:2]}")
    elif event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
        if arguments[2] & (os.O_WRONLY | os.O_RDWR):
            _note_outside(Path(os.fsdecode(arguments[0])), folder, problems)
    elif event == "os.mkdir":
        _note_outside(Path(os.fsdecode(arguments[0])), folder, problems)


def _note_outside(path: Path, folder: Path, problems: list[str]) -> None:
    inside = (folder, Path(tempfile.gettempdir()).resolve())
    resolved = path.resolve()
    is_theirs = MARK in str(path) and not {"kalshi_gen", "stream"} & {*path.parts}
    is_outside = is_theirs or not any(resolved.is_relative_to(each) for each in inside)
    if is_outside and resolved != Path(os.devnull) and "__pycache__" not in resolved.parts:
        problems.append(f"wrote {resolved}")


def _of_files(folder: Path, package: Path) -> Iterator[str]:
    if [path for path in folder.rglob("*") if MARK in path.name and package not in path.parents]:
        yield "a file has their name"
    for path in package.rglob("*"):
        if (
            path.is_symlink()
            or not re.fullmatch(r"\w+|\w+\.py|py\.typed", path.name)
            or (path.is_file() and path.suffix != ".py" and path.name != "py.typed")
        ):
            yield f"{path.name} is generated"
        elif path.suffix == ".py":
            yield from (f"{path.name} {each}" for each in of_code(path.read_text(encoding="utf-8")))


@cache
def of_code(text: str) -> tuple[str, ...]:
    """Names of theirs in code; in texts and docstrings they do nothing. Most files are the same in most packages."""
    return tuple(_of_nodes(text))


def _of_nodes(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        names = [getattr(node, each, None) for each in ("id", "attr", "arg", "name", "module", "asname")]
        if {MARK, "__import__", "system", "eval", "exec"} & {name for name in names if isinstance(name, str)}:
            yield f"has code of theirs on line {getattr(node, 'lineno', 0)}"
