"""What the engineer asks for and what the line can do, as plain data."""
