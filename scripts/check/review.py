# venv: review
# build: cotejo
"""The review page in headless Chromium, as a person uses it.

    scripts/dev check review [--pictures]

Keyboard, mouse, reload, two pages at once, small windows. Installs Chromium from Debian where it may. --pictures writes pictures of both
colour schemes to docs/.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT, debian

from playwright.sync_api import expect, sync_playwright

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
EVIL = "<script>window.hacked=1</script><img src=x onerror=window.hacked=2>"
ARTICLE = """The park of Reynosa

60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde de la ciudad inauguró esta mañana 3 parques en Reynosa que los vecinos de la colonia habían pedido {evil} desde hace años. NOTIMEX/FOTO/ANA RUIZ/COR/POL/
The mayor of the city opened 3 parks in Reynosa that the neighbours had asked for. Photo: Notimex/Ana Ruiz

The mayor said on Friday that more parks would follow in the spring.
Neighbours of the quarter had asked for them since 2010.

60331087. México, 31 Mar 2016 (Notimex-Luz Vega).- La gobernadora visitó la escuela. NOTIMEX/FOTO/LUZ VEGA/COR/POL/
The governor visited the school. Photo: Notimex/Luz Vega

60331088. México, 31 Mar 2016 (Notimex-Eva Mora).- Los bomberos apagaron el incendio del mercado. NOTIMEX/FOTO/EVA MORA/COR/POL/
Firefighters put out the fire at the market. Photo: Notimex/Eva Mora
"""


class Server:
    def __init__(self, folder, *inputs):
        command = [COTEJO, "review", "--db", folder / "reviews.db", "--port", "0", "--reviewer", "Eva", *inputs]
        self.program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.program.stdout.readline().strip()

    def stop(self):
        self.program.terminate()
        self.program.wait()


class Reviewer:
    """A page with what went wrong on it."""

    def __init__(self, browser, address, name=None, **context):
        self.context = browser.new_context(locale=context.pop("locale", "en-GB"), **context)
        self.page = self.context.new_page()
        self.faults = []
        # a refused decision (409) is no fault of the page; Chromium logs it all the same
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type in ("error", "warning") and "409" not in m.text else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(address)
        self.page.wait_for_selector("#pair:not([hidden])")
        if name:
            self.page.fill("#me", name)
            self.page.press("#me", "Tab")

    def __getattr__(self, name):
        return getattr(self.page, name)

    def key(self, key):
        """Presses a key on the page itself and waits until what it does is done."""
        self.page.evaluate("document.activeElement.blur()")
        self.page.keyboard.press(key)
        self.settle()

    def settle(self):
        expect(self.page.locator("body:not([aria-busy])")).to_have_count(1)

    def go_to_the_park(self):
        """To the caption of the park, wherever the scores put it."""
        for _ in range(3):
            if EVIL in self.text("es"):
                return
            self.key("j")

    def text(self, id):
        return self.page.inner_text(f"#{id}")

    def shown(self):
        """The number of the pair on the page."""
        return int(self.page.url.rsplit("pair=", 1)[1])

    def stored(self, id=None):
        """What the program has of a pair."""
        return self.ask(f"/api/pairs/{id or self.shown()}")

    def ask(self, path):
        """What the program answers, asked as the page asks."""
        return self.page.evaluate("""path => fetch(path, {headers: {Authorization: `Bearer ${sessionStorage.getItem("token")}`}})
            .then(answer => answer.json())""", path)


def open_accept_undo(browser, folder, address):
    eva = Reviewer(browser, address)
    expect(eva.locator("#done")).to_have_text("0 of 3 judged")
    first, text = eva.shown(), eva.text("es")
    eva.key("a")
    assert eva.shown() != first and eva.stored(first)["verdict"] == "translation"
    expect(eva.locator("#done")).to_have_text("1 of 3 judged")
    eva.key("z")
    assert eva.shown() == first and eva.text("es") == text and eva.stored()["verdict"] is None
    for key, verdict in [("p", "partial"), ("m", "mismatch"), ("u", "unpaired"), ("x", "rejected")]:
        eva.key(key)
        assert eva.stored(first)["verdict"] == verdict, verdict
        eva.key("z")
    eva.click("button[data-verdict=partial]")
    eva.settle()
    assert eva.stored(first)["verdict"] == "partial"
    assert len(eva.stored(first)["decisions"]) == 11
    return eva


def edit_note_and_repair(browser, folder, address):
    eva = Reviewer(browser, address)
    eva.go_to_the_park()
    pair = eva.shown()
    eva.key("e")
    expect(eva.locator("#writer")).to_be_visible()
    assert eva.evaluate("document.activeElement.id") == "writer-text"
    eva.keyboard.press("Escape")
    assert eva.stored()["version"] == 0, "Escape saves nothing"
    eva.key("e")
    # letters that are keys of the page are letters here
    eva.fill("#writer-text", "The mayor axpzed 3 parks.")
    eva.keyboard.press("End")
    eva.keyboard.type(" jaz")
    eva.keyboard.press("Control+Enter")
    expect(eva.locator("#en")).to_have_text("The mayor axpzed 3 parks. jaz")
    eva.key("s")
    eva.fill("#writer-text", "El alcalde inauguró 3 parques.")
    eva.click("#writer button[value=save]")
    expect(eva.locator("#es")).to_have_text("El alcalde inauguró 3 parques.")
    eva.key("n")
    eva.fill("#writer-text", EVIL)
    eva.keyboard.press("Control+Enter")
    expect(eva.locator("#note")).to_have_text(EVIL)
    eva.reload()
    eva.wait_for_selector("#pair:not([hidden])")
    eva.settle()
    assert eva.shown() == pair and eva.text("note") == EVIL and eva.text("es") == "El alcalde inauguró 3 parques."
    eva.key("r")
    expect(eva.locator("#repair")).to_be_visible()
    line = eva.locator("#passages button:has-text('more parks would follow')")
    for _ in range(20):
        if line.evaluate("button => button === document.activeElement"):
            break
        eva.keyboard.press("ArrowDown")
    eva.keyboard.press("Enter")
    expect(eva.locator("#en")).to_have_text("The mayor said on Friday that more parks would follow in the spring.")
    expect(eva.locator("#context .english")).to_have_text("The mayor said on Friday that more parks would follow in the spring.")
    eva.settle()
    eva.key("p")
    assert eva.stored(pair)["verdict"] == "partial" and eva.stored(pair)["repaired"]
    for _ in range(2):
        eva.key("z")
    assert eva.shown() == pair and eva.text("en") == "The mayor axpzed 3 parks. jaz"
    return eva


def filter_and_step(browser, folder, address):
    eva = Reviewer(browser, address)
    eva.evaluate("document.getElementById('filters-box').open = true")
    eva.select_option("[name=photographer]", "Luz Vega")
    eva.settle()
    expect(eva.locator("#filters-said")).to_have_text("1 pairs")
    assert "gobernadora" in eva.text("es")
    eva.key("a")
    eva.select_option("[name=photographer]", "")
    eva.settle()
    expect(eva.locator("#position")).to_have_text("1 of 2")
    eva.select_option("[name=status]", "decided")
    eva.settle()
    assert "gobernadora" in eva.text("es")
    eva.reload()
    eva.wait_for_selector("#pair:not([hidden])")
    eva.settle()
    assert eva.input_value("[name=status]") == "decided" and "gobernadora" in eva.text("es")
    eva.select_option("[name=status]", "all")
    eva.select_option("[name=order]", "page")
    eva.settle()
    eva.fill("[name=min-score]", "2")
    eva.press("[name=min-score]", "Tab")
    eva.settle()
    expect(eva.locator("#message")).to_have_text("No pair passes these filters.")
    eva.click("#filters button[type=reset]")
    eva.wait_for_selector("#pair:not([hidden])")
    eva.settle()
    seen = [eva.shown()]
    eva.key("j")
    seen.append(eva.shown())
    eva.key("j")
    expect(eva.locator("#message")).to_have_text("That was the last pair of this queue.")
    eva.key("k")
    assert eva.shown() == seen[0] and len(set(seen)) == 2
    return eva


def two_pages_at_once(browser, folder, address):
    eva, max = Reviewer(browser, address, "Eva"), Reviewer(browser, address, "Max")
    pair = eva.shown()
    assert max.shown() == pair
    eva.key("a")
    max.key("m")
    assert "Somebody decided" in max.text("message") and max.shown() == pair
    assert [d["reviewer"] for d in max.stored(pair)["decisions"]] == ["Eva"]
    max.key("m")
    said = [(d["reviewer"], d["after"]) for d in max.stored(pair)["decisions"]]
    assert said == [("Eva", "translation"), ("Max", "mismatch")], said
    # at the same time on other pairs: both are kept
    eva.key("a")
    max.key("j")
    max.key("p")
    overview = eva.ask("/api/overview")
    assert overview["decided"] == 3 and overview["disputed"] == 1 and overview["reviewers"] == ["Eva", "Max"], overview
    max.close()
    return eva


def texts_are_shown_not_run(browser, folder, address):
    eva = Reviewer(browser, address, EVIL[:60])
    eva.evaluate("document.getElementById('filters-box').open = true")
    eva.select_option("[name=status]", "all")
    eva.select_option("[name=photographer]", "Ana Ruiz")
    eva.settle()
    eva.go_to_the_park()
    expect(eva.locator("#es")).to_contain_text(EVIL)
    expect(eva.locator("#context")).to_contain_text(EVIL)
    eva.key("r")
    eva.click("#repair-cancel")
    eva.key("a")
    eva.evaluate("document.getElementById('log-box').open = true")
    assert eva.evaluate("window.hacked") is None
    assert eva.locator("main img, main script").count() == 0
    # the policy itself holds: a script in the page is not run
    eva.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.hacked = 3'}))")
    assert eva.evaluate("window.hacked") is None
    eva.faults = [fault for fault in eva.faults if "Content Security Policy" not in fault]
    return eva


def findings_are_marked(browser, folder, address):
    (folder / "seed").mkdir()
    server = Server(folder / "seed", "data/articles/segob.txt")
    try:
        eva = Reviewer(browser, server.address)
        eva.evaluate("document.getElementById('filters-box').open = true")
        # the caption's Cifrían is the story's Cifrián
        eva.select_option("[name=check]", "name-accent")
        eva.settle()
        expect(eva.locator("#findings li.warning", has_text="name-accent")).to_have_count(1)
        assert any("Cifr" in mark for mark in eva.locator("#context mark").all_inner_texts())
    finally:
        server.stop()
    return eva


def speaks_spanish(browser, folder, address):
    eva = Reviewer(browser, address, locale="es-MX")
    assert eva.evaluate("document.documentElement.lang") == "es"
    expect(eva.locator("#done")).to_have_text("0 de 3 juzgados")
    eva.key("a")
    eva.click("#language")
    expect(eva.locator("#done")).to_have_text("1 of 3 judged")
    left = eva.evaluate("[...document.querySelectorAll('[data-t]')].filter(e => !e.textContent.trim()).map(e => e.dataset.t)")
    assert left == [], left
    tables = eva.evaluate("import('/strings.js').then(m => Object.entries(m.STRINGS).filter(([, s]) => s.length !== 2 || s.some(x => !x)).map(e => e[0]))")
    assert tables == [], tables
    return eva


def nobody_without_the_token(browser, folder, address):
    eva = Reviewer(browser, address)
    token = address.split("token=")[1]
    # the token is out of the address and in no cookie; a reload keeps what the tab knows
    assert token not in eva.url and token not in eva.evaluate("document.cookie")
    assert [cookie["name"] for cookie in eva.context.cookies()] == [f"cotejo-{address.split(':')[2].split('/')[0]}"]
    assert all(token not in cookie["value"] and cookie["httpOnly"] and cookie["sameSite"] == "Strict" for cookie in eva.context.cookies())
    eva.reload()
    eva.wait_for_selector("#pair:not([hidden])")
    eva.settle()
    # another tab of the same browser gets the page, and is told what to do
    tab = eva.context.new_page()
    tab.goto(address.split("?")[0])
    expect(tab.locator("#message")).to_contain_text("Open the whole address that the program printed")
    assert tab.locator("#pair").is_hidden()
    # another user of the machine gets nothing
    stranger = browser.new_context().new_page()
    answer = stranger.goto(address.split("?")[0])
    assert answer.status == 403 and "?token=" in stranger.inner_text("body"), stranger.inner_text("body")
    stranger.context.close()
    return eva


def no_verdict_on_what_is_not_there(browser, folder, address):
    (folder / "alone").mkdir()
    article = folder / "alone" / "alone.txt"
    article.write_text("The mayor opened the park\n\n" + [line for line in ARTICLE.splitlines() if "Luz Vega" in line][0] + "\n")
    server = Server(folder / "alone", article)
    try:
        eva = Reviewer(browser, server.address)
        buttons = {name: eva.locator(f"[data-verdict={name}]") for name in ["translation", "partial", "mismatch", "unpaired", "rejected"]}
        assert [name for name, button in buttons.items() if button.is_disabled()] == ["translation", "partial", "mismatch"]
        assert eva.locator("#edit-en").is_disabled() and "has no English" in eva.text("needs-english")
        for key in "apme":
            eva.key(key)
        assert eva.stored(1)["version"] == 0
        eva.key("r")
        eva.click("#passages button:has-text('The mayor opened the park')")
        eva.settle()
        assert not buttons["translation"].is_disabled() and eva.locator("#needs-english").is_hidden()
        eva.key("a")
        assert eva.stored(1)["verdict"] == "translation"
    finally:
        server.stop()
    return eva


CONTRAST = """() => {
    const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return {r, g, b, a}; };
    const light = ({r, g, b}) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (element) => { for (; element; element = element.parentElement) {
        const colour = parse(getComputedStyle(element).backgroundColor); if (colour.a > 0) return colour; } return {r: 255, g: 255, b: 255}; };
    const found = [];
    for (const element of document.querySelectorAll('body *')) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        if (!own || !element.checkVisibility() || element.disabled) continue;
        const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) found.push(`${element.tagName}#${element.id}.${element.className}: ${ratio.toFixed(2)}`);
    }
    return found;
}"""
NAMELESS = """() => [...document.querySelectorAll('button, input, select, textarea, summary')].filter((element) => element.checkVisibility()
    && !element.textContent.trim() && !element.getAttribute('aria-label') && !element.getAttribute('aria-labelledby') && !element.labels?.length)
    .map((element) => element.outerHTML)"""


def everybody_can_use_it(browser, folder, address):
    for scheme in ["light", "dark"]:
        eva = Reviewer(browser, address, color_scheme=scheme, viewport={"width": 1280, "height": 900})
        eva.key("m")
        eva.key("k")
        eva.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        faint = eva.evaluate(CONTRAST)
        assert faint == [], (scheme, faint)
        nameless = eva.evaluate(NAMELESS)
        assert nameless == [], nameless
        # a phone; and a window of 1280 at 200 %, which lays out as 640
        for width in [360, 640]:
            eva.set_viewport_size({"width": width, "height": 720})
            wide = eva.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{width}: {wide} wide"
        # every stop of the keyboard can be seen
        eva.evaluate("document.activeElement.blur()")
        stops = set()
        for _ in range(40):
            eva.keyboard.press("Tab")
            stop = eva.evaluate("""() => { const e = document.activeElement; const s = getComputedStyle(e);
                return [e.id || e.name || e.dataset.verdict || e.tagName, e === document.body || parseFloat(s.outlineWidth) >= 2]; }""")
            assert stop[1], f"{stop[0]}: focus is not visible"
            stops.add(stop[0])
        assert {"me", "next", "undo", "edit-en", "translation", "status"} <= stops, stops
        if scheme == "light":
            eva.context.close()
    return eva


TESTS = [open_accept_undo, edit_note_and_repair, filter_and_step, two_pages_at_once, texts_are_shown_not_run, findings_are_marked, nobody_without_the_token,
         no_verdict_on_what_is_not_there, speaks_spanish, everybody_can_use_it]


def picture(browser, folder):
    """The founding article with a verdict, in both colour schemes."""
    server = Server(folder, "data/articles/segob.txt")
    for scheme in ["light", "dark"]:
        eva = Reviewer(browser, server.address, "Eva", color_scheme=scheme, viewport={"width": 1200, "height": 1000})
        eva.evaluate("document.getElementById('filters-box').open = true")
        eva.select_option("[name=status]", "all")
        eva.select_option("[name=order]", "page")
        eva.settle()
        eva.evaluate("document.getElementById('filters-box').open = false")
        eva.key("p")
        eva.key("k")
        eva.mouse.move(0, 0)
        eva.evaluate("document.activeElement.blur()")
        target = ROOT / f"docs/review-{scheme}.png"
        target.parent.mkdir(exist_ok=True)
        eva.screenshot(path=target)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes")
        assert target.stat().st_size < 300_000
        eva.context.close()
    server.stop()


def main():
    failed = 0
    if not shutil.which("chromium") and not debian("chromium", "fonts-dejavu-core"):
        sys.exit("Chromium is not here, and apt-get cannot install it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        for test in TESTS:
            with tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                (folder / "park.txt").write_text(ARTICLE.format(evil=EVIL))
                server = Server(folder, folder / "park.txt")
                try:
                    reviewer = test(browser, folder, server.address)
                    assert reviewer.faults == [], reviewer.faults
                    reviewer.context.close()
                    print(f"ok      {test.__name__}")
                except Exception:
                    failed += 1
                    traceback.print_exc()
                    print(f"FAILED  {test.__name__}")
                finally:
                    server.stop()
        if "--pictures" in sys.argv:
            with tempfile.TemporaryDirectory() as folder:
                picture(browser, pathlib.Path(folder))
        browser.close()
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
