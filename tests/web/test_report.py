"""The report and the pictures, as a browser shows them."""

import pytest

pytestmark = pytest.mark.web

#: Pairs of labels that cover each other, and labels that leave their picture; in one picture.
FAULTS = """
(svg) => {
  const frame = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('text')]
    .filter(text => text.textContent.trim())
    .map(text => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  const found = [];
  boxes.forEach((one, index) => {
    if (one.box.left < frame.left - 1 || one.box.right > frame.right + 1 ||
        one.box.top < frame.top - 1 || one.box.bottom > frame.bottom + 1)
      found.push(`${one.text} leaves the picture`);
    for (const other of boxes.slice(index + 1)) {
      const [a, b] = [one.box, other.box];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 3) found.push(`${one.text} covers ${other.text}`);
    }
  });
  return found;
}
"""


@pytest.fixture
def page(browser, out):
    """The report, opened, with everything that it asked for and complained of."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.asked, opened.complaints = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.goto((out / "report.html").as_uri())
    yield opened
    opened.close()


def test_the_report_needs_nothing_but_itself(page, out):
    assert page.asked == [(out / "report.html").as_uri()]
    assert page.complaints == []


def test_the_report_says_what_matters_first(page):
    assert "caravel-bumps" in page.title()
    first = page.locator("body").inner_text()[:600].lower()
    assert "clean" in first
    assert "57 of 57" in first


def test_every_picture_is_drawn_and_its_labels_can_be_read(page):
    pictures = page.locator("svg:has(text)")
    assert pictures.count() >= 4
    for number in range(pictures.count()):
        picture = pictures.nth(number)
        box = picture.bounding_box()
        assert box["width"] > 400
        assert box["height"] > 200
        assert picture.evaluate(FAULTS) == []


def test_nothing_is_wider_than_the_page(page):
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.set_viewport_size({"width": 480, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_the_report_prints(page):
    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert 4 <= pages <= 30


def test_the_links_of_the_page_lead_somewhere(page):
    lost = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href'))"
        ".filter(h => !document.getElementById(decodeURIComponent(h.slice(1))))"
    )
    assert lost == []


@pytest.mark.parametrize("name", ["cross-section", "detail", "plan", "ballmap"])
def test_each_picture_also_stands_alone(browser, out, name):
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_content(f"<body>{(out / f'{name}.svg').read_text()}</body>")
    assert opened.locator("svg").first.evaluate(FAULTS) == []
    opened.close()


def test_the_check_of_labels_finds_planted_faults(browser):
    opened = browser.new_page()
    opened.set_content(
        '<svg width="200" height="100"><text x="10" y="50">one</text><text x="14" y="52">two</text>'
        '<text x="190" y="20">far too long</text></svg>'
    )
    found = opened.locator("svg").evaluate(FAULTS)
    assert found == ["one covers two", "far too long leaves the picture"]
    opened.close()
