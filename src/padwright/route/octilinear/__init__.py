"""Wires at 0, 45, 90 and 135 degrees, for mask shops that want no other."""
