"""People for one test, whom no other test knows."""

from tests.browser.conftest import PASSWORD, Site

NEW_PERSON = """
from lms.accounts.models import Agency, User
from tests.factories.accounts import UserFactory
from django.contrib.auth.models import Group
user = User.objects.filter(service_number="{who}").first() or UserFactory(
    service_number="{who}", full_name="{name}", agency=Agency.objects.get(slug="{agency}"))
user.set_password("{password}")
user.save()
user.groups.add(*Group.objects.filter(name__in={roles}))
"""


def somebody(site: Site, who: str, name: str, agency: str, *roles: str) -> str:
    words = {"who": who, "name": name, "agency": agency, "password": PASSWORD}
    site.python(NEW_PERSON.format(**words, roles=list(roles)))
    return who
