"""Vendoring, generation and checks: the tools that turn the published contract into this package."""
