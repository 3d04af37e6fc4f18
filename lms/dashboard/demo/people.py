"""Making the demo's people: who they are, where they work, which role they hold."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group as RoleGroup
from django.utils import timezone

from lms.accounts.api import Role, create_person
from lms.accounts.models import Agency, District, User
from lms.dashboard.demo import places
from lms.dashboard.demo.groups import Group
from lms.dashboard.demo.named import ADMINISTRATOR, NAMED, PASSWORD, DemoAccount
from lms.dashboard.demo.names import invented_names
from lms.dashboard.demo.stages import Stage, stages
from nice_framework.api import assign_role, national_profile, work_roles

FIRST_NUMBER = 3001
IN_OFFICE = timedelta(days=300)
EVERY_SO_MANY_HAS_EMAIL = 6  # in a group whose people share a station's computer
DISTRICTS = ("belize", "cayo", "orange-walk", "corozal", "stann-creek", "toledo")


@dataclass(frozen=True)
class Member:
    """A person with the course the demo takes them through, and how far."""

    user: User
    course: str
    stage: Stage
    key: str = ""


class Registry:
    """Enters people one by one, and what they all need at the end at once."""

    def __init__(self, chance: Random) -> None:
        self.agencies: dict[str, Agency] = places.make_agencies()
        self.districts = {row.code: row for row in District.objects.all()}
        self.names = invented_names(chance, taken={one.full_name for one in NAMED})
        self.numbers: Counter[str] = Counter()
        self.members: list[Member] = []
        self.chance = chance

    def enter_first(self, one: DemoAccount) -> Member:
        """The administrator, whom nobody can enter: as `createsuperuser` would."""
        self.administrator = User.objects.create_user(**self._who(one))
        self.administrator.groups.set(
            RoleGroup.objects.filter(name__in=[Role.LEARNER, Role.ADMINISTRATOR])
        )
        return self._member(Member(self.administrator, one.course, one.stage, key=one.key))

    def enter_named(self, one: DemoAccount) -> Member:
        user = self._create(self._who(one), roles=one.groups)
        if one.holds:
            hold(user, one.holds)
        return self._member(Member(user, one.course, one.stage, key=one.key))

    def _who(self, one: DemoAccount) -> dict[str, Any]:
        return {
            "service_number": one.service_number,
            "full_name": one.full_name,
            "email": one.email or None,
            "agency": self.agencies[one.agency],
            "district": self.districts[one.district],
            "rank_or_office": one.rank,
        }

    def _create(self, who: dict[str, Any], roles: tuple[str, ...] = ()) -> User:
        return create_person(
            person=User(**who), roles=(Role.LEARNER, *roles), by=self.administrator
        )

    def enter_group(self, group: Group) -> None:
        found = stages(self.chance, group.count, completed=group.completed, spread=group.spread)
        for place, stage in enumerate(found):
            user = self._person(group, place)
            hold(user, group.holds[place % len(group.holds)])
            self._member(Member(user, group.course, stage))

    def _person(self, group: Group, place: int) -> User:
        number = FIRST_NUMBER + self.numbers[group.prefix]
        self.numbers[group.prefix] += 1
        service_number = f"{group.prefix}-{number}"
        mailed = group.has_email or place % EVERY_SO_MANY_HAS_EMAIL == 0
        return self._create(
            {
                "service_number": service_number,
                "full_name": next(self.names),
                "email": f"{service_number.lower()}@demo.example" if mailed else None,
                "agency": self.agencies[group.agency],
                "district": self.districts[group.district or DISTRICTS[place % len(DISTRICTS)]],
                "rank_or_office": group.ranks[place % len(group.ranks)],
            }
        )

    def _member(self, member: Member) -> Member:
        self.members.append(member)
        return member

    def close(self) -> None:
        """One hashed password for all, since hashing 300 would take most of a minute."""
        people = [member.user for member in self.members]
        User.objects.filter(pk__in=[one.pk for one in people]).update(
            password=make_password(PASSWORD)
        )


def hold(user: User, code: str) -> None:
    """Give a person a national profile (BZ-…) or a work role as the primary one."""
    # Held for most of a year, so that last month's report counts the same people.
    since = timezone.localdate() - IN_OFFICE
    if code.startswith("BZ-"):
        assign_role(learner=user.learner, profile=national_profile(code), starts_on=since)
    else:
        assign_role(learner=user.learner, work_role=work_roles([code])[0], starts_on=since)


def make_people(chance: Random, groups: Iterable[Group]) -> list[Member]:
    """Everybody, the named accounts first."""
    registry = Registry(chance)
    for one in sorted(NAMED, key=lambda one: one.key != ADMINISTRATOR):
        enter = registry.enter_first if one.key == ADMINISTRATOR else registry.enter_named
        enter(one)
    for group in groups:
        registry.enter_group(group)
    registry.close()
    return registry.members
