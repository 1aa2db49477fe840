"""The operations with the tag `live_data`, each in a module of its own."""
