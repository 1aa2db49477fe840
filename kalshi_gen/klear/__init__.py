"""The client of the clearing API, generated from its spec.

`kalshi_gen.klear.api` has a module for each operation, and `kalshi_gen.klear.models` a class for each schema.
"""
