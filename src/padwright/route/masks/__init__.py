"""The masks of a routed package."""
