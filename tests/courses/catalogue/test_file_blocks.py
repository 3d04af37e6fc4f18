"""Pictures, points, recordings and downloads: as uploaded, kept at publishing, and shown."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.freezing import freeze
from courses.catalogue.queries import render_lesson
from courses.catalogue.refusals import PublishRefused
from courses.catalogue.services import publish_version
from courses.models import LessonPage, LessonVersion
from tests.courses.catalogue.test_loading import change, folder, load
from tests.courses.catalogue.test_naming_blocks import block, frozen
from tests.factories.accounts import UserFactory
from tests.factories.courses import QuestionFactory, course_page, lesson_page, module_page
from tests.factories.files import MP3, MP4, PDF, VTT, image, jpeg, upload

__all__ = ["folder"]  # the fixture of a folder of curriculum files
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def picture(pk: int) -> dict[str, Any]:
    return block("image", {"image": pk, "alt": "A <phone> in a bag.", "caption": "", "credit": ""})


def points(**fields: Any) -> dict[str, Any]:
    point = {"name": "The seal", "text": "<p>Read its number.</p>", "x": 20, "y": 30}
    value = {"image": None, "src": "", "alt": "A desk.", "caption": "", "points": [point]}
    return block("hotspots", {**value, **fields})


def video(**fields: Any) -> dict[str, Any]:
    made = {"title": "Sealing", "transcript": "<p>Fold, press, sign.</p>", "poster": None}
    return block(
        "video",
        {
            **made,
            "file": upload("seal.mp4", MP4).pk,
            "captions": upload("seal.vtt", VTT).pk,
            **fields,
        },
    )


def test_a_picture_comes_in_sizes_upright_and_without_what_the_camera_wrote() -> None:
    row = image(data=jpeg(turned=True))
    lesson = frozen(picture(row.pk))
    kept = lesson.enclosed["files"]["id-image"]["image"]
    assert (kept["width"], kept["height"]) == (800, 1200)
    assert [one["width"] for one in kept["sizes"]] == [480, 800]
    for one in kept["sizes"]:
        with default_storage.open(one["path"]) as file:
            data = file.read()
        assert b"Belmopan" not in data
        assert Pillow.open(BytesIO(data)).size == (one["width"], one["height"])
    html = render_lesson(lesson)
    assert 'alt="A &lt;phone&gt; in a bag."' in html
    assert 'width="800" height="1200"' in html
    assert f"{kept['sizes'][0]['path']} 480w" in html


def test_deleting_or_replacing_uploads_changes_nothing_that_was_published() -> None:
    row, made = image(), video()
    lesson = frozen(picture(row.pk), made)
    before = render_lesson(lesson)
    row.file.delete(save=False)
    row.delete()
    Document.objects.all().delete()
    cache.clear()
    assert render_lesson(lesson) == before
    path = lesson.enclosed["files"]["id-video"]["file"]["path"]
    with default_storage.open(path) as file:
        assert file.read() == MP4


def test_looking_at_what_would_be_published_writes_no_file() -> None:
    course = course_page()
    lesson_page(module_page(course, [QuestionFactory()]), body=[picture(image().pk)])
    freeze(course)
    assert not default_storage.exists("lessons")


def test_an_upload_that_cannot_be_read_stops_publishing_with_its_name() -> None:
    course = course_page()
    row = image()
    lesson_page(module_page(course, [QuestionFactory()]), body=[picture(row.pk)])
    freeze(course)  # described while it was there
    default_storage.delete(row.file.name)
    with pytest.raises(PublishRefused, match="A phone"):
        publish_version(course, by=None)
    assert not course.versions.exists()


def test_publishing_again_keeps_the_same_files_and_makes_no_version() -> None:
    course = course_page()
    lesson_page(module_page(course, [QuestionFactory()]), body=[picture(image().pk)])
    first = publish_version(course, by=None)
    assert publish_version(course, by=None) == first


def test_points_are_links_into_a_numbered_list() -> None:
    html = render_lesson(frozen(points(image=image().pk)))
    assert 'href="#p1-id-hotspots" aria-label="1. The seal"' in html
    assert '<li id="p1-id-hotspots" tabindex="-1"><strong>The seal</strong>' in html
    assert "style=" not in html


def test_points_stand_on_our_drawings_too() -> None:
    lesson = frozen(points(src="four-principles.svg"))
    assert "four-principles.svg" in lesson.enclosed["figures"]
    html = render_lesson(lesson)
    assert 'aria-describedby="alt-id-hotspots"' in html
    assert 'id="alt-id-hotspots">A desk.</p>' in html


@pytest.mark.parametrize("both", [True, False])
def test_points_need_one_picture_or_one_drawing(both: bool) -> None:
    kind = LessonBlocks().child_blocks["hotspots"]
    value = points(image=image().pk, src="four-principles.svg") if both else points()
    with pytest.raises(ValidationError):
        kind.clean(kind.to_python(value["value"]))


def test_a_video_says_its_size_and_loads_nothing_before_it_is_asked_for() -> None:
    html = render_lesson(frozen(video(poster=image().pk)))
    assert 'preload="none"' in html
    assert "Video with captions, 2.0\xa0KB." in html
    assert '<track kind="captions"' in html
    assert "-480.webp" in html
    assert "Fold, press, sign." in html
    assert "autoplay" not in html


def test_a_recording_comes_with_its_transcript() -> None:
    value = {
        "title": "A call",
        "file": upload("call.mp3", MP3).pk,
        "transcript": "<p>Hello, is that PITCU?</p>",
    }
    html = render_lesson(frozen(block("audio", value)))
    assert 'type="audio/mpeg"' in html
    assert 'preload="none"' in html
    assert "Hello, is that PITCU?" in html


def test_a_download_says_what_it_is_and_how_large() -> None:
    value = {"title": "Custody form", "file": upload("Form A.pdf", PDF).pk, "text": ""}
    html = render_lesson(frozen(block("download", value)))
    assert "PDF, 45\xa0bytes" in html
    assert "/form-a.pdf" in html.lower() or "/form_a" in html.lower()


@pytest.mark.parametrize(
    ("field", "name", "data"),
    [
        ("file", "seal.mp4", b"<html>not a film</html>"),
        ("file", "seal.pdf", PDF),
        ("captions", "seal.vtt", b"WEBVTT\n\n"),
        ("captions", "seal.vtt", b"00:00.000 --> 00:01.000\nno head\n"),
        ("captions", "seal.vtt", b"\xff\xfe\x00"),
        ("captions", "seal.txt", VTT),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused(field: str, name: str, data: bytes) -> None:
    kind = LessonBlocks().child_blocks["video"]
    value = video(**{field: upload(name, data).pk})["value"]
    with pytest.raises(ValidationError) as refusal:
        kind.clean(kind.to_python(value))
    assert field in refusal.value.block_errors


def test_a_frozen_lesson_with_files_asks_the_database_only_once() -> None:
    lesson = frozen(picture(image().pk), video())
    render_lesson(lesson)
    with CaptureQueriesContext(connection) as queries:
        render_lesson(lesson)
    assert len(queries) == 0


def test_the_preview_shows_uploads_and_leaves_no_trace_in_records() -> None:
    course = course_page()
    page = lesson_page(
        module_page(course, []),
        body=[picture(image().pk), video(), points(src="four-principles.svg")],
    )
    page = LessonPage.objects.get(pk=page.pk)
    with CaptureQueriesContext(connection) as queries:
        html = page.make_preview_request(
            preview_mode="", extra_request_attrs={"user": UserFactory()}
        ).content.decode()
    assert "-480.webp" in html
    assert "seal" in html
    writes = [q["sql"] for q in queries.captured_queries if "INSERT" in q["sql"]]
    assert [sql for sql in writes if "courses_" in sql] == []
    assert not LessonVersion.objects.exists()


def test_a_folder_with_media_loads_and_loading_again_writes_nothing(folder: Path) -> None:
    (folder / "media").mkdir()
    (folder / "media" / "phone.jpg").write_bytes(jpeg(600, 400))
    (folder / "media" / "seal.mp4").write_bytes(MP4)
    (folder / "media" / "seal.vtt").write_bytes(VTT)
    blocks = (
        "::: image\nimage: phone.jpg\nalt: A phone.\n:::\n\n"
        "::: video\ntitle: Sealing\nfile: seal.mp4\ncaptions: seal.vtt\n"
        "transcript: Fold it and sign across.\n:::\n\n"
        "::: hotspots\nimage: phone.jpg\nalt: A phone.\n"
        "points:\n  - {name: Seal, text: Read it., x: 20, y: 30}\n:::\n\n::: summary"
    )
    change(folder, "short/1.1-first/01-live-or-dead.md", "::: summary", blocks)
    load(folder)
    lesson = LessonVersion.objects.get()
    assert len(lesson.enclosed["files"]) == 3
    assert Image.objects.count() == 1
    assert "0 new, 0 updated" in load(folder)
    assert Image.objects.count() == 1
    (folder / "media" / "phone.jpg").write_bytes(jpeg(700, 400))
    assert "1 updated" in load(folder)


@pytest.mark.parametrize("name", ["none.jpg", "../../x.jpg", "seal.svg", "text.jpg"])
def test_a_file_that_the_folder_lacks_is_reported(folder: Path, name: str) -> None:
    (folder / "media").mkdir()
    (folder / "media" / "text.jpg").write_bytes(b"text")
    (folder / "media" / "seal.svg").write_bytes(b"<svg/>")
    block_text = f"::: image\nimage: {name}\nalt: A phone.\n:::\n\n::: summary"
    change(folder, "short/1.1-first/01-live-or-dead.md", "::: summary", block_text)
    with pytest.raises(CommandError, match="media/"):
        load(folder)


@pytest.mark.parametrize(("mode", "theme"), [("", "light"), ("dark", "dark")])
def test_the_preview_comes_at_phone_and_desktop_width_by_day_and_in_the_dark(
    mode: str, theme: str
) -> None:
    page = lesson_page(module_page(course_page(), []), body=[video()])
    assert [one["device_width"] for one in page.preview_sizes] == [360, 1280]
    html = page.make_preview_request(
        preview_mode=mode, extra_request_attrs={"user": UserFactory()}
    ).content.decode()
    assert f'data-theme="{theme}"' in html
    assert "courses/js/lesson-video.js" in html


def test_captions_wait_until_somebody_presses_play() -> None:
    html = render_lesson(frozen(video()))
    assert "<lesson-video><video" in html
    assert " default" not in html
