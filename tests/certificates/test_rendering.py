"""The PDF: right words, fonts embedded, tagged, and any Latin name without overlap or boxes."""

import io
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from certificates import rendering
from certificates.models import Certificate, Holder
from tests import pdf_tools
from tests.factories.accounts import UserFactory
from tests.factories.certificates import issued, wording

pytestmark = pytest.mark.django_db

NAMES = [
    "Ana Choc",
    "Xiomara Guadalupe Ñáñez-Ch'oc y Montúfar de Vanegas Ürbina",
    "W" * 60,
    "Ẍumucané Tz’unün Q’eqchi’ Sayaxché Ŋuŋuŋ Łódź Őrsi Ǧaru Ẽbeñu",
    " ".join(["Wiltshire-Montgomery"] * 5)[:120],
    "İ Ğ Ş ā ē ī ō ū ǫ ã ẽ ĩ õ ũ ʼ ʔ Ø Æ Œ ß þ đ",
]


def pdf_of(name: str, tmp_path: Path, **changes: object) -> tuple[Certificate, Path]:
    certificate = issued(UserFactory(full_name=name[:120]), wording=wording(**changes))
    path = tmp_path / "certificate.pdf"
    path.write_bytes(rendering.render(certificate))
    return certificate, path


def text_of(path: Path) -> str:
    return pdf_tools.run("pdftotext", "-layout", str(path), "-", check=True, text=True).stdout


@pytest.mark.parametrize("name", NAMES)
def test_any_latin_name_is_whole_on_one_page(name: str, tmp_path: Path) -> None:
    certificate, path = pdf_of(name, tmp_path)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
    packed = "".join(text_of(path).split())
    assert "".join(name.split()) in packed or sorted("".join(name.split())) <= sorted(packed)
    assert certificate.number in packed
    boxes = pdf_tools.run("pdftotext", "-bbox", str(path), "-", check=True, text=True).stdout
    assert "\ufffd" not in boxes


@pytest.mark.parametrize("name", NAMES)
def test_the_name_never_runs_into_the_lines_around_it(name: str) -> None:
    holder = Holder(name=name)
    size = rendering.name_size(holder.name)
    widths, default, units = rendering._name_metrics()
    width = sum(widths.get(ord(c), default) for c in name) / units * size
    assert 13 <= size <= 40
    assert width <= 2.3 * rendering.LINE_POINTS


def test_it_is_built_as_pdf_a_3a_with_tags_and_embedded_fonts(tmp_path: Path) -> None:
    _certificate, path = pdf_of(NAMES[1], tmp_path)
    with pikepdf.open(path) as pdf:
        metadata = pdf.open_metadata()
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert "/StructTreeRoot" in pdf.Root
        assert "/Filter" not in pdf.Root.Metadata  # PDF/A wants its metadata in the clear
        box = pdf.pages[0].mediabox
        assert float(box[2]) > float(box[3])
        for font in _fonts(pdf):
            assert "/FontFile2" in font or "/FontFile3" in font
    check = pdf_tools.run("qpdf", "--check", str(path), text=True)
    assert check.returncode == 0, check.stdout


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    dictionaries = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
    found = [thing for thing in dictionaries if thing.get("/Type") == "/FontDescriptor"]
    assert found
    return found


def test_the_structure_reads_in_order(tmp_path: Path) -> None:
    _certificate, path = pdf_of("Ana Choc", tmp_path, pilot_line="Pilot: legal review pending.")
    struct = pdf_tools.run("pdfinfo", "-struct-text", str(path), check=True, text=True).stdout
    order = [
        struct.index(words)
        for words in (
            "Certificate of completion",
            "Ana Choc",
            "Digital evidence for first responders",
            "Knowledge completed (unsupervised)",
            "Pilot: legal review pending.",
        )
    ]
    assert order == sorted(order)
    assert "H1" in struct
    assert "Figure" in struct


def test_the_qr_code_on_the_page_holds_the_public_address(tmp_path: Path) -> None:
    certificate, path = pdf_of("Ana Choc", tmp_path)
    picture = tmp_path / "page"
    command = ("pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", str(path), str(picture))
    pdf_tools.run(*command, check=True)
    with Image.open(picture.with_suffix(".png")) as page:
        # A bad photocopy: small, smeared, and pale.
        copy = page.resize((page.width // 2, page.height // 2)).resize(page.size)
        copy = copy.filter(ImageFilter.GaussianBlur(1)).point(lambda tone: 90 + tone // 2)
        found = [code.text for code in zxingcpp.read_barcodes(copy)]
    assert found == [f"http://127.0.0.1:8000/verify/{certificate.code}/"]


def test_hostile_wording_is_text_and_loads_nothing(tmp_path: Path) -> None:
    _certificate, path = pdf_of(
        "<img src=file:///etc/passwd> <script>", tmp_path, course_title="<h1>&amp;</h1>"
    )
    text = text_of(path)
    assert "<h1>&amp;</h1>" in text
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
