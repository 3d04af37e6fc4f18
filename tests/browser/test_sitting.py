"""A sitting from its plan to its end: three people, two of them with a phone in the hand."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visitor
from tests.browser.people import somebody

AGENCY = "belize-police-department"
COURSE = """
from datetime import timedelta
from django.utils import timezone
from courses.api import enrol
from lms.accounts.models import User
from tests.factories.learning import a_course, an_item
version = a_course("sat-{run}", items=[an_item("a"), an_item("b")])
enrol(learner=User.objects.get(service_number="SAT-{run}").learner, course=version.course)
soon = timezone.localtime() + timedelta(minutes=10)
print(soon.strftime("%Y-%m-%d %H:%M"))
"""


def test_a_sitting_from_the_plan_to_what_it_counts(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    run = site.python("import uuid; print(uuid.uuid4().hex[:8])").splitlines()[-1]
    sits = somebody(site, f"SAT-{run}", f"Sitting Officer {run}", AGENCY)
    watches = somebody(site, f"EYE-{run}", "Watching Officer", AGENCY)
    plans = somebody(site, f"PLAN-{run}", "Planning Officer", AGENCY, "Training officers")
    day, time = site.python(COURSE.replace("{run}", run)).splitlines()[-1].split()

    trainer = visit()
    trainer.sign_in(plans)
    planned(trainer, run, day, time, watches, sits)
    expect(trainer.page.get_by_text("The sitting is planned")).to_be_visible()
    expect(trainer.page.get_by_role("heading", name=f"Sitting Officer {run}")).to_be_visible()

    invigilator = visit(width=360)
    invigilator.sign_in(watches)
    code = opened(invigilator, run)

    officer = visit(width=360)
    officer.sign_in(sits)
    officer.goto("/sittings/")
    sitting = officer.page
    sitting.get_by_role("link", name="Module 1").click()
    sitting.get_by_label("Start code").fill("WRONG")
    sitting.get_by_role("button", name="Start the assessment").click()
    expect(sitting.get_by_text("That isn't the code.")).to_be_visible()
    sitting.get_by_label("Start code").fill(code.lower())
    sitting.get_by_role("button", name="Start the assessment").click()
    answered(sitting)
    expect(sitting.get_by_text("Passed", exact=True)).to_be_visible()

    ended(invigilator.page)
    sitting.goto(site.address + "/sittings/")
    sitting.get_by_role("link", name="Module 1").click()
    expect(sitting.get_by_text("You have handed in")).to_be_visible()
    assert code not in sitting.content()

    trainer.page.reload()
    expect(trainer.page.get_by_text("Passed", exact=True)).to_be_visible()
    expect(trainer.page.get_by_text("A phone rang.", exact=True)).to_be_visible()
    trainer.page.get_by_label("Whose result").select_option(label=f"Sitting Officer {run}")
    trainer.page.get_by_label("Like a result without supervision").check()
    trainer.page.get_by_label("Why", exact=True).fill("It was used.")
    trainer.page.get_by_role("button", name="Decide").click()
    expect(
        trainer.page.get_by_role("listitem").get_by_text("Counts like a result without supervision")
    ).to_be_visible()


def planned(
    trainer: Visitor, run: str, day: str, time: str, invigilator: str, learner: str
) -> None:
    trainer.goto("/sittings/")
    page = trainer.page
    page.get_by_role("link", name="Plan a sitting").click()
    title = page.get_by_label("Assessment").locator("option", has_text=f"sat-{run}")
    page.get_by_label("Assessment").select_option(title.get_attribute("value"))
    page.get_by_label("Day").fill(day)
    page.get_by_label("Time, in Belize").fill(time)
    page.get_by_label("Room").fill("Training room 2")
    page.get_by_label("Service number of the invigilator").fill(invigilator)
    page.get_by_label("Service numbers of who is invited").fill(learner)
    page.get_by_role("button", name="Plan the sitting").click()


def opened(invigilator: Visitor, run: str) -> str:
    """Open, check who is there; the code that is read out."""
    invigilator.goto("/sittings/")
    page = invigilator.page
    page.get_by_role("link", name="Module 1").click()
    page.get_by_role("button", name="Open the sitting").click()
    page.get_by_role("link", name=f"Sitting Officer {run}").click()
    page.get_by_label("Service card").check()
    page.get_by_role("button", name="Identity checked").click()
    page.get_by_role("link", name="Back to the room").click()
    expect(page.get_by_text("Identity checked: 1 of 1.")).to_be_visible()
    page.get_by_text("Show the start code").click()
    code = page.locator(".code").inner_text()
    assert re.fullmatch(r"[A-Z]{3} [A-Z]{3}", code)
    return code


def answered(page: Page) -> None:
    """One question a screen, in the order of this attempt."""
    question = page.locator("fieldset.question:visible")
    expect(question).to_have_count(1)
    question.get_by_label("option 0").check()
    page.get_by_role("button", name="Next", exact=True).click()
    question.get_by_label("option 0").check()
    expect(page.locator("[data-saved-state]")).to_contain_text("Saved")
    page.get_by_role("button", name="Look over and hand in").click()
    page.get_by_role("button", name="Hand in answers").click()
    page.wait_for_url("**/result/")


def ended(page: Page) -> None:
    page.reload()
    page.get_by_text("Note something that went wrong").click()
    page.get_by_label("Whom it concerns").select_option(index=1)
    page.get_by_label("What happened").fill("A phone rang.")
    page.get_by_label("What was done about it").fill("Switched off.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("Your note is kept.")).to_be_visible()
    page.get_by_role("button", name="Close the sitting").click()
    expect(page.get_by_text("The sitting is closed.")).to_be_visible()
