"""The pytest fixtures: `kalshi_sandbox` is an exchange for one test, `kalshi_recording` replays what one has answered.

pytest loads this module in every run, so it imports nothing else before a test asks for a fixture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kalshi_overlay.http_recordings import Recording

    from .server import Sandbox

_RECORDED = pytest.StashKey[dict[Path, str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option by which recordings are made."""
    parser.getgroup("kalshi").addoption(
        "--kalshi-record",
        action="store_true",
        help="send the requests of tests with the fixture kalshi_recording, and record them instead of replaying them",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, for `--strict-markers`."""
    config.addinivalue_line(
        "markers", "kalshi_sandbox(**arguments): arguments of the Sandbox behind the fixture kalshi_sandbox"
    )
    config.addinivalue_line("markers", "kalshi_recording(name): the recording behind the fixture kalshi_recording")
    config.stash[_RECORDED] = {}


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


@pytest.fixture
def kalshi_recording(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recording]:
    """A recording for one test: it is replayed, or made with --kalshi-record. docs/http-recordings.md says how.

    It is the file `recordings/<name>.jsonl` beside the test. `@pytest.mark.kalshi_recording("name")` gives the name.
    """
    from kalshi_overlay import clock
    from kalshi_overlay.http_recordings import Recording, RecordTransport

    path, session = _path_of(request), request.session
    recording = Recording(path, record=request.config.getoption("kalshi_record"))
    transport, failed_before = recording.transport, session.testsfailed
    if isinstance(transport, RecordTransport):
        other = request.config.stash[_RECORDED].setdefault(path, request.node.nodeid)
        if other != request.node.nodeid:
            raise pytest.UsageError(f"{other} has recorded {path}; give this test another name")
        with transport:
            yield recording
            if session.testsfailed > failed_before:
                transport.discard()
        return
    if transport.recorded_at is not None:
        # What compares the exchange's times with this machine's finds both of the same day.
        ahead = clock.unix_milliseconds() - round(transport.recorded_at.timestamp() * 1000)
        read = clock.unix_milliseconds
        monkeypatch.setattr(clock, "unix_milliseconds", lambda: read() - ahead)
    yield recording
    if session.testsfailed == failed_before:
        if transport.unanswered:
            raise transport.unanswered[0]
        if transport.unused_writes:
            listed = "\n  ".join(transport.unused_writes)
            pytest.fail(f"{path}: the test did not send these again:\n  {listed}", pytrace=False)


def _path_of(request: pytest.FixtureRequest) -> Path:
    """The file of a test's recording."""
    marker = request.node.get_closest_marker("kalshi_recording")
    names = marker.args if marker else (f"{request.path.stem}.{request.node.originalname}",)
    if len(names) != 1 or not isinstance(names[0], str) or not names[0] or (marker and marker.kwargs):
        raise pytest.UsageError('the marker kalshi_recording takes one name: such as kalshi_recording("quote")')
    parameters = getattr(request.node, "callspec", None)
    name = f"{names[0]}-{parameters.id}" if parameters else names[0]
    return request.path.parent / "recordings" / (re.sub(r"[^\w.-]+", "-", name) + ".jsonl")
