"""The operations with the tag `communications`, each in a module of its own."""
