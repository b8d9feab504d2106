"""The operations that the factory knows, one file each."""
