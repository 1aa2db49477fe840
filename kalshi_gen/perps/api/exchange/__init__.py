"""The operations with the tag `exchange`, each in a module of its own."""
