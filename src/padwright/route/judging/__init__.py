"""What may be asked and what may be answered: validity of problems, exact check of wiring."""
