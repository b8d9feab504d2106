"""What claims look at: readings of what was built, each made once."""

from padwright.check.rule import Case


class Facts:
    """A built package as claims see it: by geometry, materials, nets and the process record."""

    def __init__(self, case: Case) -> None:
        self.case = case
