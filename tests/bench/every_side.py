"""Runs the floor and ours of rows once, in one process: `python -m tests.bench.every_side SETUPS`.

SETUPS is JSON: the setup of each side, by its function. Prints what each round took as a line of JSON.
"""

from __future__ import annotations

import importlib
import json
import sys

from scripts.bench.rounds import Setup


def main(setups: str) -> None:
    """Run them.

    Args:
        setups: The setups, as JSON.
    """
    for function, setup in json.loads(setups):
        module, _, name = function.rpartition(".")
        once = getattr(importlib.import_module(f"scripts.bench.{module}"), name)(Setup(**setup))
        print(json.dumps([function, once()]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
