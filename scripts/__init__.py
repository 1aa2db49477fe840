"""Vendoring, generation and checks: the tools that turn the published spec into this package."""
