"""Indentation and style of the templates, by djhtml and djade, changing nothing."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def main() -> int:
    tracked = subprocess.run(
        ["git", "ls-files", "*.html"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    ).stdout.split()
    files = [name for name in tracked if (ROOT / name).exists()]
    if not files:
        return 0
    indentation = subprocess.run(
        [BIN / "djhtml", "--check", "--tabwidth", "2", *files], cwd=ROOT, check=False
    )
    style = subprocess.run(
        [BIN / "djade", "--target-version", "5.2", "--check", *files], cwd=ROOT, check=False
    )
    return indentation.returncode or style.returncode


if __name__ == "__main__":
    sys.exit(main())
