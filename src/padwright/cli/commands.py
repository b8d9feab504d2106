"""The commands; each takes its options apart and leaves the work to the rooms."""

from typing import Annotated

import typer

from padwright.cli import (
    claim_commands,
    inspect_commands,
    language_commands,
    step_commands,
    work_commands,
)

app = typer.Typer(
    name="padwright",
    help="From dies, a net list and a technology to a finished, checked chip package.",
    epilog="Exit codes: 0 clean, 1 done with error findings, 2 unusable input, 3 our own fault, "
    "130 cancelled.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def padwright(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="show the version")] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="show where a fault of our own happened")
    ] = False,
) -> int:
    """Show the version, or the help when no command is given."""
    del debug  # taken out of the arguments by `padwright.cli.app.run`; listed here for the help
    if version:
        from padwright.pipeline.identity import version as number  # noqa: PLC0415 - lazy

        typer.echo(f"padwright {number()}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())
    return 0


for _command in (
    work_commands.build,
    work_commands.check,
    work_commands.route,
    work_commands.prepare,
    claim_commands.claims,
    inspect_commands.plan,
    inspect_commands.flow,
    inspect_commands.section,
    step_commands.steps,
    language_commands.new,
    language_commands.explain,
    language_commands.schema,
    language_commands.materials,
):
    app.command()(_command)
