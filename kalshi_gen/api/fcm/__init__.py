"""The operations with the tag `fcm`, a module for each."""
