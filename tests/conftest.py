"""What every test may ask for."""

from __future__ import annotations

import contextlib
import gc
import importlib
import marshal
import os
import sys
from collections.abc import Generator, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from scripts import documents
from tests import property_settings
from tests.async_transports import WAYS, sending_with
from tests.garbage import collected

ROOT = Path(__file__).resolve().parent.parent
# Characters of a document that is worth to be kept.
LARGE = 20_000
property_settings.load()
# httpcore imports it twice for each asynchronous request, and searches every folder of the path if it isn't installed.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Run one worker more than there are cores: a third of the time, a test waits for a clock, a child or a server."""
    number = yield
    return number if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else number + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Look for no garbage among what is collected: all of it stays, and it would be looked through again and again."""
    gc.disable()
    try:
        if session.config.args_source is pytest.Config.ArgsSource.TESTPATHS:
            _import_own_share_first()
        return (yield)
    finally:
        gc.freeze()
        # What tests make is mostly gone soon without the collector, and what stays is looked through less often.
        gc.set_threshold(10_000, 20, 20)
        gc.enable()


def _import_own_share_first() -> None:
    """Let each worker compile other tests than the others do; it then finds the rest compiled."""
    worker, workers = os.environ.get("PYTEST_XDIST_WORKER", ""), int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers == 1:
        return
    files = sorted(Path(__file__).parent.rglob("test_*.py"))
    first = len(files) * int(worker.removeprefix("gw")) // workers
    for file in (*files[first:], *files[:first]):
        # What fails to be imported is collected, and fails there.
        with contextlib.suppress(Exception):
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Look for garbage once more; the end of the process need not look through what is left."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def spec() -> dict[str, Any]:
    """The vendored spec of the REST API."""
    document: dict[str, Any] = documents.load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    return document


@pytest.fixture
def run_async(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether a call is asynchronous; clients send by default with what the way says."""
    run_async, transport = WAYS[request.param]
    with sending_with(transport):
        yield run_async


@pytest.fixture(autouse=True, scope="session")
def _one_rsa_key() -> Iterator[None]:
    """Give the own accounts of all sandboxes one RSA key, in each worker: to make it takes 50 to 350 ms."""
    # Not imported here: not every test has a sandbox.
    trading: Any = sys.modules.get("kalshi_sandbox.trading")
    with pytest.MonkeyPatch.context() as patch:
        if trading is not None:
            patch.setattr(trading, "new_rsa_key", cache(trading.new_rsa_key))
        yield


@pytest.fixture(autouse=True, scope="session")
def _each_spec_is_parsed_once() -> Iterator[None]:
    """Parse a large document once in each worker, and give each test data of its own: to parse a spec takes long."""
    parse = documents.load

    @lru_cache(maxsize=16)
    def parsed(text: str | bytes, limits: tuple[object, ...]) -> bytes:
        return marshal.dumps(parse(text))

    def load(text: str | bytes) -> Any:
        # A test may have set other limits.
        limits = tuple(each for name, each in vars(documents).items() if name.startswith("MAXIMUM_"))
        return marshal.loads(parsed(text, limits)) if len(text) > LARGE else parse(text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "load", load)
        yield


@pytest.fixture
def nothing_is_left_to_a_later_test() -> Iterator[None]:
    """Collect what a test has left open; see `tests.abandoned`."""
    with collected():
        yield
