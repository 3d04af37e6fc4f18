"""Statistics of questions: figures worked out by hand, nothing of a few, nobody to be seen."""

import csv
from io import StringIO
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Grading
from courses.assessment.services import save_response, start_attempt
from courses.assessment.statistics.flags import flags_of
from courses.assessment.statistics.measuring import alpha, correlation
from courses.assessment.statistics.queries import report_on
from courses.assessment.statistics.questions import questions_in
from courses.assessment.statistics.reliability import reliabilities_of, why_no_reliability
from courses.assessment.statistics.sittings import Sitting, learners_who_sat, whole_steps
from courses.completion.regrading import correct_question, proposed
from courses.enrolment.services import enrol
from courses.models import AssessmentVersion, ModulePage
from lms.accounts.models import Agency, AgencyKind
from tests.courses.catalogue.test_admin import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import published_course
from tests.factories.learning import a_course, an_item, an_officer


def test_correlation_of_five_people_by_hand() -> None:
    """1 1 1 0 0 against 3 2 2 1 0: covariance 0.44, variances 0.24 and 1.04."""
    found = correlation([1, 1, 1, 0, 0], [3, 2, 2, 1, 0])
    assert found == pytest.approx(0.44 / (0.24 * 1.04) ** 0.5)
    assert correlation([1, 1, 1], [1, 2, 3]) is None
    assert correlation([0.1, 0.1, 0.1], [1, 2, 3]) is None


def test_alpha_of_four_people_and_three_questions_by_hand() -> None:
    """Item variances 3/16, 1/4, 3/16; totals 3 2 1 0 have 5/4: 3/2 × (1 − 10/16 ÷ 5/4) = 3/4."""
    assert alpha([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]) == pytest.approx(0.75)
    assert alpha([[1], [0]]) is None
    assert alpha([[1, 0], [0, 1]]) is None


@pytest.mark.parametrize(("count", "told"), [(0, 0), (29, 0), (30, 30), (39, 30), (40, 40)])
def test_sittings_are_added_ten_at_a_time_from_thirty_on(count, told) -> None:
    assert len(whole_steps(list(range(count)))) == told


@pytest.mark.parametrize(
    ("facility", "discrimination", "critical", "picks", "words"),
    [
        (0.29, 0.5, False, [], "Few get it right"),
        (0.96, 0.5, False, [], "Nearly everybody"),
        (0.5, -0.01, False, [], "Check which answer is marked"),
        (0.5, 0.19, False, [], "hardly tells"),
        (0.5, 0.5, False, [("A", True, 9), ("B", False, 10), ("C", False, 2)], "“B” was chosen"),
        (0.5, 0.5, False, [("A", True, 9), ("B", False, 0)], "Nobody chose “B”"),
    ],
)
def test_a_flag_says_why(facility, discrimination, critical, picks, words) -> None:
    (flag,) = flags_of(
        facility=facility, discrimination=discrimination, critical=critical, picks=picks
    )
    assert words in flag


def test_what_is_as_it_should_be_has_no_flag() -> None:
    picks = [("A", True, 20), ("B", False, 10)]
    assert flags_of(facility=0.3, discrimination=0.2, critical=False, picks=picks) == []
    assert flags_of(facility=1.0, discrimination=None, critical=True, picks=[]) == []


def test_reliability_needs_the_same_questions() -> None:
    one = [Sitting(1, {("a", "h"): n % 2, ("b", "h"): n % 2}, {}) for n in range(30)]
    (found,) = reliabilities_of(one)
    assert (found.alpha, found.sittings, found.questions) == (pytest.approx(1.0), 30, 2)
    assert "Provisional" in found.words
    drawn = [Sitting(1, {("a", "h"): 1.0, (f"b{n % 2}", "h"): 0.0}, {}) for n in range(58)]
    assert reliabilities_of(drawn) == []
    assert "very same questions" in why_no_reliability()
    (same,) = reliabilities_of([Sitting(1, {("a", "h"): 1.0, ("b", "h"): 1.0}, {})] * 30)
    assert same.alpha is None
    assert "everybody reached the same score" in same.words


def sat(version, answers: str, officer=None) -> Grading:
    """One sitting: by question the position chosen, `-` for none; the first option is right."""
    learner = (officer or an_officer()).learner
    assessment = AssessmentVersion.objects.select_related("module").get()
    attempt = start_attempt(
        enrolment=enrol(learner=learner, course=version.course), assessment=assessment
    )
    for n, (key, answer) in enumerate(zip("abcde", answers, strict=False), start=1):
        if answer != "-":
            save_response(
                learner=learner, attempt_id=attempt.pk, item_key=key, answer=answer,
                client_id=str(n), sequence=n,
            )  # fmt: skip
    return submit_attempt(learner=learner, attempt_id=attempt.pk)


@pytest.fixture
def version(db):
    return a_course(items=[an_item("a"), an_item("b"), an_item("c")])


def test_thirty_sittings_are_told_and_twenty_nine_are_not(version) -> None:
    """Ten each of 000, 01- and 110: facilities 2/3, 1/3, 2/3, all as worked out on paper.

    Scores are (1, 1, 1), (1, 0, 0) and (0, 0, 1). b is 1, 0, 0 where the others average 1, 1/2,
    1/2: r = 1. a is 1, 1, 0 where they average 1, 0, 1/2, and c is 1, 0, 1 where they average 1,
    1/2, 0: covariances 0.
    """
    key = AssessmentVersion.objects.get().module.key
    for answers in ["000", "01-", "110"] * 9 + ["000", "01-"]:
        sat(version, answers)
    assert (report_on(key).sittings, report_on(key).questions) == (0, [])
    assert learners_who_sat([key]) == {key: 0}
    sat(version, "110")
    report = report_on(key)
    found = {one.key: one for one in report.questions}
    assert (report.sittings, learners_who_sat([key])) == (30, {key: 30})
    assert [round(found[k].facility, 4) for k in "abc"] == [0.6667, 0.3333, 0.6667]
    assert found["b"].discrimination == pytest.approx(1.0)
    assert found["a"].discrimination == pytest.approx(0.0)
    assert found["c"].discrimination == pytest.approx(0.0)
    assert [pick.times for pick in found["b"].picks] == [10, 20, 0, 0]
    assert [pick.times for pick in found["c"].picks] == [20, 0, 0, 0]
    assert found["a"].provisional
    assert any("chosen more often" in flag for flag in found["b"].flags)
    # Variances 2/9 each; totals 3, 1, 1 have 8/9: 3/2 × (1 − 6/9 ÷ 8/9) = 3/8.
    assert report.reliabilities[0].alpha == pytest.approx(0.375)


def test_neither_judges_nor_second_sittings_are_counted(version, later) -> None:
    key = AssessmentVersion.objects.get().module.key
    people = [an_officer() for _n in range(30)]
    for person in people:
        sat(version, "111", person)
    later(31)
    sat(version, "000", people[0])
    assert {one.facility for one in report_on(key).questions} == {0.0}
    people[1].agency = Agency.objects.create(name="Judiciary", kind=AgencyKind.JUDICIARY)
    people[1].save()
    assert report_on(key).sittings == 0
    assert learners_who_sat([key]) == {key: 0}


def corrected(kind: str, *right: int) -> None:
    """A correction of question a, which the fixtures' people then live with."""
    key = AssessmentVersion.objects.get().module.key
    about = {"item_key": "a", "item_hash": "0" * 64, "kind": kind, "right": list(right)}
    correct_question(
        correction=proposed(module_key=key, **about),
        by=UserFactory(is_superuser=True),
        reason="The key was wrong.",
    )


def test_a_corrected_question_is_told_by_its_key_in_force(version) -> None:
    """Ten each of 000, 100 and 110; then the second option of a is right and the first is not.

    Scores are (0, 1, 1), (1, 1, 1) and (1, 0, 1), also of those whose pass by the former key
    stays. a is 0, 1, 1 where the others average 1, 1, 1/2: covariance −1/18, variances 2/9 and
    1/18, so r = −1/2; b is 1, 1, 0 where they average 1/2, 1, 1, so the same.
    """
    key = AssessmentVersion.objects.get().module.key
    for answers in ["000", "100", "110"] * 10:
        sat(version, answers)
    before = {one.key: one for one in report_on(key).questions}["a"]
    assert any("“a option 1” was chosen more often" in flag for flag in before.flags)
    corrected("right", 1)
    assert Grading.objects.filter(passed=True, number=1).count() == 10
    report = report_on(key)
    found = {one.key: one for one in report.questions}
    assert [(pick.right, pick.times) for pick in found["a"].picks] == [
        (False, 10), (True, 20), (False, 0), (False, 0)
    ]  # fmt: skip
    assert [round(found[k].facility, 4) for k in "abc"] == [0.6667, 0.6667, 1.0]
    assert found["a"].discrimination == pytest.approx(-0.5)
    assert found["b"].discrimination == pytest.approx(-0.5)
    assert not any("chosen more often" in flag for flag in found["a"].flags)
    # Variances 2/9, 2/9 and 0; totals 2, 3, 2 have 2/9: 3/2 × (1 − 4/9 ÷ 2/9) = −3/2.
    assert report.reliabilities[0].alpha == pytest.approx(-1.5)


@pytest.mark.parametrize("kind", ["dropped", "credited"])
def test_a_question_dropped_or_credited_is_left_out_where_a_pass_stays(kind, db) -> None:
    """00001 passes with 80 %; without a it would be 75 %, so all these gradings still count a."""
    version = a_course(items=[an_item(key) for key in "abcde"])
    for _n in range(30):
        sat(version, "00001")
    corrected(kind)
    assert not Grading.objects.filter(passed=False).exists()
    report = report_on(AssessmentVersion.objects.get().module.key)
    assert sorted(one.key for one in report.questions) == ["b", "c", "d", "e"]
    assert [one.questions for one in report.reliabilities] == [4]


@pytest.mark.django_db
def test_a_question_asked_too_seldom_is_left_out() -> None:
    rows = [Sitting(1, {("a", "h"): 1.0}, {("a", "h"): 0})] * 29
    assert questions_in(rows, uuid4()) == []


@pytest.fixture
def module(db) -> ModulePage:
    return ModulePage.objects.child_of(published_course(questions=1).course).get()


def test_an_author_reads_the_report_and_its_table(module) -> None:
    version = module.get_parent().specific.versions.get()
    question = AssessmentVersion.objects.get()
    item = question.items[0]
    for n in range(30):
        learner = an_officer().learner
        enrolment = enrol(learner=learner, course=version.course)
        attempt = start_attempt(enrolment=enrolment, assessment=question)
        save_response(
            learner=learner, attempt_id=attempt.pk, item_key=item["key"], answer=str(n % 2),
            client_id="1", sequence=1,
        )  # fmt: skip
        submit_attempt(learner=learner, attempt_id=attempt.pk)
    client = signed_in("Authors")
    listing = client.get(reverse("question-statistics")).content.decode()
    assert f'href="{reverse("question-statistics-module", args=[module.pk])}"' in listing
    url = reverse("question-statistics-module", args=[module.pk])
    page = client.get(url).content.decode()
    assert "0.50" in page
    assert "only question that counted" in page
    assert "Nobody chose “Charge it”" in page
    answer = client.get(url, {"export": "csv"})
    (row,) = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert (row["question"], row["sittings"], row["facility"]) == (item["key"], "30", "0.5")
    assert row["options"].startswith("Leave it (right): 15; Start it: 15; ")


def test_below_thirty_the_report_says_so_and_nothing_else(module) -> None:
    client = signed_in("Administrators")
    assert "fewer than 30" in client.get(reverse("question-statistics")).content.decode()
    url = reverse("question-statistics-module", args=[module.pk])
    assert "nothing to tell yet" in client.get(url).content.decode()
    assert len(client.get(url, {"export": "csv"}).content.decode().splitlines()) == 1


def test_nobody_else_reads_it(module) -> None:
    for role in ("Training officers", "Learners"):
        officer = an_officer()
        officer.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(officer)
        for name, args in (
            ("question-statistics", []),
            ("question-statistics-module", [module.pk]),
        ):
            assert client.get(reverse(name, args=args)).status_code in (302, 403)
