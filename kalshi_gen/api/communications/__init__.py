"""The operations with the tag `communications`, a module for each."""
