"""Why a course cannot be packed or unpacked, and the limits beyond which nothing is tried."""

from django.core.exceptions import ValidationError

MAX_BYTES = 500_000_000  # videos are in it
MAX_UNPACKED = 800_000_000
MAX_CONTENT = 20_000_000  # the part that is JSON
MAX_PARTS = 2_000
MAX_RATIO = 200


class PackageRefused(ValidationError):
    """The package can't be made or read, or doesn't fit this site. Nothing was changed."""
