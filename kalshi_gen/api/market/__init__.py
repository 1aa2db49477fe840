"""The operations with the tag `market`, a module for each."""
