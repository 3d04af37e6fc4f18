"""Nobody is revealed: within a table, between tables, between two months."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nice_framework.estimation.disclosure import (
    MEASURES,
    Decision,
    Last,
    decide,
    rounded,
)
from nice_framework.estimation.tables import (
    ALL,
    CATEGORY,
    PROFILE,
    REGION,
    Layout,
    Person,
    Slot,
    lines,
    population,
    slots,
)
from tests.nice_framework.estimation.attack import (
    Address,
    WholePeople,
    is_anyone,
    shown,
    true_count,
)

THRESHOLD = 10
Decisions = dict[Address, Decision]


def release(layout: Layout, people: list[Person], before: Decisions | None = None) -> Decisions:
    history = {
        address: Last(decision.basis, decision.value is not None)
        for address, decision in (before or {}).items()
    }
    return decide(
        population(layout, people),
        slots(layout),
        lines(layout),
        threshold=THRESHOLD,
        history=history,
    )


def test_rounding_is_the_methods() -> None:
    assert [rounded(n) for n in (0, 2, 3, 7, 8, 12, 13, 40)] == [0, 0, 5, 5, 10, 10, 15, 40]


WORKED = [[12, 3, 25], [30, 14, 18], [9, 22, 40]]


@pytest.fixture
def worked() -> tuple[Layout, list[Person]]:
    """The table of section 7 of the method, as people: nobody has evidence."""
    layout = Layout(
        areas=("A",),
        kinds=("k1", "k2", "k3"),
        regions=("x",),
        profiles={},
        categories={row: frozenset("A") for row in ("r1", "r2", "r3")},
    )
    people = [
        Person(CATEGORY, f"r{i + 1}", f"k{j + 1}", "x", frozenset("A"), frozenset())
        for i, row in enumerate(WORKED)
        for j, number in enumerate(row)
        for _ in range(number)
    ]
    return layout, people


def test_the_methods_worked_example(worked: tuple[Layout, list[Person]]) -> None:
    layout, people = worked
    decisions = release(layout, people)
    hidden = {
        (slot.row, slot.column): (decision.basis, decision.conf_status)
        for (slot, measure), decision in decisions.items()
        if measure == "needed" and decision.value is None
    }
    assert hidden == {
        ("r1", "k2"): (3, "C"),
        ("r3", "k1"): (9, "C"),
        ("r1", "k1"): (12, "D"),
        ("r3", "k2"): (22, "D"),
    }
    attacker = WholePeople(layout, people, shown(decisions))
    assert attacker.interval((Slot(CATEGORY, "r1", "k2", "A"), "needed")) == (0, 15)
    assert attacker.interval((Slot(CATEGORY, "r3", "k1", "A"), "needed")) == (6, 21)


def test_nobody_with_evidence_is_not_said_either(worked: tuple[Layout, list[Person]]) -> None:
    decisions = release(*worked)
    said = [decision for (_, measure), decision in decisions.items() if measure != "needed"]
    assert all(decision.value is None and decision.conf_status == "C" for decision in said)


# Random small worlds

AREAS, KINDS, REGIONS = ("A", "B"), ("police", "ministry"), ("north", "south")
LAYOUT = Layout(
    areas=AREAS,
    kinds=KINDS,
    regions=REGIONS,
    profiles={"P": frozenset("AB"), "Q": frozenset("A")},
    categories={"X": frozenset("AB"), "Y": frozenset("B")},
)
NEEDS = {"P": ["AB"], "Q": ["A"], "X": ["AB", "A"], "Y": ["B"]}


@st.composite
def crowds(draw: st.DrawFn) -> list[Person]:
    """A few groups of 0 to 40 people; small ones and ones near the threshold are common."""
    size = st.one_of(st.integers(0, 12), st.integers(8, 40))
    people = []
    for row in draw(st.lists(st.sampled_from(sorted(NEEDS)), min_size=1, max_size=7)):
        need = frozenset(draw(st.sampled_from(NEEDS[row])))
        table = PROFILE if row in LAYOUT.profiles else CATEGORY
        kind, region = draw(st.sampled_from(KINDS)), draw(st.sampled_from(REGIONS))
        able = frozenset(a for a in sorted(need) if draw(st.booleans()))
        count = draw(size)
        skilled = draw(st.integers(0, count))
        people += [Person(table, row, kind, region, need, able)] * skilled
        people += [Person(table, row, kind, region, need, frozenset())] * (count - skilled)
    return people


SLOW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(crowds())
def test_no_hidden_figure_can_be_worked_out(people: list[Person]) -> None:
    assume(people)
    decisions = release(LAYOUT, people)
    seen = shown(decisions)
    attacker = WholePeople(LAYOUT, people, seen)
    for address, decision in decisions.items():
        assert (decision.value is None) == (decision.conf_status != "F")
        if address in seen:
            assert true_count(people, address) >= THRESHOLD
            assert decision.value == rounded(true_count(people, address))
        elif is_anyone(people, address):
            least, greatest = attacker.interval(address)
            assert greatest - least >= THRESHOLD - 1, address


@SLOW
@given(crowds(), st.randoms())
def test_the_order_of_people_changes_nothing(people: list[Person], random: object) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)
    assert release(LAYOUT, people) == release(LAYOUT, shuffled)


def test_evidence_and_gap_are_shown_or_hidden_together_and_never_without_their_base() -> None:
    people = [Person(PROFILE, "P", "police", "north", frozenset("AB"), frozenset("A"))] * 12
    people += [replace(people[0], evidenced=frozenset())] * 25
    decisions = release(LAYOUT, people)
    for slot in slots(LAYOUT):
        needed, evidenced, gap = (decisions[slot, measure] for measure in MEASURES)
        assert evidenced.conf_status == gap.conf_status
        assert needed.value is not None or evidenced.value is None
    assert decisions[Slot(PROFILE, "P", "police", "A"), "evidenced"].value == 10
    # Nobody can show B: that is a fact about each of the 37, so it is not said.
    assert decisions[Slot(PROFILE, "P", "police", "B"), "needed"].value == 35
    assert decisions[Slot(PROFILE, "P", "police", "B"), "gap"].conf_status == "C"


def test_a_planted_group_of_nine_appears_nowhere() -> None:
    """Nine prosecutors: not in their row, not by subtracting any tables."""
    officers = [Person(PROFILE, "P", "police", "north", frozenset("AB"), frozenset())] * 60
    officers += [replace(officers[0], region="south")] * 40
    nine = [Person(PROFILE, "Q", "ministry", "north", frozenset("A"), frozenset())] * 9
    decisions = release(LAYOUT, officers + nine)
    attacker = WholePeople(LAYOUT, officers + nine, shown(decisions))
    for address in ((Slot(PROFILE, "Q", c, "A"), "needed") for c in (ALL, "ministry")):
        assert decisions[address].conf_status == "C"
        least, greatest = attacker.interval(address)
        assert greatest - least >= THRESHOLD - 1
    # The country minus the officers would have given them away.
    country = decisions[Slot(REGION, ALL, "", "A"), "needed"]
    officers_all = decisions[Slot(PROFILE, "P", ALL, "A"), "needed"]
    assert country.value is None or officers_all.value is None


def test_areas_of_one_group_do_not_give_each_other_away() -> None:
    """30 need A and 26 of them B: the four who need A alone are a group of four."""
    people = [Person(CATEGORY, "X", "police", "north", frozenset("AB"), frozenset())] * 26
    people += [Person(CATEGORY, "X", "police", "north", frozenset("A"), frozenset())] * 4
    people += [Person(PROFILE, "P", "police", "south", frozenset("AB"), frozenset())] * 50
    decisions = release(LAYOUT, people)
    said = [decisions[Slot(CATEGORY, "X", "police", area), "needed"].value for area in AREAS]
    assert None in said


# Two months


def one_change(people: list[Person], draw: st.DrawFn) -> list[Person]:
    """One person joins, leaves, passes or moves."""
    at = draw(st.integers(0, len(people) - 1))
    person, rest = people[at], people[:at] + people[at + 1 :]
    change = draw(st.sampled_from(["join", "leave", "pass", "region", "kind"]))
    other = {
        "north": "south",
        "south": "north",
        "police": "ministry",
        "ministry": "police",
    }
    if change == "leave":
        return rest
    if change == "join":
        return [*people, person]
    if change == "pass":
        return [*rest, replace(person, evidenced=person.required)]
    if change == "region":
        return [*rest, replace(person, region=other[person.region])]
    return [*rest, replace(person, kind=other[person.kind])]


@SLOW
@given(crowds(), st.data())
def test_one_person_between_two_months_changes_no_figure(
    people: list[Person], data: st.DataObject
) -> None:
    assume(people)
    october = release(LAYOUT, people)
    later = one_change(people, data.draw)
    november = release(LAYOUT, later, october)
    for address, now in november.items():
        if now.value is not None:
            assert now.value == october[address].value  # neither moved nor newly shown


@SLOW
@given(crowds(), crowds(), st.booleans())
def test_last_months_figures_do_not_open_this_months(
    people: list[Person], others: list[Person], leave: bool
) -> None:
    """A crowd comes (or part of it goes); whoever remembers October learns nothing more."""
    assume(people)
    later = people[: max(1, len(people) - 15)] if leave else people + others
    nothing_learnt_from_two_months(people, later)


def nothing_learnt_from_two_months(people: list[Person], later: list[Person]) -> None:
    october = release(LAYOUT, people)
    november = release(LAYOUT, later, october)
    seen = shown(november)
    remembered = {
        address
        for address in shown(october)
        if abs(true_count(later, address) - october[address].basis) < THRESHOLD
    }
    alone = WholePeople(LAYOUT, later, seen)
    remembering = WholePeople(LAYOUT, later, seen | remembered)
    only_memory = WholePeople(LAYOUT, later, remembered)
    for address, decision in november.items():
        if address in seen or not is_anyone(later, address):
            continue
        least, greatest = alone.interval(address)
        assert greatest - least >= THRESHOLD - 1, address
        if address not in remembered:
            least, greatest = remembering.interval(address)
            # Narrow only when October alone makes it so: November then added nothing.
            if greatest - least < THRESHOLD - 1:
                assert only_memory.interval(address) == (least, greatest), decision


def test_a_figure_half_known_since_last_month_is_hidden_again_where_it_tells_something() -> None:
    """Found by the test above: a figure's gap hardly moved while its evidence did."""
    one = Person(CATEGORY, "X", "ministry", "north", frozenset("AB"), frozenset())
    others = Person(CATEGORY, "Y", "ministry", "south", frozenset("B"), frozenset())
    crowd = [one] + [replace(others, kind="police", region="north")] * 12
    crowd += [replace(one, kind="police")] * 3 + [others] * 10
    nothing_learnt_from_two_months(crowd, crowd[:11])


def test_swapping_which_figure_hides_another_would_reveal_it() -> None:
    """October hides two ministries' figures behind each other; one grows and could be shown.

    Whoever remembers the stable third figure would then subtract. So it stays hidden.
    """
    layout = replace(LAYOUT, kinds=("k1", "k2", "k3"), categories={}, regions=("x",))

    def world(k1: int, k2: int, k3: int) -> list[Person]:
        numbers = {"k1": k1, "k2": k2, "k3": k3}
        return [
            Person(PROFILE, "Q", kind, "x", frozenset("A"), frozenset())
            for kind, number in numbers.items()
            for _ in range(number)
        ]

    def needed(decisions: Decisions, column: str) -> Decision:
        return decisions[Slot(PROFILE, "Q", column, "A"), "needed"]

    october = release(layout, world(4, 14, 30))
    assert [needed(october, c).conf_status for c in ("k1", "k2", "k3", ALL)] == list("CDFF")
    november = release(layout, world(4, 44, 30), october)
    assert needed(november, "k3").value == 30
    assert needed(november, "k1").conf_status == "C"
    # The second could be shown again only if the total were not.
    assert None in (needed(november, "k2").value, needed(november, ALL).value)


def test_a_figure_moves_only_by_ten_and_a_hidden_one_opens_only_by_ten() -> None:
    def world(number: int) -> list[Person]:
        return [Person(PROFILE, "Q", "police", "north", frozenset("A"), frozenset())] * number

    address = (Slot(PROFILE, "Q", ALL, "A"), "needed")
    decisions: Decisions | None = None
    said = []
    for number in (33, 38, 42, 43, 12, 9, 12, 18, 19, 28, 29):
        decisions = release(LAYOUT, world(number), decisions)
        said.append(decisions[address].value)
    assert said == [35, 35, 35, 45, 10, None, None, None, 20, 20, 30]
