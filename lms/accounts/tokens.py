"""API tokens: scoped, expiring keys for one agency's program. The key itself is never kept."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.auditing import audit
from lms.accounts.models import Agency, ApiToken, User

SCOPES = ("skills-gap:read",)
PREFIX = "clb_"
LONGEST = timedelta(days=366)


@transaction.atomic
def create_token(
    *, name: str, agency: Agency, scopes: Sequence[str], expires_at: datetime, by: User | None
) -> tuple[ApiToken, str]:
    """A new token and its key. This is the only time the key can be read."""
    unknown = set(scopes) - set(SCOPES)
    if unknown or not scopes:
        raise ValidationError(_("Choose what the token may read."))
    if not timezone.now() < expires_at <= timezone.now() + LONGEST:
        raise ValidationError(_("Choose a last day within the next year."))
    raw = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        agency=agency,
        token_hash=_hash(raw),
        scopes=list(scopes),
        created_by=by,
        expires_at=expires_at,
    )
    audit(actor=by, action="token.created", subject=f"token:{token.pk}", scopes=list(scopes))
    return token, raw


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User | None) -> ApiToken:
    """End a token now. Repeating it changes nothing."""
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        audit(actor=by, action="token.revoked", subject=f"token:{locked.pk}")
    return locked


def token_for(raw: str, scope: str) -> ApiToken | None:
    """The token with this key, if it is valid today for this scope."""
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("agency")
        .filter(token_hash=_hash(raw), revoked_at=None, expires_at__gt=now)
        .first()
    )
    if token is None or scope not in token.scopes:
        return None
    # A counter, not content: written at most once an hour, so that reading stays cheap.
    if token.last_used_at is None or token.last_used_at < now - timedelta(hours=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _hash(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()
