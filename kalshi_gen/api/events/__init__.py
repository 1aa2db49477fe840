"""The operations with the tag `events`, a module for each."""
