"""Padwright: from dies, a net list and a technology to a finished, checked chip package."""
