"""Generated modules hold what is allowed and nothing else, or they replace nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.generation import allowed
from scripts.generation.unsupported import GenerationError
from tests.conftest import ROOT

CLIENT = ROOT / "kalshi_gen"
ENDPOINT, MODEL, TABLE = "api/market/get_market.py", "models/market.py", "stream/commands.py"


def test_the_committed_client_holds_what_is_allowed() -> None:
    allowed.check(CLIENT, [path.relative_to(CLIENT).as_posix() for path in CLIENT.rglob("*.py")])


@pytest.mark.parametrize(
    "code",
    [
        "import os",
        "import os as msgspec",
        "from ..runtime.stream import Form as UnknownMessage",
        "import msgspec as os",
        "from os import system",
        "from subprocess import run",
        "from importlib import reload",
        "from typing import sys",
        "from collections.abc import sys",
        "sorted = a",
        "given_parameters: object = a",
        "Operation = frozenset = a",
        "for globals in a: pass",
        "overload = a",
        "from ....outside import anything",
        "from ..models import *",
        "__import__('os')",
        "eval('1')",
        "exec('1')",
        "open('a')",
        "globals()['a']",
        "getattr(1, 'a')",
        "().__class__",
        "print(1)",
        "type(1)",
        "type = type(None)\ntype(1)",
        "x.sort()",
        "lambda: 1",
        "[x for x in ()]",
        "f'{eval}'.join()",
        "while True: pass",
        "with a: pass",
        "try: pass\nexcept a: pass",
        "del a",
        "global a",
        "assert a",
        "a.b = 1",
        "a[0] = 1",
        "(a := 1)",
        "async def f(): yield 1",
        "class A(metaclass=b): pass",
        "class A(object): pass",
        "@eval\ndef f(): pass",
        "@property.setter\nclass A: pass",
        "def __reduce__(): pass",
        "a = __builtins__",
        "match a:\n    case _: pass",
        "a = 1 +",
        "a = 1 + 1",
        "def f(a, a): ...",
        "return",
    ],
)
def test_anything_else_is_refused_with_its_line(code: str, tmp_path: Path) -> None:
    for module in (ENDPOINT, MODEL, TABLE, "stream/messages.py", "models/__init__.py", "__init__.py"):
        (tmp_path / module).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / module).write_text(f'"""A module."""\n\n{code}\n', encoding="utf-8")
        with pytest.raises(GenerationError, match=rf"{module}: (line [34] has|is no Python: .*line [34]\b)"):
            allowed.check(tmp_path, [module])


@pytest.mark.parametrize("name", ["models/\ufb01eld.py", "models/A.py", "models/a.so", "models/a.pth"])
def test_a_file_of_another_name_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / name).touch()
    with pytest.raises(GenerationError, match="is no name of a generated module"):
        allowed.check(tmp_path, [name])


def test_code_in_an_annotation_or_a_default_is_refused(tmp_path: Path) -> None:
    for code in ("a: print() = 1", "def f(a=print()): ...", "def f() -> print(): ...", "A = list[print()]"):
        (tmp_path / "a.py").write_text(code, encoding="utf-8")
        with pytest.raises(GenerationError, match="the call print"):
            allowed.check(tmp_path, ["a.py"])
