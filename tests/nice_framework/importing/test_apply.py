"""Importing into a real database: once, twice, in any order, all or nothing."""

import itertools
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from nice_framework.importing import apply as applying
from nice_framework.importing.apply import apply_import, plan_import
from nice_framework.importing.parse import parse
from nice_framework.models import (
    CompetencyAreaStatement,
    FrameworkRelease,
    ReleaseSource,
    Statement,
    WorkRole,
    WorkRoleStatement,
)
from tests.nice_framework.importing.files import SMALL, Small, bare, workbook, wrapped
from tests.nice_framework.importing.test_plan import NEWER

pytestmark = pytest.mark.django_db


def snapshot() -> dict[str, list]:
    """Everything stored, as values without keys, so that two states can be compared."""
    return {
        "releases": sorted(FrameworkRelease.objects.values_list("version", "doc_identifier")),
        "sources": sorted(ReleaseSource.objects.values_list("sha256", "imported_at")),
        "roles": sorted(
            WorkRole.objects.values_list(
                "release__version",
                "identifier",
                "title",
                "text",
                "category__identifier",
                "withdrawn_in__version",
            )
        ),
        "statements": sorted(
            Statement.objects.values_list(
                "release__version", "identifier", "kind", "text", "withdrawn_in__version"
            )
        ),
        "role links": sorted(
            WorkRoleStatement.objects.values_list(
                "work_role__release__version", "work_role__identifier", "statement__identifier"
            )
        ),
        "area links": sorted(
            CompetencyAreaStatement.objects.values_list(
                "competency_area__identifier", "statement__identifier"
            )
        ),
    }


def bring(data: bytes) -> None:
    apply_import(export=parse(data, "small"))


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_nice", str(path), *options, stdout=out)
    return out.getvalue()


def withdrawn() -> dict[str, str]:
    rows = Statement.objects.filter(withdrawn_in__isnull=False)
    return {
        f"{row.release.version} {row.identifier}": row.withdrawn_in.version
        for row in rows.select_related("release", "withdrawn_in")
    }


def test_a_plan_writes_nothing() -> None:
    plan = plan_import(export=parse(bare(), "small"))
    assert plan.changes_something
    assert not FrameworkRelease.objects.exists()


def test_what_a_file_holds_is_stored() -> None:
    bring(wrapped())
    role = WorkRole.objects.get(identifier="AA-WRL-001")
    assert (role.title, role.opm_codes, role.category.identifier) == ("Ferrying", ["721"], "AA")
    assert set(role.statements.values_list("identifier", flat=True)) == {"K0001", "T0001"}
    source = ReleaseSource.objects.get()
    assert (source.form, source.file_name, len(source.sha256)) == ("wrapped-json", "small", 64)
    assert source.counts["statements"] == 4


def test_importing_twice_changes_nothing() -> None:
    bring(bare())
    before = snapshot()
    bring(bare())
    assert snapshot() == before


def test_two_exports_of_a_release_merge_and_keep_both_hashes() -> None:
    bring(bare(SMALL.but(area_links=())))
    bring(workbook(SMALL.without("T0002")))
    assert Statement.objects.count() == 4
    assert CompetencyAreaStatement.objects.count() == 1
    assert ReleaseSource.objects.count() == 2
    assert withdrawn() == {}


def test_what_a_newer_release_lacks_is_marked_and_never_deleted() -> None:
    bring(bare())
    bring(workbook(NEWER))
    assert withdrawn() == {"9.1.0 T0002": "9.2.0"}
    assert Statement.objects.filter(identifier="T0002").count() == 1


def test_a_later_export_of_the_newer_release_takes_the_mark_back() -> None:
    bring(bare())
    bring(workbook(NEWER))
    again = NEWER.but(statements=NEWER.statements | {"T0002": "Mend the net"})
    bring(bare(again))
    assert withdrawn() == {}


def test_s0768_is_not_withdrawn_by_the_workbook_of_2_2_0() -> None:
    texts = SMALL.statements | {"S0768": "Skill in sharing out", "K0663": "Knowledge of rules"}
    bring(bare(Small(version="2.1.0", statements=texts)))
    bring(workbook(Small(version="2.2.0")))
    assert withdrawn() == {"2.1.0 K0663": "2.2.0"}
    bring(bare(Small(version="2.2.0", statements=SMALL.statements | {"S0768": texts["S0768"]})))
    assert withdrawn() == {"2.1.0 K0663": "2.2.0"}
    assert Statement.objects.filter(identifier="S0768").count() == 2


def test_the_order_of_imports_does_not_matter() -> None:
    oldest = SMALL.but(version="9.0.0", statements=SMALL.statements | {"K0009": "Knowledge of tar"})
    files = [bare(oldest), bare(), workbook(NEWER)]
    outcomes = []
    for order in itertools.permutations(files):
        Statement.objects.all().delete()
        WorkRole.objects.all().delete()
        ReleaseSource.objects.all().delete()
        for data in order:
            bring(data)
        outcomes.append(snapshot() | {"sources": []})
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert withdrawn() == {
        "9.0.0 K0009": "9.1.0",
        "9.0.0 T0002": "9.2.0",
        "9.1.0 T0002": "9.2.0",
    }


def test_an_import_that_fails_half_way_leaves_nothing() -> None:
    with (
        patch.object(applying, "mark_withdrawn", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        bring(bare())
    assert snapshot() == {name: [] for name in snapshot()}


def test_the_command_prints_a_plan_and_writes_on_request(tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    path.write_bytes(bare())
    said = run(path)
    assert "4 statements (2 tasks, 1 knowledge statement, 1 skill), 3 work role links" in said
    assert "NICE 9.1.0 is not stored yet: all of it is added." in said
    assert "Nothing was written. Add --apply to write this." in said
    assert not FrameworkRelease.objects.exists()
    assert "NICE 9.1.0 is stored." in run(path, "--apply")
    assert "nothing was changed" in run(path, "--apply")
    newer = tmp_path / "newer.xlsx"
    newer.write_bytes(workbook(NEWER))
    said = run(newer)
    assert "Added: 1 statement: K0002." in said
    assert "Absent: 1 statement: T0002." in said
    assert "Marked as withdrawn in 9.2.0, never deleted: 1." in said


def test_a_refused_file_is_one_sentence_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_bytes(bare()[:-40])
    with pytest.raises(CommandError, match=r"broken or cut short.*Nothing was changed\."):
        run(path, "--apply")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(tmp_path / "nowhere.json")
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        run(tmp_path)
    assert not FrameworkRelease.objects.exists()
