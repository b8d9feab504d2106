"""How high a package stands for its width."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.slab import Role
from padwright.model.finding import Finding, Quantity, Severity


class BodyHeight(Rule):
    """A package lies flat: what is higher than wide has a figure that is wrong, often its unit."""

    kind: ClassVar[str] = "body_height"
    describes: ClassVar[str] = "height of the body, without terminals and placed parts"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return a body that is higher than its shorter side, with its thickest part."""
        beyond = {Role.TERMINAL, Role.COMPONENT}
        slabs = [slab for slab in case.built.structure.slabs if slab.role not in beyond]
        if not slabs:
            return
        left, bottom, right, top = case.built.masks.body.box_nm
        side_nm = min(right - left, top - bottom)
        low_nm = min(slab.bottom_nm for slab in slabs)
        high_nm = max(slab.top_nm for slab in slabs)
        if high_nm - low_nm <= side_nm:
            return
        thickest = max(slabs, key=lambda slab: (slab.thickness_nm, slab.made_by))
        measured, required = Quantity(high_nm - low_nm, "nm"), Quantity(side_nm, "nm")
        yield Finding(
            rule=self.kind,
            severity=Severity.ERROR,
            message=f"the package is {measured} high, more than its shorter side of {required}; "
            f"the thickest part, of {thickest.made_by!r}, has "
            f"{Quantity(thickest.thickness_nm, 'nm')}",
            place=place_of(case.built.masks.body.box_nm, low_nm, high_nm),
            measured=measured,
            required=required,
            source="Padwright: packages lie flat",
            slabs=(thickest.made_by,),
            fix="check the units of its thicknesses",
        )
