"""`python -m kalshi_cli COMMAND`: the command line."""

from __future__ import annotations

import sys

from kalshi_cli.program import main

if __name__ == "__main__":
    sys.exit(main())
