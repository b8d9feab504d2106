"""Laws of every passive: its drawing keeps the rules, and its worth follows what is built."""

import pytest

from device_sites import site, technology
from padwright.base.errors import InputError
from padwright.devices.catalogue import device_kinds, read_device
from padwright.devices.device import Metal
from padwright.geometry.drc import closer_than, enclosed_below, narrower_than, notched_below
from padwright.geometry.nets import Pin, extract
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure

KINDS = device_kinds()
RULES = technology().rules
#: Height of the metal of each level, and of the hole under level 2, for extraction.
BOTTOM_NM = {1: 0, 2: 15_000}
every = pytest.mark.parametrize("kind", KINDS)


def example(kind):
    return KINDS[kind].example()


def drawing(kind, level=1):
    return example(kind).draw(site(level))


def bodies(made, wider_nm=0):
    """The metal of a body as it would be built, wider all round than drawn."""
    return Metal(
        {
            level: (metal - made.lands(level)).sized(wider_nm)
            for level, metal in made.wiring.items()
        },
        {level: film.sized(wider_nm) for level, film in made.films.items()},
    )


@every
def test_metal_keeps_width_and_space(kind):
    for level, metal in drawing(kind).wiring.items():
        assert level in {1, 2}
        assert narrower_than(metal, RULES.line_width_nm.value) == []
        assert closer_than(metal, RULES.line_space_nm.value) == []
        assert notched_below(metal, RULES.line_space_nm.value) == []


@every
def test_holes_keep_size_and_are_enclosed_by_metal_below_and_above(kind):
    made = drawing(kind)
    for level, holes in made.vias.items():
        assert narrower_than(holes, RULES.via_opening_nm.value) == []
        for metal in (made.wiring[level], made.wiring[level - 1]):
            assert enclosed_below(holes, metal, RULES.via_enclosure_nm.value, slack_nm=600) == []


@every
def test_terminals_lie_on_their_metal_and_outside_the_keep_out(kind):
    made = drawing(kind)
    assert tuple(each.name for each in made.terminals) == KINDS[kind].terminal_names
    for each in made.terminals:
        assert made.wiring[each.level].covers(each.land)
        assert not made.keep_out[each.level].overlaps(each.land)
        # No wire of another net fits between the land and the keep-out.
        near = each.land.sized(RULES.line_width_nm.value)
        assert near.overlaps(made.keep_out[each.level])


@every
def test_the_keep_out_holds_the_body_with_its_space(kind):
    made = drawing(kind)
    for level in made.levels:
        box = made.body(level).box_nm
        body = made.body(level) - Region.union(
            each.land.sized(RULES.line_space_nm.value + 2_000) for each in made.terminals
        )
        assert made.keep_out[level].covers(body.sized(RULES.line_space_nm.value // 2)), box


@every
def test_drawn_metal_joins_the_terminals_that_it_says(kind):
    made = drawing(kind)
    slabs = [
        Slab("cu", Role.WIRING, metal, BOTTOM_NM[level], BOTTOM_NM[level] + 5_000, "w", level)
        for level, metal in made.wiring.items()
    ]
    slabs += [
        Slab("nicr", Role.WIRING, film, BOTTOM_NM[level] - 50, BOTTOM_NM[level], "f", level)
        for level, film in made.films.items()
    ]
    slabs += [Slab("cu", Role.VIA, holes, 5_000, 15_000, "v", 2) for holes in made.vias.values()]
    pins = [Pin(t.name, t.x_nm, t.y_nm, BOTTOM_NM[t.level] + 1_000) for t in made.terminals]
    nets = extract(Structure(tuple(slabs)), lambda _: True, pins)
    assert nets.bare_pins == ()
    found = {frozenset(net.pins) for net in nets.nets if net.pins}
    assert found == {frozenset(group) for group in made.joined}


@every
def test_what_is_built_as_drawn_is_worth_what_is_expected(kind):
    device, made = example(kind), drawing(kind)
    meant, built = (
        each.expected(site().around) for each in (device, device.as_built(bodies(made), site()))
    )
    assert built.value == pytest.approx(meant.value, rel=0.002 if kind != "mems-cantilever" else 4)
    assert built.unit == meant.unit


@every
def test_wider_metal_is_noticed(kind):
    device, made = example(kind), drawing(kind)
    exact, wider = (device.as_built(bodies(made, wider_nm), site()) for wider_nm in (0, 1_000))
    assert exact.expected(site().around).value != wider.expected(site().around).value


@every
def test_a_turn_is_a_turn(kind):
    made = drawing(kind)
    there = made.placed(1_000, -2_000, 90)
    back = there.placed(0, 0, 270)
    assert back.placed(2_000, 1_000, 0).wiring == made.wiring
    assert [(t.x_nm, t.y_nm) for t in there.terminals] == [
        (1_000 - t.y_nm, -2_000 + t.x_nm) for t in made.terminals
    ]


@every
def test_parameters_below_the_rules_are_refused_with_key_value_limit_and_fix(kind):
    lengths = {
        name: field
        for name, field in KINDS[kind].model_fields.items()
        if name in {"width_nm", "space_nm", "margin_nm", "ground_nm", "inner_diameter_nm"}
    }
    assert lengths
    for name in lengths:
        key = name.removesuffix("_nm")
        with pytest.raises(InputError, match=rf"{key}: {key} of 10 nm is below .*Fix: give {key}"):
            read_device(kind, {key: "10 nm"}).draw(site())


@every
def test_every_parameter_is_described(kind):
    member = KINDS[kind]
    assert all(field.description for field in member.model_fields.values())
    assert member.formula
    assert member.source
    assert member.describes


def test_an_unknown_kind_is_told_its_nearest():
    with pytest.raises(InputError, match="no passive 'inductor-spirl'.*did you mean 'inductor-sp"):
        read_device("inductor-spirl", {}, where="design.toml: passives.L1")


def test_an_unknown_parameter_is_told_its_nearest():
    with pytest.raises(InputError, match="unknown key 'turn'.*did you mean 'turns'"):
        read_device("inductor-spiral", {"turn": 3}, where="design.toml: passives.L1")
