"""Indentation and style of the templates, by djhtml and djade; `--fix` puts them right."""

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
    only_look = [] if "--fix" in sys.argv else ["--check"]
    # Style first: it may join lines, which indentation then sees.
    style = subprocess.run(
        [BIN / "djade", "--target-version", "5.2", *only_look, *files], cwd=ROOT, check=False
    )
    indentation = subprocess.run(
        [BIN / "djhtml", *only_look, "--tabwidth", "2", *files], cwd=ROOT, check=False
    )
    return indentation.returncode or style.returncode


if __name__ == "__main__":
    sys.exit(main())
