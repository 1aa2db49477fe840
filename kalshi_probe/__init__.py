"""Check what this package assumes about the exchange against the exchange itself: `python -m kalshi_probe`."""
