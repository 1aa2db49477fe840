"""A pytest plugin for a round of `tests.fuzz`: it shows how far the round is, and writes down what it ran and found."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from tests import property_settings

REPORT_EVERY_SECONDS = 5.0
# The property tests may be outside our own folder, where no conftest.py of ours is.
property_settings.load()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("fuzz")
    group.addoption("--fuzz-name", default="the round", help="what the round is called")
    group.addoption("--fuzz-until", type=float, default=0.0, help="when the search ends, in seconds of the Unix epoch")
    group.addoption("--fuzz-result", type=Path, help="where to write what the round ran and found, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        options = config.option
        config.pluginmanager.register(Round(options.fuzz_name, options.fuzz_until, options.fuzz_result))


@define(eq=False)
class Round:
    """The round as the process sees it that hands out the tests."""

    name: str
    until: float
    result: Path | None
    there: int = 0
    tests: int = 0
    examples: int = 0
    finds: list[dict[str, str]] = field(factory=list)
    reported: float = field(factory=time.time)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.there = len(session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self.there = len(ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.examples += _examples(report)
        if report.failed:
            # The id alone is without its file where that is outside our folder.
            test = f"{report.location[0]}::{report.nodeid.partition('::')[2]}"
            self.finds.append({"test": test, "text": report.longreprtext})
        if report.when == "teardown":
            self.tests += 1
            if time.time() - self.reported > REPORT_EVERY_SECONDS:
                self._report()

    def _report(self) -> None:
        self.reported = time.time()
        left = max(0.0, self.until - self.reported)
        found = f", {len(self.finds)} found" if self.finds else ""
        ran = f"{self.tests:,} of {self.there:,} tests, {self.examples:,} examples{found}"
        print(f"{self.name}: {ran}, {left:.0f} s left", file=sys.stderr, flush=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Write before the workers are waited for: one may be in the middle of a long test."""
        if self.result is not None:
            counted = {"tests": self.tests, "examples": self.examples, "finds": self.finds}
            written = self.result.with_suffix(".part")
            written.write_text(json.dumps(counted), encoding="utf-8")
            written.replace(self.result)


def _examples(report: pytest.TestReport) -> int:
    """How many examples a test took, as Hypothesis's own statistics of it say."""
    statistics: Any = report.__dict__.get("_hypothesis_stats") or ""
    return sum(int(number) for number in re.findall(r"(\d+) (?:passing|failing)", statistics))
