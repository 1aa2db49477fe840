"""The operations with the tag `market`, each in a module of its own."""
