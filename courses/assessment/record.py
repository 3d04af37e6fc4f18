"""The record of an attempt under its hash: what was shown and answered, and whether it still is."""

from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.asking import fingerprint
from courses.assessment.marking.models import PartGrading
from courses.assessment.models import Attempt, Grading
from courses.assessment.queries import Given, items_by_key, responses_in_force
from courses.catalogue.freezing import hash_of

# What a frozen item holds beside its wording, of which its hash is made.
BESIDE = frozenset({"hash", "tags", "ask_certainty"})


def record_of(attempt: Attempt, given: dict[str, Given]) -> dict[str, Any]:
    """What was shown and answered, as the record's hash covers it."""
    record = {
        "attempt": str(attempt.pk),
        "items": attempt.items,
        "answers": {key: one.answer for key, one in given.items()},
    }
    sure = {key: one.certainty for key, one in given.items() if one.certainty is not None}
    return {**record, "certainty": sure} if sure else record


def differences(attempt: Attempt, kept: Grading | PartGrading) -> list[str]:
    """What of a handed-in attempt is no longer what its hashes say; nothing if all is."""
    found = []
    if fingerprint(attempt.items) != attempt.items_hash:
        found.append(_("The questions as shown are not those that the attempt began with."))
    if fingerprint(record_of(attempt, responses_in_force(attempt))) != kept.record_hash:
        found.append(_("The answers are not those that were graded."))
    items = items_by_key(attempt)
    if any(not _same_wording(items.get(one["key"]), one["hash"]) for one in attempt.items):
        found.append(_("The wording of a question is not the one that was shown."))
    return found


def _same_wording(item: dict[str, Any] | None, shown: str) -> bool:
    if item is None:
        return False
    wording = {name: value for name, value in item.items() if name not in BESIDE}
    return item["hash"] == shown == hash_of(wording)
