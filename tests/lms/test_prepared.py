"""SQL written once finds what a queryset finds, for each call's own values and nobody else's."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from lms.accounts.models import Agency, AgencyKind, Learner, User
from lms.prepared import Prepared
from tests.factories.accounts import AgencyFactory, UserFactory

POLICE = Exists(Agency.objects.filter(pk=OuterRef("agency"), kind=AgencyKind.POLICE))


def of_learner(learner: Any, agency: Any) -> QuerySet[User]:
    rows = User.objects.filter(learner=learner, agency=agency).annotate(police=POLICE)
    return rows.select_related("learner", "agency").defer("password")


def in_place(name: Any) -> QuerySet[User]:
    return User.objects.filter(agency__name=name).order_by("pk")


@pytest.fixture
def of_both() -> Prepared[User]:
    return Prepared(of_learner, learner=Learner._meta.pk, agency=Agency._meta.pk)


@pytest.fixture
def by_place() -> Prepared[User]:
    return Prepared(in_place, name=Agency._meta.get_field("name"))


@pytest.mark.django_db
def test_each_call_finds_what_the_queryset_finds(of_both: Prepared[User]) -> None:
    police = AgencyFactory(kind=AgencyKind.POLICE)
    people = [UserFactory(agency=police), UserFactory(agency=AgencyFactory(kind="ministry"))]
    for one in [*people, people[0]]:
        values = {"learner": one.learner_id, "agency": one.agency_id}
        expected = of_learner(**values).get()
        with CaptureQueriesContext(connection) as asked:
            found = of_both.first(**values)
            assert found is not None
            assert (found.agency, found.learner) == (expected.agency, expected.learner)
        assert len(asked) == 1, "related rows come with it"
        assert found.get_deferred_fields() == {"password"}
        assert found.police == expected.police  # type: ignore[attr-defined]
        for name, value in vars(expected).items():
            if name != "_state":
                assert getattr(found, name) == value
                assert type(getattr(found, name)) is type(value)


@pytest.mark.django_db
def test_values_are_not_exchanged(of_both: Prepared[User]) -> None:
    """Two keys of one kind: each goes where it belongs, and a stranger's finds nothing."""
    one, other = UserFactory(agency=AgencyFactory()), UserFactory(agency=AgencyFactory())
    assert of_both.first(learner=one.learner_id, agency=other.agency_id) is None
    assert of_both.first(learner=other.learner_id, agency=other.agency_id) == other
    two = Prepared(
        lambda mine, yours: Learner.objects.filter(pk=mine).exclude(pk=yours),
        mine=Learner._meta.pk,
        yours=Learner._meta.pk,
    )
    assert two.first(mine=one.learner_id, yours=other.learner_id) == one.learner
    assert two.first(mine=one.learner_id, yours=one.learner_id) is None


@pytest.mark.django_db
def test_rows_of_one_call_stay_its_own(by_place: Prepared[User]) -> None:
    first = [UserFactory(agency=AgencyFactory(name="First")) for _ in range(2)]
    second = UserFactory(agency=AgencyFactory(name="Second' OR 1=1 --"))
    rows, others = by_place.rows(name="First"), by_place.rows(name="Second' OR 1=1 --")
    assert rows[0] == first[0]
    assert others == [second]
    assert by_place.rows(name="value 0, to be replaced") == []


def test_a_value_that_the_query_does_not_ask_for_is_refused(db: None) -> None:
    never = Prepared(lambda pk: User.objects.all(), pk=User._meta.pk)
    with pytest.raises(TypeError, match="each of its values"):
        never.first(pk=1)


@pytest.mark.django_db
def test_another_connection_of_the_same_thread_is_asked(by_place: Prepared[User]) -> None:
    """As where an event loop runs in it: the connection of before may see other rows."""
    assert by_place.rows(name="Here") == []
    here, ours = UserFactory(agency=AgencyFactory(name="Here")), connections[DEFAULT_DB_ALIAS]
    with CaptureQueriesContext(ours) as asked:
        assert by_place.rows(name="Here") == [here]
    assert len(asked) == 1
    other = connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        assert by_place.rows(name="Here") == [], "nothing is committed yet"
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = ours
    gone = weakref.ref(other)
    del other
    gc.collect()
    assert gone() is None, "a connection that nobody uses is kept open by nobody"
    assert by_place.rows(name="Here") == [here]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_each_find_their_own(by_place: Prepared[User]) -> None:
    names = [f"Place {n}" for n in range(4)]
    people = {name: UserFactory(agency=AgencyFactory(name=name)) for name in names}

    def ask(name: str) -> bool:
        try:
            return all(by_place.rows(name=name) == [people[name]] for _ in range(25))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, names))
