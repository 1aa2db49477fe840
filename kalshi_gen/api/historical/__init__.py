"""The operations with the tag `historical`, a module for each."""
