"""Reading the framework: which release counts, its statements and roles, and our words for them."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from lms.prepared import Prepared
from nice_framework.framework.models import (
    Element,
    FrameworkRelease,
    PlainLabel,
    Statement,
    WorkRole,
)

FALLBACK_LANGUAGE = "en"

# A phrase of the description that NIST prints under the wrong category.
WRONG_CATEGORY_TEXT = "foreign actors"

# They name rules of the United States, so no course here may align to them.
NOT_FOR_COURSES = frozenset({"T1175", "K0821"})


class UnknownIdentifier(ObjectDoesNotExist):
    """An identifier that the release does not hold."""


def stored_releases() -> list[FrameworkRelease]:
    """All releases, oldest first. Versions are compared as numbers: 2.10.0 follows 2.9.0."""
    return sorted(FrameworkRelease.objects.all(), key=lambda release: release.version_key)


def latest_release() -> FrameworkRelease:
    """The release that new alignments, profiles and evidence name.

    It is the one in the setting NICE_LATEST_RELEASE once that is stored, otherwise the newest
    stored: importing a newer release for a look must not silently move what courses point to.
    """
    releases = stored_releases()
    for release in releases:
        if release.version == settings.NICE_LATEST_RELEASE:
            return release
    if not releases:
        raise FrameworkRelease.DoesNotExist(
            "No release of the NICE Framework is stored. Run manage.py load_nice_catalogue first."
        )
    return releases[-1]


def release_named(release: FrameworkRelease | str | None = None) -> FrameworkRelease:
    """The release given, or named by its version, or the latest."""
    if isinstance(release, FrameworkRelease):
        return release
    if not release:
        return latest_release()
    found = BY_VERSION.first(version=release)
    if found is None:
        raise FrameworkRelease.DoesNotExist(f"Release {release} of NICE isn't stored.")
    return found


BY_VERSION = Prepared(
    lambda version: FrameworkRelease.objects.filter(version=version),
    version=FrameworkRelease._meta.get_field("version"),
)


def statements(
    identifiers: Iterable[str], release: FrameworkRelease | str | None = None
) -> list[Statement]:
    """The statements in the order asked for, without repeats. Refuses unknown identifiers."""
    wanted = list(dict.fromkeys(identifiers))
    named = release_named(release)
    found = {}
    for row in Statement.objects.filter(release=named, identifier__in=wanted):
        row.release = named
        found[row.identifier] = row
    return [found[identifier] for identifier in _known(wanted, found, named)]


def work_roles(
    identifiers: Iterable[str], release: FrameworkRelease | str | None = None
) -> list[WorkRole]:
    """The work roles in the order asked for, without repeats. Refuses unknown identifiers."""
    wanted = list(dict.fromkeys(identifiers))
    named = release_named(release)
    found = {
        row.identifier: row
        for row in WorkRole.objects.filter(release=named, identifier__in=wanted).select_related(
            "release", "category"
        )
    }
    return [found[identifier] for identifier in _known(wanted, found, named)]


def plain_label(identifier: str, language: str = FALLBACK_LANGUAGE) -> str:
    """Our own words for an identifier, in English where the language lacks them, else itself."""
    return plain_labels([identifier], language)[identifier]


def plain_labels(identifiers: Iterable[str], language: str = FALLBACK_LANGUAGE) -> dict[str, str]:
    """Our own words for many identifiers, with one query."""
    wanted = list(dict.fromkeys(identifiers))
    rows = PlainLabel.objects.filter(
        identifier__in=wanted, language__in={language, FALLBACK_LANGUAGE}
    )
    by_language = sorted(rows, key=lambda row: row.language == language)
    labels = {row.identifier: row.label for row in by_language}
    return {identifier: labels.get(identifier, identifier) for identifier in wanted}


def description_of(element: Element, language: str = FALLBACK_LANGUAGE) -> str:
    """Our own description of a category, work role or competency area, where we have one."""
    rows = PlainLabel.objects.filter(
        identifier=element.identifier, language__in={language, FALLBACK_LANGUAGE}
    )
    best = sorted(rows, key=lambda row: row.language == language)
    return best[-1].description if best else ""


def shown_text(element: Element) -> str:
    """NIST's text as it may be shown: empty where it is known to belong to something else.

    In 2.1.0 and 2.2.0 the category IN carries the description of a category that NIST removed.
    It stays stored as printed; our own description is shown instead.
    """
    return "" if has_wrong_text(element.identifier, element.text) else element.text


def has_wrong_text(identifier: str, text: str) -> bool:
    return identifier == "IN" and WRONG_CATEGORY_TEXT in text


def _known(wanted: list[str], found: dict, release: FrameworkRelease) -> list[str]:
    unknown = [identifier for identifier in wanted if identifier not in found]
    if unknown:
        raise UnknownIdentifier(f"{release} has no {', '.join(unknown)}.")
    return wanted
