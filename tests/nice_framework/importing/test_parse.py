"""The three forms give one and the same contents, and their oddities are reported."""

import pytest

from nice_framework.importing.contents import Export
from nice_framework.importing.defects import describe
from nice_framework.importing.parse import parse
from tests.nice_framework.importing.files import SMALL, bare, book, saved, workbook, wrapped

FORMS = {"json": bare, "wrapped-json": wrapped, "workbook": workbook}


def read(data: bytes) -> Export:
    return parse(data, "small")


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_the_same_contents(form: str) -> None:
    export = read(FORMS[form]())
    assert export.form == form
    assert export.version == "9.1.0"
    assert len(export.sha256) == 64
    assert export.items["AA-WRL-001"].title == "Ferrying"
    assert export.items["AA-WRL-001"].text == "Ferrying work."
    assert export.items["AA"].title == "ON the WATER"
    assert export.items["AA"].text == "Works on the water."
    assert export.items["K0001"].kind == "knowledge"
    assert export.category_of == {"AA-WRL-001": "AA", "AA-WRL-002": "AA"}
    assert export.opm_codes == {"AA-WRL-001": ("721",)}
    assert export.role_links == set(SMALL.role_links)
    assert export.area_links == set(SMALL.area_links)
    assert export.counts() == {
        "category": 1,
        "work_role": 2,
        "competency_area": 1,
        "task": 2,
        "knowledge": 1,
        "skill": 1,
        "statements": 4,
        "role_links": 3,
        "area_links": 1,
        "opm_codes": 1,
        "unlinked": 1,
    }


def test_sort_elements_are_left_aside_and_never_taken_for_skills() -> None:
    export = read(bare())
    assert export.ignored == {"sort": 2}
    assert not any(identifier.startswith("S-") for identifier in export.items)
    assert export.dangling == []


def test_dangling_links_are_reported_and_left_out() -> None:
    small = SMALL.but(role_links=(*SMALL.role_links, ("AA-WRL-001", "K0999")))
    export = read(bare(small))
    assert export.dangling == [("AA-WRL-001", "K0999")]
    assert export.role_links == set(SMALL.role_links)
    assert any("AA-WRL-001 → K0999" in line for line in describe(export))


def test_odd_blanks_and_escapes_are_cleaned() -> None:
    texts = SMALL.statements | {"K0001": "\xa0Knowledge  of\nboats_x000D_ and oars.Also nets "}
    assert read(bare(SMALL.but(statements=texts))).items["K0001"].text == (
        "Knowledge of boats and oars. Also nets"
    )


def test_opm_codes_may_be_missing_or_several() -> None:
    roles = SMALL.roles | {"AA-WRL-001": ("Ferrying", "631 and 632")}
    export = read(workbook(SMALL.but(roles=roles)))
    assert export.opm_codes == {"AA-WRL-001": ("631", "632")}
    lines = " ".join(describe(export))
    assert "No OPM code (NIST prints TBD): AA-WRL-002." in lines
    assert "More than one OPM code: AA-WRL-001." in lines


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + bare()).items == read(bare()).items


def test_a_different_wording_in_a_sheet_of_a_role_is_reported() -> None:
    made = book()
    made["AA-WRL-001"]["B4"] = "Knowledge of ships"
    export = read(saved(made))
    assert export.items["K0001"].text == "Knowledge of boats"
    assert any(
        "K0001 reads differently in the sheet AA-WRL-001" in line for line in export.findings
    )


def test_a_further_sheet_and_a_lying_dimension_do_no_harm() -> None:
    made = book()
    made.create_sheet("Notes").append(["anything"])
    export = read(saved(made))
    assert export.ignored == {"sheet Notes": 1}


def test_the_text_of_a_removed_category_is_noticed() -> None:
    value = read(bare())
    from nice_framework.importing.contents import Item

    value.items["IN"] = Item("category", "IN", "INVESTIGATION", "sources on foreign actors' work")
    assert any("category IN" in line for line in describe(value))
