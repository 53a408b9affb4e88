# venv: review
# build: cotejo
"""How fast the review page is on 100,000 pairs: to open, to step, to decide, to filter.

    scripts/dev bench review [PAIRS]

A tenth of the pairs is judged. Times are those that a client on this machine sees; with Chromium also what a person sees.
"""
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from fill_reviews import VERDICTS, create, fill, serving
from playwright.sync_api import sync_playwright

STEPS = 200


def timed(work):
    start = time.perf_counter()
    result = work()
    return (time.perf_counter() - start) * 1000, result


def line(name, times):
    times = sorted(times)
    print(f"{name:<44}{statistics.median(times):>9.1f} ms{times[int(len(times) * 0.95)]:>9.1f} ms{times[-1]:>9.1f} ms")


def fetch(address, path, data=None, headers={}):
    """What the printed address, which ends in its token, has under a path."""
    base, token = address.split("?token=")
    request = urllib.request.Request(base + path, data, {"Authorization": f"Bearer {token}", **headers})
    return urllib.request.urlopen(request).read()


def ask(address, path, body=None, csrf=""):
    data = None if body is None else json.dumps(body).encode()
    return json.loads(fetch(address, path, data, {"Content-Type": "application/json", "X-Csrf-Token": csrf}))


def over_http(address):
    csrf = ask(address, "api/hello")["csrf"]
    parts = ["", "style.css", "app.js", "view.js", "strings.js", "icon.svg"]
    files = lambda: [fetch(address, part) for part in parts]
    first = lambda: (files(), ask(address, "api/hello"), ask(address, "api/overview"), ask(address, "api/queue"))
    line("open: all files and first answers", [timed(first)[0] for _ in range(10)])
    queue = ask(address, "api/queue")
    behind = queue["next"]
    line("step: the next pair", [timed(lambda: ask(address, f"api/pairs/{pair}"))[0] for pair in (queue["ids"] * 2)[:STEPS]])
    line("the next 100 of the queue", [timed(lambda: ask(address, f"api/queue?after={behind['id']}&certainty={behind['certainty']}"))[0] for _ in range(50)])
    decide = lambda pair: ask(address, f"api/pairs/{pair}/decisions",
                              {"reviewer": "Eva", "version": 0, "change": {"action": "verdict", "after": "partial"}}, csrf)
    line("decide, flushed to the disk", [timed(lambda: decide(pair))[0] for pair in queue["ids"]])
    for filters in ["status=all&order=page", "status=decided", "status=mine&me=Max", "status=disputed", "photographer=Ana+Ruiz+7",
                    "relation=mismatch&min-score=0.4&max-score=0.6", "status=all&reviewer=Eva"]:
        line(f"filter {filters}", [timed(lambda: ask(address, f"api/queue?{filters}"))[0] for _ in range(10)])


def in_chromium(address):
    chromium = shutil.which("chromium")
    if not chromium:
        print("no Chromium: what a person sees was not measured")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        times = []
        for _ in range(5):
            page = browser.new_context().new_page()
            times.append(timed(lambda: (page.goto(address), page.wait_for_selector("#pair:not([hidden])")))[0])
        line("Chromium: open until the pair is shown", times)
        # within the page, from key to text
        times = page.evaluate("""async (steps) => {
            const times = [];
            for (let step = 0; step < steps; step++) {
                const before = document.getElementById("es").textContent;
                const start = performance.now();
                document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "j", bubbles: true}));
                while (document.getElementById("es").textContent === before) await new Promise((done) => setTimeout(done));
                times.push(performance.now() - start);
                while (document.body.hasAttribute("aria-busy")) await new Promise((done) => setTimeout(done));
                await new Promise((done) => setTimeout(done, 50));
            }
            return times;
        }""", STEPS)
        line("Chromium: step by key until the text changes", times)
        browser.close()


def main():
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "reviews.db")
        create(db)
        verdict = lambda at: {"Eva": VERDICTS[at % 3], **({"Max": VERDICTS[at % 2]} if at % 50 == 0 else {})} if at % 10 == 0 else {}
        took, _ = timed(lambda: fill(db, pairs, verdict))
        print(f"{pairs} pairs, {os.path.getsize(db) / 1e6:.0f} MB; made in {took / 1000:.0f} s\n{'':<44}{'median':>12}{'95 %':>12}{'worst':>12}")
        start = time.perf_counter()
        with serving(db) as address:
            print(f"from the command to its address: {(time.perf_counter() - start) * 1000:.0f} ms")
            over_http(address)
            in_chromium(address)


if __name__ == "__main__":
    main()
