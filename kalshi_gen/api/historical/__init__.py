"""The operations with the tag `historical`, each in a module of its own."""
