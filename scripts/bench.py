"""Measure the cost of the client as ratios to the least possible cost, its floor, both in one run.

    python -m scripts.bench

Import: a process that imports the client and an endpoint, against one that imports httpx.
Perps: the CPU time of a process that imports an endpoint of perpetual futures, against one of the API's own.
Decode: a page of 1,000 markets into typed models, against msgspec decoding the same bytes into plain dicts.
Request: the CPU time of a signed request, against a plain httpx request plus one RSA-PSS signature.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from time import perf_counter, process_time

import httpx
import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

IMPORT_FLOOR = "import httpx"
IMPORT_OURS = "from kalshi_overlay import create_client; from kalshi_gen.api.market import get_markets"
ENDPOINT = "from kalshi_gen.api.market import get_markets"
PERPS_ENDPOINT = "from kalshi_gen.perps.api.market import get_margin_markets"
Measured = tuple[str, str, float, float, float]


def best_of_each(first: Callable[[], float], second: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Run two measurements alternately, so that the machine's load affects both, and keep the best of each.

    Args:
        first: Returns seconds.
        second: Returns seconds.
        rounds: How often to run each.

    Returns:
        The fewest seconds of each.
    """
    times = [(first(), second()) for _ in range(rounds)]
    return min(a for a, _ in times), min(b for _, b in times)


def measure_import() -> Measured:
    """Time two new processes against each other."""
    floor, ours = best_of_each(_process(IMPORT_FLOOR, perf_counter), _process(IMPORT_OURS, perf_counter), rounds=15)
    return ("import", "import httpx", floor, ours, 2.0)


def measure_perps_import() -> Measured:
    """Time the CPU of two new processes against each other; neither imports a client."""
    floor, ours = best_of_each(
        _process(ENDPOINT, _cpu_of_children), _process(PERPS_ENDPOINT, _cpu_of_children), rounds=15
    )
    return ("import of perps", "import of one of the API, CPU", floor, ours, 1.10)


def _process(code: str, clock: Callable[[], float]) -> Callable[[], float]:
    """Run code in a new process; the result is how many seconds it takes by a clock."""

    def run() -> float:
        started = clock()
        subprocess.run([sys.executable, "-c", code], check=True)
        return clock() - started

    return run


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_decode() -> Measured:
    """Time two decoders of one page against each other."""
    from kalshi_gen.models import GetMarketsResponse
    from kalshi_gen.runtime.decoding import decode

    body = page_of_markets(1000)

    def timed(decoder: Callable[[], object]) -> Callable[[], float]:
        def once() -> float:
            started = perf_counter()
            decoder()
            return perf_counter() - started

        return once

    floor, ours = best_of_each(
        timed(lambda: msgspec.json.decode(body)),
        timed(lambda: decode(body, GetMarketsResponse)),
        rounds=100,
    )
    return ("decode", f"msgspec into dicts, {len(body) / 1e6:.1f} MB", floor, ours, 2.3)


def page_of_markets(count: int) -> bytes:
    """A page of markets with every required field, about 2.3 kB each."""
    rules = "If the value at expiration is above the strike, the market resolves to Yes. " * 12
    market = {
        "market_type": "binary",
        "yes_sub_title": "Above $100,000 at 5 pm Eastern Time",
        "no_sub_title": "At or below $100,000 at 5 pm Eastern Time",
        "created_time": "2026-11-01T14:00:00.123456Z",
        "updated_time": "2026-11-20T14:00:00.654321Z",
        "open_time": "2026-11-01T15:00:00Z",
        "close_time": "2026-12-31T22:00:00Z",
        "latest_expiration_time": "2027-01-07T22:00:00Z",
        "settlement_timer_seconds": 300,
        "status": "active",
        "result": "",
        "can_close_early": True,
        "settlement_bounds_type": "default",
        "expiration_value": "",
        "rules_primary": rules,
        "rules_secondary": rules[:350],
        "price_level_structure": "linear_cent",
        "price_ranges": [{"start": "0.0000", "end": "1.0000", "step": "0.0100"}],
    }
    markets = []
    for number in range(count):
        bid = Decimal(number % 97 + 1) / 100
        prices = {
            name: f"{price:.4f}"
            for name, price in {
                "yes_bid_dollars": bid,
                "yes_ask_dollars": bid + Decimal("0.02"),
                "no_bid_dollars": Decimal("0.98") - bid,
                "no_ask_dollars": 1 - bid,
                "last_price_dollars": bid,
                "notional_value_dollars": Decimal(1),
                "previous_yes_bid_dollars": bid,
                "previous_yes_ask_dollars": bid + Decimal("0.01"),
                "previous_price_dollars": bid,
            }.items()
        }
        counts = {
            name: f"{number * factor}.00"
            for factor, name in enumerate(
                ("yes_bid_size_fp", "yes_ask_size_fp", "volume_fp", "volume_24h_fp", "open_interest_fp"), 1
            )
        }
        names = {"ticker": f"KXBTCD-26DEC31-T{number}", "event_ticker": "KXBTCD-26DEC31"}
        markets.append({**names, **market, **prices, **counts})
    return msgspec.json.encode({"markets": markets, "cursor": ""})


def measure_request() -> Measured:
    """Time the CPU of a request and of its floor; the server is another process."""
    from kalshi_gen.api.portfolio import get_balance
    from kalshi_overlay import create_client
    from scripts.bench_server import serving

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = pem_of(key)
    signer = load_pem_private_key(pem, None)
    assert isinstance(signer, rsa.RSAPrivateKey)
    with serving() as base_url:
        client = create_client(base_url=base_url, access_key_id="bench", private_key_data=pem)
        plain = httpx.Client(base_url=base_url)

        def floor() -> None:
            plain.get("/portfolio/balance")
            signer.sign(b"text", padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())

        with plain, client:
            best = best_of_each(_cpu(floor), _cpu(lambda: get_balance.sync(client=client)), rounds=40)
    return ("request", "httpx get plus RSA-PSS, CPU", *best, 1.20)


def _cpu(call: Callable[[], object], calls: int = 25) -> Callable[[], float]:
    def once() -> float:
        started = process_time()
        for _ in range(calls):
            call()
        return (process_time() - started) / calls

    return once


def pem_of(key: rsa.RSAPrivateKey) -> bytes:
    """Write a key as create_client reads it."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def print_ratios(measurements: Iterable[Callable[[], Measured]], unit: str, units_a_second: float) -> int:
    """Run measurements one after the other, and print a table.

    Args:
        measurements: The measurements.
        unit: The unit that times are printed in.
        units_a_second: How many of them are a second.

    Returns:
        1 if a ratio is over its limit, else 0.
    """
    print(f"{'':<18}{'floor':<34}{f'floor {unit}':>9}{f'ours {unit}':>9}{'ratio':>7}{'bar':>6}")
    over = 0
    for measure in measurements:
        name, floor, floor_seconds, our_seconds, bar = measure()
        ratio = our_seconds / floor_seconds
        over += ratio > bar
        times = f"{floor_seconds * units_a_second:>9.2f}{our_seconds * units_a_second:>9.2f}"
        print(f"{name:<18}{floor:<34}{times}{ratio:>7.2f}{bar:>6.2f}", flush=True)
    return 1 if over else 0


def main() -> int:
    """Print the ratios as a table; 1 if one is over its limit."""
    gc.disable()
    return print_ratios((measure_import, measure_perps_import, measure_decode, measure_request), "ms", 1e3)


if __name__ == "__main__":
    sys.exit(main())
