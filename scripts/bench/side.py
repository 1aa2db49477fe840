"""One side of a row, in a process of its own: `python -m scripts.bench.side MODULE FUNCTION SETUP`.

Prints `ready`, then what a round took for each line that it reads. It uses nothing but the standard library, because
other people's clients run in environments of their own.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from collections.abc import Callable

from scripts.bench.rounds import Round, Setup


def main(module: str, function: str, setup: str) -> None:
    """Do a round for each line.

    Args:
        module: The module of the function.
        function: The function; it takes a `Setup` and returns a `Round`.
        setup: The fields of the setup, as JSON.
    """
    # What a client prints is no figure.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    make: Callable[[Setup], Round] = getattr(importlib.import_module(module), function)
    once = make(Setup(**json.loads(setup)))
    once()
    # No round is slower than another because the collector ran in it.
    gc.disable()
    print("ready", file=answers, flush=True)
    for _ in sys.stdin:
        gc.collect()
        print(once(), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
