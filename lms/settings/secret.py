"""A secret of this installation's own, made once and kept where only its user can read."""

import contextlib
import secrets
from pathlib import Path


def own_secret(file: Path) -> str:
    """Read the secret, or make it. Of several processes starting at once, one makes it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        # Unlike a rename, a link never replaces a secret that is already in use.
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(draft)
        draft.unlink()
    return file.read_text().strip()
