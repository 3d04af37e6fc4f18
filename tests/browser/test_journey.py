"""The main job, end to end: an officer learns on a phone and is certified; the Ministry sees it."""

import csv
import io
import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests import pdf_tools
from tests.browser.answering import answer_right
from tests.browser.conftest import Site, Visitor

OFFICER = "BPD-2417"
ANALYST = "MOE-0009"

RIGHT_ANSWERS = """
import json
from courses.api import question_type
from courses.models import AssessmentVersion
print(json.dumps({item["key"]: {"type": item["type"], "config": item["config"],
    "best": question_type(item["type"]).model_answer(item["config"])}
    for one in AssessmentVersion.objects.all() for item in one.items}))
"""
STORED = """
import json
from courses.models import Attempt, Response
own = dict(submitted_at=None, enrolment__learner__person__service_number="{who}")
rows = Response.objects.filter(attempt=Attempt.objects.get(**own))
print(json.dumps({{"rows": rows.count(),
    "clients": len(set(rows.values_list("client_id", flat=True))),
    "items": len(set(rows.values_list("item_key", flat=True)))}}))
"""
WHAT_STANDS = """
import json
from certificates.models import Certificate
from courses.models import CourseCompletion
from nice_framework.models import Evidence
learner = dict(learner__person__service_number="{who}")
evidence = Evidence.objects.filter(**learner)
completions = CourseCompletion.objects.filter(
    enrolment__learner__person__service_number="{who}")
print(json.dumps({{"completions": completions.count(),
    "certificates": Certificate.objects.filter(**learner).count(),
    "files": sum(c.files.count() for c in Certificate.objects.filter(**learner)),
    "grades": sorted(set(evidence.values_list("grade", flat=True))),
    "duplicates": evidence.count()
        - evidence.values("source_key", "statement").distinct().count()}}))
"""
TOKEN = """
from datetime import timedelta
from django.utils import timezone
from lms.accounts.api import create_token
from lms.accounts.models import Agency
print(create_token(name="Journey", agency=Agency.objects.get(slug="ministry-of-education"),
    scopes=["skills-gap:read"], expires_at=timezone.now() + timedelta(days=2), by=None)[1])
"""


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1]


def ask(site: Site, code: str, **values: str) -> Any:
    return json.loads(last_line(site.python(code.format(**values) if values else code)))


def answer_shown_question(page: Page, key: dict[str, Any]) -> None:
    """Answer the one question that a phone shows, by its words, as a person would."""
    question = page.locator("fieldset.question:visible")
    expect(question).to_have_count(1)
    answer_right(question, key[question.get_attribute("data-item") or ""])


def sit(visitor: Visitor, key: dict[str, Any], *, cut_off_from: int | None = None) -> None:
    """One assessment from its start page to the hand-in, perhaps with the line cut in between."""
    page = visitor.page
    page.get_by_role("button", name="Start the assessment").click()
    expect(page.locator("question-pager[data-ready]")).to_be_attached()
    count = page.locator("fieldset.question").count()
    for number in range(1, count + 1):
        if number == cut_off_from:
            expect(page.locator("[data-saved-state]")).to_contain_text("Saved")
            visitor.context.set_offline(True)
        answer_shown_question(page, key)
        if cut_off_from and number == cut_off_from + 3:
            expect(page.locator("[data-saved-state]")).to_contain_text("when you are back online")
            before = ask(visitor.site, STORED, who=OFFICER)
            assert before["items"] < number
            visitor.context.set_offline(False)
            expect(page.locator("[data-saved-state]")).to_contain_text("Saved", timeout=40_000)
            after = ask(visitor.site, STORED, who=OFFICER)
            assert after["items"] == number
            assert after["rows"] == after["clients"]
        if number < count:
            page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("button", name="Look over and hand in").click()
    expect(page.get_by_text(f"You answered all {count} questions")).to_be_visible()
    page.get_by_role("button", name="Hand in answers").click()
    page.wait_for_url("**/result/")
    expect(page.get_by_text("Passed", exact=True)).to_be_visible()


def read_on_to_the_assessment(page: Page) -> None:
    """Finish lesson after lesson until the assessment's start page comes up."""
    for _ in range(12):
        if page.url.endswith("/assessment/"):
            return
        page.locator(".pager-next").click()
        page.wait_for_load_state()
    raise AssertionError(f"Still at {page.url}")


@pytest.mark.slow
def test_an_officer_learns_passes_and_is_certified(
    site: Site, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    key = ask(site, RIGHT_ANSWERS)
    officer = visit(width=360)
    officer.sign_in(OFFICER)
    page = officer.page
    page.get_by_role("link", name="Continue").first.click()
    # The lesson opens at the block that was left on another device.
    expect(page.locator("[data-block]:first-of-type").first).not_to_be_in_viewport()
    read_on_to_the_assessment(page)
    sit(officer, key, cut_off_from=4)
    while not page.get_by_text("You have completed the course").is_visible():
        officer.goto("/")
        page.get_by_role("link", name="Continue").first.click()
        read_on_to_the_assessment(page)
        sit(officer, key)
    pdf = certificate_of(officer, tmp_path)
    public = visit(width=360).page
    public.goto(address_on(pdf, tmp_path))
    expect(public.get_by_role("heading", name="This certificate is valid")).to_be_visible()
    expect(public.get_by_text("Kenroy Choc")).to_have_count(0)
    assert ask(site, WHAT_STANDS, who=OFFICER) == {
        "completions": 1,
        "certificates": 1,
        "files": 1,
        "grades": ["B", "C"],
        "duplicates": 0,
    }


def certificate_of(officer: Visitor, folder: Path) -> Path:
    """Wait for the worker to make the PDF, then download it."""
    link = officer.page.get_by_role("link", name="Download PDF")
    for _ in range(60):
        officer.goto("/certificates/")
        if link.count():
            break
        officer.page.wait_for_timeout(1000)
    with officer.page.expect_download() as download:
        link.first.click()
    path = folder / "certificate.pdf"
    download.value.save_as(path)
    return path


def address_on(pdf: Path, folder: Path) -> str:
    """What a phone's camera reads off the paper."""
    picture = folder / "page"
    pdf_tools.run(
        "pdftoppm", "-r", "150", "-png", "-singlefile", str(pdf), str(picture), check=True
    )
    with Image.open(picture.with_suffix(".png")) as page:
        (code,) = zxingcpp.read_barcodes(page)
    return code.text


def test_the_ministry_pulls_one_report_three_ways(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    analyst = visit()
    analyst.sign_in(ANALYST)
    analyst.goto("/reports/skills-gap/")
    expect(analyst.page.get_by_role("heading", level=1)).to_be_visible()
    link = analyst.page.locator('a[href*="skills-gap.csv"]').first
    with analyst.page.expect_download() as download:
        link.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    request = urllib.request.Request(
        f"{site.address}/api/v1/skills-gap",
        headers={"Authorization": f"Bearer {last_line(site.python(TOKEN))}"},
    )
    with urllib.request.urlopen(request) as answer:
        cells = json.load(answer)["values"]
    names = ("table", "row", "column", "area", "measure", "conf_status")
    as_csv = {tuple(row[n] for n in names): row["value"] for row in rows}
    as_json = {
        tuple(str(cell[n] or "") for n in names): ""
        if cell["value"] is None
        else str(cell["value"])
        for cell in cells
    }
    assert len(as_csv) == len(rows) > 50
    assert as_csv == as_json
    assert any(value for value in as_csv.values())
    page_text = analyst.page.inner_text("main")
    for value in set(as_csv.values()) - {""}:
        assert value in page_text.replace(",", "")
