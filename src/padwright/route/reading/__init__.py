"""The fan-out bench format."""
