"""The operations with the tag `account`, each in a module of its own."""
