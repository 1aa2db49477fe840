"""`python -m tests.assistants.fast_server BEGAN SPEED ...`: the server, in time that passes quickly."""

from __future__ import annotations

import sys

from kalshi_mcp.__main__ import main
from tests.account.fast_time import FastTime

if __name__ == "__main__":
    began, speed, *arguments = sys.argv[1:]
    with FastTime(float(began), float(speed)).patched():
        sys.exit(main(arguments))
