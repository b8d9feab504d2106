"""Nets that may choose their land: one min-cost flow decides for all of them."""
