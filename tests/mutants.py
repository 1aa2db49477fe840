"""Plant random faults and see whether a test notices: `python -m tests.mutants [--count 100] [--seed N] [PATHS ...]`.

Each mutant is one small fault in one file, such as `<=` for `<`, a constant one higher, a condition negated or a
statement removed. It is planted in a copy of the repository, where the tests of that file's group then run until one
fails: first those that execute its line, by coverage, the quick ones first, and then all of them. What no test
notices is listed at the end: either a test is missing, or the fault has no effect.

The groups are the modules that money and truth depend on, and take turns, so that small ones are tried as often as
large ones. The exit status is 0 whatever is found, and 1 if the tests fail without a fault, or nothing can be mutated.

Two libraries were looked at (November 2026). mutmut, which was tried, leaves out all that is decorated or outside of
functions: properties, tables of statuses, defaults and limits. cosmic-ray removes no statements and swaps no
arguments, and neither draws a sample by a seed.
"""

from __future__ import annotations

import argparse
import ast
import os
import queue
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Literal, get_args

from attrs import define, field, frozen
from coverage import CoverageData

ROOT = Path(__file__).resolve().parent.parent
# A mutant that makes the tests slower than this many times, and this many seconds, is one that they notice.
SLOWER, SECONDS = 4.0, 30.0
# The statuses by which pytest says that it doesn't know a test that it was given, and that there was none to run.
_UNKNOWN, _NOTHING_RAN = 4, 5
# Which tests execute which lines. A tracer of threads that Python's own way of monitoring has no contexts for.
COVERAGE = """
[run]
core = ctrace
data_file = coverage
dynamic_context = test_function
source = .
omit = tests/*
disable_warnings = module-not-measured, no-data-collected
"""

Verdict = Literal["caught", "hung", "survived"]


@frozen
class Group:
    """Modules, and the tests that cover them.

    Attributes:
        modules: Patterns of their files.
        tests: The files and folders of the tests.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]


# Without tests/test_interruptions.py, which sets a tracer of its own, as coverage does.
GROUPS = {
    "orders": Group(("kalshi_overlay/orders/*.py", "kalshi_overlay/flow.py"), ("tests/orders",)),
    "shards": Group(("kalshi_overlay/shards/*.py",), ("tests/shards",)),
    "discovery": Group(("kalshi_overlay/discovery/*.py",), ("tests/discovery",)),
    "retries": Group(
        ("kalshi_overlay/retries.py",),
        ("tests/test_retries.py", "tests/test_retries_on_the_wire.py", "tests/test_settings.py"),
    ),
    "transport": Group(
        (
            "kalshi_overlay/transport.py",
            "kalshi_overlay/httpx_clients.py",
            "kalshi_overlay/aiohttp_transport.py",
            "kalshi_overlay/client.py",
            "kalshi_overlay/client_options.py",
            "kalshi_overlay/credential_guard.py",
            "kalshi_overlay/environments.py",
            "kalshi_overlay/errors/requests.py",
            "kalshi_overlay/errors/orders.py",
            "kalshi_overlay/httpx_errors.py",
            "kalshi_overlay/klear.py",
            "kalshi_overlay/settings.py",
        ),
        (
            "tests/test_transport.py",
            "tests/test_aiohttp_transport.py",
            "tests/test_retries.py",
            "tests/test_create_client.py",
            "tests/test_closing.py",
            "tests/test_signature_guard.py",
            "tests/test_settings.py",
            "tests/test_environments.py",
            "tests/test_klear.py",
            "tests/test_overlay_errors.py",
            "tests/test_retries_on_the_wire.py",
            "tests/test_request_log.py",
            "tests/test_secrets.py",
            "tests/test_where_signatures_go.py",
            "tests/test_kept_frames.py",
            "tests/orders/test_resume.py",
            "tests/orders/test_orders_page.py",
        ),
    ),
    "signing": Group(
        ("kalshi_overlay/auth.py", "kalshi_overlay/keys.py"),
        (
            "tests/test_auth.py",
            "tests/test_klear.py",
            "tests/test_signing_on_the_wire.py",
            "tests/test_secrets.py",
            "tests/test_settings.py",
            "tests/test_signature_guard.py",
            "tests/test_kept_frames.py",
        ),
    ),
    "stream": Group(
        ("kalshi_overlay/stream/*.py",), ("tests/stream", "tests/captures", "tests/test_where_signatures_go.py")
    ),
    "pricing": Group(
        ("kalshi_overlay/pricing/*.py", "kalshi_overlay/books.py"), ("tests/pricing", "tests/test_books.py")
    ),
    "safety": Group(
        ("kalshi_overlay/safety/*.py", "kalshi_overlay/guard.py", "kalshi_overlay/hold.py"), ("tests/safety",)
    ),
    "rate limits": Group(("kalshi_overlay/rate_limits/*.py",), ("tests/rate_limits",)),
    "decoding": Group(
        ("kalshi_gen/runtime/*.py",),
        ("tests/generated", "tests/stream_spec", "tests/test_kept_frames.py", "tests/test_every_operation.py"),
    ),
    "engine": Group(
        ("kalshi_sandbox/engine/*.py",),
        ("tests/sandbox/engine", "tests/sandbox/live", "tests/sandbox/behaviour", "tests/sandbox/stream"),
    ),
    "contract-diff": Group(
        ("scripts/contract_diff/*.py",),
        ("tests/contract_diff", "tests/stream_spec/test_diff.py", "tests/bump/test_changelog.py"),
    ),
    "contract-news": Group(("scripts/contract_news/*.py",), ("tests/contract_news",)),
}


@frozen
class Mutant:
    """One fault in a file.

    Attributes:
        path: The file, from the root of the repository.
        line: Where it is, from 1.
        kind: What was done.
        before: The text that is replaced.
        after: The text in its place.
        span: The bytes of the file that are replaced.
    """

    path: str
    line: int
    kind: str
    before: str
    after: str
    span: tuple[int, int]

    def apply(self, source: bytes) -> bytes:
        """The file with the fault."""
        start, end = self.span
        return source[:start] + self.after.encode() + source[end:]


COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
# Swapping their arguments raises an error at once, or does nothing, and neither shows anything.
UNSWAPPED = ("TypeVar", "cast", "getattr", "hasattr", "isinstance", "issubclass", "setattr", "suppress")
OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def mutants(source: str, path: str) -> list[Mutant]:
    """Every mutant of a file."""
    encoded = source.encode()
    lines = [0]
    for line in encoded.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    found = []
    for node, kind, after in _faults(ast.parse(source)):
        start = lines[node.lineno - 1] + node.col_offset
        end = lines[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        before = encoded[start:end].decode()
        # What is written in the place of an operand must not bind otherwise.
        text = after if isinstance(node, ast.stmt) else f"({after})"
        if ast.unparse(node) != after:
            found.append(Mutant(path, node.lineno, kind, before, text, (start, end)))
    return found


def _faults(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str, str]]:
    """Where something is replaced, what is done, and the text that comes in its place."""
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    last = {function.body[-1] for function in functions}
    for node, is_default in _walk(tree):
        match node:
            case ast.Compare(ops=ops):
                for index, operator in enumerate(ops):
                    other = COMPARISONS[type(operator)]()
                    changed = ast.Compare(node.left, [*ops[:index], other, *ops[index + 1 :]], node.comparators)
                    yield node, "another comparison", ast.unparse(changed)
            case ast.BoolOp():
                yield node, "and/or", ast.unparse(ast.BoolOp(ast.Or() if _is_and(node) else ast.And(), node.values))
            case ast.BinOp(op=operator) if type(operator) in ARITHMETIC:
                changed_operator = ARITHMETIC[type(operator)]()
                yield node, "another operator", ast.unparse(ast.BinOp(node.left, changed_operator, node.right))
            case ast.UnaryOp(op=ast.Not()):
                yield node, "no not", ast.unparse(node.operand)
            case ast.Constant(value=value) if isinstance(value, bool | int | float):
                changed_value = not value if isinstance(value, bool) else value + 1
                yield node, "another default" if is_default else "another constant", repr(changed_value)
            case ast.Call(func=ast.Name(id=name)) if name in OPPOSITES:
                yield (
                    node,
                    "the opposite function",
                    ast.unparse(ast.Call(ast.Name(OPPOSITES[name]), node.args, node.keywords)),
                )
            case ast.Call(args=[first, second, *more]) if _is_swappable(node):
                swapped = ast.Call(node.func, [second, first, *more], node.keywords)
                yield node, "arguments swapped", ast.unparse(swapped)
        for test in _conditions(node):
            if not isinstance(test, ast.Constant | ast.UnaryOp):
                yield test, "condition negated", f"not ({ast.unparse(test)})"
        # A function that always returns nothing would be noticed by anything.
        if isinstance(node, ast.stmt) and _is_removable(node) and not (isinstance(node, ast.Return) and node in last):
            yield node, "statement removed", "pass"


def _walk(node: ast.AST, is_default: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """The nodes in which a fault matters, and whether they are in a default; annotations, texts and logs are not."""
    yield node, is_default
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("Literal", "Callable")
    ):
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_noise(child):
                yield from _walk(child, is_default or (isinstance(node, ast.arguments) and "defaults" in name))


def _is_noise(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Expr):
        # A docstring or a log record.
        return isinstance(node.value, ast.Constant) or ast.unparse(node.value).startswith("_log.")
    return isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom)


def _is_swappable(node: ast.Call) -> bool:
    return ast.unparse(node.func) not in UNSWAPPED and not any(isinstance(each, ast.Starred) for each in node.args)


def _is_and(node: ast.BoolOp) -> bool:
    return isinstance(node.op, ast.And)


def _conditions(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        return [node.test]
    return node.ifs if isinstance(node, ast.comprehension) else []


def _is_removable(node: ast.stmt) -> bool:
    """Whether the file can go on without a statement: removing what gives a name its value is always noticed."""
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets)
    return isinstance(node, ast.Expr | ast.AugAssign | ast.Delete | ast.Raise | ast.Return | ast.Continue | ast.Break)


def modules_of(group: Group, paths: Sequence[str] = ()) -> list[str]:
    """The files of a group, those below some paths alone if any are given."""
    found = sorted({file.relative_to(ROOT) for pattern in group.modules for file in ROOT.glob(pattern)})
    return [file.as_posix() for file in found if not paths or any(file.is_relative_to(path) for path in paths)]


def draw(groups: dict[str, list[Mutant]], count: int, seed: int) -> list[tuple[str, Mutant]]:
    """Some mutants, the groups by turns; the same ones for the same seed."""
    chance = Random(seed)
    left = {name: chance.sample(found, len(found)) for name, found in groups.items()}
    drawn: list[tuple[str, Mutant]] = []
    while len(drawn) < count and any(left.values()):
        drawn += [(name, found.pop()) for name, found in left.items() if found]
    return drawn[:count]


@define
class Copies:
    """Copies of the repository, one for each worker, in which tests run.

    Attributes:
        seconds: How many seconds each test takes without a fault, and all those of each group by its name.
        order: The test files of each group; one that has just noticed a fault comes first.
        tests: The tests of each group that execute a line, by file and line.
    """

    folder: Path
    workers: int
    seconds: dict[str, float] = field(factory=dict)
    order: dict[str, list[str]] = field(factory=dict)
    tests: dict[str, dict[str, dict[int, list[str]]]] = field(factory=dict)
    _free: queue.Queue[Path] = field(factory=queue.Queue)
    _lock: threading.Lock = field(factory=threading.Lock)

    def make(self) -> None:
        """Copy the files that git knows, with what has not been committed."""
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        for number in range(self.workers):
            copy = self.folder / str(number)
            for name in filter(None, listed.stdout.split("\0")):
                if (ROOT / name).is_file():
                    (copy / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / name, copy / name)
            self._free.put(copy)

    def check(self, name: str) -> str:
        """Run the tests of a group without a fault, and measure; what they printed if they fail, else nothing."""
        files = (
            [test] if test.endswith(".py") else sorted(map(str, (ROOT / test).rglob("test_*.py")))
            for test in GROUPS[name].tests
        )
        self.order[name] = [str((ROOT / file).relative_to(ROOT)) for some in files for file in some]
        copy, began = self._free.get(), time.monotonic()
        try:
            (copy / "coverage.ini").write_text(COVERAGE)
            measured = ("coverage", "run", "--rcfile=coverage.ini", "-m", "pytest", "--durations=0", "-vv")
            status, said = _run_tests(copy, self.order[name], None, measured)
            self.tests[name] = _tests_by_line(copy)
        finally:
            self._free.put(copy)
        self.seconds[name] = time.monotonic() - began
        for seconds, test in re.findall(r"^([\d.]+)s (?:setup|call|teardown) +([^\s\[]+)", said, re.MULTILINE):
            self.seconds[test] = self.seconds.get(test, 0.0) + float(seconds)
        return said if status else ""

    def judge(self, name: str, mutant: Mutant) -> Verdict:
        """Run the tests of a group with a fault."""
        copy = self._free.get()
        try:
            file = copy / mutant.path
            source = file.read_bytes()
            file.write_bytes(mutant.apply(source))
            _forget_compiled(file)
            tests = sorted(self._executing(name, mutant), key=lambda test: self.seconds.get(test, 0.0))
            try:
                status: int | None = _NOTHING_RAN
                if tests:
                    seconds = sum(self.seconds.get(test, 0.0) for test in tests)
                    status, said = _run_tests(copy, tests, SLOWER * seconds + SECONDS)
                if status in (0, _UNKNOWN, _NOTHING_RAN):
                    # Other processes execute lines too, and other tests need what is computed on import.
                    passed = [] if status else [f"--deselect={test}" for test in tests]
                    others = [*self.order[name], *passed]
                    status, said = _run_tests(copy, others, SLOWER * self.seconds[name] + SECONDS)
                    status = 0 if status == _NOTHING_RAN else status
            finally:
                file.write_bytes(source)
                _forget_compiled(file)
        finally:
            self._free.put(copy)
        if status is None:
            return "hung"
        failed = re.search(r"^(?:FAILED|ERROR) ([^:\s]+)", said, re.MULTILINE)
        with self._lock:
            if failed and failed[1] in self.order[name]:
                # In place, and never empty: others may be reading it.
                self.order[name] = [failed[1], *(each for each in self.order[name] if each != failed[1])]
        return "caught" if status else "survived"

    def _executing(self, name: str, mutant: Mutant) -> list[str]:
        """The tests that execute the lines of a mutant; of a part of a statement, those that execute the statement."""
        by_line = self.tests[name].get(mutant.path, {})
        first = max((line for line in by_line if line <= mutant.line), default=mutant.line)
        lines = range(first, mutant.line + mutant.before.count("\n") + 1)
        return list(dict.fromkeys(test for line in lines for test in by_line.get(line, ())))


def _tests_by_line(copy: Path) -> dict[str, dict[int, list[str]]]:
    """The tests that execute each line of each file, as pytest names them; imports execute lines without one."""
    data = CoverageData(str(copy / "coverage"))
    data.read()
    found: dict[str, dict[int, list[str]]] = {}
    for file in data.measured_files():
        found[Path(file).relative_to(copy.resolve()).as_posix()] = {
            line: ["{}.py::{}".format(*test.replace(".", "/").rsplit("/", 1)) for test in tests if test]
            for line, tests in data.contexts_by_lineno(file).items()
        }
    return found


def _forget_compiled(file: Path) -> None:
    """Python compares times in seconds and sizes, and a mutant may have both in common with the file."""
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


def _run_tests(
    copy: Path, tests: list[str], seconds: float | None, program: Sequence[str] = ("pytest",)
) -> tuple[int | None, str]:
    """The status of pytest, None if it took too long, and what it printed."""
    command = [sys.executable, "-m", *program, "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    if seconds is not None:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    with (copy / "output.txt").open("w+", encoding="utf-8") as output:
        # A session of its own, so that whatever its tests have started can be ended with it.
        running = subprocess.Popen(
            command, cwd=copy, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        status: int | None = None
        try:
            status = running.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
        output.seek(0)
        return status, output.read()


def table(verdicts: list[tuple[str, Mutant, Verdict]]) -> str:
    """The survivors, and the share that was caught of each group, in Markdown."""
    lines = ["| where | fault | before | after |", "|---|---|---|---|"]
    for _, mutant, verdict in verdicts:
        if verdict == "survived":
            lines.append(
                f"| {mutant.path}:{mutant.line} | {mutant.kind} | {_cell(mutant.before)} | {_cell(mutant.after)} |"
            )
    if len(lines) == 2:
        lines = ["No mutant survived."]
    lines += [
        "",
        "| group | mutants | caught | of them by hanging | survived | share |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    names = list(dict.fromkeys(name for name, _, _ in verdicts))
    for name in [*names, "all"]:
        some = [verdict for of, _, verdict in verdicts if name in (of, "all")]
        counts = {each: some.count(each) for each in get_args(Verdict)}
        caught = len(some) - counts["survived"]
        lines.append(
            f"| {name} | {len(some)} | {caught} | {counts['hung']} | {counts['survived']} | {caught / len(some):.0%} |"
        )
    return "\n".join(lines)


def _cell(text: str) -> str:
    return "`" + " ".join(text.split()).replace("|", "\\|") + "`"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description="Plant faults; list those that survive."
    )
    parser.add_argument("paths", nargs="*", help="files and folders to mutate (default: every group)")
    parser.add_argument("--count", type=int, default=100, help="how many mutants (default: 100)")
    parser.add_argument("--seed", type=int, help="which mutants (default: a random one)")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="start no further mutant after that")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes (default: one for each core)")
    options = parser.parse_args(arguments)
    seed = secrets.randbelow(10**9) if options.seed is None else options.seed
    paths = [os.path.relpath(Path(path).resolve(), ROOT) for path in options.paths]
    groups = {
        name: [each for path in modules for each in mutants((ROOT / path).read_text(encoding="utf-8"), path)]
        for name, group in GROUPS.items()
        if (modules := modules_of(group, paths))
    }
    drawn = draw(groups, options.count, seed)
    if not drawn:
        print(f"No module of the groups is below {options.paths}." if groups == {} else "Nothing can be mutated.")
        return 1
    print(f"seed {seed}: {len(drawn)} of {sum(map(len, groups.values()))} mutants", file=sys.stderr, flush=True)
    verdicts: list[tuple[str, Mutant, Verdict]] = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.workers) as pool:
        copies = Copies(Path(folder), options.workers)
        copies.make()
        names = list(dict.fromkeys(name for name, _ in drawn))
        for name, said in zip(names, pool.map(copies.check, names), strict=True):
            if said:
                print(f"{said}\nThe tests of {name} fail without a mutant.")
                return 1
            print(f"{name}: the tests pass in {copies.seconds[name]:.0f} s", file=sys.stderr, flush=True)
        began = time.monotonic()

        def judge(number: int, name: str, mutant: Mutant) -> None:
            if time.monotonic() - began > options.seconds:
                return
            verdict = copies.judge(name, mutant)
            verdicts.append((name, mutant, verdict))
            where = f"{mutant.path}:{mutant.line}: {mutant.kind}"
            elapsed = time.monotonic() - began
            print(f"{number}/{len(drawn)}, {elapsed:.0f} s: {verdict}: {where}", file=sys.stderr, flush=True)

        judged = [pool.submit(judge, number, *each) for number, each in enumerate(drawn, 1)]
        try:
            for each in judged:
                each.result()
        except BaseException as error:
            pool.shutdown(cancel_futures=True)
            if not isinstance(error, KeyboardInterrupt):
                raise
    if not verdicts:
        print("No mutant was tried.")
        return 1
    print(f"Seed {seed}, {len(verdicts)} mutants in {time.monotonic() - began:.0f} s.\n")
    print(table(sorted(verdicts, key=lambda each: (list(GROUPS).index(each[0]), each[1].path, each[1].line))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
