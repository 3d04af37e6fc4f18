"""Dates of assessments that stand in curriculum files. What a person decided since stays."""

from courses.assessment.granting import write_dates
from courses.assessment.models import AssessmentWindow
from courses.catalogue.loading.applying import Outcome
from courses.catalogue.loading.assessment_file import Dates
from courses.catalogue.loading.reading import CourseFiles

REASON = "As the course's files say."


def load_dates(files: CourseFiles, outcome: Outcome) -> None:
    """Write the dates that changed in the files. Loading the same files again writes nothing."""
    keys = [module.id for module in files.modules]
    rows = AssessmentWindow.objects.filter(module_key__in=keys, cohort=None).order_by("id")
    newest = {str(row.module_key): row for row in rows}
    for module in files.modules:
        row, dates = newest.get(module.id), module.dates
        now = Dates(row.opens_at, row.closes_at) if row else Dates()
        name = f"dates of “{module.content['title']}”"
        if now == dates:
            continue
        if row is not None and row.decided_by is not None:
            if dates != Dates():
                outcome.left.append(f"{name}: set in the editor since")
            continue
        write_dates(
            module_key=module.id,
            by=None,
            reason=REASON,
            opens_at=dates.opens_at,
            closes_at=dates.closes_at,
        )
        outcome.updated.append(name)
