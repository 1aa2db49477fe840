"""The operations with the tag `exit_triggers`, each in a module of its own."""
