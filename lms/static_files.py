"""Addresses of static files, worked out once a process: a page names some sixty of them."""

from functools import cached_property
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Remembered:
    """A storage whose files don't change while a process lives: collecting them is a deployment."""

    @cached_property
    def _urls(self) -> dict[Any, str]:
        return {}

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        found = self._urls.get(name)
        if found is None:
            found = str(super().url(name, *args, **kwargs))  # type: ignore[misc]
            if len(self._urls) < MOST:
                self._urls[name] = found
        return found


MOST = 2000


class RememberedStorage(Remembered, StaticFilesStorage):
    pass


class RememberedManifestStorage(Remembered, CompressedManifestStaticFilesStorage):
    pass
