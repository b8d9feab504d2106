"""Rows that free the beams of sensors: the passivation is opened, the dielectric below etched."""

from padwright.base.errors import InputError
from padwright.base.units import length_text
from padwright.devices.catalogue import device_kinds
from padwright.devices.kinds.mems_cantilever import RELEASE_RATIO
from padwright.model import drawings
from padwright.model.package import Design
from padwright.process.flows.rows import Row


def released(design: Design) -> list[Row]:
    """Return the rows that release the sensors of a design; none when it has no sensor.

    The etchant takes the dielectric, spreads to all sides alike and leaves metal and passivation.

    Raises
    ------
    InputError
        When the passivation is lacking or of the material that is etched.
    """
    kinds = device_kinds()
    sensors = [
        each
        for each in design.passives
        if each.kind in kinds and kinds[each.kind].family == "mems-sensor"
    ]
    if not sensors:
        return []
    technology = design.technology
    etched, kept = technology.materials.dielectric, technology.materials.passivation
    if not design.passivation or etched == kept:
        raise InputError(
            "the passivation has to mask the etch that releases it, and "
            + (f"is of {kept!r}, which is etched" if design.passivation else "there is none"),
            where=f"passives.{sensors[0].name}",
            fix="passivate the package (package.passivation), with another material than its "
            "dielectric (materials.passivation)",
        )
    depth_nm = round(RELEASE_RATIO * technology.stack.dielectric_thickness_nm.value)
    return [
        {
            "step": "pattern",
            "name": "open release",
            "film": "passivation",
            "mask": drawings.RELEASE,
        },
        {
            "step": "etch",
            "name": "release",
            "materials": [etched],
            "depth": length_text(depth_nm),
            "etch_factor": 1.0,
            "tolerance": "1 um",
        },
    ]
