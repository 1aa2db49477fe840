"""The operations with the tag `obligations`, each in a module of its own."""
