"""The pytest plugin, in a pytest of its own."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest_plugins = ("pytester",)
ROOT = Path(__file__).parents[2]
PLUGIN = "kalshi_sandbox.plugin"


OPTIONS = ("-p", PLUGIN, "--strict-markers", "-W", "error")


@pytest.fixture(autouse=True)
def this_plugin_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # The one in this tree, whichever is installed.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_the_fixture_is_an_exchange_for_each_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        from kalshi_gen.api.portfolio import get_balance

        ids = set()

        def test_it_serves(kalshi_sandbox):
            with kalshi_sandbox.client() as client:
                assert get_balance.sync(client=client).balance > 0
            ids.add(kalshi_sandbox.access_key_id)

        @pytest.mark.kalshi_sandbox(clock="manual", tier="basic")
        def test_its_marker_gives_arguments(kalshi_sandbox):
            before = kalshi_sandbox.clock()
            kalshi_sandbox.clock.advance(60)
            assert kalshi_sandbox.clock() == before + 60
            assert kalshi_sandbox.access_key_id not in ids
        """
    )
    pytester.runpytest_inprocess(*OPTIONS).assert_outcomes(passed=2)


def test_a_marker_whose_argument_has_no_name_is_refused(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.kalshi_sandbox("simple")
        def test_it(kalshi_sandbox):
            pass
        """
    )
    outcome = pytester.runpytest_inprocess(*OPTIONS)
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(["*takes arguments by name, not 'simple': such as behaviour=\"simple\"*"])


def test_the_fixture_is_listed_with_its_words(pytester: pytest.Pytester) -> None:
    listed = pytester.runpytest_subprocess(*OPTIONS, "--fixtures")
    listed.stdout.fnmatch_lines(["kalshi_sandbox*", "*sandbox that serves until*"])


def test_pytest_loads_nothing_for_the_plugin_but_its_module() -> None:
    def loaded(*options: str) -> set[str]:
        report = "import pytest, sys; pytest.main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
        command = [sys.executable, "-c", report, *options, "--version", "--version"]
        ran = subprocess.run(command, cwd=ROOT.parent, capture_output=True, text=True, timeout=60, check=True)
        return set(ran.stderr.split())

    assert loaded("-p", PLUGIN) - loaded() == {"kalshi_sandbox", PLUGIN}


def test_the_package_names_the_plugin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"kalshi_sandbox": PLUGIN}
