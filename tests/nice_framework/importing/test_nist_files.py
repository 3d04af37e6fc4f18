"""NIST's own four files: their counts, their defects, and the way from one to the next.

These tests need the files beside the checkout; the others use small files in the same forms.
"""

import resource
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from nice_framework.framework.queries import plain_label, shown_text
from nice_framework.importing.apply import apply_import
from nice_framework.importing.catalogue import load_shipped_release, shipped_export
from nice_framework.importing.contents import Export
from nice_framework.importing.defects import describe
from nice_framework.importing.parse import parse, read_source
from nice_framework.models import (
    Category,
    CompetencyAreaStatement,
    FrameworkRelease,
    ReleaseSource,
    Statement,
    WorkRole,
    WorkRoleStatement,
)

FILES = {
    "2.0.0": "v2_nf_components_2.0.0.json",
    "2.1.0 json": "cprt_SP_800_181_2_1_0.json",
    "2.1.0": "NICE_Framework_Components_v2.1.0.xlsx",
    "2.2.0": "NICE_Framework_Components_v2.2.0.xlsx",
}
# Roles, tasks, knowledge, skills, statements, role links, area links, unlinked; from the README
# of the data. An export without its area links leaves more statements unlinked.
COUNTS = {
    "2.0.0": (41, 942, 631, 538, 2_111, 5_336, 123, 255),
    "2.1.0 json": (41, 946, 662, 540, 2_148, 5_334, 0, 327),
    "2.1.0": (41, 946, 662, 540, 2_148, 5_334, 213, 249),
    "2.2.0": (42, 962, 693, 555, 2_210, 5_452, 416, 229),
}
DIFFERING = ["K0176", "K0720", "K0844", "K0931", "K1103", "T1246"]


@pytest.fixture
def read(nist_files: Path):
    def reader(key: str) -> Export:
        return parse(*read_source(str(nist_files / FILES[key])))

    return reader


def run(nist_files: Path, key: str, *options: str) -> str:
    out = StringIO()
    call_command("import_nice", str(nist_files / FILES[key]), *options, stdout=out)
    return " ".join(out.getvalue().split())


def stored() -> tuple[int, ...]:
    models = (WorkRole, Statement, WorkRoleStatement, CompetencyAreaStatement, ReleaseSource)
    return tuple(model.objects.count() for model in models)


def withdrawn() -> set[str]:
    rows = Statement.objects.filter(withdrawn_in__isnull=False)
    return set(rows.values_list("identifier", flat=True))


@pytest.mark.parametrize("key", FILES)
def test_the_counts_are_those_of_the_data(read, key: str) -> None:
    counts = read(key).counts()
    names = ("work_role", "task", "knowledge", "skill", "statements", "role_links", "area_links")
    assert tuple(counts[name] for name in (*names, "unlinked")) == COUNTS[key]
    assert (counts["category"], counts["competency_area"], counts["opm_codes"]) == (5, 11, 40)


def test_the_known_defects_are_survived_and_reported(read) -> None:
    oldest, json, book = read("2.0.0"), read("2.1.0 json"), read("2.2.0")
    assert sorted(target for _, target in oldest.dangling) == ["K1139", "K1139", "S0873", "T1385"]
    assert oldest.ignored["sort"] == 46
    assert json.ignored["sort"] == 45
    said = {export.version: " ".join(describe(export)) for export in (oldest, json, book)}
    assert "4 links point to nothing" in said["2.0.0"]
    assert "category IN" not in said["2.0.0"]
    assert "links no competency area" in said["2.1.0"]
    for version in ("2.1.0", "2.2.0"):
        assert "category IN (Investigation) is that of" in said[version]
    assert "S0768 stands in NIST's JSON of 2.2.0 but not in its workbook" in said["2.2.0"]
    assert "TBD): DD-WRL-009, OG-WRL-017, PD-WRL-005." in said["2.2.0"]
    assert "More than one OPM code: DD-WRL-004." in said["2.2.0"]
    assert ". Authors" in json.items["OG-WRL-003"].text
    for export in (oldest, json, book):
        assert not any("\xa0" in item.title + item.text for item in export.items.values())


@pytest.mark.django_db
def test_from_workbook_to_workbook(nist_files: Path) -> None:
    run(nist_files, "2.1.0", "--apply")
    said = run(nist_files, "2.2.0", "--apply")
    _, _, since = said.partition("Against NICE 2.1.0, the release before it:")
    assert "Added: 70 statements: K1346," in since
    assert "Added: 1 work role: OG-WRL-017." in since
    assert "Absent: 8 statements: K0663, K0828, K0908, K0927, K1299, S0710, S0768, T1648." in since
    assert "Marked as withdrawn in 2.2.0, never deleted: 7. Unresolved, not marked: S0768." in since
    assert "Reworded: 8 statements" in since
    assert withdrawn() == {"K0663", "K0828", "K0908", "K0927", "K1299", "S0710", "T1648"}
    before = stored()
    assert "nothing was changed" in run(nist_files, "2.2.0", "--apply")
    assert stored() == before


@pytest.mark.django_db
@pytest.mark.parametrize("json_first", [True, False])
def test_the_two_exports_of_2_1_0_merge(read, json_first: bool) -> None:
    keys = ["2.1.0 json", "2.1.0"] if json_first else ["2.1.0", "2.1.0 json"]
    apply_import(export=read(keys[0]))
    plan = apply_import(export=read(keys[1]))
    assert not plan.here.added
    assert stored() == (41, 2_148, 5_334, 213, 2)
    assert Statement.objects.get(identifier="K0844").text == "Knowledge of cyber attack stages"
    if json_first:
        assert [each for each in plan.kept_wording if each[0] in "TK"] == DIFFERING
        assert len(plan.here.links_in) == 213
    else:
        assert [new.identifier for _, new in plan.here.reworded] == DIFFERING
        assert plan.links_not_in_file == 213
    assert withdrawn() == set()


@pytest.mark.django_db
def test_all_four_side_by_side_twice(read) -> None:
    for _ in range(2):
        for key in FILES:
            apply_import(export=read(key))
        assert stored() == (41 + 41 + 42, 2_111 + 2_148 + 2_210, 5_336 + 5_334 + 5_452, 752, 4)
    assert FrameworkRelease.objects.count() == 3
    gone = Statement.objects.filter(release__version="2.0.0", withdrawn_in__version="2.1.0")
    assert gone.count() == 8


@pytest.mark.django_db
def test_the_shipped_catalogue_holds_the_facts_of_the_workbook(read) -> None:
    ours, theirs = shipped_export(), read("2.2.0")
    assert ours.role_links == theirs.role_links
    assert ours.area_links == theirs.area_links
    assert ours.category_of == theirs.category_of
    assert ours.opm_codes == theirs.opm_codes
    assert {(i.kind, i.identifier, i.title) for i in ours.items.values()} == {
        (i.kind, i.identifier, i.title) for i in theirs.items.values()
    }
    load_shipped_release()
    before = stored()
    plan = apply_import(export=theirs)
    assert len(plan.here.filled) == 2_210 + 42 + 11 + 5
    plan.here.filled = []
    assert not plan.here, "texts are filled in and nothing else changes"
    assert stored() == (*before[:-1], before[-1] + 1)
    assert not Statement.objects.filter(text="").exists()


@pytest.mark.django_db
def test_loading_the_catalogue_again_keeps_what_nist_brought(read) -> None:
    apply_import(export=read("2.2.0"))
    load_shipped_release()
    assert not Statement.objects.filter(text="").exists()
    category = Category.objects.get(identifier="IN")
    assert "foreign actors" in category.text
    assert shown_text(category) == ""
    assert "securing evidence" in plain_label("IN")


def test_no_sentence_of_nist_is_copied_into_the_catalogue(read) -> None:
    folder = Path(shipped_export.__code__.co_filename).parent.parent / "catalogue"
    ours = " ".join(
        " ".join(path.read_text("utf-8").split()).lower()
        for path in folder.rglob("*")
        if path.is_file()
    )
    texts = {item.text.lower().rstrip(".") for item in read("2.2.0").items.values()}
    copied = {text for text in texts if len(text.split()) > 5 and text in ours}
    assert copied == set()


@pytest.mark.django_db
def test_an_import_is_quick_and_small(nist_files: Path) -> None:
    run(nist_files, "2.1.0", "--apply")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    run(nist_files, "2.2.0", "--apply")
    assert time.process_time() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
