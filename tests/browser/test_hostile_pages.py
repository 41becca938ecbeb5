"""Script in every place a learner can write to: none of it runs in feedback or the formgrader, none loads anything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import nbformat
import pytest
from learner import ROOT, solve
from nbformat import v4
from nbgrader.api import Gradebook
from playwright.sync_api import Page, Route, expect

from grader.exercises import LESSONS

LESSON = LESSONS["06-lstm-gates"]
MALLORY = "mallory <img src=x onerror=top.pwned=1>\"'"
MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/latest.js"
ELSEWHERE = "http://192.0.2.1"
RUN = f"top.pwned=1;parent.pwned=1;window.pwned=1;alert(1);fetch('{ELSEWHERE}/fetched')"
TAGS = f"""
<script>{RUN}</script><script src="{ELSEWHERE}/script.js"></script>
<img src=x onerror="{RUN}"><img src="{ELSEWHERE}/picture.png"><svg onload="{RUN}"><script>{RUN}</script></svg>
<svg><animate onbegin="{RUN}" attributeName=x dur=1s /><set onbegin="{RUN}"/><use href="{ELSEWHERE}/use.svg#a"/></svg>
<iframe srcdoc="<script>{RUN}</script>"></iframe><iframe src="javascript:{RUN}"></iframe>
<iframe src="{ELSEWHERE}/frame"></iframe><object data="{ELSEWHERE}/object"></object><embed src="{ELSEWHERE}/embed">
<details open ontoggle="{RUN}">x</details><input autofocus onfocus="{RUN}"><video src=x onerror="{RUN}"></video>
<style>@import "{ELSEWHERE}/style.css"; body {{ background: url({ELSEWHERE}/background) }}</style>
<link rel=stylesheet href="{ELSEWHERE}/link.css"><link rel=preload as=script href="{ELSEWHERE}/preload.js">
<link rel=prefetch href="{ELSEWHERE}/prefetch"><meta http-equiv=refresh content="0;url={ELSEWHERE}/refresh">
<base href="{ELSEWHERE}/base/"><form action="{ELSEWHERE}/form"><button id=press autofocus>x</button></form>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror={RUN}&gt;">
<noscript><p title="</noscript><img src=x onerror={RUN}>"></noscript><template><img src=x onerror={RUN}></template>
<marquee onstart="{RUN}">x</marquee><body onload="{RUN}"><a href="javascript:{RUN}">link</a>
<textarea autofocus onfocus="{RUN}"></textarea></title></style></script></pre></iframe></div>--></svg>
<img src=x onerror="{RUN}">]]>
"""
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="{RUN}"><script>{RUN}</script></svg>'
LOADING = SVG.replace(
    "<script>",
    f'<image href="{ELSEWHERE}/inside.png"/><foreignObject><img src="{ELSEWHERE}/b"/></foreignObject><script>',
)
WORDS = f"""
# <img src=x onerror="{RUN}"> heading

{TAGS}

[link](javascript:{RUN}) [data](data:text/html,<script>{RUN}</script>) <javascript:{RUN}>
![out]({ELSEWHERE}/markdown.png) ![data](data:image/svg+xml,<svg>) ![quote](data:image/png;base64,x"onerror="{RUN})
![mine](attachment:a.png) ![script](attachment:b.png) ![none](attachment:none.png "title' onerror={RUN}")

```mermaid
<img src=x onerror="{RUN}">
```

```<img src=x onerror="{RUN}">
</code></pre><img src=x onerror="{RUN}">
```

$$ </script><img src=x onerror="{RUN}"> $$ \\begin{{a}}<img src=x onerror="{RUN}">\\end{{a}}
$\\href{{javascript:{RUN}}}{{x}}$

| <img src=x onerror="{RUN}"> |
|---|
"""
ATTACHMENTS = {
    "a.png": {"image/png": "iVBORw0KGgo="},
    "b.png": {f'image/png" onerror="{RUN}': "x", "text/html": f'"><script>{RUN}</script>'},
}
SHOW = f"""
from IPython.display import HTML, IFrame, Javascript, Latex, Markdown, SVG, display
tags, svg, loading, words, run = {TAGS!r}, {SVG!r}, {LOADING!r}, {WORDS!r}, {RUN!r}
for html in (tags, svg, loading, f"<figure>{{svg}}<figcaption>&lt;img src=x onerror={{run}}></figcaption></figure>"):
    display(HTML(html))
for one in (Javascript(run), Markdown(words), Latex(tags), SVG(data=svg), IFrame("{ELSEWHERE}/iframe", 9, 9)):
    display(one)
kinds = ["application/javascript", "text/javascript", "text/html", "text/markdown", "text/latex", "text/vnd.mermaid",
         "image/svg+xml", "image/png", "image/jpeg", "application/pdf", "application/json", "text/plain",
         "application/vnd.jupyter.widget-view+json", "application/vnd.unrolled.verdict+json", tags]
for kind in kinds:
    for data in (tags, loading, '"><script>' + run + "</script>", {{"model_id": tags, "version_major": 2}}):
        display({{kind: data}}, raw=True, metadata={{kind: {{"width": "1 onerror=" + run, "isolated": True}}}})
print(tags, "\\x1b[31m", tags, "\\x1b[38;2;1;2;'>" + tags)
import sys
print(tags, file=sys.stderr)


class Odd(Exception):
    def _repr_html_(self):
        return tags

    def _repr_mimebundle_(self, **_):
        return {{"text/html": tags, "application/javascript": run}}, {{"text/html": {{"isolated": True}}}}

    def _render_traceback_(self):
        return [tags, words]


Odd.__name__ = Odd.__qualname__ = tags
display(Odd(tags))
Odd(tags)
"""
STOPS = f"raise ValueError({TAGS!r})"
RAISES = f"def forget_gate(x, h, W_f, U_f, b_f):\n    # {RUN}\n    raise ValueError({TAGS!r})"


def scripted(path: Path) -> None:
    """Put script wherever a learner can write."""
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    cells["forget-gate"].source = RAISES
    cells["lstm-shapes"].source = STOPS
    cells[LESSON.essays[0].id].source = WORDS
    cells[LESSON.essays[0].id].attachments = ATTACHMENTS
    notebook.cells[2:2] = [
        v4.new_code_cell(SHOW, id="show"),
        v4.new_code_cell("raise Odd(tags)", id="odd"),
        v4.new_code_cell(f"# {TAGS}\n%%html\n{TAGS}", id="magic"),
        v4.new_code_cell(f"%%html\n{TAGS}", metadata={"tags": [TAGS], "magics_language": TAGS}, id="html"),
        v4.new_markdown_cell(WORDS, attachments=ATTACHMENTS, id="words"),
        v4.new_raw_cell(TAGS, metadata={"raw_mimetype": "text/html"}, id="raw"),
    ]
    notebook.metadata.title = notebook.metadata.kernelspec.name = TAGS
    notebook.metadata.language_info = {"name": TAGS, "pygments_lexer": TAGS}
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {TAGS: TAGS}}}
    nbformat.write(notebook, path)


@pytest.fixture
def graded(tmp_path) -> Path:
    """A course in which anna's right answers and mallory's script were graded and given feedback."""
    for folder in ("solutions", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".*"))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for student in ("anna", MALLORY):
        work = tmp_path / "submitted" / student / LESSON.id
        shutil.copytree(tmp_path / "notebooks" / LESSON.id, work)
        solve(work)
    scripted(tmp_path / "submitted" / MALLORY / LESSON.id / f"{LESSON.id}.ipynb")
    for command in (["grade", LESSON.id], ["feedback", LESSON.id]):
        run = subprocess.run([sys.executable, "-m", "grader", *command], cwd=tmp_path, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr
    return tmp_path


class Watched:
    """A page that reaches its own origin only, where what else it asks for is kept, and dialogs and new pages are."""

    def __init__(self, page: Page) -> None:
        self.page, self.asked, self.opened = page, [], []
        page.context.route("**/*", self._ask)
        page.on("dialog", lambda dialog: (self.opened.append(dialog.message), dialog.dismiss()))
        page.context.on("page", lambda opened: self.opened.append(opened.url))

    def _ask(self, route: Route) -> None:
        address = route.request.url
        own = address.startswith(self.origin) and not address.endswith("/x")  # `x` is the picture of TAGS
        if not own and not address.startswith(MATHJAX):
            self.asked.append(address)
        route.continue_() if own else route.abort()

    def open(self, address: str) -> None:
        """Open a page, give its script time to run, and see that nothing did."""
        self.origin = address.split("/formgrader")[0] if address.startswith("http") else "file:"
        self.page.goto(address)
        self.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        self.page.wait_for_timeout(700)
        assert not any(frame.evaluate("window.pwned") for frame in self.page.frames), address
        assert (self.asked, self.opened, self.page.url) == ([], [], address)


def shot(page: Page, name: str) -> None:
    if "UNROLLED_SHOTS" in os.environ:
        page.screenshot(path=Path(os.environ["UNROLLED_SHOTS"]) / f"{name}.png", full_page=True)


def figures_and_cards(page: Page) -> None:
    """See that what belongs on the page is there: pictures that have loaded, and the cards of the checks."""
    pictures = page.locator("img[src^='data:image/svg+xml']")
    assert pictures.count() >= 10
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("one => one.complete && one.naturalWidth > 0 && one.clientHeight > 20")
        assert len(picture.get_attribute("alt")) > 20
    for exercise in LESSON.exercises:
        expect(page.get_by_text(f"{exercise.title}: {exercise.points:g} of {exercise.points:g} point")).to_be_visible()


def test_no_script_runs_in_feedback(graded, browser):
    window = Watched(browser.new_context(viewport={"width": 1100, "height": 1000}).new_page())
    window.open((graded / "feedback" / MALLORY / LESSON.id / f"{LESSON.id}.html").as_uri())
    shot(window.page, "feedback-mallory")
    expect(window.page.get_by_text("ValueError").first).to_be_visible()
    assert window.page.locator("iframe").count() >= 5, "the HTML is there, behind glass"
    window.open((graded / "feedback" / "anna" / LESSON.id / f"{LESSON.id}.html").as_uri())
    figures_and_cards(window.page)
    shot(window.page, "feedback-anna")


def test_no_script_runs_without_the_policy_of_the_page(graded, browser):
    """The page's own words to the browser are a second wall: without them, no script runs either."""
    page = graded / "feedback" / MALLORY / LESSON.id / f"{LESSON.id}.html"
    before = page.read_text()
    start = before.index("<meta content=" if "<meta content=" in before[:200] else "<meta http-equiv=")
    page.write_text(before[:start] + before[before.index(">", start) + 1 :])
    assert "Content-Security-Policy" not in page.read_text().partition("</head>")[0]
    Watched(browser.new_context().new_page()).open(page.as_uri())


def test_no_script_runs_in_the_formgrader(graded, serve):
    page, address = serve(graded)
    window = Watched(page)
    root = address.removesuffix("/lab") + "/formgrader"
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        ids = {s: gradebook.find_submission_notebook(LESSON.id, LESSON.id, s).id for s in ("anna", MALLORY)}
    lists = ["manage_assignments", f"manage_submissions/{LESSON.id}", "gradebook", f"gradebook/{LESSON.id}"]
    lists += [f"gradebook/{LESSON.id}/{LESSON.id}", "manage_students", f"manage_students/{quote(MALLORY)}"]
    for each in [*lists, f"manage_students/{quote(MALLORY)}/{LESSON.id}"]:
        window.open(f"{root}/{each}")
    window.open(f"{root}/manage_students/{quote('</script><script>top.pwned=1</script>', safe='')}")
    page.goto(f"{root}/gradebook/{LESSON.id}/{LESSON.id}")
    expect(page.locator("a.name-hidden")).to_have_count(2)
    window.open(f"{root}/submissions/{ids[MALLORY]}/")
    shot(page, "formgrader-mallory")
    assert page.locator("iframe").count() >= 5
    page.locator(".name-hidden.glyphicon").click()
    expect(page.locator("a.name-shown")).to_have_text(MALLORY)
    assert page.evaluate("window.pwned") is None
    window.open(f"{root}/submissions/{ids['anna']}/")
    figures_and_cards(page)
    shot(page, "formgrader-anna")
