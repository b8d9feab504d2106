"""A real browser, and a package that was built for it to look at."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from padwright.pipeline.package import Package

EXAMPLES = Path(__file__).parents[2] / "examples"
#: Offline, without a sandbox of its own (tests run as root in CI), and quiet.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@pytest.fixture(scope="session")
def browser():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("PADWRIGHT_BROWSER_REQUIRED"):
            pytest.fail("a browser is required here, and chromium is not installed")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def out(tmp_path_factory):
    """The files of a finished package."""
    folder = tmp_path_factory.mktemp("out")
    Package.load(EXAMPLES / "caravel-bumps" / "design.toml").build(folder)
    return folder
