"""The section on checks in docs/audit.md, as the program has it: `cotejo checks --markdown`.

    scripts/dev make audit-docs

A test of tests/docs.rs fails where the page is older than the checks.
"""
# build: cotejo
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT

BEGIN, END = "<!-- made by scripts/dev make audit-docs -->\n", "<!-- end of what is made -->\n"

page = ROOT / "docs/audit.md"
before, _, rest = page.read_text().partition(BEGIN)
_, _, after = rest.partition(END)
if not after:
    sys.exit(f"{page}: the marks are gone; put in {BEGIN.strip()} and {END.strip()}, each on a line")
section = subprocess.run([COTEJO, "checks", "--markdown"], check=True, capture_output=True, text=True).stdout
page.write_text(f"{before}{BEGIN}{section}{END}{after}")
