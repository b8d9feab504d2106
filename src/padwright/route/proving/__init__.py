"""Proofs that not all nets can be wired, and their independent judge."""
