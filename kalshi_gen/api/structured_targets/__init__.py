"""The operations with the tag `structured_targets`, each in a module of its own."""
