"""What each role may touch in Wagtail's admin, put in force after every migration.

Learners' records appear in nobody's list, the administrators' included: they are not registered
in the admin and no role holds a permission on them.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from lms.accounts.roles import Role

CONTENT = ("courses.question", "courses.questionalignment", "courses.glossaryterm")
PEOPLE_AND_PLACES = ("accounts.district", "accounts.agency")
MODELS: dict[str, dict[str, tuple[str, ...]]] = {
    # Authors write drafts of questions; the reviews publish them.
    Role.AUTHOR: dict.fromkeys(CONTENT, ("add", "change", "view")),
    Role.LEGAL_REVIEWER: {"courses.question": ("view",), "courses.practicepoint": ("view",)},
    Role.ADMINISTRATOR: {
        **dict.fromkeys(
            (*CONTENT, *PEOPLE_AND_PLACES, "courses.practicepoint"),
            ("add", "change", "delete", "view"),
        ),
        "courses.question": ("add", "change", "delete", "view", "publish"),
    },
}
# Wagtail opens its editor, and so its comments, only to someone who may change the page.
# A legal reviewer's change stays a draft: publishing takes an author.
PAGES = {
    Role.AUTHOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    Role.LEGAL_REVIEWER: ("change_page", "lock_page", "unlock_page"),
    Role.ADMINISTRATOR: (
        "add_page",
        "change_page",
        "publish_page",
        "bulk_delete_page",
        "lock_page",
        "unlock_page",
    ),
}
FILES = {
    Role.AUTHOR: ("add", "change", "choose"),
    Role.ADMINISTRATOR: ("add", "change", "delete", "choose"),
}


@transaction.atomic
def sync_role_permissions() -> None:
    """Give each role exactly what is written above. Repeating it changes nothing."""
    for name in Role.ALL:
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(_model_permissions(name))
        _sync_pages(group, PAGES.get(name, ()))
        _sync_files(group, FILES.get(name, ()))


def sync_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Once a migration is through, not once for each app: permissions of all models exist then."""
    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if sender.label == with_models[-1].label:
        sync_role_permissions()


def _model_permissions(role: str) -> list[Permission]:
    found: list[Permission] = []
    for model, actions in MODELS.get(role, {}).items():
        app_label, name = model.split(".")
        codenames = [f"{action}_{name}" for action in actions]
        found += Permission.objects.filter(
            content_type__app_label=app_label, codename__in=codenames
        )
    if role in Role.STAFF:
        found += Permission.objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
    return found


def _sync_pages(group: Group, codenames: tuple[str, ...]) -> None:
    from wagtail.models import GroupPagePermission, Page

    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=codenames
    )
    held = GroupPagePermission.objects.filter(group=group, page=root)
    held.exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _sync_files(group: Group, actions: tuple[str, ...]) -> None:
    from wagtail.models import Collection, GroupCollectionPermission

    root = Collection.objects.filter(depth=1).first()
    if root is None:
        return
    codenames = [f"{action}_{kind}" for action in actions for kind in ("image", "document")]
    wanted = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
    )
    held = GroupCollectionPermission.objects.filter(group=group, collection=root)
    held.exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
