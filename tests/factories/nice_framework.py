"""Smallest valid pieces of the framework, profiles and ledger."""

import factory

from nice_framework.models import (
    Category,
    CompetencyArea,
    FrameworkRelease,
    NationalArea,
    NationalProfile,
    PlainLabel,
    Statement,
    WorkRole,
)


class ReleaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FrameworkRelease
        django_get_or_create = ("version",)

    version = "2.2.0"


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("release", "identifier")

    release = factory.SubFactory(ReleaseFactory)
    identifier = "IN"
    title = "INVESTIGATION"


class WorkRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkRole

    release = factory.SubFactory(ReleaseFactory)
    identifier = factory.Sequence(lambda n: f"IN-WRL-{n + 1:03d}")
    title = factory.Sequence(lambda n: f"Work role {n + 1}")
    category = factory.SubFactory(CategoryFactory, release=factory.SelfAttribute("..release"))


class CompetencyAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CompetencyArea

    release = factory.SubFactory(ReleaseFactory)
    identifier = factory.Sequence(lambda n: f"NF-COM-{n + 1:03d}")
    title = factory.Sequence(lambda n: f"Area {n + 1}")


class StatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Statement

    release = factory.SubFactory(ReleaseFactory)
    identifier = factory.Sequence(lambda n: f"K{n + 1:04d}")
    kind = "knowledge"


class PlainLabelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlainLabel

    identifier = "K0001"
    label = "Know how this works"


class NationalAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NationalArea
        django_get_or_create = ("code",)

    code = "A"
    title = "Scene and seizure"


class NationalProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NationalProfile

    code = "BZ-FR"
    version = 1
    title = "Digital evidence first responder"
    release = factory.SubFactory(ReleaseFactory)
