"""``python -m padwright.cli`` is the command ``padwright``."""

from padwright.cli.app import main

main()
