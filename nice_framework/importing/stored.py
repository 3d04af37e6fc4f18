"""Read a stored release into the importer's own form, so that it can be compared with a file."""

from nice_framework.framework.models import (
    Category,
    CompetencyArea,
    CompetencyAreaStatement,
    FrameworkRelease,
    Statement,
    WorkRole,
    WorkRoleStatement,
)
from nice_framework.importing.contents import Contents, Item


def stored_contents(release: FrameworkRelease) -> Contents:
    """What the database holds of one release, whichever exports brought it."""
    contents = Contents(version=release.version)
    titled = (("category", Category), ("competency_area", CompetencyArea))
    for kind, model in titled:
        for identifier, title, text in model.objects.filter(release=release).values_list(
            "identifier", "title", "text"
        ):
            contents.items[identifier] = Item(kind, identifier, title, text)
    for identifier, title, text, category, codes in WorkRole.objects.filter(
        release=release
    ).values_list("identifier", "title", "text", "category__identifier", "opm_codes"):
        contents.items[identifier] = Item("work_role", identifier, title, text)
        contents.category_of[identifier] = category
        if codes:
            contents.opm_codes[identifier] = tuple(codes)
    for identifier, kind, text in Statement.objects.filter(release=release).values_list(
        "identifier", "kind", "text"
    ):
        contents.items[identifier] = Item(kind, identifier, "", text)
    contents.role_links = set(
        WorkRoleStatement.objects.filter(work_role__release=release).values_list(
            "work_role__identifier", "statement__identifier"
        )
    )
    contents.area_links = set(
        CompetencyAreaStatement.objects.filter(competency_area__release=release).values_list(
            "competency_area__identifier", "statement__identifier"
        )
    )
    return contents
