"""What the wiring could not give is told with its net, its figures and what to do."""

from dataclasses import replace

from checked_package import clean
from padwright.check.rules.net_length import NetLengths
from padwright.route.routing import NetLength, Note, Routing


def test_notes_and_missed_lengths_are_findings_and_the_rest_is_none() -> None:
    routing = Routing(
        (),
        (),
        (),
        lengths=(
            NetLength("a", "longest", "", 900.0, 100.0, 0.0, 800.0, met=False),
            NetLength("b", "pair", "ab", 700.0, 9.0, 600.0, 5.0, met=False),
            NetLength("b", "match", "all", 700.0, 9.0, 0.0, 5.0, met=False),  # told by its note
            NetLength("c", "longest", "", 700.0, -100.0, 0.0, 800.0, met=True),
        ),
        notes=(
            Note("pair ab", "no way was found", ("a", "b")),
            Note("octilinear wires of a", "they keep their angles", ("a",)),
        ),
    )
    case = replace(clean(), routing=routing)
    pair, octilinear, long, short = NetLengths().run(case)
    assert (str(pair.measured), str(pair.required)) == ("0 pair", "1 pair")
    assert "more room" in pair.fix
    assert (str(octilinear.measured), octilinear.nets) == ("0 net", ("a",))
    assert "angles" in octilinear.fix
    assert (long.measured.value, long.required.value) == (900_000, 800_000)
    assert "shorter than the other of the pair 'ab'" in short.message
    assert list(NetLengths().run(replace(case, routing=None))) == []
