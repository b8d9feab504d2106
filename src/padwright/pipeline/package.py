"""`Package`: a design and all that can be made of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from padwright.base.digest import digest
from padwright.base.progress import Report, silent
from padwright.model.package import Design
from padwright.pipeline.folder import RunFolder
from padwright.pipeline.identity import stage_key
from padwright.pipeline.summary import Summary
from padwright.readers.design_file import load_design

if TYPE_CHECKING:
    from collections.abc import Iterable

    from padwright.check.tolerances import Tolerances
    from padwright.pipeline.claims import ClaimCharts
    from padwright.pipeline.finish import FinishedPackage
    from padwright.pipeline.flows import FlowSource
    from padwright.pipeline.result import Result
    from padwright.plan.plan import Plan
    from padwright.process.flow import Flow
    from padwright.route.from_plan import Wiring


class Package:
    """A design on its way to a package.

    Each room's work is done once and kept: `route` plans first, `build` routes first. The same
    design gives the same results on every machine.

    Examples
    --------
    >>> package = Package.load("design.toml")  # doctest: +SKIP
    >>> result = package.build("out")  # doctest: +SKIP
    >>> result.summary.verdict  # doctest: +SKIP
    'clean'
    """

    def __init__(self, design: Design, flow: "FlowSource | None" = None) -> None:
        self.design = design
        self._flow = None if flow is None else _loaded(flow)
        self._plan: Result[Plan] | None = None
        self._wiring: Result[Wiring] | None = None

    @classmethod
    def load(cls, path: str | Path, flow: "FlowSource | None" = None) -> "Package":
        """Return the package of a design file.

        Parameters
        ----------
        flow
            An edited flow to make it by, instead of that of its route: a TOML or JSON file as
            `padwright flow` writes it, its rows as plain data, or steps.

        Raises
        ------
        InputError
            When a file cannot be used.
        """
        return cls(load_design(path), flow)

    def plan(self, *, report: Report = silent) -> "Result[Plan]":
        """Return the ball grid, the assignment and the nets.

        Raises
        ------
        InputError
            When there is no plan, such as with too few balls.
        """
        return self._planned(None, report)

    def route(self, *, report: Report = silent) -> "Result[Wiring]":
        """Return the wiring, on as few levels as complete it; what did not fit is listed in it.

        Raises
        ------
        InputError
            When there is no plan, or lands of two nets are closer than the rules allow.
        """
        return self._routed(None, report)

    def flow(self, levels: int | None = None) -> "Flow":
        """Return the process flow that the package is made by.

        Parameters
        ----------
        levels
            Number of wiring levels for the flow of the design's route; without one, that of the
            wiring as routed, or the edited flow that was given.
        """
        if levels is None and self._flow is not None:
            return self._flow
        from padwright.pipeline.flows import flow_of  # noqa: PLC0415 - heavy

        return flow_of(self.design, self.route().value.levels if levels is None else levels)

    def build(
        self,
        out: str | Path | None = None,
        *,
        flow: "FlowSource | None" = None,
        report: Report = silent,
    ) -> "FinishedPackage":
        """Make the package, check it and, given a folder, write its files there.

        Parameters
        ----------
        out
            Output folder; nothing is written without one. What an earlier run finished there is
            used again.
        flow
            An edited flow to make this one by; without one, that which was given with the design,
            or that of its route.
        report
            Told of each room's progress; raising `CancelledError` in it stops the work.

        Raises
        ------
        InputError
            When there is no plan or the folder cannot be written.
        StepError
            When the factory cannot do a step.
        """
        steps = self._flow if flow is None else _loaded(flow)
        if out is None:
            return self._built(None, steps, report)
        with RunFolder.opened(Path(out)) as folder:
            return self._built(folder, steps, report)

    def charts(
        self,
        only: "Iterable[str] | None" = None,
        *,
        flow: "FlowSource | None" = None,
        tolerances: "Tolerances | None" = None,
        report: Report = silent,
    ) -> "ClaimCharts":
        """Return what the claims say of the package as it is built.

        Parameters
        ----------
        only
            Ids of claims, such as ``["A14"]``; all when None.
        flow
            An edited flow to make the package by; without one, that which was given with the
            design, or that of its route.
        tolerances
            How exact is exact.

        Raises
        ------
        InputError
            For an unknown claim, or when there is no plan.
        StepError
            When the factory cannot do a step.
        """
        from padwright.pipeline.claims import decide  # noqa: PLC0415 - heavy

        return decide(self, flow=flow, only=only, tolerances=tolerances, report=report)

    def bring_up_to_date(
        self, out: str | Path, *, report: Report = silent, force: bool = False
    ) -> Summary:
        """Write the files of the package, unless they are there, and return the summary.

        Parameters
        ----------
        out
            Output folder.
        force
            Do all the work again, whatever the folder holds.
        """
        with RunFolder.opened(Path(out)) as folder:
            if force:
                folder.forget()
            held = None if force else self._finished(folder)
            return held or self._built(folder, self._flow, report).summary

    def _key(self, flow: "Flow | None") -> str:
        inputs = {"design": self.design.source_digest}
        if flow is not None:
            from padwright.process.flow import flow_rows  # noqa: PLC0415 - heavy

            inputs["flow"] = digest(flow_rows(flow))
        return stage_key("package", inputs)

    def _finished(self, folder: RunFolder) -> Summary | None:
        """Return the summary of an earlier run whose files are in place and whole."""
        key = self._key(self._flow)
        if folder.current(key) is None:
            return None
        held = folder.load("summary", key)
        return None if held is None else Summary.from_json(held)

    def _planned(self, folder: RunFolder | None, report: Report) -> "Result[Plan]":
        from padwright.pipeline.planning import planned  # noqa: PLC0415 - heavy

        if self._plan is None:
            self._plan = planned(self.design, folder, report=report)
        return self._plan

    def _routed(self, folder: RunFolder | None, report: Report) -> "Result[Wiring]":
        from padwright.pipeline.wiring import routed  # noqa: PLC0415 - heavy

        if self._wiring is None:
            plan = self._planned(folder, report)
            self._wiring = routed(self.design, plan, folder, report=report)
        return self._wiring

    def _built(
        self, folder: RunFolder | None, flow: "Flow | None", report: Report
    ) -> "FinishedPackage":
        from padwright.pipeline.finish import finish  # noqa: PLC0415 - heavy

        plan, wiring = self._planned(folder, report), self._routed(folder, report)
        return finish(
            self.design,
            plan,
            wiring,
            None if folder is None else (folder, self._key(flow)),
            flow=flow,
            report=report,
        )


def _loaded(source: "FlowSource") -> "Flow":
    from padwright.pipeline.flows import load_flow  # noqa: PLC0415 - heavy

    return load_flow(source)
