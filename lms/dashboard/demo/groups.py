"""Who the demo shows: groups of people, the roles they hold and how many have completed.

The numbers are chosen so that the report has cells to show and cells to suppress.
"""

from dataclasses import dataclass

from lms.dashboard.demo import places

RESPONDERS, JUDGES = "FR", "JUD"


@dataclass(frozen=True)
class Group:
    """People of one agency. `holds` is a work role or national profile each, taken in turn."""

    agency: str
    prefix: str
    count: int
    holds: tuple[str, ...]
    ranks: tuple[str, ...]
    completed: int = 0
    course: str = RESPONDERS
    district: str = ""
    spread: bool = True
    has_email: bool = True


OFFICERS = ("Constable", "Constable", "Constable", "Corporal", "Constable", "Sergeant")
COMPLETED_BY_FORMATION = {
    "corozal": 8,
    "orange-walk": 10,
    "belize": 30,
    "cayo": 18,
    "stann-creek": 12,
    "toledo": 8,
}

GROUPS = (
    *(
        Group(
            agency=places.formation(code),
            prefix="BPD",
            count=count,
            holds=("BZ-FR",),
            ranks=OFFICERS,
            completed=COMPLETED_BY_FORMATION[code],
            district=code,
            # Constables share a station's computer and have no work address.
            has_email=False,
        )
        for code, _name, count in places.FORMATIONS
    ),
    Group(
        agency=places.PITCU,
        prefix="BPD",
        count=26,
        holds=("IN-WRL-001", "IN-WRL-002", "PD-WRL-002", "IN-WRL-002"),
        ranks=("Constable", "Corporal", "Sergeant", "Inspector"),
        completed=12,
        district="cayo",
    ),
    Group(
        agency=places.JUDICIARY,
        prefix="JUD",
        count=15,
        holds=("BZ-JUD",),
        ranks=("Magistrate", "Magistrate", "Judge", "Registrar"),
        completed=5,
        course=JUDGES,
    ),
    Group(
        agency=places.PROSECUTION,
        prefix="DPP",
        count=26,
        holds=("BZ-PROS",),
        ranks=("Crown Counsel", "Crown Counsel", "Senior Crown Counsel"),
        completed=12,
        district="belize",
    ),
    Group(
        agency=places.SECURITY,
        prefix="MNS",
        count=24,
        holds=("BZ-FR",),
        ranks=("Security Officer",),
        completed=10,
        district="cayo",
    ),
    Group(
        agency=places.SECURITY,
        prefix="MNS",
        count=8,
        holds=("OG-WRL-002", "OG-WRL-014", "PD-WRL-003"),
        ranks=("Policy Officer", "Systems Security Officer", "Incident Officer"),
        completed=2,
        district="cayo",
    ),
    Group(
        agency=places.EDUCATION,
        prefix="MOE",
        count=8,
        holds=("OG-WRL-003", "OG-WRL-004", "IO-WRL-007"),
        ranks=("Workforce Officer", "Curriculum Officer", "Technical Support Officer"),
        completed=1,
        district="cayo",
        spread=False,
    ),
    Group(
        agency=places.CITO,
        prefix="CITO",
        count=24,
        holds=("IO-WRL-005", "PD-WRL-001", "IO-WRL-004", "PD-WRL-003"),
        ranks=("Systems Administrator", "Security Analyst", "Network Engineer", "Incident Officer"),
        completed=10,
        district="cayo",
    ),
    Group(
        agency=places.PUC,
        prefix="PUC",
        count=6,
        holds=("OG-WRL-012", "OG-WRL-016"),
        ranks=("Assessor", "Technology Auditor"),
        completed=1,
        district="belize",
    ),
    Group(
        agency=places.ELECTRICITY,
        prefix="BEL",
        count=14,
        holds=("DD-WRL-009", "PD-WRL-001", "PD-WRL-004", "IO-WRL-004"),
        ranks=("Control Systems Engineer", "Security Analyst", "Network Engineer"),
        completed=3,
        district="belize",
    ),
    Group(
        agency=places.WATER,
        prefix="BWS",
        count=10,
        holds=("PD-WRL-004", "IO-WRL-005", "PD-WRL-001"),
        ranks=("Systems Administrator", "Network Engineer"),
        completed=2,
        district="belize",
    ),
    Group(
        agency=places.UNIVERSITY,
        prefix="UB",
        count=8,
        holds=("OG-WRL-005", "OG-WRL-004", "IO-WRL-007"),
        ranks=("Lecturer", "Instructor", "Technical Support Officer"),
        completed=1,
        district="cayo",
        spread=False,
    ),
)
