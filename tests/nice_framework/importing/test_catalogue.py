"""What ships with the platform: complete, in our own words, loaded once."""

import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from nice_framework.api import NOT_FOR_COURSES, latest_release, national_profile, plain_label
from nice_framework.framework.queries import description_of
from nice_framework.importing.catalogue import FOLDER, shipped_export, shipped_labels
from nice_framework.models import (
    NationalArea,
    NationalAreaStatement,
    NationalProfile,
    PlainLabel,
    ReleaseSource,
    Statement,
    WorkRole,
)
from nice_framework.profiles.catalogue import FILE, ProfileChanged, load_national_profiles

ROOT = Path(__file__).resolve().parents[3]
CURRICULUM = ROOT / "courses" / "curriculum"
IDENTIFIER = re.compile(r"\b[TKS]\d{4}\b")
NATIONAL = yaml.safe_load(FILE.read_text("utf-8"))


def load() -> str:
    out = StringIO()
    call_command("load_nice_catalogue", stdout=out)
    return out.getvalue()


def english() -> dict[str, tuple[str, str]]:
    return dict(shipped_labels())["en"]


def grouped() -> set[str]:
    return {each for area in NATIONAL["areas"].values() for each in area["statements"].split()}


def test_it_holds_the_facts_of_release_2_2_0() -> None:
    counts = shipped_export().counts()
    names = ("category", "work_role", "competency_area", "task", "knowledge", "skill")
    assert [counts[name] for name in names] == [5, 42, 11, 962, 693, 555]
    assert (counts["role_links"], counts["area_links"], counts["opm_codes"]) == (5_452, 416, 40)


def test_every_role_area_category_and_evidence_statement_has_a_label() -> None:
    export, labels = shipped_export(), english()
    titled = export.identifiers("work_role", "competency_area", "category")
    assert len(grouped()) == 141
    assert titled | grouped() <= set(labels)
    assert set(labels) <= set(export.items)
    assert all(description for key, (_, description) in labels.items() if key in titled)


def test_every_statement_that_the_curriculum_aligns_to_has_a_label() -> None:
    texts = [
        path.read_text("utf-8") for path in CURRICULUM.rglob("*") if path.suffix in (".md", ".yaml")
    ]
    aligned = {match for text in texts for match in IDENTIFIER.findall(text)}
    assert aligned <= set(english())
    assert aligned <= set(shipped_export().items)
    assert aligned.isdisjoint(NOT_FOR_COURSES)


@pytest.mark.parametrize(("identifier", "words"), sorted(english().items()))
def test_a_label_is_short_and_plain(identifier: str, words: tuple[str, str]) -> None:
    label, description = words
    assert 6 <= len(label.split()) <= 12, label
    assert label[0].isupper()
    assert not label.endswith(".")
    assert not re.search(r"knowledge of|skill in|responsible for|competency", label, re.IGNORECASE)
    assert "!" not in label + description
    if description:
        assert 1 <= len(re.findall(r"[.](?:\s|$)", description)) <= 2, description


def test_no_two_labels_are_the_same() -> None:
    labels = [label for label, _ in english().values()]
    assert len(labels) == len(set(labels))


@pytest.mark.django_db
def test_it_loads_once() -> None:
    said = load()
    assert "2,210 statements" in said
    assert "BZ-FR version 1, BZ-JUD version 1, BZ-PROS version 1" in said
    counts = [m.objects.count() for m in (Statement, WorkRole, PlainLabel, NationalAreaStatement)]
    assert counts == [2_210, 42, 201, 141]
    assert "nothing was changed" in load()
    assert counts == [
        m.objects.count() for m in (Statement, WorkRole, PlainLabel, NationalAreaStatement)
    ]
    assert ReleaseSource.objects.get().form == "catalogue"
    assert latest_release().released_on.isoformat() == "2026-04-28"
    assert not Statement.objects.exclude(text="").exists()


@pytest.mark.django_db
def test_a_changed_label_is_brought_up_to_date() -> None:
    load()
    PlainLabel.objects.filter(identifier="K0802").update(label="Something else")
    assert "Labels new or changed: 1." in load()
    assert plain_label("K0802") == english()["K0802"][0]
    assert plain_label("K0018") == "K0018"
    assert plain_label("K0802", "es") == english()["K0802"][0]
    assert description_of(WorkRole.objects.get(identifier="IN-WRL-002")).startswith("Finds,")


@pytest.mark.django_db
def test_the_national_profiles() -> None:
    load()
    assert "".join(NationalArea.objects.values_list("code", flat=True)) == "ABCDEFGH"
    sizes = {code: national_profile(code).statements.count() for code in NATIONAL["profiles"]}
    assert sizes == {"BZ-FR": 31, "BZ-JUD": 18, "BZ-PROS": 27}
    for profile in NationalProfile.objects.all():
        assert profile.release.version == "2.2.0"
        needed = set(
            profile.statements.values_list("national_area_membership__area__code", flat=True)
        )
        levels = dict(profile.required_levels.values_list("area__code", "level"))
        assert set(levels) == needed
        named = set(profile.statements.values_list("identifier", flat=True))
        assert named.isdisjoint(NOT_FOR_COURSES)


@pytest.mark.django_db
def test_a_profile_changes_only_under_a_new_version() -> None:
    load()
    content = yaml.safe_load(FILE.read_text("utf-8"))
    content["profiles"]["BZ-FR"]["levels"]["A"] = 3
    with pytest.raises(ProfileChanged, match="BZ-FR version 1 is stored with other"):
        load_national_profiles(content=content)
    content["profiles"]["BZ-FR"]["version"] = 2
    (profile,) = load_national_profiles(content=content)
    assert national_profile("BZ-FR") == profile
    statuses = NationalProfile.objects.filter(code="BZ-FR").values_list("version", "status")
    assert dict(statuses) == {1: "retired", 2: "current"}
    with pytest.raises(CommandError, match="no"):
        call_command("load_nice_catalogue", "--no-such-option")


@pytest.mark.django_db
def test_a_changed_profile_file_stops_the_whole_load(monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    NationalProfile.objects.get(code="BZ-JUD").required_levels.update(level=4)
    PlainLabel.objects.all().delete()
    with pytest.raises(CommandError, match=r"new version in catalogue/national.yaml"):
        load()
    assert not PlainLabel.objects.exists()


def test_the_folder_says_whose_words_these_are() -> None:
    said = (FOLDER / "README.md").read_text("utf-8")
    assert "Not endorsed by NIST" in said
