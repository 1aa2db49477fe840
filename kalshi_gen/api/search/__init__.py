"""The operations with the tag `search`, a module for each."""
