"""The manual and the cards: made once a version from the frozen lessons, and readable by anyone."""

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import CourseVersion, LessonVersion, ModuleVersion
from courses.printing import services
from courses.printing.card import TooLong, render_card
from courses.printing.manual import render_manual
from courses.printing.models import Form, PrintedFile
from courses.printing.paper import on_paper
from courses.printing.queries import Wanted
from courses.printing.tasks import find_unprinted
from lms.accounts.sealing import seals_lifted
from lms.jobs.api import run_owed
from lms.jobs.models import Job
from tests import pdf_tools
from tests.factories.accounts import UserFactory
from tests.factories.learning import a_course, a_judge, an_officer

pytestmark = pytest.mark.django_db
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><title>Shelf</title>'
    '<text x="2" y="20" class="fig-text">Drawn words</text></svg>'
)
BODY = [
    {"type": "heading", "id": "h1", "value": {"text": "Why it matters", "level": "2"}},
    {
        "type": "text",
        "id": "t1",
        "value": '<p>A <a linktype="term" data-term="hash">hash value</a> shows a change.</p>',
    },
    {
        "type": "figure",
        "id": "f1",
        "value": {"src": "s.svg", "alt": "A shelf of nine boxes", "caption": "The shelf."},
    },
    {
        "type": "scenario",
        "id": "s1",
        "value": {
            "title": "An open volume",
            "situation": "<p>It stands open.</p>",
            "question": "What first?",
            "choices": [{"text": "Call", "outcome": "best", "consequence": "<p>Well.</p>"}],
            "debrief": "<p>Because keys vanish.</p>",
        },
    },
    {
        "type": "self_check",
        "id": "c1",
        "value": {
            "stem": "Is a dark screen off?",
            "options": [
                {"text": "Yes", "right": False, "feedback": "A screen is a window."},
                {"text": "No", "right": True, "feedback": "Fans tell more."},
            ],
            "after": "Look and listen.",
        },
    },
]


def a_version(slug: str = "kit", **fields: Any) -> CourseVersion:
    """Rows as publishing writes them: with a job aid, a figure, a term and a check."""
    version = a_course(slug, modules=2, lessons=1, **fields)
    enclosed = {
        "figures": {"s.svg": SVG},
        "points": {},
        "terms": {"hash": {"term": "hash value", "definition": "A fingerprint."}},
    }
    with seals_lifted():
        LessonVersion.objects.filter(module__version=version).update(body=BODY, enclosed=enclosed)
        ModuleVersion.objects.filter(version=version, position=1).update(job_aid=AID)
    return version


AID = {"title": "At the door", "intro": "Keep it.", "items": ["People first.", "Photograph."]}


def text_of(pdf: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf)
    command = ("pdftotext", *options, str(path), "-")
    return " ".join(pdf_tools.run(*command, check=True, text=True).stdout.split())


def test_the_manual_holds_every_lesson_and_what_a_screen_would_ask(tmp_path: Path) -> None:
    open_point = {"kind": "legal", "ref": "LR-1", "text": "Who?"}
    version = a_version(pilot=True, pilot_reasons=[open_point])
    pdf = render_manual(version)
    text = text_of(pdf, tmp_path)
    for words in (
        version.title,
        f"{version.code}, version 1",
        "Pilot: legal review pending",
        "Legal notices",
        "Contents",
        "Why it matters",
        "Figure 1. The shelf.",
        "It stands open.",
        "Because keys vanish.",
        "Answers to the checks",
        "A screen is a window.",
        "Checklist: At the door",
        "LR-1",
        "Index of terms",
        "hash value,",
    ):
        assert words in text, words
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert opened.open_metadata()["pdfuaid:part"] == "1"
        assert "/Outlines" in opened.Root
        alternatives = [
            str(one["/Alt"])
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]
    assert "A shelf of nine boxes" in alternatives


def test_contents_and_index_name_the_page_that_it_is_on(tmp_path: Path) -> None:
    version = a_version()
    pdf = render_manual(version)
    pages = {
        number: text_of(pdf, tmp_path, "-f", str(number), "-l", str(number))
        for number in range(1, len(pikepdf.open(io.BytesIO(pdf)).pages) + 1)
    }
    lesson = LessonVersion.objects.filter(module__version=version).order_by("pk").last()
    contents = next(text for text in pages.values() if text.startswith("Contents"))
    found = next(n for n, text in pages.items() if lesson.title in text and n > 3)
    said = contents.split(lesson.title)[1].replace(".", " ").split()[0]
    assert int(said) == found
    index = next(text for text in pages.values() if text.startswith("Index of terms"))
    for number in index.split("hash value,")[1].replace(",", " ").split()[:2]:
        assert "hash value" in pages[int(number)]


def links_by_tag(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """Each link's annotation, and the structure element that it stands in."""
    found: dict[tuple[int, int], str] = {}

    def walk(one: Any, tag: str) -> None:
        if isinstance(one, pikepdf.Array):
            for each in one:
                walk(each, tag)
        elif isinstance(one, pikepdf.Dictionary):
            if one.get("/Type") == "/OBJR":
                found[one["/Obj"].objgen] = tag
            elif "/K" in one:
                walk(one["/K"], str(one.get("/S", "")))

    walk(pdf.Root.StructTreeRoot["/K"], "")
    return found


def test_every_link_stands_in_a_link_tag() -> None:
    with pikepdf.open(io.BytesIO(render_manual(a_version(pilot=True)))) as pdf:
        tags = links_by_tag(pdf)
        links = [
            one.objgen
            for page in pdf.pages
            for one in page.get("/Annots", [])
            if one["/Subtype"] == "/Link"
        ]
    assert len(links) > 5
    assert {tags.get(one) for one in links} == {"/Link"}


def test_a_kind_of_block_that_nobody_thought_of_is_printed_without_its_controls() -> None:
    soup = on_paper(
        '<div><svg class="icon"><use href="/static/x.svg#y"/></svg><p>Words <a href="/in/">in</a>'
        '</p><video src="/media/v.mp4"></video><button>Press</button><script>x()</script>'
        '<img src="http://10.0.0.1/x.png" alt="A gate"><img src="/media/none.png" alt="A lock">'
        '<img src="/media/../../etc/passwd" alt="A key"></div>'
    )
    assert " ".join(soup.get_text(" ").split()) == "Words in A gate A lock A key"
    assert not soup.find_all(["img", "a", "button", "video", "svg", "script"])


@pytest.mark.parametrize(("form", "pages"), [(Form.CARD, 1), (Form.SHEET, 1)])
def test_a_card_is_one_page_with_its_version_and_date(
    form: Form, pages: int, tmp_path: Path
) -> None:
    version = a_version()
    module = version.modules.get(position=1)
    pdf = render_card(module, form)
    text = text_of(pdf, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == pages
        assert opened.Root.MarkInfo.Marked
    assert text.count("People first.") == (4 if form == Form.SHEET else 1)
    assert f"{version.code}, version 1" in text
    assert str(version.created_at.year) in text


def test_a_long_job_aid_is_set_smaller_and_one_that_fits_no_card_is_refused() -> None:
    module = a_version().modules.get(position=1)
    module.job_aid = {"title": "Long", "intro": "", "items": ["A line of words to do. " * 4] * 14}
    with pikepdf.open(io.BytesIO(render_card(module, Form.CARD))) as opened:
        assert len(opened.pages) == 1
    module.job_aid = {"title": "Longer", "intro": "", "items": ["Words to do. " * 20] * 40}
    with pytest.raises(TooLong, match=module.code):
        render_card(module, Form.CARD)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_whoever_is_signed_in_asks_once_and_downloads() -> None:
    version = a_version()
    page = reverse("paper", args=["kit"])
    manual = reverse("paper-file", args=["kit", "manual"])
    assert Client().get(page).status_code == 302
    client = signed_in(an_officer())
    assert client.get(manual, follow=True).status_code == 200  # says that it isn't there
    assert not Job.objects.exists()  # looking asks for nothing
    for _twice in range(2):
        client.post(page, {"form": "manual"})
    client.post(page, {"form": "card", "module": "module-1"})
    assert Job.objects.count() == 2
    assert "Being made" in client.get(page).content.decode()
    assert run_owed() == 2
    made = client.get(manual)
    assert made["Content-Type"] == "application/pdf"
    assert f"{version.code}-v1-manual.pdf" in made["Content-Disposition"]
    assert b"".join(made.streaming_content)[:5] == b"%PDF-"
    card = client.get(reverse("paper-card", args=["kit", "module-1", "card"]))
    assert b"".join(card.streaming_content)[:5] == b"%PDF-"
    for wrong in ({"form": "poster"}, {"form": "card"}, {"form": "manual", "module": "x"}, {}):
        assert client.post(page, wrong).status_code == 404


def test_it_is_rendered_once_and_a_repeat_changes_nothing() -> None:
    wanted = Wanted(a_version(), Form.CARD)
    wanted = Wanted(wanted.version, Form.CARD, wanted.version.modules.get(position=1))
    first = services.keep(wanted=wanted, content=b"%PDF-1")
    again = services.keep(wanted=wanted, content=b"%PDF-2")
    assert first == again
    assert PrintedFile.objects.count() == 1
    with storages["private"].open(first.name) as kept:
        assert kept.read() == b"%PDF-1"


def test_what_newest_versions_lack_is_found_and_owed_once() -> None:
    a_version()
    assert find_unprinted() == 3  # the manual, and two forms of the one card
    find_unprinted()
    assert Job.objects.count() == 3


def test_asking_leaves_no_trace_of_a_judge() -> None:
    a_version(record="participation")
    judge = a_judge()
    signed_in(judge).post(reverse("paper", args=["kit"]), {"form": "manual"})
    job = Job.objects.get()
    assert str(judge.learner_id) not in job.key + json.dumps(job.args)


def test_the_command_makes_it_and_writes_a_copy(tmp_path: Path, capsys: Any) -> None:
    a_version()
    copy = tmp_path / "manual.pdf"
    call_command("make_manual", "kit", output=copy)
    assert copy.read_bytes()[:5] == b"%PDF-"
    assert PrintedFile.objects.get().form == Form.MANUAL
    with pytest.raises(CommandError, match=r"There is: KIT\."):
        call_command("make_manual", "nothing")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("make_manual", "kit", output=tmp_path / "no" / "x.pdf")


def test_the_admin_has_a_button_for_those_who_may_edit() -> None:
    course = a_version().course
    page = reverse("course-manual", args=[course.pk])
    assert signed_in(an_officer()).get(page).status_code in (302, 403)
    client = signed_in(UserFactory(is_superuser=True))
    assert page in client.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()
    assert "Make the manual of version 1" in client.get(page).content.decode()
    assert client.post(page).status_code == 302
    assert "is being made" in client.get(page).content.decode()
    run_owed()
    assert "Download the manual" in client.get(page).content.decode()


def test_the_page_asks_few_questions(django_assert_max_num_queries: Any) -> None:
    a_version()
    client = signed_in(an_officer())
    with django_assert_max_num_queries(12):
        client.get(reverse("paper", args=["kit"]))
