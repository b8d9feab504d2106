"""Mutations of what is told of the dies and of the passives."""

from dataclasses import replace

from claim_models import Change, Mutation
from padwright.model.package import ChipNet, ChipNetlist, Component, Design

MULTI_SAME = (
    "a-one-level-units", "a-two-level-units", "a-four-level-units", "a-transfer-one-level-units",
    "a-transfer-two-level-units", "a-transfer-four-level-units",
)  # fmt: skip
MULTI_OTHER = (
    "a-one-level-module", "a-two-level-module", "a-four-level-module",
    "a-transfer-one-level-module", "a-transfer-two-level-module", "a-transfer-four-level-module",
)  # fmt: skip
WITH_NETLIST = ("a-single", "a-one-level-module")
WITH_PASSIVES = ("a-single", "a-one-level-module", "a-two-level-module")


def _function(last: str) -> Change:
    def change(design: Design) -> Design:
        *rest, die = design.dies
        return replace(design, dies=(*rest, replace(die, function=last)))

    return Change(design=change)


def _netlists(change_one) -> Change:
    def change(design: Design) -> Design:
        dies = tuple(replace(die, netlist=change_one(die.netlist)) for die in design.dies)
        return replace(design, dies=dies)

    return Change(design=change)


def _detached(netlist: ChipNetlist) -> ChipNetlist:
    """The net of one pad reaches no device any more."""
    lost = netlist.nets[-1].name
    devices = tuple(
        replace(each, nets=tuple(net for net in each.nets if net != lost))
        for each in netlist.devices
    )
    return replace(netlist, devices=devices)


def _thick(netlist: ChipNetlist) -> ChipNetlist:
    """Traces on the die as thick as those of the package."""
    return replace(netlist, nets=tuple(replace(net, thickness_nm=6_000) for net in netlist.nets))


def _hops_on_chip(design: Design) -> Design:
    """Every signal that leaves a die and comes back is joined on the dies already.

    A net of the package that reaches a device at both ends is what hops; on one die its two pads
    become pads of one net of the die, between dies the devices of the second are taken away.
    """
    first, *others = design.dies
    dies = [replace(first, netlist=_joined(first.netlist, design))]
    dies += [replace(die, netlist=replace(die.netlist, devices=())) for die in others]
    return replace(design, dies=tuple(dies))


def _joined(netlist: ChipNetlist, design: Design) -> ChipNetlist:
    pads = {pad.name: pad.net for die in design.dies[:1] for pad in die.pads}
    groups: dict[str, list[ChipNet]] = {}
    for net in netlist.nets:
        key = pads[net.pads[0]] if net.pads else net.name
        groups.setdefault(key, []).append(net)
    renamed = {net.name: group[0].name for group in groups.values() for net in group}
    nets = tuple(
        replace(group[0], pads=tuple(pad for net in group for pad in net.pads))
        for group in groups.values()
    )
    devices = tuple(
        replace(each, nets=tuple(dict.fromkeys(renamed.get(net, net) for net in each.nets)))
        for each in netlist.devices
    )
    return ChipNetlist(devices, nets)


def _own_supplies(design: Design) -> Design:
    """Each supply pad has a net of its own, so that no conductor is shared."""
    count = 0
    dies = []
    for die in design.dies:
        pads = []
        for pad in die.pads:
            if pad.net in design.supplies:
                count += 1
                pads.append(replace(pad, net=f"{pad.net}{count}"))
            else:
                pads.append(pad)
        dies.append(replace(die, pads=tuple(pads)))
    names = tuple(f"vss{number}" for number in range(1, count + 1))
    return replace(design, dies=tuple(dies), supplies=names)


def _without_passives(design: Design) -> Design:
    return replace(design, passives=())


def _fuse(design: Design) -> Design:
    """A placed fuse instead of the passives that are made in the wiring."""
    first = design.passives[0]
    x_nm, y_nm, turn_deg = (0, 0, 90) if len(design.dies) > 1 else (400_000, 400_000, 0)
    fuse = Component("F1", "fuse", x_nm, y_nm, turn_deg, 400_000, 150_000, 100_000, first.nets[:2])
    return replace(design, passives=(), components=(fuse,))


MUTATIONS = (
    *(
        Mutation(name, "one die has another function", frozenset({"die-function"}),
                 _function("something else"))
        for name in MULTI_SAME
    ),
    *(
        Mutation(name, "both dies have the same function", frozenset({"die-function"}),
                 _function("memory"))
        for name in MULTI_OTHER
    ),
    *(
        mutation
        for name in WITH_NETLIST
        for mutation in (
            Mutation(name, "a pad reaches no device", frozenset({"chip-netlist"}),
                     _netlists(_detached)),
            Mutation(name, "traces on the die as thick as those of the package",
                     frozenset({"chip-netlist"}), _netlists(_thick)),
            Mutation(name, "what hops through the package is joined on the die",
                     frozenset({"chip-netlist"}), Change(design=_hops_on_chip)),
            Mutation(name, "each supply pad has its own net", frozenset({"supply", "chip-netlist"}),
                     Change(design=_own_supplies, again=True)),
        )
    ),
    *(
        mutation
        for name in WITH_PASSIVES
        for mutation in (
            Mutation(name, "the passive is left out", frozenset({"passive"}),
                     Change(design=_without_passives, again=True)),
            Mutation(name, "a placed fuse instead of the passive", frozenset({"passive"}),
                     Change(design=_fuse, again=True)),
        )
    ),
)  # fmt: skip
