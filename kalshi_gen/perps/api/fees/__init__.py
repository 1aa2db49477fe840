"""The operations with the tag `fees`, each in a module of its own."""
