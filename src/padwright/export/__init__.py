"""Built package to files, one file of code a format."""
