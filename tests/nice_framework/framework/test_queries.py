"""Which release counts, and looking things up in it."""

import pytest

from nice_framework.api import (
    UnknownIdentifier,
    latest_release,
    plain_labels,
    statements,
    work_roles,
)
from nice_framework.framework.queries import stored_releases
from nice_framework.models import FrameworkRelease
from tests.factories.nice_framework import (
    PlainLabelFactory,
    ReleaseFactory,
    StatementFactory,
    WorkRoleFactory,
)

pytestmark = pytest.mark.django_db


def test_without_a_release_the_message_says_what_to_do() -> None:
    with pytest.raises(FrameworkRelease.DoesNotExist, match="load_nice_catalogue"):
        latest_release()


def test_the_release_in_use_is_the_one_in_the_settings_else_the_newest(settings) -> None:
    for version in ("2.10.0", "2.9.0", "2.2.0"):
        ReleaseFactory(version=version)
    assert [release.version for release in stored_releases()] == ["2.2.0", "2.9.0", "2.10.0"]
    assert latest_release().version == "2.2.0"
    settings.NICE_LATEST_RELEASE = "3.0.0"
    assert latest_release().version == "2.10.0"


def test_statements_come_in_the_order_asked_for_once() -> None:
    for identifier in ("K0002", "K0001", "S0001"):
        StatementFactory(identifier=identifier)
    StatementFactory(identifier="K0001", release=ReleaseFactory(version="2.1.0"))
    found = statements(["S0001", "K0001", "S0001"])
    assert [row.identifier for row in found] == ["S0001", "K0001"]
    assert {row.release.version for row in found} == {"2.2.0"}
    assert statements(["K0001"], "2.1.0")[0].release.version == "2.1.0"
    with pytest.raises(UnknownIdentifier, match=r"NICE 2.2.0 has no K0009, K0008\."):
        statements(["K0001", "K0009", "K0008"])


def test_work_roles_are_looked_up_the_same_way() -> None:
    role = WorkRoleFactory(identifier="IN-WRL-001")
    assert work_roles(["IN-WRL-001"]) == [role]
    with pytest.raises(UnknownIdentifier):
        work_roles(["IN-WRL-009"])


def test_labels_in_a_language_with_english_behind_it(django_assert_num_queries) -> None:
    PlainLabelFactory(identifier="K0001", label="How boats float")
    PlainLabelFactory(identifier="K0001", language="es", label="Por qué flotan los barcos")
    PlainLabelFactory(identifier="K0002", label="How nets are made")
    with django_assert_num_queries(1):
        labels = plain_labels(["K0001", "K0002", "K0003"], "es")
    assert labels == {
        "K0001": "Por qué flotan los barcos",
        "K0002": "How nets are made",
        "K0003": "K0003",
    }
