"""Property tests draw the same examples in every run, and `tests.fuzz` searches for others."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fuzz import with_property_tests

ROOT = Path(__file__).resolve().parent.parent
# What is planted is outside of the repository, whose settings leave out this plugin: it loads for a second, and hides
# the example that a test fails with.
WITHOUT_PLUGIN = ("-p", "no:schemathesis")
CONFTEST = "from tests import property_settings\n\nproperty_settings.load()\n"
DRAWN = """
import os
from pathlib import Path
from hypothesis import given, settings, strategies as st
if "OTHER" in os.environ:
    import other

@settings(max_examples=80)
@given(st.lists(st.integers()), st.text())
def test_anything(numbers, text):
    with open(os.environ["DRAWN"], "a") as drawn:
        print(numbers, ascii(text), file=drawn)
"""
OTHER = f"CONSTANTS = {[10**9 + 7 * each for each in range(200)]}\nTEXTS = {[f'text {each}' for each in range(200)]}\n"
FAILING = """
from hypothesis import given, strategies as st

@given(st.integers())
def test_every_number_is_small(number):
    assert number < 1000

def test_without_examples():
    raise AssertionError("no property")
"""
HANGING = """
import threading
from hypothesis import given, strategies as st

@given(st.integers())
def test_a_number(number):
    threading.Event().wait()
"""


def planted(folder: Path, text: str) -> str:
    """A file of tests in a folder that draws its examples as ours do."""
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    path = folder / "test_planted.py"
    path.write_text(text, encoding="utf-8")
    return str(path)


def run(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, env=os.environ | environ, capture_output=True, text=True, timeout=120)


def fuzz(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "tests.fuzz", "--workers", "1", *arguments)


def test_the_examples_of_this_run_are_those_of_every_run() -> None:
    drawn = settings.default
    assert drawn is not None
    assert drawn.derandomize
    assert (drawn.database, drawn.deadline, drawn.print_blob) == (None, None, True)


def examples(folder: Path, *arguments: str, **environ: str) -> list[str]:
    """What the planted property test is given."""
    drawn = folder / "drawn.txt"
    drawn.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", *arguments]
    environ |= {"DRAWN": str(drawn), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = run(*command, str(folder / "test_planted.py"), **environ)
    assert done.returncode == 0, done.stdout
    return drawn.read_text(encoding="utf-8").splitlines()


def test_the_environment_and_what_else_is_imported_change_no_example(tmp_path: Path) -> None:
    planted(tmp_path, DRAWN)
    (tmp_path / "other.py").write_text(OTHER, encoding="utf-8")
    by_hand = examples(tmp_path, PYTHONHASHSEED="1", CI="")
    assert len(set(by_hand)) > 50
    assert examples(tmp_path, PYTHONHASHSEED="2", CI="true", OTHER="yes") == by_hand


def test_a_seed_of_the_search_draws_its_own_examples_again(tmp_path: Path) -> None:
    planted(tmp_path, DRAWN)
    seven, eight, again = (
        examples(tmp_path, "--hypothesis-profile=fuzz", f"--hypothesis-seed={seed}") for seed in (7, 8, 7)
    )
    assert seven == again
    assert set(seven) != set(eight)


def test_the_search_prints_what_reproduces_a_find(tmp_path: Path) -> None:
    done = fuzz("--seconds", "100", "--seed", "7", planted(tmp_path, FAILING))
    assert done.returncode == 1, done.stderr
    assert "number=1000" in done.stdout
    assert "@reproduce_failure(" in done.stdout
    assert re.search(r"1 round \(seed 7\), 1 test, [1-9]\d* examples in \d+ s: 1 found\.", done.stdout)
    (command,) = re.findall(r"^    (.* --hypothesis-seed=7 .*)$", done.stdout, re.MULTILINE)
    again = run(*shlex.split(command), *WITHOUT_PLUGIN)
    assert again.returncode == 1
    assert "number=1000" in again.stdout


def test_the_search_ends_in_time_even_within_a_test(tmp_path: Path) -> None:
    began = time.monotonic()
    done = fuzz("--seconds", "3", "--seed", "7", planted(tmp_path, HANGING))
    assert time.monotonic() - began < 60
    assert done.returncode == 0, done.stdout
    assert "1 round (seed 7, the last one cut short), 0 tests" in done.stdout
    assert "round 1, seed 7: collecting, 3 s left" in done.stderr


def test_a_search_that_can_not_run_says_why(tmp_path: Path) -> None:
    # In the process that collects: to start another one for no test takes as long again.
    done = fuzz("--workers", "0", "--seconds", "100", planted(tmp_path, "import nothing_of_this_name"))
    assert done.returncode == 2
    assert "nothing_of_this_name" in done.stdout
    assert done.stdout.endswith("A round could not run.\n")


def test_the_search_collects_the_files_of_property_tests_alone() -> None:
    found = with_property_tests()
    assert "tests/contract_diff/test_properties.py" in found
    assert "tests/contract_diff/test_rules.py" not in found


@pytest.mark.parametrize("name", ["same", "fuzz"])
def test_no_profile_judges_an_example_by_the_clock(name: str) -> None:
    assert settings.get_profile(name).deadline is None
