"""Planes, rails, teardrops, degassing holes and fill."""
