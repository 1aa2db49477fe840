"""`python -m tests.sandbox.scenarios.play SCENARIO RECORD SEED`: play a scenario and record what is answered.

A scenario has a line of JSON for each step: a request (`as`, `method`, `path`, `body`), an `advance` of the clock in
seconds, or a market to `settle` with its `result`. `keep` gives a field of the answer a name, which later paths and
bodies have in braces.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import httpx

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import Behaviour, BehaviourName

ACCOUNTS = ("alice", "bob")
NOBODY = "nobody"


def play(
    scenario: Path, record: Path, seed: int, traders: int = 3, behaviour: BehaviourName | Behaviour = "measured"
) -> bytes:
    """Play a scenario on a new exchange; answers the record."""
    steps = [json.loads(line) for line in scenario.read_text(encoding="utf-8").splitlines()]
    with Sandbox(clock="manual", seed=seed, traders=traders, record=record, behaviour=behaviour) as exchange:
        https: dict[str, httpx.Client] = {NOBODY: exchange.public_client().get_httpx_client()}
        for account in ACCOUNTS:
            https[account] = exchange.client(exchange.add_account(account)).get_httpx_client()
        kept: dict[str, str] = {}
        for step in steps:
            take(step, exchange, https, kept)
        for http in https.values():
            http.close()
    return record.read_bytes()


def take(step: dict[str, Any], exchange: Sandbox, https: dict[str, httpx.Client], kept: dict[str, str]) -> None:
    """Take one step of a scenario."""
    if "advance" in step:
        exchange.clock.advance(step["advance"])
    elif "settle" in step:
        exchange.settle(step["settle"], step["result"])
    else:
        path, body = filled([step["path"], step.get("body")], kept)
        answer = https[step["as"]].request(step["method"], path, json=body)
        kept.update({name: answer.json()[field] for name, field in step.get("keep", {}).items()})


def filled(value: Any, kept: dict[str, str]) -> Any:
    """The value with what was kept in place of its names in braces."""
    text = json.dumps(value)
    for name, known in kept.items():
        text = text.replace("{" + name + "}", known)
    return json.loads(text)


if __name__ == "__main__":
    play(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
