"""What was decided before anything is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlacedPad:
    """A pad of a die in the frame of the package; `net` is None when it is not to be bonded."""

    name: str
    die: str
    net: str | None
    x_nm: int
    y_nm: int
    width_nm: int
    height_nm: int

    @property
    def pin(self) -> str:
        """The pad's name in net lists: die and pad."""
        return f"{self.die}.{self.name}"


@dataclass(frozen=True, slots=True)
class PlacedBall:
    """A position of the ball grid; `net` is None when it carries no net."""

    name: str
    net: str | None
    x_nm: int
    y_nm: int
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedDie:
    """A die where it will be attached: its box in the frame of the package."""

    name: str
    left_nm: int
    bottom_nm: int
    right_nm: int
    top_nm: int
    thickness_nm: int


@dataclass(frozen=True, slots=True)
class PlacedPeg:
    """An inner peg of an etched frame, which a wire joins to one pad; `pad` is the pad's pin.

    Row 0 is next to the die. The peg's end on the lower face is a terminal of its net's lines.
    """

    name: str
    net: str
    pad: str
    x_nm: int
    y_nm: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class PlacedTerminal:
    """A land at which a passive or a placed part joins a net; levels count from 1."""

    name: str
    net: str
    x_nm: int
    y_nm: int
    level: int
    diameter_nm: int


@dataclass(frozen=True, slots=True)
class PlacedPassive:
    """A passive that is made in the wiring, in the frame of the package.

    `levels` are those that have metal of it; `level` is the lowest.
    """

    name: str
    kind: str
    level: int
    x_nm: int
    y_nm: int
    rotation_deg: int
    parameters: tuple[tuple[str, str | int | float], ...] = ()
    terminals: tuple[PlacedTerminal, ...] = ()
    levels: tuple[int, ...] = ()

    def pin(self, terminal: PlacedTerminal) -> str:
        """Return the name of a terminal in net lists: passive and terminal."""
        return f"{self.name}.{terminal.name}"


@dataclass(frozen=True, slots=True)
class PlacedComponent:
    """A finished part that is placed on the package; its terminals have the level 0, the highest.

    Their diameters are those of the circles round their lands.
    """

    name: str
    kind: str
    terminals: tuple[PlacedTerminal, ...] = ()

    def pin(self, terminal: PlacedTerminal) -> str:
        """Return the name of a terminal in net lists: part and terminal."""
        return f"{self.name}.{terminal.name}"


@dataclass(frozen=True, slots=True)
class Joint:
    """One decision of the assignment: a pad and the ball that it is to reach."""

    net: str
    pad: str
    ball: str
    distance_nm: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Placed dies, pads and balls, all in the frame of the package, and the assignment.

    `nets` gives for each net its pins: pads as ``die.pad``, balls by name and terminals of
    passives and placed parts as ``part.terminal``, sorted.
    `straight_nm` is the sum of the joints' straight distances, and `tree_nm` the length of the
    least spanning trees of the nets: no wiring of pad centres to ball centres is shorter than the
    least Steiner tree, which is at least sqrt(3)/2 of it (Gilbert and Pollak 1968, conjectured).
    With `pegs` a wire joins each bonded pad to its peg, and joints and lengths count from there.
    """

    dies: tuple[PlacedDie, ...]
    pads: tuple[PlacedPad, ...]
    balls: tuple[PlacedBall, ...]
    joints: tuple[Joint, ...]
    nets: tuple[tuple[str, tuple[str, ...]], ...]
    straight_nm: int
    tree_nm: int
    pegs: tuple[PlacedPeg, ...] = ()
    passives: tuple[PlacedPassive, ...] = ()
    components: tuple[PlacedComponent, ...] = ()

    @property
    def parts(self) -> tuple[PlacedPassive | PlacedComponent, ...]:
        """Passives and placed parts, which have terminals of their own."""
        return (*self.passives, *self.components)
