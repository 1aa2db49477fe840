"""The operations of the REST API, in a package for each tag."""
