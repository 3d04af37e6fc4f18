"""What is printed already, and what is on its way."""

from dataclasses import dataclass

from courses.catalogue.models import CourseVersion, ModuleVersion
from courses.catalogue.queries import current_versions
from courses.printing.layouts import layout
from courses.printing.models import Form, PrintedFile
from lms.jobs.api import JobState, job_for


@dataclass(frozen=True)
class Wanted:
    """One thing that can be printed: the manual of a version, or a card of one of its modules."""

    version: CourseVersion
    form: Form
    module: ModuleVersion | None = None

    @property
    def module_key(self) -> str:
        return str(self.module.key) if self.module else ""

    @property
    def job_key(self) -> str:
        return f"print:{self.version.pk}:{self.form.value}:{self.module_key}:{layout()}"

    @property
    def filename(self) -> str:
        part = f"-{self.module.code}" if self.module else ""
        return f"{self.version.code}{part}-v{self.version.label}-{self.form.value}.pdf"


@dataclass(frozen=True)
class Printed:
    """A wanted thing and how far it is."""

    wanted: Wanted
    file: PrintedFile | None
    state: str = ""

    @property
    def making(self) -> bool:
        return self.file is None and self.state in (JobState.OWED, JobState.RUNNING)

    @property
    def failed(self) -> bool:
        return self.file is None and self.state == JobState.FAILED


def has_card(module: ModuleVersion) -> bool:
    return bool(module.job_aid.get("items"))


def wanted_of(version: CourseVersion) -> list[Wanted]:
    """The manual, and both forms of each module's card."""
    cards = [
        Wanted(version, form, module)
        for module in version.modules.order_by("position")
        if has_card(module)
        for form in (Form.CARD, Form.SHEET)
    ]
    return [Wanted(version, Form.MANUAL), *cards]


def printed(wanted: Wanted) -> PrintedFile | None:
    """The file of this version, as the code lays it out now."""
    return PrintedFile.objects.filter(
        version=wanted.version,
        module_key=wanted.module_key,
        form=wanted.form,
        layout=layout(),
    ).first()


def standing_of(wanted: Wanted) -> Printed:
    file = printed(wanted)
    job = None if file else job_for(wanted.job_key)
    return Printed(wanted, file, job.state if job else "")


def standings_of(version: CourseVersion) -> list[Printed]:
    """All that can be printed of a version: one query for the files, one for each that is not."""
    files = {
        (file.module_key, file.form): file
        for file in PrintedFile.objects.filter(version=version, layout=layout())
    }
    found = []
    for wanted in wanted_of(version):
        file = files.get((wanted.module_key, wanted.form))
        found.append(Printed(wanted, file) if file else standing_of(wanted))
    return found


def unprinted() -> list[Wanted]:
    """What the newest version of a live course lacks."""
    return [
        one.wanted
        for version in current_versions()
        for one in standings_of(version)
        if one.file is None
    ]
