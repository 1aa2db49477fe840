"""The operations with the tag `search`, each in a module of its own."""
