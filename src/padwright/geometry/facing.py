"""Heights as they count towards a face, so that one rule serves both faces.

A height *towards a face* grows from the inside of the panel to that face: it is the plain height
on the top face and its negative on the bottom face.
"""

from dataclasses import replace

from padwright.geometry.body import Face
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure


def towards_nm(face: Face, height_nm: int) -> int:
    """Return a height as it counts towards a face; the same call turns it back."""
    return height_nm if face == "top" else -height_nm


def span_nm(face: Face, inner_nm: int, outer_nm: int) -> tuple[int, int]:
    """Return bottom and top of what lies between two heights towards a face.

    The call is its own inverse: of a bottom and a top it returns the two heights towards the face.
    """
    return (inner_nm, outer_nm) if face == "top" else (-outer_nm, -inner_nm)


def face_nm(slab: Slab, face: Face) -> int:
    """Return the height of the side that a slab turns to a face."""
    return slab.top_nm if face == "top" else slab.bottom_nm


def outermost_nm(slabs: tuple[Slab, ...], face: Face) -> int:
    """Return the height of what reaches furthest towards a face; zero when nothing is there."""
    return towards_nm(face, max((towards_nm(face, face_nm(s, face)) for s in slabs), default=0))


def upright(structure: Structure, face: Face) -> Structure:
    """Return the slabs with their heights towards a face as their heights, without the bodies.

    Of a structure that is upright for the bottom face, the same call returns the plain one.
    """
    if face == "top":
        return Structure(structure.slabs)
    turned = []
    for slab in structure.slabs:
        bottom_nm, top_nm = span_nm(face, slab.bottom_nm, slab.top_nm)
        turned.append(replace(slab, bottom_nm=bottom_nm, top_nm=top_nm))
    return Structure(tuple(turned))
