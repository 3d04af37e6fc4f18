"""Store the national areas and profiles that ship with the platform.

A profile's version is fixed once stored: people were measured against it. A changed file needs a
new version, which then becomes the current one and retires the one before.
"""

from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from nice_framework.framework.models import FrameworkRelease, Statement
from nice_framework.framework.queries import statements
from nice_framework.profiles.models import (
    NationalArea,
    NationalAreaStatement,
    NationalProfile,
    ProfileStatus,
    RequiredLevel,
)

FILE = Path(__file__).resolve().parent.parent / "catalogue" / "national.yaml"


class ProfileChanged(ValidationError):
    """A profile's file differs from what is stored under the same version."""


def load_national_profiles(*, content: dict[str, Any] | None = None) -> list[NationalProfile]:
    """Store what the file says. Answers the profiles that are new; again, there are none."""
    content = content or yaml.safe_load(FILE.read_text("utf-8"))
    with transaction.atomic():
        release = FrameworkRelease.objects.get(version=content["release"])
        for code, area in content["areas"].items():
            _store_area(release, code, area)
        stored = [_store_profile(release, *each) for each in content["profiles"].items()]
    return [profile for profile in stored if profile is not None]


def _store_area(release: FrameworkRelease, code: str, content: dict[str, Any]) -> None:
    values = {"title": content["title"], "description": content["description"]}
    area, created = NationalArea.objects.get_or_create(code=code, defaults=values)
    if not created and (area.title, area.description) != tuple(values.values()):
        NationalArea.objects.filter(pk=area.pk).update(**values)
    wanted = statements(content["statements"].split(), release)
    placed = dict(
        NationalAreaStatement.objects.filter(statement__in=wanted).values_list(
            "statement_id", "area_id"
        )
    )
    NationalAreaStatement.objects.bulk_create(
        NationalAreaStatement(area=area, statement=row) for row in wanted if row.pk not in placed
    )
    moved = [row.pk for row in wanted if placed.get(row.pk, area.pk) != area.pk]
    NationalAreaStatement.objects.filter(statement_id__in=moved).update(area=area)


def _store_profile(
    release: FrameworkRelease, code: str, content: dict[str, Any]
) -> NationalProfile | None:
    wanted = statements(content["statements"].split(), release)
    version = content["version"]
    profile = NationalProfile.objects.filter(code=code, version=version).first()
    if profile is not None:
        _refuse_silent_change(profile, wanted, content["levels"])
        return None
    NationalProfile.objects.filter(code=code, status=ProfileStatus.CURRENT).update(
        status=ProfileStatus.RETIRED
    )
    profile = NationalProfile.objects.create(
        code=code,
        version=version,
        title=content["title"],
        description=content["description"],
        status=ProfileStatus.CURRENT,
        release=release,
    )
    profile.statements.set(wanted)
    areas = {area.code: area for area in NationalArea.objects.all()}
    RequiredLevel.objects.bulk_create(
        RequiredLevel(profile=profile, area=areas[area], level=level)
        for area, level in content["levels"].items()
    )
    return profile


def _refuse_silent_change(
    profile: NationalProfile, wanted: list[Statement], levels: dict[str, int]
) -> None:
    stored_levels = dict(profile.required_levels.values_list("area__code", "level"))
    stored = set(profile.statements.values_list("pk", flat=True))
    if stored_levels != levels or stored != {row.pk for row in wanted}:
        raise ProfileChanged(
            f"{profile.code} version {profile.version} is stored with other statements or levels. "
            "Give the changed profile a new version in catalogue/national.yaml."
        )
