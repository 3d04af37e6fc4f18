"""Two buckets of any S3-compatible service: media, and what is never served by address."""

from typing import Any

import environ


def buckets(env: environ.Env) -> dict[str, dict[str, Any]]:
    """`STORAGES` entries; keys come from the environment or from the machine's own role."""
    shared = {
        "endpoint_url": env("S3_ENDPOINT_URL", default="") or None,
        "region_name": env("S3_REGION", default="") or None,
        "access_key": env("S3_ACCESS_KEY", default="") or None,
        "secret_key": env("S3_SECRET_KEY", default="") or None,
        "addressing_style": env("S3_ADDRESSING_STYLE", default="auto"),
        "default_acl": None,
        "file_overwrite": False,
    }
    backend = "storages.backends.s3.S3Storage"
    return {
        "default": {
            "BACKEND": backend,
            "OPTIONS": {**shared, "bucket_name": env("MEDIA_BUCKET"), "querystring_auth": False},
        },
        "private": {
            "BACKEND": backend,
            "OPTIONS": {**shared, "bucket_name": env("PRIVATE_BUCKET"), "querystring_auth": True},
        },
    }
