"""Klear, which clears perpetual futures: its bearer, and what a clearing member has there."""
