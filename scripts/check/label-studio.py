# venv: label-studio
# build: cotejo
"""A real Label Studio takes our tasks; `cotejo import` joins every answer.

    scripts/dev check label-studio

Not in CI: the packages take a minute and a gigabyte. Pairs articles into a store, exports them, starts Label Studio on loopback with
SQLite in a temporary folder, and as two annotators answers every task over its REST API: judged, edited, noted, some skipped. Both of
Label Studio's JSON exports are imported; what the store's log says then must be what was posted, decision by decision. Prints versions and
figures; ends with 1 where anything is missing.
"""
import collections
import contextlib
import json
import os
import pathlib
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import faulty_articles
import requests
from annotators import SEED, VERDICTS, cotejo

TOKEN = "0123456789abcdef0123456789abcdef01234567"
EMAIL = "eva@example.org"
# its first start builds the database, on a busy machine for minutes
PATIENCE = 480


@contextlib.contextmanager
def label_studio(folder):
    """Its address, while it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quiet = {
        "COLLECT_ANALYTICS": "false", "LATEST_VERSION_CHECK": "false", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true", "LABEL_STUDIO_BASE_DATA_DIR": str(folder), "HOME": str(folder),
    }
    command = [
        pathlib.Path(sys.executable).with_name("label-studio"), "start", "--no-browser", "--data-dir", folder, "--internal-host", "127.0.0.1",
        "--port", port, "--username", EMAIL, "--password", "not-a-secret-1", "--user-token", TOKEN, "--log-level", "ERROR",
    ]
    log = open(folder / "log", "wb")
    server = subprocess.Popen(list(map(str, command)), env=os.environ | quiet, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        until = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{url}/health", timeout=60).ok:
                    break
            if server.poll() is not None or time.monotonic() > until:
                sys.exit(f"Label Studio did not start:\n{(folder / 'log').read_text()[-3000:]}")
            time.sleep(1)
        yield url
    finally:
        server.terminate()
        server.wait()


class Api:
    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Token {TOKEN}"

    def __call__(self, method, path, **kwargs):
        answer = self.session.request(method, f"{self.url}/api/{path}", timeout=300, **kwargs)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None


def answer(task, chance):
    """A result such as the page sends, and what must follow from it."""
    content = chance.choice([*VERDICTS, "wrong"])
    languages = "wrong" if content == "wrong" else "right"
    result = [{"from_name": "languages", "to_name": "en", "type": "choices", "value": {"choices": [languages]}}]
    wanted = []
    english = task["data"]["en"]
    if chance.random() < 0.3:
        english += " Edited, «again» & more."
        wanted.append(("edit-en", english))
    result.append({"from_name": "english", "to_name": "en", "type": "textarea", "value": {"text": [english]}})
    wanted.append(("verdict", VERDICTS.get(content, "rejected")))
    if content != "wrong":
        quality = chance.randint(1, 5)
        result.append({"from_name": "content", "to_name": "en", "type": "choices", "value": {"choices": [content]}})
        result.append({"from_name": "quality", "to_name": "en", "type": "rating", "value": {"rating": quality}})
        wanted.append(("note", f"quality {quality} of 5"))
    for at, region in enumerate(result):
        region["id"] = f"answer{at}"
    return result, wanted


def predictions_are_ours(tasks, sent):
    """Label Studio shows each prediction as it was sent."""
    ours = {(task["data"]["pair_id"], task["data"]["article"]): task["predictions"][0] for task in sent}
    spans = 0
    for task in tasks:
        (shown,) = task["predictions"]
        wanted = ours[task["data"]["pair_id"], task["data"]["article"]]
        assert shown["result"] == wanted["result"], (shown, wanted)
        assert shown["score"] == wanted["score"] and shown["model_version"] == wanted["model_version"]
        spans += sum(region["type"] == "labels" for region in shown["result"])
    print(f"  {len(tasks)} tasks, each with its prediction as it was sent; {spans} error spans in them")


def log_of(db):
    """Decisions by article, pair and reviewer, in their order."""
    found = collections.defaultdict(list)
    with contextlib.closing(sqlite3.connect(db)) as database:
        sql = "SELECT article, pair_id, reviewer, action, after FROM log ORDER BY id"
        for article, pair_id, reviewer, action, after in database.execute(sql):
            found[article, pair_id, reviewer].append((action, json.loads(after)))
    return dict(found)


def main():
    chance = random.Random(6)
    print(f"Label Studio {version('label-studio')}, SDK {version('label-studio-sdk')}, {cotejo('--version').strip()}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        articles = [SEED, faulty_articles.write(folder / "articles.jsonl")]
        db = folder / "reviews.db"
        cotejo("export", "--to", "label-studio", "--db", db, "-o", f"{folder}/project/", *articles)
        # the same pairs, to be decided by the other export
        db_min = folder / "min.db"
        cotejo("export", "--to", "label-studio", "--db", db_min, "-o", f"{folder}/same.json", *articles)
        sent = json.loads((folder / "project/label-studio.json").read_text())
        config = (folder / "project/labelling-config.xml").read_text()
        data = folder / "data"
        data.mkdir()
        start = time.monotonic()
        with label_studio(data) as url:
            print(f"  started in {time.monotonic() - start:.0f} s")
            api = Api(url)
            project = api("POST", "projects/", json={"title": "Cotejo", "label_config": config, "maximum_annotations": 2})["id"]
            imported = api("POST", f"projects/{project}/import", json=sent)
            assert imported["task_count"] == len(sent) and imported["prediction_count"] == len(sent), imported
            tasks = api("GET", f"tasks?project={project}&fields=all&page_size=1000")["tasks"]
            predictions_are_ours(tasks, sent)
            me = api("GET", "current-user/whoami")["id"]
            max_ = api("POST", "users/", json={"email": "max@example.org", "username": "max", "first_name": "Max", "last_name": "M"})["id"]
            wanted, skipped = {}, 0
            for task in tasks:
                for user, reviewer in [(me, "Eva"), (max_, "Max")]:
                    result, decisions = answer(task, chance)
                    skip = chance.random() < 0.1
                    skipped += skip
                    body = {"result": result, "was_cancelled": skip, "completed_by": user, "lead_time": 5.0}
                    api("POST", f"tasks/{task['id']}/annotations/", json=body)
                    if not skip:
                        wanted[task["data"]["article"], task["data"]["pair_id"], reviewer] = decisions
            names = ["--name", f"{me}=Eva", "--name", f"{EMAIL}=Eva", "--name", f"{max_}=Max", "--name", "max@example.org=Max"]
            for kind, target in [("JSON", db), ("JSON_MIN", db_min)]:
                exported = folder / f"{kind}.json"
                exported.write_text(json.dumps(api("GET", f"projects/{project}/export?exportType={kind}")))
                cotejo("import", "--from", "label-studio", "--db", target, *names, exported)
                found = log_of(target)
                assert found == wanted, next((key, found.get(key), wanted.get(key)) for key in {*found, *wanted} if found.get(key) != wanted.get(key))
                cotejo("import", "--from", "label-studio", "--db", target, *names, exported)
                assert log_of(target) == wanted, "a second import adds something"
                count = sum(map(len, wanted.values()))
                print(f"  {kind}: {count} of {count} decisions joined, {len(wanted)} annotations by 2 people, {skipped} skipped; a second import adds none")


if __name__ == "__main__":
    main()
