"""Files of routing problems and of wirings."""
