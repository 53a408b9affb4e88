# venv: report
# build: cotejo
"""The audit's report in headless Chromium, and its SARIF by the schema.

    scripts/dev check report [FOLDER FOR SCREENSHOTS, such as docs]

The report filters, it steps through pairs by keyboard, it says nothing on the console and asks nothing of the network. Takes screenshots in
both colour schemes. Installs Chromium from Debian where it may; takes the SARIF schema out of an npm package (MIT; it is not kept here).
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, KEPT, ROOT, debian

import jsonschema
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

PACKAGE, SCHEMA = "@microsoft/jest-sarif@1.0.0-beta.0", "package/lib/schemas/sarif-2.1.0-rtm.5.json"
WHO = ["Ana Ruiz", "Luz Gómez", "Raúl Peña", "Iván Solís", "Marta Cano"]
WHAT = [
    ("El alcalde de {es} inauguró la biblioteca del barrio norte", "The mayor of {en} opened the library of the northern district"),
    ("Bomberos de {es} apagan el incendio de una fábrica de muebles", "Firefighters in {en} put out the fire at a furniture factory"),
    ("Vecinos de {es} piden agua potable frente al palacio municipal", "Residents of {en} ask for drinking water outside city hall"),
    ("La orquesta juvenil de {es} tocó ante 300 personas", "The youth orchestra of {en} played for 300 people"),
]
WHERE = [("Puebla", "Puebla"), ("Oaxaca", "Oaxaca"), ("la Ciudad de México", "Mexico City"), ("Mérida", "Merida")]


def newsroom(folder: Path) -> None:
    """Articles of a small newsroom, in our own words: most captions are translated well, every fifth badly."""
    for n in range(60):
        (es, en), (place_es, place_en) = WHAT[n % 4], WHERE[n // 4 % 4]
        who, year = WHO[n * 7 % 5], 2011 + n % 6
        es, en = es.format(es=place_es), en.format(en=place_en)
        if n % 5 == 4:
            en = WHAT[(n + 1) % 4][1].format(en=place_en)
        if n % 7 == 3:
            en = en.replace("300", "3,000")
            en = f"{who.replace('u', 'o')} saw it: {en[0].lower()}{en[1:]}"
        if n % 2:
            caption = f"México, {n % 27 + 1:02} Oct {year} (Notimex-{who}).- {es}. NOTIMEX/FOTO/{who.upper()}/COR/POL/"
            credit = f"Photo: Notimex/{who}"
        else:
            caption = f"PUEBLA, PUEBLA, {n % 27 + 1:02}OCTUBRE{year}.- {es}. FOTO: {who.upper()}/CUARTOSCURO.COM"
            credit = f"Photo: Cuartoscuro/{who}"
        story = "The city council met on Tuesday.\n\nIt will meet again next week, a spokesman said."
        (folder / f"story-{n:02}.txt").write_text(f"{story}\n\n{caption}\n{en}. {credit}\n", encoding="utf-8")


class Report:
    """A report in a browser."""

    def __init__(self, page: Path, profile: str):
        options = webdriver.ChromeOptions()
        for switch in ["no-sandbox", "headless=new", "disable-gpu", "disable-background-networking", "disable-component-update",
                       "disable-sync", "no-first-run", "disable-dev-shm-usage", "hide-scrollbars", "window-size=1240,1500",
                       f"user-data-dir={profile}"]:
            options.add_argument(f"--{switch}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        # the browser's own first page asks for much; what is looked at begins here
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.page = page
        began = time.monotonic()
        self.driver.get(page.as_uri())
        self.seconds = time.monotonic() - began

    def scheme(self, name: str) -> None:
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]})

    def counts(self) -> tuple[int, int]:
        shown, _, of = self.driver.find_element(By.ID, "count").text.split()
        return int(shown), int(of)

    def press(self, *keys: str) -> None:
        self.driver.find_element(By.TAG_NAME, "body").send_keys(*keys)

    def current(self) -> int:
        made = self.driver.find_elements(By.CSS_SELECTOR, "#pairs > li[aria-current]")
        assert len(made) == 1, f"{len(made)} current pairs"
        return int(made[0].get_attribute("data-at"))

    def choose(self, filter: str, value: str) -> None:
        Select(self.driver.find_element(By.ID, filter)).select_by_value(value)

    def values(self, filter: str) -> dict[str, int]:
        """The options of a filter with their counts."""
        made = Select(self.driver.find_element(By.ID, filter)).options[1:]
        return {o.get_attribute("value"): int(o.text.rsplit("(", 1)[1].rstrip(")")) for o in made}

    def screenshot(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))
        # few colours: a small file
        Image.open(path).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
        assert path.stat().st_size < 300_000, f"{path}: {path.stat().st_size} bytes"

    def quiet(self) -> None:
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        assert not said, f"{self.page.name}: on the console: {said}"
        events = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
        away = [url for url in asked if not url.startswith(self.page.as_uri())]
        assert asked and not away, f"{self.page.name}: asked for {away}"


def check_filters(report: Report) -> None:
    _, of = report.counts()
    for filter in ["relation", "photographer", "agency"]:
        values = report.values(filter)
        assert values, f"no value for {filter}"
        for value, expected in list(values.items())[:3]:
            report.choose(filter, value)
            assert report.counts() == (expected, of), f"{filter} {value}: {report.counts()}, not {expected}"
        report.press("x")
        time.sleep(0.1)
        assert report.counts() == (of, of), "cleared"
    for filter in ["code", "severity"]:
        for value in report.values(filter):
            report.choose(filter, value)
            cards = report.driver.find_elements(By.CSS_SELECTOR, "#pairs > li")
            assert cards and all(card.find_elements(By.CSS_SELECTOR, ".findings li") for card in cards), f"{filter} {value}"
        report.choose(filter, "")


def check_search(report: Report, word: str) -> None:
    _, of = report.counts()
    report.press("/")
    field = report.driver.switch_to.active_element
    assert field.get_attribute("id") == "text", "/ leads to the search"
    field.send_keys(word)
    time.sleep(0.5)
    shown, _ = report.counts()
    assert 0 < shown < of, f"{shown} of {of} for {word}"
    assert all(word in card.get_attribute("textContent") for card in report.driver.find_elements(By.CSS_SELECTOR, "#pairs > li"))
    field.send_keys(Keys.ESCAPE)
    report.press("x")
    time.sleep(0.1)


def check_keyboard(report: Report) -> None:
    report.press("j")
    assert report.current() == 0
    report.press("j", "j")
    assert report.current() == 2
    report.press("k")
    assert report.current() == 1
    if report.values("code"):
        report.press("n")
        assert report.driver.find_elements(By.CSS_SELECTOR, "li[aria-current] .findings li"), "n leads to a finding"
    report.press("?")
    dialog = report.driver.find_element(By.ID, "help")
    assert dialog.get_attribute("open") is not None, "? opens the help"
    dialog.find_element(By.TAG_NAME, "button").click()


def check_plots(report: Report) -> None:
    for plot in ["scores", "relations", "codes", "times"]:
        assert report.driver.find_elements(By.CSS_SELECTOR, f"#{plot} svg"), f"no plot {plot}"
    shown, of = report.counts()
    bar = report.driver.find_element(By.CSS_SELECTOR, "#relations svg [role=button]")
    bar.send_keys(Keys.ENTER)
    assert report.driver.find_element(By.ID, "relation").get_property("value"), "a bar filters"
    report.press("x")
    time.sleep(0.1)
    assert report.counts() == (of, of)


def check_schemes(report: Report, screenshots: Path | None) -> None:
    grounds = set()
    report.press("x")
    for scheme in ["light", "dark"]:
        report.scheme(scheme)
        report.driver.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
        time.sleep(0.2)
        grounds.add(report.driver.execute_script("return getComputedStyle(document.body).backgroundColor"))
        if screenshots:
            report.screenshot(screenshots / f"report-{scheme}.png")
    assert len(grounds) == 2, "two colour schemes"


def check_many(report: Report) -> None:
    """Several thousand pairs, and texts that would run if they could."""
    assert report.values("code"), "findings"
    assert report.counts()[1] > 5000 and report.seconds < 10, f"{report.counts()} in {report.seconds:.1f} s"
    began = time.monotonic()
    report.press(*["j"] * 200)
    assert report.current() == 199
    step = (time.monotonic() - began) / 200
    began = time.monotonic()
    report.choose("severity", "warning")
    print(f"{report.counts()[1]} items: open in {report.seconds:.2f} s, a step {1000 * step:.0f} ms, a filter {1000 * (time.monotonic() - began):.0f} ms")
    report.choose("severity", "")
    assert len(report.driver.find_elements(By.CSS_SELECTOR, "#pairs script")) == 0
    report.press("/")
    report.driver.switch_to.active_element.send_keys("<script>alert(1)</script>")
    time.sleep(0.5)
    assert report.counts()[0] >= 1
    assert "<script>alert(1)</script>" in report.driver.find_element(By.ID, "pairs").text


def sarif_schema(kept: Path) -> dict:
    """OASIS's schema, fetched once."""
    if not kept.exists():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, stdout=subprocess.DEVNULL, check=True)
            (packed,) = Path(folder).glob("*.tgz")
            with tarfile.open(packed) as archive:
                kept.write_bytes(archive.extractfile(SCHEMA).read())
    return json.loads(kept.read_text())


def main() -> None:
    if not shutil.which("chromedriver") and not debian("chromium", "chromium-driver", "fonts-dejavu-core"):
        sys.exit("Chromium and its driver are not here, and apt-get cannot install them")
    place = KEPT / "report"
    screenshots = Path(sys.argv[1] if len(sys.argv) > 1 else place / "screenshots").resolve()
    for needed in (place / "files", screenshots):
        needed.mkdir(parents=True, exist_ok=True)
    schema = sarif_schema(place / "sarif-2.1.0.json")
    many = ["cargo", "test", "--release", "--quiet", "--lib", "--", "--ignored", "report_files"]
    subprocess.run(many, cwd=ROOT, env=os.environ | {"COTEJO_REPORTS": str(place / "files")}, stdout=subprocess.DEVNULL, check=True)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "newsroom").mkdir()
        newsroom(folder / "newsroom")
        for format in ["html", "sarif"]:
            subprocess.run([COTEJO, "audit", "--quiet", "--no-config", "--fail-on", "never", "--format", format, "-o", f"report.{format}", "newsroom"], cwd=folder, check=True)
        for sarif in [folder / "report.sarif", place / "files/many.sarif"]:
            document = json.loads(sarif.read_text())
            jsonschema.validate(document, schema)
            print(f"{sarif.name}: {len(document['runs'][0]['results'])} results, valid SARIF 2.1.0")

        report = Report(folder / "report.html", f"{work}/profile")
        check_plots(report)
        check_filters(report)
        check_search(report, "biblioteca")
        check_keyboard(report)
        check_schemes(report, screenshots)
        report.quiet()
        report.driver.quit()

        report = Report(place / "files/many.html", f"{work}/profile-many")
        check_many(report)
        report.quiet()
        report.driver.quit()
    print("the report filters, steps by keyboard, has two colour schemes, is quiet and asks nothing of the network")


if __name__ == "__main__":
    main()
