"""The operations with the tag `events`, each in a module of its own."""
