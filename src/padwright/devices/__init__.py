"""Passives that are made in the wiring: what they are drawn as, and what they should be worth."""
