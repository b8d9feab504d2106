"""The claim chart as a browser shows it."""

from pathlib import Path

import pytest

from padwright.pipeline.package import Package

pytestmark = pytest.mark.web
EXAMPLES = Path(__file__).parents[2] / "examples"
WIDER = "document.documentElement.scrollWidth - window.innerWidth"
#: Claims that are shown.
SHOWN = "[...document.querySelectorAll('.claim')].filter(c => c.offsetParent).map(c => c.id)"


@pytest.fixture(scope="module")
def chart(tmp_path_factory):
    """The claim chart of a pocket package."""
    made = Package.load(EXAMPLES / "carrier" / "design.toml").charts()
    path = tmp_path_factory.mktemp("chart") / "chart.html"
    path.write_bytes(made.to_html())
    return path, {each["id"]: each for each in made.to_json()}


@pytest.fixture
def page(browser, chart):
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.asked, opened.complaints = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.goto(chart[0].as_uri())
    yield opened
    opened.close()


def test_the_chart_needs_nothing_but_itself(page, chart):
    assert page.asked == [chart[0].as_uri()]
    assert page.complaints == []


def test_every_claim_is_there_and_its_cell_leads_to_it(page, chart):
    assert page.evaluate(SHOWN) == list(chart[1])
    page.click('.cell[href="#B3"]')
    box = page.locator("#B3").bounding_box()
    assert 0 <= box["y"] < 200
    assert "not met" in page.locator("#B3 > summary").inner_text()


@pytest.mark.parametrize(
    ("ident", "verdict"), [("met", "met"), ("not", "not met"), ("open", "undecided")]
)
def test_the_filter_shows_the_claims_of_one_verdict(page, chart, ident, verdict):
    page.click(f"label[for={ident}]")
    wanted = [each for each, told in chart[1].items() if told["verdict"] == verdict]
    assert page.evaluate(SHOWN) == wanted
    page.click("label[for=all]")
    assert len(page.evaluate(SHOWN)) == len(chart[1])


def test_the_filter_works_from_the_keyboard(page, chart):
    page.focus("#all")
    page.keyboard.press("ArrowRight")
    wanted = [each for each, told in chart[1].items() if told["verdict"] == "met"]
    assert page.evaluate(SHOWN) == wanted


def test_a_picture_shows_its_evidence_and_the_package_behind_it(page):
    page.goto(page.url.split("#")[0] + "#B1")
    pictures = page.locator("#B1 figure:not(.steps) svg")
    assert pictures.count() >= 6
    for number in range(pictures.count()):
        box = pictures.nth(number).bounding_box()
        assert box["width"] > 250
        assert box["height"] > 120
    marked = page.evaluate(
        "[...document.querySelectorAll('#B1 figure:not(.steps) svg')]"
        ".map(svg => [svg.querySelectorAll('rect').length, svg.querySelectorAll('use').length])"
    )
    assert all(marks >= 1 and uses >= 1 for marks, uses in marked)


def test_nothing_is_wider_than_the_page(page):
    assert page.evaluate(WIDER) <= 0
    page.set_viewport_size({"width": 480, "height": 900})
    assert page.evaluate(WIDER) <= 0


def test_the_links_of_the_page_lead_somewhere(page):
    lost = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href'))"
        ".filter(h => !document.getElementById(decodeURIComponent(h.slice(1))))"
    )
    assert lost == []


def test_the_chart_prints(page):
    page.click("label[for=met]")
    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert 3 <= pages <= 40
