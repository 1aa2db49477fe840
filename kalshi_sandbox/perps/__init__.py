"""Perpetual futures in the sandbox."""
