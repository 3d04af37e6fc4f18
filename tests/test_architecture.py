"""What import contracts can't see: foreign keys, choosers and seals follow the arrows too."""

import importlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from wagtail.blocks import BaseBlock, StreamBlock, StructBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.fields import StreamField

from lms.accounts.sealing import Seal, missing_seals, sealed_models

# What each app may point to, besides Django's and Wagtail's own.
MAY_POINT_TO = {
    "accounts": {"accounts"},
    "jobs": {"jobs"},
    "notices": {"notices", "accounts", "jobs"},
    "nice_framework": {"nice_framework", "accounts"},
    "certificates": {"certificates", "accounts"},
    "courses": {"courses", "certificates", "nice_framework", "accounts"},
}
# Sub-packages from low to high: each points to itself and to what stands before it.
ORDER = {
    "courses": [
        "adding",
        "review",
        "questions",
        "catalogue",
        "printing",
        "enrolment",
        "assignment",
        "assessment",
        "progress",
        "classroom",
        "reading",
        "practice",
        "completion",
        "events",
        "player",
    ],
    "nice_framework": [
        "framework",
        "importing",
        "profiles",
        "ledger",
        "offers",
        "survey",
        "explorer",
        "releases",
    ],
}
# Facts about people, which nobody may change once they are written.
MUST_BE_SEALED = {
    "accounts.AuditEntry",
    "certificates.Certificate",
    "certificates.StatusChange",
    "courses.Approval",
    "courses.Attempt",
    "courses.ClassPresence",
    "courses.ClassSession",
    "courses.CourseCompletion",
    "courses.CourseVersion",
    "courses.Grading",
    "courses.PracticeRun",
    "courses.PracticeDecision",
    "courses.RemovedContent",
    "courses.Panel",
    "courses.PassMarkDecision",
    "courses.Rating",
    "courses.Response",
    "courses.GradeHold",
    "courses.IdentityCheck",
    "courses.Invitation",
    "courses.Irregularity",
    "courses.KeyedEntry",
    "courses.PaperEvent",
    "courses.PaperForm",
    "courses.Sitting",
    "courses.WrongCode",
    "courses.Correction",
    "courses.RecordPrint",
    "courses.VersionMove",
    "nice_framework.Evidence",
    "nice_framework.GradeDecision",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in MAY_POINT_TO]


def relations(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if isinstance(field.related_model, type):
            yield field.name, field.related_model
    for field in model._meta.local_fields:
        if isinstance(field, StreamField):
            for target in chosen_in(field.stream_block):
                yield field.name, target


def chosen_in(block: BaseBlock) -> Iterator[type[models.Model]]:
    """Models that any chooser inside this block can point to."""
    if isinstance(block, StreamBlock | StructBlock):
        for child in block.child_blocks.values():
            yield from chosen_in(child)
    elif isinstance(block, ListBlock):
        yield from chosen_in(block.child_block)
    elif isinstance(target := getattr(block, "target_model", None), type):
        yield target


def sub_package(model: type[models.Model]) -> str | None:
    package, _, rest = model.__module__.partition(".")
    name = rest.partition(".")[0]
    return name if name in ORDER.get(package, []) else None


def test_relations_follow_the_arrows() -> None:
    wrong = [
        f"{model._meta.label}.{name} -> {target._meta.label}"
        for model in our_models()
        for name, target in relations(model)
        if target._meta.app_label in MAY_POINT_TO
        and target._meta.app_label not in MAY_POINT_TO[model._meta.app_label]
    ]
    assert wrong == []


def test_relations_follow_the_order_of_sub_packages() -> None:
    wrong = []
    for model in our_models():
        order = ORDER.get(model._meta.app_label, [])
        own = sub_package(model)
        for name, target in relations(model):
            other = sub_package(target) if target._meta.app_label == model._meta.app_label else None
            if own and other and order.index(other) > order.index(own):
                wrong.append(f"{model._meta.label}.{name} -> {target._meta.label}")
    assert wrong == []


def test_the_relations_are_really_seen() -> None:
    """A test that finds nothing must be shown to look somewhere."""
    targets = {target for _, target in relations(apps.get_model("courses", "Enrolment"))}
    assert apps.get_model("courses", "CourseVersion") in targets
    assert sub_package(apps.get_model("courses", "Enrolment")) == "enrolment"


def test_people_are_named_by_setting_or_kept_by_key() -> None:
    """Learning records hang on a learner, not on the user who can be erased."""
    user = apps.get_model("accounts", "User")
    cascading = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if model._meta.app_label != "accounts"
        for field in model._meta.local_fields
        if field.related_model is user
        and getattr(field.remote_field, "on_delete", None) in (models.CASCADE, models.PROTECT)
    ]
    assert cascading == []


@pytest.mark.django_db
def test_seals_are_there_and_in_force() -> None:
    sealed = {model._meta.label for model in sealed_models()}
    assert MUST_BE_SEALED - sealed == set()
    assert all(isinstance(model.sealed, Seal) for model in sealed_models())
    assert missing_seals() == []


@pytest.mark.parametrize(
    "package",
    ["lms.accounts", "lms.jobs", "lms.notices", "nice_framework", "certificates", "courses"],
)
def test_a_front_door_says_what_it_offers(package: str) -> None:
    api = importlib.import_module(f"{package}.api")
    assert api.__doc__
    assert sorted(api.__all__) == sorted(set(api.__all__))
    assert all(hasattr(api, name) for name in api.__all__)
