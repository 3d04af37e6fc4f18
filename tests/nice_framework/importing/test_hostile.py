"""Broken, truncated, huge and hostile files: one clear sentence, and no harm done."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nice_framework.importing import parse as parsing
from nice_framework.importing import refusals
from nice_framework.importing.contents import Export
from nice_framework.importing.parse import parse, read_source
from nice_framework.importing.refusals import ImportRefused
from tests.nice_framework.importing.files import SMALL, bare, book, parts, saved, workbook

SENTENCE = re.compile(r"[^\n]{10,300}[.]")
FUZZ = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def refusal(data: bytes) -> str:
    with pytest.raises(ImportRefused) as caught:
        parse(data, "file")
    assert SENTENCE.fullmatch(caught.value.sentence), caught.value.sentence
    return caught.value.sentence


def repacked(data: bytes, name: str, change: Any, compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with one of its parts changed or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", compress) as new,
    ):
        names = old.namelist()
        for each in names:
            content = old.read(each)
            new.writestr(each, change(content) if each == name else content)
        if name not in names:
            new.writestr(name, change(b""))
    return stream.getvalue()


def element(**changes: Any) -> bytes:
    """A bare export with one more element, which is `changes` on a good one."""
    good = {
        "element_type": "knowledge",
        "element_identifier": "K0500",
        "title": "",
        "text": "Knowledge of knots",
        "doc_identifier": "x",
    }
    return bare(elements=[*parts()["elements"], good | changes])


def link(source: Any, target: Any) -> bytes:
    row = {"source_element_identifier": source, "dest_element_identifier": target}
    return bare(relationships=[*parts()["relationships"], row])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n ", "The file is empty."),
        (b"\xff\xfe\x00", "neither UTF-8 text nor an Excel workbook"),
        (b"<html>", "broken or cut short at line 1"),
        (bare()[:500], "broken or cut short"),
        (b"[]", "not an export of the NICE Framework"),
        (b"null", "not an export of the NICE Framework"),
        (b'{"response": {}}', "not an export of the NICE Framework"),
        (bare(elements={}), "has no list of elements"),
        (bare(relationships="x"), "has no list of relationships"),
        (bare(documents=[]), "describes one document"),
        (bare(documents=[7]), "is 7 and not an object"),
        (bare(documents=[{"doc_identifier": "CSF", "version": "2.0.0"}]), "not of the NICE"),
        (
            bare(documents=[{"doc_identifier": "SP_800_181", "version": "2.2"}]),
            "The version should look like 2.2.0",
        ),
        (bare(documents=[{"doc_identifier": "SP_800_181", "version": 2}]), "field version"),
        (bare(elements=[]), "holds no category"),
        (bare(relationships=[]), "No work role has a statement"),
        (bare(elements=[None]), "not an object"),
        (element(text=None), "no text in its field text"),
        (element(text=["a"]), "no text in its field text"),
        (element(text="a" * 5_001), "longer than 5,000 characters"),
        (element(text="a\x00b"), "signs that do not belong"),
        (element(text="\ud800"), "signs that do not belong"),
        (element(element_identifier="K0001"), "appears twice"),
        (element(element_identifier="K1"), "not the identifier of a knowledge statement"),
        (element(element_identifier="K٠٠٠١"), "not the identifier"),
        (element(element_type="work_role", element_identifier="AA-WRL-009"), "has no name"),
        (
            element(element_type="work_role", element_identifier="ZZ-WRL-001", title="Sailing"),
            "ZZ-WRL-001 stands in no category",
        ),
        (link("K0001", "T0001"), "has no meaning here"),
        (link(["K0001"], "T0001"), "no text in its field"),
        (bare().replace(b'"title": ""', b'"title": NaN', 1), "NaN, which is not a value"),
        (b'{"documents": [], "documents": []}', "two values for one key"),
        (b'{"documents": ' + b"9" * 5_000 + b"}", "a number that cannot be read"),
        (b"[" * 90_000, "nested far too deep"),
        (b"[" * 200_000, "far more parts"),
        (b"[" + b"1," * 1_000_001 + b"1]", "far more parts"),
        (b" " * 10_000_001, "larger than 10 MB"),
    ],
)
def test_a_broken_or_hostile_json_file_is_refused(data: bytes, sentence: str) -> None:
    assert sentence in refusal(data)


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    assert "damaged" in refusal(b"PK\x03\x04 not really")
    assert "not an Excel workbook" in refusal(archive(readme=b"hello"))
    assert "damaged" in refusal(archive(xl__workbook_xml=b"<nonsense"))


def test_a_truncated_workbook_is_refused() -> None:
    data = workbook()
    for length in (4, 100, len(data) // 2, len(data) - 30):
        assert "damaged" in refusal(data[:length])


def test_a_damaged_part_is_refused() -> None:
    data = bytearray(workbook())
    middle = len(data) // 3
    data[middle : middle + 200] = bytes(200)
    assert refusal(bytes(data))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    ratio = repacked(workbook(), "xl/media/big.bin", lambda _: b"0" * 15_000_000)
    assert "packed in a way that no NICE export is" in refusal(ratio)
    many = repacked(workbook(), "xl/media/big.bin", lambda _: b"0" * 25_000_000)
    assert "unpacks to far more" in refusal(many)
    parts_ = archive(**{f"part{number}": b"x" for number in range(500)})
    assert "unpacks to far more" in refusal(parts_)


def test_entities_and_hidden_encodings_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = repacked(workbook(), "xl/workbook.xml", lambda old: bomb + old)
    assert "XML declarations that no workbook needs" in refusal(data)
    wide = repacked(workbook(), "xl/workbook.xml", lambda old: old.decode().encode("utf-16"))
    assert "XML declarations that no workbook needs" in refusal(wide)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream, "a") as new:
        new.writestr("xl/workbook.xml", b"<other/>")
    assert "two parts of one name" in refusal(stream.getvalue())


def changed_book(sheet: str, cell: str, value: Any) -> bytes:
    made = book()
    made[sheet][cell] = value
    return saved(made)


ROLES, LIST = "v9.1.0 Work Roles + Categories", "v9.1.0 TKS Statements"


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "sentence"),
    [
        (LIST, "B2", "=1+1", "has a formula in row 2"),
        (LIST, "B2", "#REF!", "a broken cell in row 2"),
        (LIST, "B2", 42, "should be text, but it is 42"),
        (LIST, "B2", True, "should be text, but it is True"),
        (LIST, "A2", "X0001", "not the identifier of a statement"),
        (LIST, "A3", "K0001", "appears twice"),
        (LIST, "A1", "Something", "where a known heading should be"),
        (LIST, "A2", None, "not the identifier of a statement"),
        (ROLES, "C3", "nonsense", "not the identifier of a work role"),
        (ROLES, "C3", None, "neither role nor category"),
        (ROLES, "A2", None, "above the first category"),
        (ROLES, "A3", None, "should be text"),
        ("AA-WRL-001", "A4", "Total", "where a statement should be"),
        ("AA-WRL-001", "A3", "Other", "where a known heading should be"),
        ("Competency Area Catalog", "C2", "NF-COM-1", "not the identifier of a competency area"),
    ],
)
def test_a_wrong_cell_is_refused(sheet: str, cell: str, value: Any, sentence: str) -> None:
    assert sentence in refusal(changed_book(sheet, cell, value))


def test_a_missing_sheet_is_refused() -> None:
    for name in (LIST, "Competency Area Catalog", "AA-WRL-002"):
        made = book()
        del made[name]
        assert f"lacks the sheet “{name}”" in refusal(saved(made))
    made = book()
    del made[ROLES]
    assert "This workbook is not NIST's" in refusal(saved(made))
    made = book()
    made.create_sheet("v9.2.0 Work Roles + Categories")
    assert "This workbook is not NIST's" in refusal(saved(made))


def test_an_endless_sheet_is_refused() -> None:
    def far_away(xml: bytes) -> bytes:
        return re.sub(rb'<row r="5"', b'<row r="1048576"', xml)

    data = repacked(workbook(), "xl/worksheets/sheet2.xml", far_away)
    assert "rows" in refusal(data)


def test_a_lying_dimension_hides_no_rows() -> None:
    def lie(xml: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:A1"', xml)

    assert len(parse(repacked(workbook(), "xl/worksheets/sheet2.xml", lie), "f").items) == 8


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nice_framework.importing.assembly.MAX_ITEMS", 3)
    assert "more than 3 elements" in refusal(bare())
    monkeypatch.setattr("nice_framework.importing.assembly.MAX_ITEMS", 100)
    monkeypatch.setattr("nice_framework.importing.assembly.MAX_LINKS", 1)
    assert "more than 1 links" in refusal(bare())


def outcome(data: bytes) -> Export | str:
    """Whatever the bytes are: an export, or one sentence. Nothing else is ever raised."""
    try:
        return parse(data, "file")
    except ImportRefused as error:
        sentence = error.sentence
    assert SENTENCE.fullmatch(sentence), sentence
    return sentence


@FUZZ
@given(st.binary(max_size=400))
@example(b"PK\x05\x06" + bytes(18))
def test_any_bytes_give_an_export_or_one_sentence(data: bytes) -> None:
    assert isinstance(outcome(data), str)
    assert isinstance(outcome(b"PK\x03\x04" + data), str)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@FUZZ
@given(data=st.data())
def test_a_valid_file_with_anything_in_one_place(data: st.DataObject) -> None:
    lists = json.loads(json.dumps(parts()))
    name = data.draw(st.sampled_from(sorted(lists)))
    row = data.draw(st.sampled_from(range(len(lists[name]))))
    value = data.draw(anything)
    if data.draw(st.booleans()):
        lists[name][row] = value
    else:
        lists[name][row][data.draw(st.sampled_from(sorted(lists[name][row])))] = value
    outcome(json.dumps(lists).encode())


@FUZZ
@given(start=st.integers(0, 6_000), junk=st.binary(min_size=1, max_size=60))
def test_a_workbook_damaged_anywhere(start: int, junk: bytes) -> None:
    data = bytearray(WORKBOOK)
    start %= len(data)
    data[start : start + len(junk)] = junk
    outcome(bytes(data))


@FUZZ
@given(
    sheet=st.sampled_from([ROLES, LIST, "Competency Area Catalog", "AA-WRL-001"]),
    cell=st.sampled_from(["A1", "B1", "C1", "A2", "B2", "C2", "A3", "B3", "C3", "D3", "A4", "B4"]),
    value=st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=40
    ),
)
def test_a_workbook_with_anything_in_one_cell(sheet: str, cell: str, value: Any) -> None:
    outcome(changed_book(sheet, cell, value))


WORKBOOK = workbook()


class Answer:
    """What a web server might answer."""

    def __init__(self, body: bytes, url: str, history: tuple[str, ...] = ()) -> None:
        self.raw, self.body, self.url = self, body, url
        self.history = [Answer(b"", step) for step in history]

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def raise_for_status(self) -> None:
        pass

    def stream(self, size: int, *, decode_content: bool) -> list[bytes]:
        assert not decode_content
        return [self.body[start : start + size] for start in range(0, len(self.body), size)]


def serve(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    monkeypatch.setattr(parsing.requests, "get", lambda url, **kwargs: answer)


def test_a_file_is_read_from_an_https_address(monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, Answer(bare(), "https://example.org/small.json"))
    data, name = read_source("https://example.org/small.json")
    assert name == "small.json"
    assert parse(data, name).version == "9.1.0"


@pytest.mark.parametrize("url", ["http://example.org/x", "file:///etc/passwd", "ftp://x/y"])
def test_only_https_is_read(url: str) -> None:
    with pytest.raises(ImportRefused, match="begin with https"):
        read_source(url)


def test_a_detour_or_an_endless_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, Answer(bare(), "https://b.example/x", ("http://a.example/x",)))
    with pytest.raises(ImportRefused, match="not https"):
        read_source("https://c.example/x")
    serve(monkeypatch, Answer(b"1" * (refusals.MAX_BYTES + 1), "https://a.example/x"))
    with pytest.raises(ImportRefused, match="larger than 10 MB"):
        read_source("https://a.example/x")
    serve(monkeypatch, Answer(bare(), "https://a.example/x"))
    monkeypatch.setattr(parsing, "PATIENCE", -1.0)
    with pytest.raises(ImportRefused, match="longer than a minute"):
        read_source("https://a.example/x")


def test_a_file_larger_than_the_limit_is_not_read_whole(tmp_path: Any) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)
    data, _ = read_source(str(path))
    assert len(data) == refusals.MAX_BYTES + 1
    with pytest.raises(ImportRefused, match="larger than 10 MB"):
        parse(data, "huge.json")


def test_small_is_what_the_tests_believe_it_is() -> None:
    export = outcome(bare())
    assert isinstance(export, Export)
    assert set(SMALL.statements) < set(export.items)
