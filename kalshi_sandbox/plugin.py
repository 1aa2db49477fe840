"""The pytest fixture `kalshi_sandbox`: an exchange for one test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .server import Sandbox


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, for `--strict-markers`."""
    config.addinivalue_line(
        "markers", "kalshi_sandbox(**arguments): arguments of the Sandbox behind the fixture kalshi_sandbox"
    )


@pytest.fixture
def kalshi_sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox that serves until the test ends. Pass arguments with `@pytest.mark.kalshi_sandbox(clock="manual")`."""
    from . import Sandbox

    marker = request.node.get_closest_marker("kalshi_sandbox")
    if marker and marker.args:
        given = ", ".join(map(repr, marker.args))
        raise pytest.UsageError(
            f'the marker kalshi_sandbox takes arguments by name, not {given}: such as behaviour="simple"'
        )
    with Sandbox(**(marker.kwargs if marker else {})) as exchange:
        yield exchange
