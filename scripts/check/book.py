# build: cotejo
"""The documentation as a book: every page listed, no link out of it, commands print what the pages show, mdBook's build.

    scripts/dev check book

Every page of docs/ stands in docs/SUMMARY.md exactly once. Links of docs/ lead to docs/ or to the web, since the book has nothing else; that they
and their anchors are there is checked by tests/docs.rs. The pages of FOLLOWED are followed as a reader does, each in an empty folder: a block `sh` is run, and
each command of a block `console` must print what stands below it. There `...` is any number of lines where it is a line, else any part of one.
Other blocks are not run. Where `mdbook` is installed, it builds target/book.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT

DOCS = ROOT / "docs"
FOLLOWED = ["quick-start.md", "evaluate.md"]


def listing():
    """Pages that SUMMARY.md has too few or too many times."""
    listed = re.findall(r"\]\(([^)]+)\)", (DOCS / "SUMMARY.md").read_text(encoding="utf-8"))
    there = {page.name for page in DOCS.glob("*.md")} - {"SUMMARY.md"}
    for page in sorted(there | set(listed)):
        if (page in there) != (listed.count(page) == 1):
            yield f"docs/SUMMARY.md: {page}: listed {listed.count(page)} times" + ("" if page in there else "; there is no such page")


def leaving():
    """Links that lead out of the book."""
    for page in sorted(DOCS.glob("*.md")):
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\((\.\.[^)]*)\)", prose):
            yield f"docs/{page.name}: {target} is not in the book; name the file instead, as `{target.removeprefix('../')}`"


def expected(shown):
    """What is shown as a pattern."""
    lines = []
    for line in shown.splitlines():
        lines.append(r"(?:.*\n)*?" if line.strip() == "..." else ".*".join(map(re.escape, line.rstrip().split("..."))) + " *\n")
    return re.compile("".join(lines))


def following(page):
    """Commands of a page that do not print what is shown below them."""
    with tempfile.TemporaryDirectory() as bin:
        os.symlink(COTEJO, f"{bin}/cotejo")
        environment = os.environ | {"PATH": f"{bin}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}

        def run(script, folder):
            return subprocess.run(["bash", "-c", script], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

        text = (DOCS / page).read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            for kind, block in re.findall(r"^```(\S*)\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
                if kind == "sh":
                    ran = run(f"set -e\n{block}", folder)
                    if ran.returncode:
                        yield f"docs/{page}: exit code {ran.returncode}: {ran.stdout}"
                for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block if kind == "console" else "", flags=re.MULTILINE):
                    printed = run(command, folder).stdout
                    if not expected(shown).fullmatch(printed):
                        yield f"docs/{page}: {command} prints\n{printed}"


def main():
    faults = [*listing(), *leaving(), *(fault for page in FOLLOWED for fault in following(page))]
    print(*faults, sep="\n", end="\n" if faults else "")
    if shutil.which("mdbook"):
        faults += [1] * bool(subprocess.run(["mdbook", "build"], cwd=ROOT).returncode)
    else:
        print("no mdbook: the book was not built")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
