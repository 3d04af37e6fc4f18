"""Write the locks anew: every version and hash, for every platform, and no address of an index."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
HEADER = "# Written by `make lock` from {source}; do not edit.\n"


def lock(source: str, target: str) -> None:
    command = [str(UV), "pip", "compile", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-header", "--no-emit-index-url", "--quiet"]
    command += ["--no-emit-find-links", source, "--output-file", target]
    subprocess.run(command, cwd=ROOT, check=True)
    text = (ROOT / target).read_text()
    if found := re.search(r"https?://\S+|file:\S+", text):
        sys.exit(f"{target} names an address: {found.group()}")
    (ROOT / target).write_text(HEADER.format(source=source) + text)


if __name__ == "__main__":
    lock("requirements.in", "requirements.txt")
    lock("requirements-dev.in", "requirements-dev.txt")
