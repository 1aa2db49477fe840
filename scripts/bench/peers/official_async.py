"""The exchange's own asynchronous package, kalshi-python-async."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from typing import Any

from scripts.bench.rounds import Round, Setup, burst, wall_of_each


def each(setup: Setup) -> Round:
    """Signed requests one after the other, wall."""
    runner = asyncio.Runner()
    api = runner.run(_api(setup))
    return wall_of_each(runner, lambda: api.get_balance(), setup.size)


def at_once(setup: Setup) -> Round:
    """Signed requests at once, wall."""
    runner = asyncio.Runner()
    api = runner.run(_api(setup))
    return burst(runner, lambda: api.get_balance(), setup.size)


async def _api(setup: Setup) -> Any:
    package = importlib.import_module("kalshi_python_async")
    configuration = package.Configuration(host=setup.url)
    configuration.api_key_id = setup.key_id
    configuration.private_key_pem = Path(setup.key_path).read_text(encoding="ascii")
    return package.PortfolioApi(package.KalshiClient(configuration))
