"""Routing again after a change: what can stay stays, the rest is routed round it."""
