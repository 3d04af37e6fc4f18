"""The engine: tagged, embedded, repeatable, and deaf to every address."""

import io

import pikepdf
import pytest

from lms.pdf.api import Look, NotSelfContained, data_uri, make_pdf

LOOK = Look((), 'html { font-family: "Atkinson Hyperlegible Next" } @page { size: A6 }')
PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'


def opened(body: str, **kwargs: object) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(make_pdf(PAGE.format(body), LOOK, **kwargs)))


def test_a_document_for_reading_is_tagged_and_holds_its_fonts() -> None:
    with opened("<h1>Heading</h1><p>Čáłñ words</p>") as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        fonts = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts)


@pytest.mark.parametrize("wanted", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "ftp://x/y"])
def test_nothing_is_loaded_from_any_address(wanted: str) -> None:
    with pytest.raises(NotSelfContained):
        make_pdf(PAGE.format(f'<img src="{wanted}" alt="">'), LOOK)


def test_what_stands_in_the_page_is_shown() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    with opened(f'<img src="{data_uri(svg)}" alt="A corner">') as pdf:
        assert len(pdf.pages) == 1


def test_the_same_page_gives_the_same_file() -> None:
    first, second = (make_pdf(PAGE.format("<p>Same</p>"), LOOK, identifier=b"x") for _ in "ab")
    assert first == second


def test_header_cells_say_what_they_head() -> None:
    rows = '<tr><th scope="row">Log files</th><td>Days</td></tr>'
    heads = '<tr><th scope="col">What</th><th scope="col">How long</th></tr>'
    with opened(f"<table><thead>{heads}</thead><tbody>{rows}</tbody></table>") as pdf:
        cells = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"
        ]
        assert [str(one.A.Scope) for one in cells] == ["/Column", "/Column", "/Row"]
