"""The demo's named accounts: one for each role, with what to look at."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.api import Role
from lms.accounts.models import AuditEntry
from lms.dashboard.demo import places
from lms.dashboard.demo.groups import JUDGES, RESPONDERS
from lms.dashboard.demo.stages import Stage

PASSWORD = "belize-demo-2026"  # noqa: S105
LOADED = "demo.loaded"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class DemoAccount:
    """One person whom a visitor may sign in as."""

    key: str
    role: Promise
    service_number: str
    full_name: str
    look_at: Promise
    agency: str
    rank: str
    holds: str = ""
    email: str = ""
    district: str = "belize"
    groups: tuple[str, ...] = ()
    course: str = RESPONDERS
    stage: Stage = Stage.NOT_ENROLLED


NAMED = (
    DemoAccount(
        key="officer",
        role=_("Officer, in the middle of a course"),
        service_number="BPD-2417",
        full_name="Kenroy Choc",
        look_at=_("Home, then Continue: a lesson resumes where it was left"),
        agency=places.formation("toledo"),
        rank="Constable",
        holds="BZ-FR",
        district="toledo",
        stage=Stage.READING,
    ),
    DemoAccount(
        key="certified",
        role=_("Officer with a certificate"),
        service_number="BPD-1863",
        full_name="Lizbeth Rhaburn",
        look_at=_("Certificates: the PDF, and what anyone who checks it sees"),
        agency=places.formation("cayo"),
        rank="Corporal",
        holds="BZ-FR",
        email="lizbeth.rhaburn@police.example",
        district="cayo",
        stage=Stage.COMPLETED,
    ),
    DemoAccount(
        key="judge",
        role=_("Judge"),
        service_number="JUD-0107",
        full_name="Rowena Merriweather",
        look_at=_("Digital evidence for the bench: nothing is scored or stored"),
        agency=places.JUDICIARY,
        rank="Magistrate",
        holds="BZ-JUD",
        email="rowena.merriweather@judiciary.example",
        course=JUDGES,
        stage=Stage.READING,
    ),
    DemoAccount(
        key="prosecutor",
        role=_("Prosecutor"),
        service_number="DPP-0214",
        full_name="Arjun Novelo",
        look_at=_("An attempt that did not pass, what to read again, and when to try again"),
        agency=places.PROSECUTION,
        rank="Crown Counsel",
        holds="BZ-PROS",
        email="arjun.novelo@dpp.example",
        stage=Stage.FAILED,
    ),
    DemoAccount(
        key="police-training-officer",
        role=_("Training officer, police"),
        service_number="BPD-0312",
        full_name="Beverly Cawich",
        look_at=_("People of the police, password slips, notices to print, and two sittings"),
        agency=places.POLICE,
        rank="Inspector",
        email="beverly.cawich@police.example",
        groups=(Role.TRAINING_OFFICER,),
    ),
    DemoAccount(
        key="judiciary-training-officer",
        role=_("Training officer, judiciary"),
        service_number="JUD-0031",
        full_name="Gareth Stanhope",
        look_at=_("People of the judiciary, and no learning record of any judge"),
        agency=places.JUDICIARY,
        rank="Registrar",
        email="gareth.stanhope@judiciary.example",
        groups=(Role.TRAINING_OFFICER,),
    ),
    DemoAccount(
        key="author",
        role=_("Author"),
        service_number="UB-0118",
        full_name="Yarisa Norales",
        look_at=_("The editor: courses, lessons, questions and their alignments"),
        agency=places.UNIVERSITY,
        rank="Lecturer",
        email="yarisa.norales@university.example",
        district="cayo",
        groups=(Role.AUTHOR,),
    ),
    DemoAccount(
        key="legal-reviewer",
        role=_("Legal reviewer"),
        service_number="DPP-0045",
        full_name="Nandini Oakley",
        look_at=_("The editor: passages that await legal review"),
        agency=places.PROSECUTION,
        rank="Senior Crown Counsel",
        email="nandini.oakley@dpp.example",
        groups=(Role.LEGAL_REVIEWER,),
    ),
    DemoAccount(
        key="analyst",
        role=_("Analyst, Ministry of Education"),
        service_number="MOE-0009",
        full_name="Eleazar Pech",
        look_at=_("The skills-gap report: page, CSV and two months"),
        agency=places.EDUCATION,
        rank="Workforce Analyst",
        email="eleazar.pech@education.example",
        district="cayo",
        groups=(Role.ANALYST,),
    ),
    DemoAccount(
        key=ADMINISTRATOR,
        role=_("Administrator"),
        service_number="CITO-0002",
        full_name="Heather Sabal",
        look_at=_("The whole admin: people, agencies, pilot decisions, the audit log"),
        agency=places.CITO,
        rank="Platform Administrator",
        email="heather.sabal@cito.example",
        district="cayo",
        groups=(Role.ADMINISTRATOR,),
    ),
)


def is_loaded() -> bool:
    """Whether this database was filled by the demo: the audit log says so for ever."""
    return AuditEntry.objects.filter(action=LOADED).exists()


class AccountRow(NamedTuple):
    """One line of the table that `make run` ends with."""

    role: str
    service_number: str
    password: str
    look_at: str


def accounts() -> tuple[AccountRow, ...]:
    """The named accounts, where the demo is loaded; elsewhere nobody's password is known."""
    if not is_loaded():
        return ()
    return tuple(
        AccountRow(str(one.role), one.service_number, PASSWORD, str(one.look_at)) for one in NAMED
    )
