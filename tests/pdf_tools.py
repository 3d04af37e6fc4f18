"""Poppler and qpdf, the programs that look at a PDF as a reader would."""

import shutil
import subprocess
from typing import Any

import pytest


def run(*command: str, **options: Any) -> "subprocess.CompletedProcess[Any]":
    """Run one of them; where it isn't installed the test is skipped with a line that says so."""
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed (poppler-utils, qpdf)")
    return subprocess.run(command, capture_output=True, **options)
