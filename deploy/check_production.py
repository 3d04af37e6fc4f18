"""`check --deploy` on the production settings, under an environment like .env.example's."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def example_environment(var: str) -> dict[str, str]:
    """The example's values, with a secret of our own where it asks for one."""
    values = {}
    for line in (ROOT / ".env.example").read_text().splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            values[name] = value
    return {**values, "SECRET_KEY": os.urandom(40).hex(), "LMS_VAR": var}


def main() -> int:
    with tempfile.TemporaryDirectory() as var:
        environment = {"PATH": os.environ["PATH"], **example_environment(var)}
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
