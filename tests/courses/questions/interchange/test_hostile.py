"""Hostile and nonsensical files: one sentence, nothing else."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.questions.interchange import refusals
from courses.questions.interchange.formats import FORMATS, read_questions
from courses.questions.interchange.neutral import Entry, Left
from courses.questions.interchange.refusals import FileRefused
from tests.courses.questions.interchange.samples import AIKEN, ITEM, MOODLE, package

LAUGHS = """<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE q [<!ENTITY f SYSTEM "file:///etc/passwd">]>
<quiz>&f;</quiz>"""
DEEP = "<quiz>" + "<a>" * 5_000 + "</a>" * 5_000 + "</quiz>"
MANY = "<quiz>" + "<a/>" * (refusals.MAX_ELEMENTS + 1) + "</quiz>"


def sentence(data: bytes, form: str = "") -> str:
    with pytest.raises(FileRefused) as refusal:
        read_questions(data, form)
    said = refusal.value.sentence
    assert said.endswith((".", "?"))
    return said


def read_or_refused(data: bytes, form: str = "") -> list[Entry]:
    """Anything but a refusal fails the test."""
    with suppress(FileRefused):
        return read_questions(data, form).entries
    return []


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(xml: str, encoding: str) -> None:
    data = xml.replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding)
    assert "declares a document type" in sentence(data, "moodle-xml")
    if encoding == "utf-8":
        assert "declares a document type" in sentence(package(a__xml=data))


def test_depth_and_number_of_elements_are_limited() -> None:
    assert "nested" in sentence(DEEP.encode(), "moodle-xml")
    assert "elements" in sentence(MANY.encode(), "moodle-xml")


@pytest.mark.parametrize("form", ["", *(one.key for one in FORMATS)])
@pytest.mark.parametrize(
    "data", [b"", b"   \n", b"\x00\x01\x02", b"\xff\xfe\xfd", b"PK\x03\x04rubbish", b"<quiz"]
)
def test_rubbish_is_refused_or_left(data: bytes, form: str) -> None:
    assert all(isinstance(entry, Left) for entry in read_or_refused(data, form))


def test_size_is_limited() -> None:
    assert "larger than" in sentence(b"x" * (refusals.MAX_BYTES + 1))
    many = b"\n\n".join(b"What? {=a ~b}" for _n in range(refusals.MAX_ENTRIES + 1))
    assert "more than" in sentence(many, "gift")
    (left,) = read_questions(b"What? {=a ~" + b"b" * (refusals.MAX_TEXT * 4 + 1) + b"}").entries
    assert isinstance(left, Left)
    assert "too long" in left.why


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", "a/../../b.xml", "..\\a.xml", "C:a.xml"])
def test_names_that_reach_outside_are_refused(name: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, ITEM.format(name="a"))
    assert "outside" in sentence(stream.getvalue())


def test_bombs_and_locked_and_repeated_parts_are_refused() -> None:
    assert "packed in a way" in sentence(package(a__xml=b"<a>" + b" " * 1_900_000 + b"</a>"))
    assert "packed" in sentence(package(big__bin=b"\0" * 15_000_000))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.xml", "<a/>")
    assert "one name" in sentence(stream.getvalue())
    assert "no QTI 2.1 item" in sentence(package(notes__txt="hello"))
    locked = bytearray(package(a__xml=ITEM.format(name="a")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[bytes(locked).index(mark) + at] |= 1
    assert "locked" in sentence(bytes(locked))


SIGNS = [b"{", b"}", b"=", b"~", b"->", b"#"]
SEEDS = [
    MOODLE.encode(),
    AIKEN.encode(),
    ITEM.format(name="a").encode(),
    package(a__xml=ITEM.format(name="a")),
    b"// [id:x]\n::n:: What? {=%50%a#b ~[html]<b>c</b> ####d}\n\nHow? {#=1:2 =%5%3..4}",
    b"X {T#a#b}\n\nMatch {=a -> b =c -> d}",
]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_spoilt_files_never_crash_a_reader(data: st.DataObject) -> None:
    """Bytes of real files cut, doubled and exchanged, read as every format."""
    seed = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _n in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(seed)))
        size = data.draw(st.integers(0, 12))
        put = data.draw(st.binary(max_size=4) | st.sampled_from(SIGNS))
        seed[at : at + size] = put
    form = data.draw(st.sampled_from(["", *(one.key for one in FORMATS)]))
    read_or_refused(bytes(seed), form)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab{}=~#%:>-\\/\n 1.T[]$", max_size=60))
def test_any_text_is_read_as_gift_without_a_crash(text: str) -> None:
    read_or_refused(text.encode(), "gift")
