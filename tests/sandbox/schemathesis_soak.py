"""Schemathesis against the sandbox: whatever is sent to an API, each answer is one that its spec allows.

python -m tests.sandbox.schemathesis_soak --examples 5

It generates the requests from the specs, both those that the spec allows and those that it doesn't (the phases
"coverage" and "fuzzing"). No answer is a server error, has a body outside its schema, or a status that the spec
doesn't list; `schemathesis_hooks` has the exceptions with their reasons.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import BehaviourName
from kalshi_sandbox.spec import APIS, ApiName, load_spec, load_specs, spec_path
from tests.conftest import ROOT
from tests.sandbox import schemathesis_constants as hooks
from tests.sandbox.live.calling import Caller, order
from tests.sandbox.small import small_sandbox

SIZES: dict[str, list[str]] = {
    "small": ["--examples", "1", "--phases", "fuzzing", "--behaviours", "measured"],
    "middle": ["--examples", "5", "--behaviours", "measured"],
    "full": ["--examples", "50", "--seed", "1", "2"],
}
_HOOKS = "tests.sandbox.schemathesis_hooks"
_CHECKS = ("not_a_server_error", "content_type_conformance", "response_schema_conformance", "status_of_the_spec")
_BEHAVIOURS: tuple[BehaviourName, ...] = ("measured", "documents")
_COMBO_TERMS = {"mve_collection_ticker": "KXMVESOAK-R"}


def known_to_klear(exchange: Sandbox) -> dict[str, list[Any]]:
    """What exists at Klear, by the name of a field."""
    subtraders = list(exchange.klear.subtraders)
    return {
        "obligation_id": [each["id"] for each in exchange.klear.settled],
        "fcm_subtrader_id": subtraders,
        "subtrader_ids": [subtraders[:1], subtraders[1:]],
        "amount": ["0.01", "5.00"],
    }


def known_names(exchange: Sandbox) -> dict[str, list[Any]]:
    """Make orders, a group, an RFQ with a quote and a combo; answers what exists, by the name of a field."""
    event = exchange.engine.markets.events()[0]
    markets = [market.ticker for market in exchange.engine.markets.all()]
    exchange.add_event("KXMVESOAK-S1", terms=_COMBO_TERMS)
    exchange.add_market("KXMVESOAK-S1-A", terms=_COMBO_TERMS)
    other = exchange.add_account("other", balance=10_000)
    mine, theirs = Caller(exchange), Caller(exchange, other)
    with mine.client, theirs.client:
        orders = [mine.place("bid", "0.02", "1", ticker=ticker)["order_id"] for ticker in markets]
        group = mine.ask("CreateOrderGroup", {"contracts_limit": 10})["order_group_id"]
        asked = {"market_ticker": markets[0], "rest_remainder": False, "contracts_fp": "2"}
        rfq = mine.ask("CreateRFQ", asked)["id"]
        offer = {"rfq_id": rfq, "yes_bid": "0.20", "no_bid": "0.50", "rest_remainder": False}
        quote = theirs.ask("CreateQuote", offer)["id"]
        theirs.send("CreateOrderV2", order("bid", "0.03", "1", ticker=markets[1]))
    return {
        "ticker": [*markets, event.ticker],
        "market_ticker": markets,
        "event_ticker": [event.ticker, "KXMVESOAK-S1"],
        "series_ticker": [event.series_ticker],
        "collection_ticker": ["KXMVESOAK-R"],
        "order_id": orders,
        "order_group_id": [group],
        "rfq_id": [rfq],
        "quote_id": [quote],
        "buyer_user_id": [exchange.account],
        "seller_user_id": [other],
        "price": ["0.05", "0.50", "0.95"],
        "count": ["1", "2.50"],
    }


def prove(api: ApiName, behaviour: BehaviourName, seed: int, examples: int, phases: str) -> Counter[tuple[str, int]]:
    """Run schemathesis against an API of an exchange of its own.

    Returns:
        How often each operation was answered with each status.

    Raises:
        AssertionError: It has found something, or an operation was never answered with a success or a rejection.
    """
    with small_sandbox(seed=seed, behaviour=behaviour) as exchange, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / hooks.KEY_FILE).write_text(exchange.private_key_pem)
        known = {"api": known_names, "perps": lambda exchange: {}, "klear": known_to_klear}[api](exchange)
        (folder / hooks.KNOWN_FILE).write_text(json.dumps(known))
        (folder / hooks.BEARER_FILE).write_text(f"{exchange.klear_admin_user_id}:{exchange.klear_access_token}")
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "run", str(spec_path(api))),
            *(
                "--url",
                exchange.klear_base_url if api == "klear" else exchange.base_url,
                "--phases",
                phases,
                "--checks",
                ",".join(_CHECKS),
            ),
            *("--max-examples", str(examples), "--seed", str(seed), "--continue-on-failure", "--no-shrink"),
            *("--suppress-health-check", "all", "--warnings", "off", "--output-sanitize", "true", "--workers", "1"),
        ]
        environment = {
            **os.environ,
            "SCHEMATHESIS_HOOKS": _HOOKS,
            "PYTHONPATH": str(ROOT),
            "NO_COLOR": "1",
            hooks.FOLDER: name,
            hooks.API: api,
            hooks.ACCESS_KEY_ID: exchange.access_key_id,
            hooks.BEHAVIOUR: behaviour,
        }
        ran = subprocess.run(command, cwd=name, env=environment, capture_output=True, text=True, check=False)
        print(ran.stdout, ran.stderr, sep="\n")
        assert ran.returncode == 0, f"schemathesis has found something in {api} as {behaviour} with seed {seed}"
        lines = (folder / hooks.ANSWERS_FILE).read_text().splitlines()
        answered = Counter((operation, status) for operation, status in map(json.loads, lines))
        assert {operation for operation, _ in answered} == load_spec(api).operations.keys()
        assert sum(count for (_, status), count in answered.items() if status < 300) > len(lines) / 8
        assert exchange.engine.imbalance() == 0
    return answered


def main(arguments: Sequence[str]) -> int:
    """Run the soak test, and print what was answered."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--examples", type=int, default=5, help="examples of each operation in the fuzzing phase")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--phases", default="coverage,fuzzing")
    parser.add_argument("--behaviours", nargs="+", default=_BEHAVIOURS)
    parser.add_argument("--apis", nargs="+", default=APIS)
    given = parser.parse_args(arguments)
    answered: Counter[tuple[str, int]] = Counter()
    for seed in given.seed:
        for api in given.apis:
            # Klear is the same in all behaviours.
            for behaviour in given.behaviours[:1] if api == "klear" else given.behaviours:
                answered += prove(api, behaviour, seed, given.examples, given.phases)
    operations = load_specs().operations
    exceptions = Counter[int]()
    for (name, status), count in answered.items():
        if status not in operations[name].documented:
            exceptions[status] += count
    listed = ", ".join(f"{count:,} times {status}" for status, count in sorted(exceptions.items())) or "none"
    names = {name for name, _ in answered}
    found = f"{answered.total():,} requests, {len(names)} operations: nothing found; exceptions with reasons: {listed}"
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
