"""Smallest valid people and places."""

from collections.abc import Iterable

import factory
from django.contrib.auth.models import Group

from lms.accounts.models import Agency, AgencyKind, District, Learner, User

PASSWORD = "orange-walk-river-2026"


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("code",)

    code = "belize"
    name = "Belize"
    region = "central"


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Agency {n}")
    slug = factory.Sequence(lambda n: f"agency-{n}")
    kind = AgencyKind.POLICE


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    # Five digits: never one of those that tests give by name.
    service_number = factory.Sequence(lambda n: f"BPD-{n:05d}")
    full_name = factory.Sequence(lambda n: f"Officer Number {n}")
    agency = factory.SubFactory(AgencyFactory)
    district = factory.SubFactory(DistrictFactory)
    learner = factory.LazyFunction(lambda: Learner.objects.create())
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def roles(self, create: bool, extracted: Iterable[str] | None, **kwargs: object) -> None:
        """`UserFactory(roles=[Role.AUTHOR])`."""
        if create and extracted:
            groups = [Group.objects.get_or_create(name=name)[0] for name in extracted]
            self.groups.set(groups)
