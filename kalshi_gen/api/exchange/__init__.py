"""The operations with the tag `exchange`, a module for each."""
