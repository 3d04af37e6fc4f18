"""Plans are computed from plain values: what comes, what is gone, what reads differently."""

import itertools

import pytest

from nice_framework.importing.contents import Contents, Item
from nice_framework.importing.parse import parse
from nice_framework.importing.plan import compare, make_plan, withdrawals
from tests.nice_framework.importing.files import SMALL, bare, workbook

NEWER = (
    SMALL.without("T0002")
    .but(version="9.2.0")
    .but(statements={**SMALL.without("T0002").statements, "K0002": "Knowledge of nets"})
    .but(role_links=(*SMALL.role_links[:2], ("AA-WRL-002", "K0002")))
)


def test_a_first_import_adds_everything() -> None:
    plan = make_plan(parse(bare(), "small"), None)
    assert plan.stored is None
    assert plan.here.added_of("task", "knowledge", "skill") == ["K0001", "S0001", "T0001", "T0002"]
    assert plan.changes_something


def test_the_same_file_again_changes_nothing() -> None:
    export = parse(bare(), "small")
    first = make_plan(export, None)
    again = make_plan(export, first.merged, ["json"], new_source=False)
    assert not again.here
    assert not again.changes_something


def test_a_newer_release_is_compared_with_the_one_before() -> None:
    old = make_plan(parse(bare(), "old"), None).merged
    plan = make_plan(parse(workbook(NEWER), "new"), None, others=[old])
    assert plan.since_previous is not None
    version, changes = plan.since_previous
    assert version == "9.1.0"
    assert changes.added_of("knowledge") == ["K0002"]
    assert changes.absent_of("task") == ["T0002"]
    assert changes.links_in == {("AA-WRL-002", "K0002")}
    assert changes.links_out == {("AA-WRL-002", "S0001")}


def test_absence_from_a_second_export_keeps_what_is_there() -> None:
    first = make_plan(parse(bare(), "json"), None).merged
    lacking = SMALL.without("T0002").but(area_links=())
    plan = make_plan(parse(workbook(lacking), "book"), first, ["json"])
    assert not plan.here
    assert plan.not_in_file == ["T0002"]
    assert plan.links_not_in_file == 1
    assert plan.merged.items.keys() == first.items.keys()


@pytest.mark.parametrize("json_first", [True, False])
def test_where_two_exports_differ_the_json_wording_holds(json_first: bool) -> None:
    other = SMALL.but(statements=SMALL.statements | {"K0001": "Knowledge of vessels"})
    files = [(bare(), "json"), (workbook(other), "workbook")]
    if not json_first:
        files.reverse()
    first = make_plan(parse(files[0][0], "first"), None).merged
    plan = make_plan(parse(files[1][0], "second"), first, [files[0][1]])
    assert plan.merged.items["K0001"].text == "Knowledge of boats"
    assert plan.kept_wording == (["K0001"] if json_first else [])


def test_typographic_signs_are_no_rewording() -> None:
    before = Contents(
        version="9.1.0", items={"K0001": Item("knowledge", "K0001", "", "the cook's")}
    )
    after = Contents(version="9.2.0", items={"K0001": Item("knowledge", "K0001", "", "the cook’s")})
    assert not compare(before, after).reworded


def test_a_release_may_be_imported_before_an_older_one() -> None:
    newer = make_plan(parse(bare(NEWER), "new"), None).merged
    plan = make_plan(parse(bare(), "old"), None, others=[newer])
    assert plan.since_previous is None
    assert plan.until_next is not None
    assert plan.until_next[1].absent_of("task") == ["T0002"]


def test_withdrawal_names_the_first_release_without_it() -> None:
    held = {
        "2.1.0": {"K0001", "K0003", "S0768"},
        "2.2.0": {"K0001"},
        "2.10.0": {"K0001", "K0003"},
        "2.0.0": {"K0001", "K0002", "S0768"},
    }
    assert withdrawals(held) == {"K0002": "2.1.0", "S0768": "2.10.0"}
    for order in itertools.permutations(held):
        assert withdrawals({version: held[version] for version in order}) == withdrawals(held)


def test_s0768_is_unresolved_in_2_2_0() -> None:
    assert withdrawals({"2.1.0": {"S0768", "K0663"}, "2.2.0": set()}) == {"K0663": "2.2.0"}
