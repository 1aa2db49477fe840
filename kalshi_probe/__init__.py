"""Check what this project assumes about the exchange against the exchange itself: `python -m kalshi_probe`.

Each `checks_*` module is a list of assumptions; `rest`, `stream` and `orders` ask the exchange, slowly.
It may import `kalshi_gen` and `kalshi_overlay`; nothing but tests imports it.
"""
