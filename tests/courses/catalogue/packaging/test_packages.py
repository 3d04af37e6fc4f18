"""A course from one site to another: the same hash, once only, and nothing hostile."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.catalogue.freezing import freeze
from courses.catalogue.gate.models import GateOverride
from courses.catalogue.gate.pages import findings_of
from courses.catalogue.gate.services import override
from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.packaging.archive import canonical, pack, unpack
from courses.catalogue.packaging.drawings import shipped_drawing
from courses.catalogue.packaging.exporting import contents_of, export_course
from courses.catalogue.packaging.importing import apply_course, plan_course
from courses.catalogue.packaging.refusals import PackageRefused
from courses.catalogue.services import publish_version
from courses.interactions.drawings import UnsafeFigure
from courses.models import (
    CoursePage,
    CourseVersion,
    LessonAlignment,
    LessonPage,
    ModulePage,
    PracticePoint,
    Question,
    QuestionAlignment,
)
from courses.questions.register.models import PracticeDecision
from courses.questions.register.services import record_decision
from lms.accounts.sealing import seals_lifted
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    PracticePointFactory,
    QuestionFactory,
    course_page,
    lesson_page,
    module_page,
)
from tests.factories.nice_framework import StatementFactory

pytestmark = pytest.mark.django_db


def block(kind: str, value: Any, n: int) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": f"11111111-1111-4111-8111-{n:012d}"}


def png() -> bytes:
    stream = io.BytesIO()
    Pillow.new("RGB", (8, 8), "navy").save(stream, "PNG")
    return stream.getvalue()


BLUEPRINT = {"count": 1, "tag": "phones", "statement": "", "difficulty": "", "critical": False}


@pytest.fixture
def course(settings: Any, tmp_path: Path) -> CoursePage:
    """With a picture, a download, a drawing, a term, a point, links, drafts and all else."""
    settings.MEDIA_ROOT = tmp_path
    statement = StatementFactory(identifier="K9001")
    point = PracticePointFactory(key="PP-7")
    GlossaryTerm.objects.create(slug="hash-value", term="hash value", definition="A fingerprint.")
    GlossaryTerm.objects.create(
        slug="hash-value", language="es", term="valor hash", definition="Una huella."
    )
    file = ImageFile(io.BytesIO(png()), "phone.png")
    image = get_image_model().objects.create(title="A phone", file=file)
    upload = get_document_model()(title="A form")
    upload.file.save("form.pdf", ContentFile(b"%PDF-1.4 form"))
    page = course_page(title="Phones", code="PH-1", meant_for=["police"])
    asked = QuestionFactory(key="ph-1", practice_point=point)
    asked.tags.add("phones")
    asked.save()
    QuestionAlignment.objects.create(question=asked, statement=statement, sort_order=0)
    tried = QuestionFactory(key="ph-2", type_key="ordering")
    module = module_page(
        page,
        [asked, QuestionFactory(key="ph-3")],
        time_limit=45,
        certainty="ask",
        max_attempts=3,
        wait_minutes=60,
        blueprint=[BLUEPRINT],
    )
    module.items.update(ask_certainty=True)
    first = lesson_page(module, title="First")
    link = f'<p>See <a linktype="page" id="{first.pk}">the first</a>.</p>'
    term = '<p>A <a linktype="term" data-term="hash-value">hash</a>.</p>'
    second = lesson_page(
        module,
        title="Second",
        body=[
            block("text", link + term, 1),
            block("image", {"image": image.pk, "alt": "A phone", "caption": ""}, 2),
            block("download", {"file": upload.pk, "title": "The form", "about": ""}, 3),
            block("figure", {"src": "volatility-order.svg", "alt": "An order.", "caption": ""}, 4),
            block("practice_point", {"ref": "PP-7", "text": "<p>Both.</p>"}, 5),
            block("practice", {"title": "Try", "question": tried.key, "intro": ""}, 6),
        ],
    )
    LessonAlignment.objects.create(page=second, statement=statement, sort_order=0)
    second.refresh_from_db()
    second.title = "Second, better"
    second.save_revision()
    return CoursePage.objects.get(pk=page.pk)


def forget_everything() -> None:
    """As another site that has the framework and nothing of this course."""
    with seals_lifted():
        CourseVersion.objects.all().delete()
        for page in Page.objects.filter(depth=2):
            page.specific.delete()
        Question.objects.all().delete()
        PracticeDecision.objects.all().delete()
        GateOverride.objects.all().delete()
        PracticePoint.objects.all().delete()
        GlossaryTerm.objects.all().delete()
    for model in (get_image_model(), get_document_model()):
        for row in model.objects.all():
            row.file.delete(save=False)
            row.delete()


def test_a_course_arrives_with_nothing_lost(course: CoursePage) -> None:
    content = contents_of(course)[0]
    data = export_course(course)
    assert data == export_course(course)
    forget_everything()
    plan = plan_course(data=data)
    assert (plan.problems, plan.here) == ([], False)
    assert not CoursePage.objects.exists()
    made = apply_course(data=data)[1]
    assert made is not None
    assert canonical(contents_of(made)[0]) == canonical(content)
    assert export_course(made) == data
    assert not made.live
    lesson = LessonPage.objects.get(title="Second")
    assert lesson.get_latest_revision_as_object().title == "Second, better"
    first = LessonPage.objects.get(title="First")
    assert f'id="{first.pk}"' in str(lesson.body.raw_data[0]["value"])
    assert [tag.name for tag in Question.objects.get(key="ph-1").tags.all()] == ["phones"]
    module = ModulePage.objects.get()
    assert (module.time_limit, module.certainty, module.blueprint) == (45, "ask", [BLUEPRINT])
    assert (module.max_attempts, module.wait_minutes) == (3, 60)
    assert all(row.ask_certainty for row in module.items.all())
    words = GlossaryTerm.objects.order_by("language").values_list("language", "term")
    assert list(words) == [("en", "hash value"), ("es", "valor hash")]


def test_the_register_of_decisions_comes_along(course: CoursePage) -> None:
    point = PracticePoint.objects.get(key="PP-7")
    for decision in ("Off", "On"):
        record_decision(
            point=point,
            decision=decision,
            sources="A written order",
            decided_by="The office that decides",
            decided_on=date(2026, 1, 5),
            by=UserFactory(),
        )
    content, data = contents_of(course)[0], export_course(course)
    forget_everything()
    made = apply_course(data=data)[1]
    assert made is not None
    rows = PracticePoint.objects.get(key="PP-7").decisions.all()
    said = [(row.decision, row.sources, row.recorded_by) for row in rows]
    assert said == [("On", "A written order", None), ("Off", "A written order", None)]
    assert canonical(contents_of(made)[0]) == canonical(content)
    assert export_course(made) == data


def test_a_forged_register_is_refused(course: CoursePage) -> None:
    def change(content: Any) -> None:
        content["points"][0]["decisions"] = [{"decision": "On", "views": "none"}]

    data = spoilt(export_course(course), change)
    forget_everything()
    with pytest.raises(PackageRefused):
        apply_course(data=data)
    assert not PracticePoint.objects.exists()


@pytest.mark.parametrize("carried", [True, False])
def test_what_was_published_with_a_reason_comes_in_with_it(
    course: CoursePage, carried: bool
) -> None:
    lesson = LessonPage.objects.get(title="First")
    lesson.body = [block("text", '<p><a href="https://nist.gov"></a>See it.</p>', 9)]
    override(
        key=lesson.translation_key,
        title="First",
        findings=findings_of(lesson),
        reason="The logo follows.",
        by=UserFactory(),
    )
    lesson.save_revision().publish()
    content, data = contents_of(course)[0], export_course(course)
    forget_everything()
    if not carried:
        with pytest.raises(PackageRefused):
            apply_course(data=spoilt(data, without_reasons))
        assert not GateOverride.objects.exists()
        return
    importer = UserFactory()
    made = apply_course(data=data, by=importer)[1]
    assert made is not None
    assert canonical(contents_of(made)[0]) == canonical(content)
    kept = GateOverride.objects.get()
    assert (kept.reason, kept.decided_by) == ("The logo follows.", importer.learner_id)


def without_reasons(content: Any) -> None:
    content["course"]["children"][0]["children"][0].pop("reasons")


def test_the_frozen_content_has_the_same_hash(course: CoursePage) -> None:
    """Of what names no row by its number: pictures, files and links to pages are other rows."""
    second = LessonPage.objects.get(title="Second")
    second.body = [one for one in second.body.raw_data if one["id"][-1] in "456"]
    second.save_revision().publish()
    before, data = freeze(course).content_hash, export_course(course)
    forget_everything()
    made = apply_course(data=data)[1]
    assert made is not None
    assert freeze(made).content_hash == before


def test_a_second_import_changes_nothing(course: CoursePage) -> None:
    data = export_course(course)
    forget_everything()
    apply_course(data=data)
    before = (Page.objects.count(), Question.objects.count(), get_image_model().objects.count())
    plan, made = apply_course(data=data)
    assert (plan.here, made) == (True, None)
    assert plan_course(data=data).here
    now = (Page.objects.count(), Question.objects.count(), get_image_model().objects.count())
    assert now == before


def test_a_course_that_reads_otherwise_here_is_not_touched(course: CoursePage) -> None:
    data = export_course(course)
    course.summary = "Ours."
    course.save_revision().publish()
    with pytest.raises(PackageRefused) as refusal:
        apply_course(data=data)
    assert "PH-1 already" in refusal.value.messages[0]
    assert CoursePage.objects.get().summary == "Ours."


def test_what_this_site_lacks_is_named_before_anything_is_written(course: CoursePage) -> None:
    manifest, content, files = unpack(export_course(course))
    forget_everything()
    manifest.pop("entries")
    about = {name: manifest[name] for name in ("course", "releases", "question_types")}
    about |= {"releases": ["9.9.9"], "question_types": ["teleport"]}
    content["figures"] = {"gone.svg": "0" * 64}
    data = pack(content, files, **about)
    problems = " ".join(plan_course(data=data).problems)
    for said in ("NICE Framework 9.9.9", "teleport", "gone.svg"):
        assert said in problems
    with pytest.raises(PackageRefused):
        apply_course(data=data)
    assert not CoursePage.objects.exists()


def spoilt(data: bytes, change: Any) -> bytes:
    """The package with its content changed and hashed again, as a forger would."""
    manifest, content, files = unpack(data)
    change(content)
    about = {name: manifest[name] for name in ("course", "releases", "question_types")}
    return pack(content, files, **about)


def lesson_of(content: Any) -> Any:
    return content["course"]["children"][0]["children"][1]["content"]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="x()">a</p>',
        '<a href="javascript:x()">a</a>',
        '<a href=" java&#x0A;script:x()">a</a>',
        '<img src="https://example.org/x.png">',
        '<p><svg><a href="x"></a></svg></p>',
        '<p title=">" onmouseover="x()">a</p>',
    ],
)
def test_hostile_markup_is_refused(course: CoursePage, html: str) -> None:
    data = export_course(course)
    forget_everything()

    def change(content: Any) -> None:
        lesson_of(content)["body"][0]["value"] = html

    with pytest.raises(PackageRefused):
        apply_course(data=spoilt(data, change))
    assert not CoursePage.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.pop("questions"),
        lambda content: content["course"].update(kind="lesson"),
        lambda content: content["course"].update(key="no key"),
        lambda content: content["course"].update(slug="../../etc"),
        lambda content: lesson_of(content)["body"].append({"type": "gone", "value": 1, "id": "x"}),
        lambda content: lesson_of(content).update(body="text"),
        lambda content: lesson_of(content).update(minutes=-5),
        lambda content: content["questions"][0]["content"].update(key="a b"),
        lambda content: content["questions"][0]["content"].update(alignments=[{"statement": 1}]),
        lambda content: content.update(
            files={"image:" + "0" * 64: {"name": "a.png", "title": "a"}}
        ),
        lambda content: next(iter(content["files"].values())).update(name="evil.html"),
    ],
)
def test_forged_content_is_refused_and_nothing_stays(course: CoursePage, change: Any) -> None:
    data = spoilt(export_course(course), change)
    forget_everything()
    with pytest.raises(PackageRefused) as refusal:
        apply_course(data=data)
    assert refusal.value.messages
    for model in (CoursePage, ModulePage, Question, PracticePoint, get_image_model()):
        assert not model.objects.exists()


def test_archives_that_lie_are_refused(course: CoursePage) -> None:
    data = export_course(course)
    _manifest, content, _files = unpack(data)
    for wrong in (b"", b"PK\x03\x04", data[:-200], b"<html>", pack(content, {"0" * 64: b"x"})):
        with pytest.raises(PackageRefused):
            plan_course(data=wrong)
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("../../evil.txt", "x")
    with pytest.raises(PackageRefused) as refusal:
        plan_course(data=stream.getvalue())
    assert "name that no course has" in refusal.value.messages[0]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.json", b" " * 5_000_000)
    with pytest.raises(PackageRefused):
        plan_course(data=stream.getvalue())
    later = io.BytesIO()
    with zipfile.ZipFile(later, "w") as archive:
        about = {"format": "cyber-learning-course", "version": 2, "entries": {}}
        archive.writestr("manifest.json", json.dumps(about))
    with pytest.raises(PackageRefused) as refusal:
        plan_course(data=later.getvalue())
    assert "form 2" in refusal.value.messages[0]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.floats(0, 1), put=st.binary(min_size=1, max_size=4))
def test_spoilt_bytes_never_crash(course: CoursePage, at: float, put: bytes) -> None:
    data = bytearray(export_course(course))
    place = int(at * (len(data) - 4))
    data[place : place + len(put)] = put
    try:
        plan_course(data=bytes(data))
    except PackageRefused as refusal:
        assert refusal.messages  # noqa: PT017


def test_the_commands_write_and_read(course: CoursePage, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "course.zip"
    call_command("export_course", "PH-1", str(file))
    assert file.read_bytes() == export_course(course)
    with pytest.raises(CommandError):
        call_command("export_course", "NONE", str(file))
    forget_everything()
    call_command("import_course", str(file))
    assert "Nothing was written." in capsys.readouterr().out
    call_command("import_course", str(file), "--apply")
    assert "added as a draft" in capsys.readouterr().out
    call_command("import_course", str(file), "--apply")
    assert "nothing was changed" in capsys.readouterr().out
    file.write_bytes(b"no")
    with pytest.raises(CommandError):
        call_command("import_course", str(file))


def test_what_arrived_can_be_published(course: CoursePage) -> None:
    module = ModulePage.objects.child_of(course).get()
    second = LessonPage.objects.child_of(module).last()
    assert second is not None
    second.delete()
    Question.objects.filter(key="ph-1").update(practice_point=None)
    data = export_course(CoursePage.objects.get(pk=course.pk))
    forget_everything()
    made = apply_course(data=data)[1]
    assert made is not None
    assert publish_version(made, by=None).number == 1


@pytest.mark.parametrize("name", ["four-principles.svg", "back-office.svg"])
def test_figures_and_scenes_come_with_the_program(name: str) -> None:
    assert shipped_drawing(name).startswith("<svg")


@pytest.mark.parametrize("name", ["nowhere.svg", "../figures/four-principles.svg", ""])
def test_what_does_not_come_with_it_is_refused(name: str) -> None:
    with pytest.raises(UnsafeFigure):
        shipped_drawing(name)
