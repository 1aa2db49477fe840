"""The operations with the tag `corporate_actions`, each in a module of its own."""
