"""Reads about people: who is signed in, who a key or a name belongs to, who manages whom."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from lms.accounts.models import Agency, AgencyKind, Learner, User
from lms.accounts.roles import Role, has_role


def user_of(request: HttpRequest) -> User:
    """The signed-in person. Refuses when there is none."""
    user = request.user
    if isinstance(user, AnonymousUser):
        raise PermissionDenied
    return user


def learner_of(request: HttpRequest) -> Learner:
    """The key under which the signed-in person learns."""
    return user_of(request).learner


def person_of(learner: Learner) -> User | None:
    """The person behind the key, or none once the person is erased."""
    try:
        return learner.person
    except User.DoesNotExist:
        return None


def person_name(learner: Learner) -> str:
    """The full name behind the key, empty once the person is erased."""
    person = person_of(learner)
    return person.full_name if person else ""


def person_named(typed: str) -> User | None:
    """The person with this service number or e-mail, in any case."""
    typed = typed.strip()
    if not typed or "\x00" in typed:
        return None
    # A service number has no "@" (the forms see to it), so one text can't mean two people.
    if "@" in typed:
        return User.objects.filter(email__iexact=typed.lower()).first()
    return User.objects.filter(service_number__iexact=typed).first()


def agencies_under(agency: Agency | None) -> set[int]:
    """The agency and every unit below it."""
    if agency is None:
        return set()
    parents = dict(Agency.objects.values_list("pk", "parent_id"))
    found, fresh = {agency.pk}, {agency.pk}
    while fresh:
        fresh = {pk for pk, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def agencies_managed_by(user: User) -> QuerySet[Agency]:
    """Where this person may place others."""
    if has_role(user, Role.ADMINISTRATOR):
        return Agency.objects.all()
    if not has_role(user, Role.TRAINING_OFFICER):
        return Agency.objects.none()
    agencies = Agency.objects.filter(pk__in=agencies_under(user.agency))
    if not user.is_judicial:
        agencies = agencies.exclude(kind=AgencyKind.JUDICIARY)
    return agencies


def people_managed_by(user: User) -> QuerySet[User]:
    """Whom this person may look after: an administrator all, a training officer the own agency.

    A training officer never reaches someone with a role beyond learner and training officer:
    setting such a person's password would be taking the role.
    """
    people = User.objects.select_related("agency", "district", "learner")
    if has_role(user, Role.ADMINISTRATOR):
        return people if user.is_superuser else people.filter(is_superuser=False)
    beyond = User.objects.filter(
        groups__name__in=set(Role.ALL) - {Role.LEARNER, Role.TRAINING_OFFICER}
    )
    return people.filter(agency__in=agencies_managed_by(user), is_superuser=False).exclude(
        pk__in=beyond.values("pk")
    )


def may_manage(user: User, person: User) -> bool:
    return people_managed_by(user).filter(pk=person.pk).exists()


def sees_name(user: User, person: User) -> bool:
    """Whether this person may be shown to the user by name.

    An administrator looks after the accounts of the judiciary by their service numbers; the
    names stay with the judiciary's own training officer.
    """
    if user.pk == person.pk or not person.is_judicial:
        return True
    return user.is_judicial and has_role(user, Role.TRAINING_OFFICER) and may_manage(user, person)
