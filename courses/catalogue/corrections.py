"""What a small correction may change: words, and nothing that a record rests on.

Kept the same: which modules, lessons and blocks there are, in which order and at which address;
minutes; what they are aligned to; which questions are asked, what is right in them, and every
rule of an assessment. So progress, answers and passes mean after it what they meant before.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.catalogue.changes import ASSESSMENT_RULES
from courses.catalogue.freezing import Frozen
from courses.catalogue.models import AssessmentVersion, CourseVersion, LessonVersion, ModuleVersion
from courses.questions.question_types import question_type

Json = dict[str, Any]
WORDS_OF_AN_ITEM = {"stem", "explanation", "source", "config", "hash", "legal_review"}
KEPT_OF_A_LESSON = ("slug", "minutes", "alignments", "work_roles")


def why_not_small(version: CourseVersion, frozen: Frozen) -> list[str]:
    """A sentence for each thing that only a new version may change; none if it is small."""
    found = list(_of_the_course(version, frozen))
    rows = list(version.modules.order_by("position").prefetch_related("lessons", "assessments"))
    if [str(row.key) for row in rows] != [module["key"] for module in frozen.modules]:
        return [*found, _("Modules were added, taken out or put in another order.")]
    for row, module in zip(rows, frozen.modules, strict=True):
        found += [
            _("“{title}”: {what}").format(title=module["title"], what=what)
            for what in (*_of_a_module(row, module), *_of_an_assessment(row, module))
        ]
    return found


def _of_the_course(version: CourseVersion, frozen: Frozen) -> list[str]:
    now, found = frozen.about, []
    same = ("code", "record", "validity_months", "title")
    if any(getattr(version, name) != now[name] for name in same):
        found.append(_("The course's title, code, kind of record or validity changed."))
    whom = ("work_roles", "profiles")
    if any(_plain(version.about.get(name, [])) != _plain(now["about"][name]) for name in whom):
        found.append(_("The roles that the course serves changed."))
    before = {(one["kind"], one["ref"]) for one in version.pilot_reasons}
    if {(one["kind"], one["ref"]) for one in frozen.pilot_reasons} - before:
        found.append(_("Law or practice that was settled is open now."))
    return found


def _plain(rows: list[Json]) -> list[Json]:
    """References without the titles, which are words."""
    return [{name: value for name, value in row.items() if name != "title"} for row in rows]


def _of_a_module(row: ModuleVersion, now: Json) -> list[str]:
    lessons = sorted(row.lessons.all(), key=lambda one: (one.position, one.language))
    if (row.slug, row.code, row.minutes) != (now["slug"], now["code"], now["minutes"]):
        return [_("its address, number or minutes changed.")]
    if row.work_roles != now["work_roles"]:
        return [_("the roles that it serves changed.")]
    keys = [(str(one.key), one.language) for one in lessons]
    if keys != [(one["key"], one["language"]) for one in now["lessons"]]:
        return [_("lessons were added, taken out or put in another order.")]
    return [
        _("the blocks, minutes or alignment of the lesson “{title}” changed.").format(
            title=lesson["title"]
        )
        for before, lesson in zip(lessons, now["lessons"], strict=True)
        if not _same_lesson(before, lesson)
    ]


def _same_lesson(before: LessonVersion, now: Json) -> bool:
    if any(getattr(before, name) != now[name] for name in KEPT_OF_A_LESSON):
        return False
    return _blocks(before.body) == _blocks(now["body"])


def _blocks(body: list[Json]) -> list[tuple[str, str]]:
    return [(str(block.get("id")), block["type"]) for block in body]


def _of_an_assessment(row: ModuleVersion, now: Json) -> list[str]:
    before = next(iter(row.assessments.all()), None)
    after = AssessmentVersion(**now["assessment"]) if now["assessment"] else None
    return why_not_the_same(before, after)


def why_not_the_same(
    before: AssessmentVersion | None, after: AssessmentVersion | None
) -> list[str]:
    """How two assessments differ in more than words: a pass of one is no pass of the other."""
    if before is None or after is None:
        return [] if before is after else [_("its assessment was added or taken out.")]
    if any(getattr(before, name) != getattr(after, name) for name in ASSESSMENT_RULES):
        return [_("the rules of its assessment changed, such as the pass mark.")]
    if [item["key"] for item in before.items] != [item["key"] for item in after.items]:
        return [_("questions were added, taken out or put in another order.")]
    changed = [
        new["key"]
        for old, new in zip(before.items, after.items, strict=True)
        if bones_of(old) != bones_of(new) or _reordered(old["config"], new["config"])
    ]
    if changed:
        return [
            _("what is right, or what counts, changed in these questions: {keys}.").format(
                keys=", ".join(changed)
            )
        ]
    return []


def bones_of(item: Json) -> Json:
    """An item without its words."""
    kind = question_type(item["type"])
    prose = kind.prose if kind is not None else frozenset()
    kept = {name: value for name, value in item.items() if name not in WORDS_OF_AN_ITEM}
    return {**kept, "config": _without_words(item["config"], prose)}


def _reordered(old: Any, new: Any) -> bool:
    """Whether words that stood at one place stand at another now: an order may be what is right."""
    before, after = dict(_texts(old)), dict(_texts(new))
    known = set(before.values())
    return any(before.get(place) != text and text in known for place, text in after.items())


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text but feedback, by its place."""
    if isinstance(value, list):
        for at, child in enumerate(value):
            yield from _texts(child, f"{place}/{at}")
    elif isinstance(value, dict):
        for name, child in value.items():
            if name != "feedback":
                yield from _texts(child, f"{place}/{name}")
    elif isinstance(value, str) and value:
        yield place, value


def _without_words(value: Any, prose: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_without_words(one, prose) for one in value]
    if isinstance(value, dict):
        return {
            name: "" if name in prose and isinstance(child, str) else _without_words(child, prose)
            for name, child in value.items()
        }
    return value
