"""Field solutions on a square grid, against which the formulas of devices are held."""

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import spsolve


def energy(potential, coefficient):
    """The minimum of the sum of k (grad u)^2 over the plane: C / e0, or the conductance.

    Parameters
    ----------
    potential
        Shape (nx, ny), at nodes: fixed values, and nan where the potential is free.
    coefficient
        Shape (nx - 1, ny - 1), of the cells between the nodes.
    """
    nx, ny = potential.shape
    beside = np.pad(coefficient, ((0, 0), (1, 1)))
    above = np.pad(coefficient, ((1, 1), (0, 0)))
    weight = np.concatenate(
        [((beside[:, :-1] + beside[:, 1:]) / 2).ravel(), ((above[:-1] + above[1:]) / 2).ravel()]
    )
    node = np.arange(nx * ny).reshape(nx, ny)
    one = np.concatenate([node[:-1].ravel(), node[:, :-1].ravel()])
    other = np.concatenate([node[1:].ravel(), node[:, 1:].ravel()])
    rows, columns = np.r_[one, other, one, other], np.r_[one, other, other, one]
    matrix = coo_matrix((np.r_[weight, weight, -weight, -weight], (rows, columns))).tocsr()
    known = ~np.isnan(potential.ravel())
    free = ~known & (np.asarray(abs(matrix).sum(axis=1)).ravel() > 0)
    found = np.where(known, potential.ravel(), 0.0)
    right = -matrix[free][:, known] @ found[known]
    found[free] = spsolve(matrix[free][:, free].tocsc(), right)
    return float(found @ (matrix @ found))


class Plane:
    """A half plane right of a line of symmetry, from x = 0, and upwards from y = 0, in steps."""

    def __init__(self, width, height, step):
        self.step = step
        x = np.arange(round(width / step) + 1) * step
        y = np.arange(round(height / step) + 1) * step
        self.x, self.y = np.meshgrid(x, y, indexing="ij")
        self.u, self.v = self.x[1:, 1:] - step / 2, self.y[1:, 1:] - step / 2
        self.potential = np.full(self.x.shape, np.nan)
        self.coefficient = np.ones(self.u.shape)

    def hold(self, left, bottom, right, top, value):
        """Fix the potential of a rectangle."""
        near = self.step / 10
        inside = (self.x > left - near) & (self.x < right + near)
        inside &= (self.y > bottom - near) & (self.y < top + near)
        self.potential[inside] = value

    def fill(self, bottom, top, value):
        """Set the coefficient of a layer."""
        self.coefficient[(self.v > bottom) & (self.v < top)] = value

    def line(self):
        """Impedance and effective permittivity of the line whose half this is."""
        filled, empty = (
            2 * energy(self.potential, each)
            for each in (self.coefficient, np.ones_like(self.coefficient))
        )
        return 376.730313668 / np.sqrt(filled * empty), filled / empty


def loop_inductance_h(points_m, apart_m):
    """Neumann's double integral along a path of short pieces, in henry.

    `apart_m` stands for the mean geometric distance of the conductor from itself.
    """
    middle = (points_m[1:] + points_m[:-1]) / 2
    along = np.diff(points_m, axis=0)
    total = 0.0
    for place, piece in zip(middle, along, strict=True):
        distance = np.sqrt(((middle - place) ** 2).sum(axis=1) + apart_m**2)
        total += float((along @ piece / distance).sum())
    return 1e-7 * total
