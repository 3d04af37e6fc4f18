"""Set-up before anything else runs: virtual environment, locked libraries, system libraries.

Standard library only, because nothing is installed yet. Work that is already done is skipped,
by a stamp that holds the hash of the lock; every refusal is one sentence with what to type.

    python3 deploy/setup.py run      what the site needs
    python3 deploy/setup.py test     and what the tests need
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {
    "run": ["requirements.txt"],
    "test": ["requirements.txt", "requirements-dev.txt"],
}
# Debian package: the shared library that shows it is there.
PDF_LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
# Debian package: the program that shows it is there.
TEST_PROGRAMS = {"chromium": "chromium", "poppler-utils": "pdftotext", "qpdf": "qpdf"}


class Refused(Exception):
    """Set-up can't go on; the message is one sentence for the person at the keyboard."""


def main(purpose: str) -> None:
    _need_python()
    _need_writable(ROOT, "")
    var = Path(os.environ.get("LMS_VAR") or ROOT / "var")
    _need_writable(var, ", or name another folder in LMS_VAR")
    if purpose == "run":
        _need_free_port()
    _see_to_packages(_missing_venv() + _missing_libraries(), needed_for="the site and its PDFs")
    _make_venv()
    for lock in LOCKS[purpose]:
        _install(lock)
    if purpose == "test":
        _see_to_test_programs()
        _say_what_is_not_tested()


def _need_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever types `make` may have an older one)
        raise Refused(
            f"This needs Python 3.11 or newer, and {sys.executable} is "
            f"{sys.version_info.major}.{sys.version_info.minor}."
        )


def _need_writable(folder: Path, way_out: str) -> None:
    probe = folder / f".writable-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refused(
            f"The folder {folder} cannot be written ({error.strerror}): give yourself the right "
            f"to write there{way_out}."
        ) from None


def _need_free_port() -> None:
    sys.path.insert(0, str(ROOT))
    from lms.jobs.launcher import Refusal, need_free_port

    try:
        need_free_port(os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000")
    except Refusal as refusal:
        raise Refused(str(refusal)) from None


def _missing_libraries() -> list[str]:
    missing = []
    for package, library in PDF_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def _missing_venv() -> list[str]:
    if _venv_works():
        return []
    try:
        import ensurepip  # noqa: F401  (Debian ships it in a package of its own)
        import venv  # noqa: F401
    except ImportError:
        return ["python3-venv"]
    return []


def _venv_works() -> bool:
    return PYTHON.exists() and _works([str(PYTHON), "-c", "import pip"])


def _make_venv() -> None:
    if _venv_works():
        return
    print("Making the virtual environment .venv", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    _run([sys.executable, "-m", "venv", str(VENV)], "The virtual environment could not be made")


def _install(lock: str) -> None:
    content = (ROOT / lock).read_bytes()
    stamp = VENV / f".installed-{lock}"
    wanted = hashlib.sha256(content).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing the libraries of {lock} (about a minute, once)", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run(
        [*command, "--no-deps", "--require-hashes", "--requirement", str(ROOT / lock)],
        f"The libraries of {lock} could not be installed; is there a network connection?",
    )
    stamp.write_text(wanted)


def _see_to_packages(packages: list[str], *, needed_for: str) -> None:
    """Install system packages as root; otherwise name the one command and stop."""
    if not packages:
        return
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Refused(
            f"Missing for {needed_for}: {', '.join(packages)}. Type this, then try again:\n"
            f"  sudo apt-get update && sudo {command}"
        )
    print(f"Installing {' '.join(packages)} (for {needed_for})", flush=True)
    _run(["apt-get", "update", "-qq"], "The list of system packages could not be fetched")
    _run(command.split(), f"The system packages could not be installed: {', '.join(packages)}")


def _see_to_test_programs() -> None:
    missing = [name for name, program in TEST_PROGRAMS.items() if not shutil.which(program)]
    try:
        _see_to_packages(missing, needed_for="the browser and PDF tests")
    except Refused as refusal:
        print(f"{refusal}\nTests that need them are skipped.", flush=True)


def _say_what_is_not_tested() -> None:
    if not os.environ.get("TEST_DATABASE_URL"):
        print("Not run here: tests that need PostgreSQL (TEST_DATABASE_URL names none).")
    if not os.environ.get("TEST_BROKER_URL"):
        print("Not run here: tests that need Redis (TEST_BROKER_URL names none).")
    sys.stdout.flush()


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run(command: list[str], sentence: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    except OSError as error:
        raise Refused(f"{sentence} ({error.strerror}).") from None
    if done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-8:])
        raise Refused(f"{last}\n{sentence}")


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
