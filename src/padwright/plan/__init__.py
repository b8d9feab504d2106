"""Placement of dies, ball grid and names, and which pad goes to which ball."""
