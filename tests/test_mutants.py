"""Faults that are planted: what they are, which are drawn, and that a test notices them or doesn't."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests import mutants
from tests.mutants import GROUPS, ROOT, Group, Mutant, draw, modules_of, table
from tests.walking import walked

SOURCE = '''\
"""A module with ä in its docstring: 1 < 2."""
import logging

_log = logging.getLogger("x")
LIMIT: int = 5


class Book:
    """Not 3 < 4."""

    is_open = True

    def take(self, price: "1", count: int = 2) -> bool:
        # ä before the fault
        if price < LIMIT and not self.is_open:
            raise ValueError(f"{price + 1}")
        self.count -= min(count, price)
        _log.warning("taken", 7, 8)
        return self.put(price, count)
'''


def faults(source: str) -> set[tuple[int, str, str, str]]:
    return {(each.line, each.kind, each.before, each.after) for each in mutants.mutants(source, "book.py")}


def test_every_kind_of_fault_is_planted_and_none_in_texts_or_annotations() -> None:
    condition = "price < LIMIT and not self.is_open"
    assert faults(SOURCE) == {
        (5, "another constant", "5", "(6)"),
        (11, "another constant", "True", "(False)"),
        (13, "another default", "2", "(3)"),
        (15, "and/or", condition, "(price < LIMIT or not self.is_open)"),
        (15, "another comparison", "price < LIMIT", "(price <= LIMIT)"),
        (15, "no not", "not self.is_open", "(self.is_open)"),
        (15, "condition negated", condition, "(not (price < LIMIT and (not self.is_open)))"),
        (16, "statement removed", 'raise ValueError(f"{price + 1}")', "pass"),
        (17, "statement removed", "self.count -= min(count, price)", "pass"),
        (17, "the opposite function", "min(count, price)", "(max(count, price))"),
        (19, "arguments swapped", "self.put(price, count)", "(self.put(count, price))"),
    }


@walked(
    ("source", "after"),
    [
        ("x = a <= b\n", "x = (a < b)\n"),
        ("x = a is not None\n", "x = (a is None)\n"),
        ("x = a not in b\n", "x = (a in b)\n"),
        ("x = 2 * (a + b)\n", "x = 2 * ((a - b))\n"),
        ("x = 0.5\n", "x = (1.5)\n"),
        ("for a in b:\n    break\n", "for a in b:\n    pass\n"),
        (
            "def f():\n    if a:\n        return 'ä'\n    return a\n",
            "def f():\n    if a:\n        pass\n    return a\n",
        ),
        ("x = [a for a in b if a]\n", "x = [a for a in b if (not (a))]\n"),
        ("a.b = (c\n     or d)\n", "a.b = ((c and d))\n"),
    ],
)
def test_a_fault_replaces_its_own_text_alone(source: str, after: str) -> None:
    assert after in {each.apply(source.encode()).decode() for each in mutants.mutants(source, "x.py")}


def test_every_mutant_of_every_group_is_python() -> None:
    for group in GROUPS.values():
        for path in modules_of(group):
            source = (ROOT / path).read_text(encoding="utf-8")
            found = mutants.mutants(source, path)
            for mutant in found[:: len(found) // 2 + 1]:
                changed = mutant.apply(source.encode())
                assert changed != source.encode()
                ast.parse(changed)


def test_every_group_has_modules_and_tests() -> None:
    for group in GROUPS.values():
        assert all(list(ROOT.glob(pattern)) for pattern in group.modules)
        assert all((ROOT / test).exists() for test in group.tests)


def test_paths_choose_files_and_folders() -> None:
    group = GROUPS["orders"]
    assert modules_of(group, ["kalshi_overlay/orders/amend.py"]) == ["kalshi_overlay/orders/amend.py"]
    assert "kalshi_overlay/flow.py" in modules_of(group, ["kalshi_overlay"])
    assert modules_of(group, ["kalshi_overlay/orders"]) == modules_of(Group(("kalshi_overlay/orders/*.py",), ()))
    assert modules_of(group, ["kalshi_overlay/order"]) == []


def mutant(number: int) -> Mutant:
    return Mutant("a.py", number, "another constant", str(number), f"({number + 1})", (0, 1))


def test_a_seed_draws_the_same_mutants_and_the_groups_take_turns() -> None:
    found = {"few": [mutant(1)], "many": [mutant(number) for number in range(100)]}
    drawn = draw(found, 10, seed=1)
    assert drawn == draw(found, 10, seed=1) != draw(found, 10, seed=2)
    assert [name for name, _ in drawn] == ["few"] + 9 * ["many"]
    assert len(set(drawn)) == 10
    assert len(draw(found, 1000, seed=1)) == 101


def test_the_table_lists_survivors_and_the_share_of_each_group() -> None:
    text = table([("a", mutant(1), "caught"), ("a", mutant(2), "survived"), ("b", mutant(3), "hung")])
    assert "| a.py:2 | another constant | `2` | `(3)` |" in text
    assert "a.py:1" not in text
    assert "| a | 2 | 1 | 0 | 1 | 50% |" in text
    assert "| b | 1 | 1 | 1 | 0 | 100% |" in text
    assert "| all | 3 | 2 | 1 | 1 | 67% |" in text
    assert table([("a", mutant(1), "caught")]).startswith("No mutant survived.")


TESTS = """
from thing import least

def test_least():
    assert least(3, 2) == 2
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a module, of which a test covers a part."""
    root = tmp_path / "repository"
    (root / "tests").mkdir(parents=True)
    (root / "thing.py").write_text("def least(a, b):\n    return min(a, b)\n\n\nUNUSED = 1\n", encoding="utf-8")
    (root / "tests" / "__init__.py").touch()
    (root / "tests" / "test_thing.py").write_text(TESTS, encoding="utf-8")
    for command in (["git", "init", "-q"], ["git", "add", "."]):
        subprocess.run(command, cwd=root, check=True)
    # Its tests need no plugin but the one whose option they are run with, and loading all takes longer than all else.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p xdist")
    monkeypatch.setattr(mutants, "ROOT", root)
    monkeypatch.setattr(mutants, "GROUPS", {"things": Group(("thing.py",), ("tests",))})
    return root


def test_a_fault_that_a_test_notices_is_caught_and_another_one_survives(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mutants.main(["--seed", "1", "--count", "10", "--workers", "2"]) == 0
    shown = capsys.readouterr()
    assert "caught: thing.py:2: the opposite function" in shown.err
    assert "survived: thing.py:5: another constant" in shown.err
    assert "| thing.py:5 | another constant | `1` | `(2)` |" in shown.out
    assert "| things | 2 | 1 | 0 | 1 | 50% |" in shown.out
    assert "min(a, b)" in (repository / "thing.py").read_text(encoding="utf-8")


def test_a_fault_that_hangs_the_tests_is_ended_and_noticed(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = "return Event().wait() if a.imag else lowest([a, b])"
    hanging = f"from threading import Event\n\nlowest = min\n\n\ndef least(a, b):\n    {waiting}\n"
    (repository / "thing.py").write_text(hanging, encoding="utf-8")
    monkeypatch.setattr(mutants, "SLOWER", 0.0)
    monkeypatch.setattr(mutants, "SECONDS", 3.0)
    assert mutants.main(["--seed", "1", "--workers", "1"]) == 0
    assert "hung: thing.py:7: condition negated" in capsys.readouterr().err


def test_the_tests_that_execute_a_line_are_known(repository: Path, tmp_path: Path) -> None:
    copies = mutants.Copies(tmp_path, 1)
    copies.make()
    assert copies.check("things") == ""
    assert copies.tests["things"]["thing.py"] == {1: [], 2: ["tests/test_thing.py::test_least"], 5: []}


def test_tests_that_fail_by_themselves_are_a_failure(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "tests" / "test_thing.py").write_text(TESTS.replace("== 2", "== 3"), encoding="utf-8")
    assert mutants.main(["--seed", "1", "--workers", "1"]) == 1
    assert "The tests of things fail without a mutant." in capsys.readouterr().out


def test_a_path_without_modules_is_a_failure() -> None:
    command = [sys.executable, "-m", "tests.mutants", "docs"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "No module of the groups is below ['docs']" in ran.stdout
