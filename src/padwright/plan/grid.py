"""The ball grid: where its balls stand and what they are called.

Names follow JEDEC (JEP95, SPP-010): a row has a letter, a column a number, and the letters I, O,
Q, S, X and Z are left out; after Y comes AA. JEDEC's names are those of the finished package seen
from above, with A1 at the upper left and its balls below. Padwright's frame looks at the balls
instead (x right, y up), which is that view turned over. Turned over about its horizontal axis, as
JEDEC's bottom views are, A1 comes to the lower left: columns count rightwards along x and rows
count upwards along y. Naming the balls from the upper left in this frame would give every customer
a mirrored footprint.

On an etched frame the balls hang from the lower face, so that the frame looks from JEDEC's side: A1
is at the upper left there, and rows count downwards.
"""

from padwright.base.errors import InputError
from padwright.base.units import length_text
from padwright.model.ball_names import ball_name
from padwright.model.package import Design
from padwright.model.terminals import land_nm as terminal_land_nm
from padwright.plan.plan import PlacedBall


def grid_balls(design: Design) -> tuple[PlacedBall, ...]:
    """Return the allowed balls of a design's grid, row by row from A, none with a net yet.

    The grid is centred on the package. ``row`` and ``column`` count from 0.

    Raises
    ------
    InputError
        When a land does not fit on the package or beside its neighbour.
    """
    terminals = design.terminals
    _require_room_between(design)
    x_nm = _centred_nm(terminals.columns, terminals.pitch_nm)
    y_nm = _centred_nm(terminals.rows, terminals.pitch_nm)
    if design.technology.frame is not None:
        y_nm.reverse()
    balls = tuple(
        PlacedBall(ball_name(row, column), None, x_nm[column], y_nm[row], row, column)
        for row in range(terminals.rows)
        for column in range(terminals.columns)
    )
    forbidden = frozenset(terminals.forbidden)
    allowed = tuple(ball for ball in balls if ball.name not in forbidden)
    require_on_package(design, allowed)
    return allowed


def fixed_balls(design: Design) -> tuple[PlacedBall, ...]:
    """Return the balls of a design's fixed map; a no-connect net is no net.

    Raises
    ------
    InputError
        When a land does not fit on the package.
    """
    unconnected = frozenset(design.no_connect) | {""}
    balls = tuple(
        PlacedBall(ball.name, None if ball.net in unconnected else ball.net, ball.x_nm, ball.y_nm)
        for ball in design.terminals.fixed
    )
    require_on_package(design, balls)
    return balls


def _require_room_between(design: Design) -> None:
    """Raise `InputError` when the lands of neighbours are closer than metal may be."""
    rules, terminals = design.technology.rules, design.terminals
    land_nm, space_nm = terminal_land_nm(design), rules.line_space_nm.value
    if max(terminals.rows, terminals.columns) > 1 and terminals.pitch_nm - land_nm < space_nm:
        raise InputError(
            f"a pitch of {length_text(terminals.pitch_nm)} leaves "
            f"{length_text(terminals.pitch_nm - land_nm)} between the lands of "
            f"{length_text(land_nm)} of two balls, less than the line space of "
            f"{length_text(space_nm)}",
            where="terminals.pitch",
            fix="take a wider pitch, or a technology with a smaller ball_land",
        )


def require_on_package(design: Design, balls: tuple[PlacedBall, ...]) -> None:
    """Raise `InputError` for the first ball whose land comes too near to the package's edge."""
    rules = design.technology.rules
    land_nm, clearance_nm = terminal_land_nm(design), rules.edge_clearance_nm.value
    left_nm, bottom_nm, right_nm, top_nm = design.box_nm
    reach_nm = land_nm // 2 + clearance_nm
    for ball in balls:
        room_nm = min(
            ball.x_nm - left_nm, right_nm - ball.x_nm, ball.y_nm - bottom_nm, top_nm - ball.y_nm
        )
        if room_nm < reach_nm:
            raise InputError(
                f"the centre of ball {ball.name!r} is {length_text(room_nm)} from the edge of the "
                f"package, less than the {length_text(reach_nm)} that its land "
                f"({length_text(land_nm)}) takes with the edge clearance "
                f"({length_text(clearance_nm)})",
                where="terminals",
                fix="make the package larger, take rows or columns away or forbid the ball",
            )


def _centred_nm(count: int, pitch_nm: int) -> list[int]:
    return [(2 * place - (count - 1)) * pitch_nm // 2 for place in range(count)]
