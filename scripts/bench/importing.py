"""New processes that import the client, and those that import the least."""

from __future__ import annotations

from time import perf_counter

from scripts.bench.rounds import Round, Setup, cpu_of_children, process_of


def floor(setup: Setup) -> Round:
    """`import httpx`, wall."""
    return process_of("import httpx", perf_counter)


def ours(setup: Setup) -> Round:
    """`create_client` and an endpoint, wall."""
    return process_of(
        "from kalshi_overlay import create_client; from kalshi_gen.api.market import get_markets", perf_counter
    )


def endpoint(setup: Setup) -> Round:
    """An endpoint of the API without a client, CPU."""
    return process_of("from kalshi_gen.api.market import get_markets", cpu_of_children)


def perps_endpoint(setup: Setup) -> Round:
    """An endpoint of perpetual futures without a client, CPU."""
    return process_of("from kalshi_gen.perps.api.market import get_margin_markets", cpu_of_children)
