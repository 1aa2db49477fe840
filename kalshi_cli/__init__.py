"""The command line: `kalshi`, or `python -m kalshi_cli`. docs/command-line.md has what it does."""
