"""What stands still: lands, borders and given wiring, and the triangulation between them."""
