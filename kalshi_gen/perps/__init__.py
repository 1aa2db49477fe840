"""The client of the API of perpetual futures, generated from its spec.

`kalshi_gen.perps.api` has a module for each operation, and `kalshi_gen.perps.models` a class for each schema.
"""
