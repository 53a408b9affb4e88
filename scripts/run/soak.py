# build: cotejo
"""Mixed input and requests for minutes: memory and file handles must not grow.

    scripts/dev run soak [MINUTES]       10 without an argument; needs Linux

Input goes without end through one `cotejo pair`, requests go to one `cotejo review`. Both are sampled every second. Fails where the mean
of the last minute is above that of the second by more than 3 % and 2 MB, or where a file handle is left.
"""
import http.client
import json
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import mutations
from common import COTEJO

MINUTES = float(sys.argv[1]) if len(sys.argv) > 1 else 10
STORY = "\n".join(line for line in mutations.LINES if "Notimex" not in line)
stop = threading.Event()
broken = []


def tell(failure):
    """Whoever writes, reads or visits and cannot go on ends the whole run."""
    broken.append(failure.exc_value)
    sys.__excepthook__(failure.exc_type, failure.exc_value, failure.exc_traceback)


threading.excepthook = tell


def mixed(rng, at):
    """A line of JSONL: mostly pages without Spanish, then mutated articles, long ones, and lines that are broken."""
    kind = rng.random()
    if kind < 0.60:
        return json.dumps({"id": f"story{at}", "text": STORY[rng.randrange(200) :]}) + "\n"
    if kind < 0.95:
        return mutations.record(rng, f"m{at}")
    if kind < 0.97:
        return json.dumps({"id": f"long{at}", "text": "\n".join(mutations.article(rng) for _ in range(rng.randint(5, 20)))}) + "\n"
    return rng.choice(['{"text": "broken', "[1, 2]", '{"text": 5}', '{"body": "x"}', "\x00\x01"]) + "\n"


class Pipe:
    """`cotejo pair`, with somebody who writes and somebody who reads."""

    def __init__(self, work):
        self.errors = (work / "errors").open("w+")
        self.process = subprocess.Popen([COTEJO, "pair", "--format", "jsonl", "--input-format", "jsonl", "-"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.errors)
        self.given = self.rows = 0
        self.threads = [threading.Thread(target=self.write), threading.Thread(target=self.read)]
        for thread in self.threads:
            thread.start()

    def write(self):
        rng = random.Random(7)
        while not stop.is_set():
            self.process.stdin.write(mixed(rng, self.given).encode())
            self.given += 1
        self.process.stdin.close()

    def read(self):
        for row in self.process.stdout:
            assert json.loads(row)["pair_id"]
            self.rows += 1

    def end(self):
        for thread in self.threads:
            thread.join()
        code = self.process.wait()
        self.errors.seek(0)
        errors = self.errors.read()
        assert code == 3 and "panicked" not in errors, (code, errors[-500:])
        articles, failures = (int(re.search(rf"(\d+) {what}", errors.replace(",", ""))[1]) for what in ("articles", "failures"))
        assert articles + failures == self.given, (articles, failures, self.given)
        return f"{articles:,} articles, {self.rows:,} rows, {failures:,} failures told"


class Server:
    """`cotejo review`, with two visitors."""

    def __init__(self, work):
        articles = work / "articles.jsonl"
        articles.write_text("".join(mutations.record(random.Random(at), f"m{at}") for at in range(300)))
        command = [COTEJO, "review", "--quiet", "--port", "0", "--db", work / "reviews.db", articles]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.host, self.token = self.process.stdout.readline().decode().strip().removeprefix("http://").split("/?token=")
        self.answers = [0, 0]
        self.threads = [threading.Thread(target=self.visit, args=(number,)) for number in range(2)]
        for thread in self.threads:
            thread.start()

    def visit(self, number):
        rng, csrf = random.Random(number), None
        while not stop.is_set():
            # a connection for some requests, as browsers do; the token comes first
            connection = http.client.HTTPConnection(self.host, timeout=60)
            csrf = csrf or json.loads(self.ask(connection, number, "GET", "/api/hello"))["csrf"]
            for _ in range(20):
                pair = rng.randint(1, 250)
                verdict = {"reviewer": f"R{number}", "version": rng.randrange(3), "change": {"action": "verdict", "after": "partial"}}
                method, path, body = rng.choice([
                    ("GET", "/", None), ("GET", "/api/overview", None), ("GET", f"/api/queue?status=open&after={pair}", None),
                    ("GET", f"/api/pairs/{pair}", None), ("GET", "/nowhere", None), ("POST", f"/api/pairs/{pair}/decisions", verdict),
                    ("POST", "/api/undo", {"reviewer": f"R{number}"}), ("POST", "/api/undo", {"wrong": 1}),
                ])
                self.ask(connection, number, method, path, body, csrf)
                time.sleep(0.02)
            connection.close()

    def ask(self, connection, number, method, path, body=None, csrf=""):
        connection.request(method, path, body and json.dumps(body), {"Authorization": f"Bearer {self.token}", "X-Csrf-Token": csrf, "Content-Type": "application/json"})
        answer = connection.getresponse()
        data = answer.read()
        assert answer.status != 500, (method, path, body)
        self.answers[number] += 1
        return data

    def end(self):
        for thread in self.threads:
            thread.join()
        self.process.terminate()
        assert self.process.wait() == 0
        return f"{sum(self.answers):,} answers"


def sample(process):
    """Resident kB, open file handles."""
    folder = pathlib.Path(f"/proc/{process.pid}")
    resident = int(re.search(r"VmRSS:\s+(\d+)", (folder / "status").read_text())[1])
    return resident, len(list((folder / "fd").iterdir()))


with tempfile.TemporaryDirectory() as place:
    subjects = {"cotejo pair": Pipe(pathlib.Path(place)), "cotejo review": Server(pathlib.Path(place))}
    samples = {name: [] for name in subjects}
    begun = time.monotonic()
    try:
        while time.monotonic() - begun < MINUTES * 60:
            time.sleep(1)
            for name, subject in subjects.items():
                assert subject.process.poll() is None and not broken, f"{name} has ended, or its visitors: {broken}"
                samples[name].append(sample(subject.process))
    except BaseException:
        # nobody waits for the other end of a pipe
        for subject in subjects.values():
            subject.process.kill()
        raise
    finally:
        stop.set()
    done = {name: subject.end() for name, subject in subjects.items()}

print("| process | work | resident MB: second minute, last minute, most | file handles: second minute, last minute |\n|---|---|---|---|")
grown = []
for name, seen in samples.items():
    minute = min(60, len(seen) // 3)
    second, last = seen[minute : 2 * minute], seen[-minute:]
    first_mb, last_mb = (statistics.mean(s[0] for s in part) / 1024 for part in (second, last))
    handles = [statistics.median(s[1] for s in part) for part in (second, last)]
    print(f"| `{name}` | {done[name]} | {first_mb:.1f}, {last_mb:.1f}, {max(s[0] for s in seen) / 1024:.1f} | {handles[0]:.0f}, {handles[1]:.0f} |")
    if last_mb > first_mb * 1.03 + 2 or max(s[1] for s in last) > max(s[1] for s in second):
        grown.append(name)
if grown:
    sys.exit(f"grown: {', '.join(grown)}")
