"""Order books of perpetual futures against the exchange's own, with every fault of the stream at random.

    python -m tests.stream.perps_book_soak --deltas 100000 --seed 1 [--rate 2500] [--markets 20] [--connections 1 2]

One connection feeds the books first, then two. Nothing but `seq` orders the messages. Each book that claims to be right
is compared with the exchange's: it must be what that was at some moment, and never go back unless it was stale in
between. Prints a table for each; ends with status 1 if a book was ever wrong, or too little has happened to tell. With
`--every-fault`, as at full size, that includes a kind of fault that has not happened.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence

from kalshi_sandbox.behaviour import MEASURED
from tests.stream.book_soak import FEWEST_SORTS, report, short_waits, soak
from tests.stream.running import run

SIZES = {
    "small": ["--deltas", "750", "--markets", "3", "--times", "6"],
    "middle": ["--deltas", "20000", "--times", "30"],
    "full": ["--deltas", "100000", "--every-fault"],
}


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--deltas", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--markets", type=int, default=20)
    parser.add_argument("--times", type=float, default=100, help="how often each frequent fault happens, about")
    parser.add_argument("--rate", type=float, default=None, help="changes a second; as fast as read if left out")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 2], help="how many feed the books, in turn")
    parser.add_argument("--every-fault", action="store_true", help="fail if a kind of fault has not happened")
    given = vars(parser.parse_args(arguments))
    is_well, is_complete = True, given.pop("every_fault")
    for connections in given.pop("connections"):
        print(f"{connections} connection{'s' * (connections > 1)}")
        how = {"connections": connections, "feed": "perps", "behaviour": MEASURED, "shows_progress": True}
        with contextlib.nullcontext() if given["rate"] else short_waits():
            result = run(soak(**given, **how), timeout=None)
        report(result)
        is_well &= result.right > 0 and len(result.fired) >= FEWEST_SORTS and not result.wrong
        if is_complete and result.missing:
            print(f"of these faults none has happened: {', '.join(result.missing)}")
            is_well = False
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
