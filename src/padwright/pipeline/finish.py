"""The end of the journey: the factory, the checks, the files, and what is told of them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

from padwright.base.digest import Provenance
from padwright.base.errors import InputError, nearest
from padwright.base.progress import Report, silent
from padwright.check.found_devices import built_devices
from padwright.check.rule import Case
from padwright.check.tolerances import Tolerances
from padwright.export.exporter import Delivery
from padwright.export.section_picture import section_svg
from padwright.geometry.nets import Nets
from padwright.model.finding import Finding
from padwright.model.package import Design
from padwright.pipeline.claims import ClaimCharts, charts_of
from padwright.pipeline.connected import connected
from padwright.pipeline.delivery import export, exporters, written
from padwright.pipeline.factory import Checked, checked
from padwright.pipeline.folder import RunFolder
from padwright.pipeline.page import summary_html
from padwright.pipeline.result import Result
from padwright.pipeline.summary import Summary
from padwright.plan.bounds import trees_nm
from padwright.plan.plan import Plan
from padwright.process.built import Built
from padwright.process.flow import Flow
from padwright.route.from_plan import Wiring
from padwright.route.planes.joined import pin_places

#: The kind of the picture that stands for a package in a notebook.
_PICTURE: Final = "plan"


@dataclass(frozen=True, slots=True, repr=False)
class FinishedPackage:
    """A package that was planned, routed, built and checked.

    In a notebook it shows itself as a table and a picture.
    """

    delivery: Delivery
    wiring: Wiring
    summary: Summary
    provenance: Provenance

    @property
    def design(self) -> Design:
        """What was asked for."""
        return self.delivery.design

    @property
    def plan(self) -> Plan:
        """What was decided before anything was drawn."""
        return self.delivery.plan

    @property
    def built(self) -> Built:
        """Every moment of the structure."""
        return self.delivery.built

    @property
    def nets(self) -> Nets:
        """The nets that were found in the built structure."""
        return self.delivery.nets

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, worst first."""
        return self.delivery.findings

    def file(self, kind: str) -> bytes:
        """Return one file of the package by the kind of its exporter, such as ``"gds"``.

        Raises
        ------
        InputError
            When there is no such exporter.
        """
        known = exporters()
        if kind not in known:
            raise InputError(f"there is no file of kind {kind!r}", fix=nearest(kind, known))
        return written(known[kind], self.delivery)

    def section(
        self,
        start_nm: tuple[int, int],
        end_nm: tuple[int, int],
        *,
        height_scale: float | Literal["auto"] = 1,
    ) -> bytes:
        """Return the picture, as SVG, of the package cut along a straight line.

        Parameters
        ----------
        start_nm, end_nm
            Ends of the line in package coordinates.
        height_scale
            How many times heights are drawn larger than lengths; ``"auto"`` fills the picture.
        """
        picture = section_svg(
            self.built,
            self.design.technology.all_materials,
            start_nm,
            end_nm,
            height_scale=height_scale,
            title=f"{self.design.name}: cross-section",
        )
        return picture.to_bytes()

    def __repr__(self) -> str:
        return f"FinishedPackage({self.design.name!r}, {self.summary.verdict})"

    def claims(
        self, only: Iterable[str] | None = None, *, tolerances: Tolerances | None = None
    ) -> ClaimCharts:
        """Return what the claims say of the package, all of them or those of some ids.

        Raises
        ------
        InputError
            For an id that no claim has.
        """
        case = Case(self.built, self.nets, self.design, self.plan)
        return charts_of(case, only=only, tolerances=tolerances)

    def _repr_svg_(self) -> str:
        return self.file(_PICTURE).decode()

    def _repr_html_(self) -> str:
        return summary_html(self.summary, self._repr_svg_())


def finish(
    design: Design,
    plan: Result[Plan],
    wiring: Result[Wiring],
    writing: tuple[RunFolder, str] | None,
    *,
    flow: Flow | None = None,
    report: Report = silent,
) -> FinishedPackage:
    """Return the finished package, and write its files.

    Parameters
    ----------
    writing
        The run folder and the key of what is made; None writes nothing.
    flow
        The steps; None for those of the design's route.
    """
    made = checked(design, plan.value, wiring, flow=flow, report=report)
    summary = _summary(design, plan.value, wiring.value, made)
    delivery = Delivery(
        design=design,
        plan=plan.value,
        routing=wiring.value.routing,
        built=made.value.built,
        nets=made.value.nets,
        findings=made.value.findings,
        digest=made.provenance.digest,
        figures=summary.figures(),
        devices=built_devices(Case(made.value.built, made.value.nets, design, plan.value)),
        levels=wiring.value.levels,
        answers=wiring.value.answers,
    )
    if writing is not None:
        folder, key = writing
        summary = replace(summary, files=export(delivery, folder, key, report=report))
        folder.save("summary", key, summary.to_json())
        folder.publish(
            key,
            {
                "design": design.name,
                "verdict": summary.verdict,
                "digests": dict(summary.digests),
                "files": dict(summary.files),
            },
        )
    return FinishedPackage(delivery, wiring.value, summary, made.provenance)


def _summary(design: Design, plan: Plan, wiring: Wiring, made: Result[Checked]) -> Summary:
    nets = connected(plan, made.value.nets)
    bonded = sum(pad.net is not None for pad in plan.pads)
    in_planes = {plane.net for plane in design.planes}
    return Summary(
        design=design.name,
        nets=nets.total,
        nets_connected=len(nets.whole),
        nets_broken=nets.broken,
        levels=wiring.levels,
        levels_allowed=design.wiring_levels,
        wire_length_um=wiring.routing.length_um,
        straight_um=plan.straight_nm / 1_000,
        tree_um=_trees_nm(design, plan, wiring.levels) / 1_000,
        tree_wires_um=sum(
            wire.length_um for wire in wiring.routing.wires if wire.net not in in_planes
        ),
        vias=len(wiring.routing.vias),
        pads_bonded=bonded,
        pads_unbonded=len(plan.pads) - bonded,
        balls=len(plan.balls),
        tried=tuple(asdict(each) for each in wiring.tried),
        findings=tuple(finding.to_json() for finding in made.value.findings),
        digests={**made.provenance.inputs, "package": made.provenance.digest},
        files={},
        lengths=tuple(asdict(each) for each in wiring.routing.lengths),
    )


def _trees_nm(design: Design, plan: Plan, levels: int) -> int:
    """Return the least spanning trees of the nets that no plane joins."""
    in_planes = {plane.net for plane in design.planes}
    if not in_planes:
        return plan.tree_nm
    place_nm = {pin: at[:2] for pin, at in pin_places(design, plan, levels).items()}
    return trees_nm([each for each in plan.nets if each[0] not in in_planes], place_nm)
