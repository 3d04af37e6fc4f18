"""The agencies of the demo, named as in the National Cybersecurity Strategy 2020–2023."""

from lms.accounts.models import Agency, AgencyKind

POLICE = "belize-police-department"
PITCU = "pitcu"
JUDICIARY = "judiciary"
PROSECUTION = "office-of-the-dpp"
SECURITY = "ministry-of-national-security"
EDUCATION = "ministry-of-education"
CITO = "central-information-technology-office"
PUC = "public-utilities-commission"
ELECTRICITY = "belize-electricity"
WATER = "belize-water-services"
UNIVERSITY = "university-of-belize"

# District code, its name, and how many officers of its formation the demo shows.
FORMATIONS = (
    ("corozal", "Corozal", 17),
    ("orange-walk", "Orange Walk", 19),
    ("belize", "Belize", 40),
    ("cayo", "Cayo", 28),
    ("stann-creek", "Stann Creek", 20),
    ("toledo", "Toledo", 16),
)
AGENCIES = (
    (POLICE, "Belize Police Department", AgencyKind.POLICE),
    (JUDICIARY, "Judiciary", AgencyKind.JUDICIARY),
    (PROSECUTION, "Office of the Director of Public Prosecutions", AgencyKind.PROSECUTION),
    (SECURITY, "Ministry of National Security", AgencyKind.MINISTRY),
    (EDUCATION, "Ministry of Education", AgencyKind.MINISTRY),
    (CITO, "Central Information Technology Office", AgencyKind.MINISTRY),
    (PUC, "Public Utilities Commission", AgencyKind.REGULATOR),
    (ELECTRICITY, "Belize Electricity Limited", AgencyKind.UTILITY),
    (WATER, "Belize Water Services", AgencyKind.UTILITY),
    (UNIVERSITY, "University of Belize", AgencyKind.EDUCATION),
)


def formation(district: str) -> str:
    return f"police-{district}"


def make_agencies() -> dict[str, Agency]:
    """All agencies by slug; the police's formations and PITCU are units of the department."""
    found = {
        slug: Agency.objects.create(slug=slug, name=name, kind=kind)
        for slug, name, kind in AGENCIES
    }
    units = [(formation(code), f"{name} District Formation") for code, name, _count in FORMATIONS]
    units.append((PITCU, "Police Information Technology and Cyber Unit"))
    for slug, name in units:
        found[slug] = Agency.objects.create(
            slug=slug, name=name, kind=AgencyKind.POLICE, parent=found[POLICE]
        )
    return found
