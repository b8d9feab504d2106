"""Routes of manufacture: each writes a flow, as plain data, from a design."""
