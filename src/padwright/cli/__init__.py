"""The command line; it decides nothing of its own."""
