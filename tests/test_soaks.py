"""The runner of the soak tests: which it finds, what it says of them, and that none fails in silence."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from tests import soaks

PROOF = """
import sys
from pathlib import Path
from time import monotonic, sleep

SIZES = {"small": ["few"], "middle": ["some", "more"]}

def main(arguments):
"""
END = """
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package for soak tests, whose name no other test has."""
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path / f"planted_{tmp_path.name.replace('-', '_')}"
    folder.mkdir()
    return folder


def plant(package: Path, name: str, body: str, head: str = PROOF, end: str = END) -> None:
    """Write the module of a soak test, whose `main` has a body."""
    path = package / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(head + "".join(f"    {line}\n" for line in dedent(body).strip().splitlines()) + end)


def row(printed: str, name: str) -> list[str]:
    """The fields of a soak test's row in the table."""
    (line,) = re.findall(rf"^\S+\.{name}  .*$", printed, re.MULTILINE)
    return re.split(r" {2,}", line)[1:]


def test_each_soak_test_is_run_with_the_arguments_of_the_size_and_has_a_row(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(package, "first_soak.py", "print('much is said')\nprint('found', *arguments)\nreturn 0")
    plant(package, "deep/down/long_soak.py", "print('deep', *arguments, end='\\rdone\\n\\n')\nreturn 0")
    plant(package, "deep/test_first_soak.py", "raise AssertionError")
    plant(package, "deep/insoak.py", "raise AssertionError")
    assert soaks.main(["--size", "middle"], package, beat=0.01) == 0
    printed = capsys.readouterr().out
    size, seconds, found = row(printed, "first_soak")
    assert (size, found) == ("middle", "found some more")
    assert 0 <= float(seconds) < 60
    assert row(printed, "deep.down.long_soak")[2] == "done"
    assert "2 of 2 soak tests passed" in printed
    for name in ("first_soak", "deep.down.long_soak"):
        assert f"{package.name}.{name} begins" in printed
        assert re.search(rf"running: .*{package.name}\.{name} \d+ s", printed)
        assert re.search(rf"{package.name}\.{name} passed after \d+\.\d s", printed)
    assert "much is said" not in printed


@pytest.mark.parametrize(
    ("body", "head", "end", "found"),
    [
        ("print('a finding')\nprint('1 wrong')\nreturn 1", PROOF, END, "1 wrong"),
        ("print('a finding')\nassert not arguments, '1 wrong'", PROOF, END, "AssertionError: 1 wrong"),
        ("print('a finding', flush=True)\nimport os\nos.kill(os.getpid(), 9)", PROOF, END, "a finding"),
        ("print('never run')\nreturn 0", PROOF, "", ""),
        ("return 0", "def main(arguments):\n", END, "AttributeError: "),
        ("return 0", PROOF.replace("small", "tiny"), END, "KeyError: "),
        ("return 0", PROOF.replace("def main", "main = 7\n\ndef other"), END, "main is no function"),
        ("return 0", "import there_is_no_such_module\n" + PROOF, END, "ModuleNotFoundError: "),
    ],
    ids=["status", "raises", "killed", "says nothing", "no sizes", "no such size", "no main", "no import"],
)
def test_a_soak_test_that_fails_is_shown_in_full_and_fails_all(
    package: Path, capsys: pytest.CaptureFixture[str], body: str, head: str, end: str, found: str
) -> None:
    plant(package, "good_soak.py", "print('fine')\nreturn 0")
    plant(package, "other_soak.py", body, head, end)
    name = f"{package.name}.other_soak"
    assert soaks.main(["--size", "small"], package) == 1
    printed = capsys.readouterr().out
    assert row(printed, "good_soak")[2] == "fine"
    assert row(printed, "other_soak")[2].startswith(f"FAILED: {found}".strip())
    assert f"{name} FAILED after" in printed
    assert re.search(rf"^{name} has failed with status -?\d+:\n", printed, re.MULTILINE)
    assert ("a finding\n" in printed) == ("a finding" in body)
    assert "1 of 2 soak tests passed" in printed


def test_a_package_without_soak_tests_proves_nothing(package: Path) -> None:
    assert soaks.main(["--size", "small"], package) == 1


def test_soak_tests_run_two_at_a_time_but_for_one_that_is_to_be_alone(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting = """
        here = Path(__file__).with_suffix(".here")
        here.touch()
        until = monotonic() + 60
        while monotonic() < until and len(list(here.parent.glob("*.here"))) < 2:
            sleep(0.001)
        print(len(list(here.parent.glob("*.here"))), "were here")
        return 0
    """
    for name in ("a", "c"):
        plant(package, f"{name}_soak.py", meeting)
    looking = "print(len(list(Path(__file__).parent.glob('*.here'))), 'were here')\nreturn 0"
    plant(package, "b_soak.py", looking, PROOF + "    pass\nALONE = ['small']\ndef main(arguments):\n")
    assert soaks.main(["--size", "small", "--at-once", "2"], package) == 0
    # Who is alone comes last, whatever its name.
    printed = capsys.readouterr().out
    assert [row(printed, f"{name}_soak")[2] for name in "abc"] == ["2 were here"] * 3
    assert printed.index("b_soak begins") > max(printed.index(f"{name}_soak passed") for name in "ac")


def test_every_soak_test_of_ours_says_how_it_is_run() -> None:
    names = soaks.find(soaks.TESTS)
    assert {"tests.orders.orders_soak", "tests.stream.book_soak", "tests.generated.drift_soak"} <= set(names)
    ours = [soaks.at_size(name, size) for name in names for size in soaks.SIZES]
    assert [soak for soak in ours if soak.fault] == []
