"""Polygons, slabs, bodies, masks, connectivity and sections; the only room that knows KLayout."""
