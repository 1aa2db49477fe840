"""The operations with the tag `fcm`, each in a module of its own."""
