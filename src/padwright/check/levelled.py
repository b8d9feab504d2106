"""A case in which the levels of metal are those that its build-up shows, not those it was told.

Pins and passives are looked for by the level of a slab, which a flow states. Claims go by what was
built; so where a flow states another level than the build-up has, the level is put right first.
"""

from dataclasses import replace

from padwright.check.facts_films import Level
from padwright.check.pins import found_nets
from padwright.check.rule import Case


def levelled(case: Case, levels: tuple[Level, ...]) -> Case:
    """Return the case with each slab of wiring on the level that it has, and its nets found again.

    The same case when nothing has to be put right, or no part is looked for by its level.
    """
    if not case.plan.parts:
        return case
    structure = case.built.structure
    slabs = list(structure.slabs)
    wrong = [
        (number, level.number)
        for level in levels
        for number in level.numbers
        if slabs[number].level != level.number
    ]
    if not wrong:
        return case
    for number, level_number in wrong:
        slabs[number] = replace(slabs[number], level=level_number)
    *before, last = case.built.moments
    moment = replace(last, structure=replace(structure, slabs=tuple(slabs)))
    built = replace(case.built, moments=(*before, moment))
    return replace(case, built=built, nets=found_nets(built, case.plan, case.design))
