"""What this package adds to Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from lms.accounts.admin import closed
from lms.accounts.admin.audit import AuditViewSet
from lms.accounts.admin.places import PlacesGroup
from lms.accounts.admin.policy import ReadOnlyPolicy, RolePolicy
from lms.accounts.admin.tokens import TokenViewSet
from lms.accounts.models import ApiToken, AuditEntry

register_permission_policy(AuditEntry, ReadOnlyPolicy(AuditEntry))
register_permission_policy(ApiToken, RolePolicy(ApiToken))
register_snippet(PlacesGroup)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[object]:
    return [
        TokenViewSet("api_tokens", url_prefix="api-tokens"),
        AuditViewSet("audit_log", url_prefix="audit-log"),
    ]


for action in closed.ALL:
    # After Wagtail's own, which they replace.
    hooks.register("register_bulk_action", action, order=1000)
