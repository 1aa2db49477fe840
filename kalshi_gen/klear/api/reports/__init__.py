"""The operations with the tag `reports`, each in a module of its own."""
