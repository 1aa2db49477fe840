"""The operations with the tag `structured_targets`, a module for each."""
