"""The topology: which edges of the ground each line crosses, found by search and negotiation."""
