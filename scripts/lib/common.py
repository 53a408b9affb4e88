"""What the commands share: the places, the program under test, an end with a reason for a command that was started without its packages.

    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
    from common import COTEJO, ROOT
"""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
# scripts/dev sets it
COTEJO = pathlib.Path(os.environ.get("COTEJO") or ROOT / "target/release/cotejo").resolve()
# what is built and fetched for a command, and kept
KEPT = ROOT / "target/scripts"
# the environment that scripts/dev check python leaves, with the Python package
PACKAGED = KEPT / "python"


def packages():
    """Where the Python package is installed; None where scripts/dev check python has not been run."""
    package = next((PACKAGED / "lib").glob("python*/site-packages/cotejo_captions"), None)
    return package and package.parent


def _needs_packages():
    """Ends a command that wants a virtual environment and runs outside of it."""
    started = pathlib.Path(getattr(sys.modules["__main__"], "__file__", None) or "-").resolve()
    if started.parent.parent != SCRIPTS or started.suffix != ".py":
        return
    for line in started.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            return
        if line.startswith("# venv: "):
            name = line.split(": ", 1)[1].strip()
            if pathlib.Path(sys.prefix).resolve() != (ROOT / "target/venv" / name).resolve():
                sys.exit(f"{started.relative_to(ROOT)} needs the packages of scripts/requirements/{name}.txt; "
                         f"start it by: scripts/dev {started.parent.name} {started.stem}")


def debian(*packages):
    """Installs Debian's packages, where this user is root and has apt-get; whether that was done."""
    if os.getuid() or not shutil.which("apt-get"):
        return False
    update, install = ["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return all(subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0 for command in (update, install))


#_needs_packages()
