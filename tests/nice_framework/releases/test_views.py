"""The report: one set of numbers on the page, in the file and in the API; nobody else sees it."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.api import Role
from lms.accounts.models import User
from nice_framework.models import SnapshotCell
from nice_framework.releases.exports import _plain
from nice_framework.releases.services import make_snapshot
from tests.factories.accounts import UserFactory

from .conftest import Country

pytestmark = pytest.mark.django_db
THIS_MONTH = timezone.localdate().replace(day=1)
PAGE, FILE = "/reports/skills-gap/", "/reports/skills-gap.csv"
API = "/api/v1/skills-gap"
Numbers = dict[str, int]


@pytest.fixture
def busy(country: Country) -> Country:
    """Enough people for all three tables, and a planted group of nine."""
    country.people(35, passed="AB", district="belize")
    country.people(18, district="belize")
    country.people(14, passed="A", district="cayo")
    country.people(16, district="cayo")
    country.people(30, "IN-WRL-002", kind="ministry", passed="B")
    country.people(17, "IN-WRL-002", kind="ministry")
    country.people(9, "BZ-PROS", kind="prosecution", district="toledo", passed="A")
    make_snapshot()
    return country


@pytest.fixture
def reader(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


def on_page(html: str) -> Numbers:
    found = re.findall(r'data-value="([^"]+)">\s*(\d+)\s*</span>', html)
    return {place: int(number) for place, number in found}


def in_file(body: bytes) -> tuple[Numbers, list[dict[str, str]]]:
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    shown = {
        "/".join(row[part] for part in ("table", "row", "column", "area", "measure")): row["value"]
        for row in rows
        if row["value"]
    }
    return {place: int(value) for place, value in shown.items()}, rows


def in_answer(document: dict) -> Numbers:
    return {
        "/".join(value[part] for part in ("table", "row", "column", "area", "measure")): value[
            "value"
        ]
        for value in document["values"]
        if value["value"] is not None
    }


def test_page_file_and_api_carry_the_same_numbers(
    busy: Country, reader: Client, token: str
) -> None:
    page = on_page(reader.get(PAGE).content.decode())
    file, rows = in_file(reader.get(FILE).content)
    answer = reader.get(API, headers={"authorization": f"Bearer {token}"}).json()
    assert page == file == in_answer(answer)
    assert len(page) > 15
    stored = SnapshotCell.objects.filter(value__isnull=False)
    assert len(page) == stored.count()
    assert len(rows) == len(answer["values"]) == SnapshotCell.objects.count()


def test_every_empty_value_has_a_code(busy: Country, reader: Client) -> None:
    _, rows = in_file(reader.get(FILE).content)
    for row in rows:
        assert row["unit"] == "people"
        assert row["value"] or row["conf_status"] in "CD" or row["obs_status"] == "M"
        assert row["value"] not in ("0", "*")


def test_the_planted_nine_are_nowhere(busy: Country, reader: Client, token: str) -> None:
    file, rows = in_file(reader.get(FILE).content)
    assert not [place for place in file if "BZ-PROS" in place or "region/south" in place]
    assert {row["conf_status"] for row in rows if row["row"] == "BZ-PROS"} == {"C"}
    country = file.get("region/all//A/needed")
    officers = file.get("profile-by-agency-kind/BZ-FR/all/A/needed")
    assert country is None or officers is None


def test_charts_say_in_words_what_they_draw(busy: Country, reader: Client) -> None:
    html = reader.get(PAGE).content.decode()
    assert html.count('role="img"') == html.count("<title id=") == html.count("<desc id=")
    assert "style=" not in html.split("<main")[1]
    assert "<h1" in html
    assert re.search(r"\d+ people have yet to show the skill", html)


def test_a_chosen_month_stands_in_the_address(busy: Country, reader: Client) -> None:
    month = f"{THIS_MONTH:%Y-%m}"
    assert reader.get(PAGE, {"month": month}).status_code == 200
    assert f"month={month}" in reader.get(PAGE).content.decode()
    for wrong in ("2020-01", "soon", "2026-13"):
        assert reader.get(PAGE, {"month": wrong}).status_code == 404
        assert reader.get(FILE, {"month": wrong}).status_code == 404


def test_before_the_first_month_the_page_says_so(reader: Client) -> None:
    response = reader.get(PAGE)
    assert response.status_code == 200
    assert "No month is published yet" in response.content.decode()
    assert reader.get(FILE).status_code == 404


def test_the_page_takes_at_most_ten_queries(
    busy: Country, reader: Client, django_assert_max_num_queries
) -> None:
    reader.get(PAGE)
    with django_assert_max_num_queries(10):
        reader.get(PAGE)


def test_analysts_and_administrators_only(busy: Country, client: Client) -> None:
    for address in (PAGE, FILE):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
    for role in (*Role.ALL, None):
        user = UserFactory()
        if role:
            user.groups.add(Group.objects.get_or_create(name=role)[0])
        client.force_login(user)
        expected = 200 if role in (Role.ANALYST, Role.ADMINISTRATOR) else 403
        assert client.get(PAGE).status_code == expected
        assert client.get(FILE).status_code == expected


def test_a_judges_marker_is_nowhere(busy: Country, reader: Client, token: str) -> None:
    before = reader.get(PAGE).content
    [judge] = busy.people(1, "BZ-JUD", kind="judiciary", passed="AB", label="MARKER-4711")
    judge.full_name = "Marker Four Seven"
    judge.save()
    answers = [
        reader.get(PAGE).content,
        reader.get(FILE).content,
        reader.get(API, headers={"authorization": f"Bearer {token}"}).content,
    ]
    for answer in answers:
        for marker in (b"MARKER-4711", b"Marker Four", b"BZ-JUD", b"judiciary"):
            assert marker not in answer
    assert on_page(before.decode()) == on_page(answers[0].decode())


def test_a_spreadsheet_runs_no_formula_from_the_file() -> None:
    assert _plain("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert [_plain(value) for value in ("police", 10, None)] == ["police", 10, ""]


def test_the_file_opens_with_its_accents_and_is_not_kept(busy: Country, reader: Client) -> None:
    response = reader.get(FILE)
    assert response.content.startswith(b"\xef\xbb\xbfrelease,month,table,row,column")
    assert "private" in response["Cache-Control"]
    assert f"skills-gap-{THIS_MONTH:%Y-%m}.csv" in response["Content-Disposition"]


def test_a_later_pull_gives_the_same_bytes(busy: Country, reader: Client) -> None:
    first = reader.get(FILE).content
    busy.people(60, passed="AB", shown_on=timezone.localdate() - timedelta(days=1))
    assert reader.get(FILE).content == first
    assert json.dumps(first.decode("utf-8-sig"))
