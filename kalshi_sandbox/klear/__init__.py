"""Klear, the clearing house: its bearer, and what a clearing member has there."""
