"""The virtual factory: a flow of steps and a set of masks make a structure, moment by moment."""
