"""The operations of the spec, a package for each of its tags."""
