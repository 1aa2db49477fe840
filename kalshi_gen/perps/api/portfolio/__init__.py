"""The operations with the tag `portfolio`, each in a module of its own."""
