"""A file of `cotejo review` with made-up pairs and decisions, for benchmarks and checks: far faster than pairing articles.

    from fill_reviews import create, fill
"""
import contextlib
import json
import random
import sqlite3
import subprocess

from common import COTEJO

VERDICTS = ["translation", "partial", "mismatch", "unpaired", "rejected"]


@contextlib.contextmanager
def serving(db):
    """The program, serving the file; gives its address."""
    program = subprocess.Popen([COTEJO, "review", "--db", db, "--port", "0", "--reviewer", "Eva"], stdout=subprocess.PIPE, text=True)
    try:
        yield program.stdout.readline().strip()
    finally:
        program.terminate()
        program.wait()


def create(db):
    """An empty file, with the program's own schema."""
    with serving(db):
        pass


def fill(db, pairs, decide=lambda at: {}, seed=1):
    """Adds pairs, two an article; `decide` gives the verdict of each reviewer on the pair of a number."""
    chance = random.Random(seed)
    database = sqlite3.connect(db)
    with database:
        for at in range(pairs):
            article = at // 2 + 1
            name = f"articles/{article:06}.txt"
            lines = [{"line": n + 1, "start": 100 * n, "end": 100 * n + 90, "raw": f"The mayor opened park number {n} of {article}, he said on Friday.",
                      "body": f"The mayor opened park number {n} of {article}, he said on Friday.", "language": "en", "role": "body"} for n in range(20)]
            database.execute("INSERT OR IGNORE INTO articles VALUES (?, ?, ?)", (article, name, json.dumps(lines)))
            relation = chance.choice(VERDICTS[:3])
            score = round(chance.random(), 4)
            photographer = f"Ana Ruiz {chance.randrange(200)}"
            es = f"El alcalde inauguró el parque número {at} de la colonia, dijo el viernes."
            en = f"The mayor opened park number {at} of the quarter, he said on Friday."
            row = {"article": name, "pair_id": f"{at:016x}", "relation": relation, "score": score, "es": es, "en": en, "es_raw": es, "en_raw": en,
                   "es_line": 1, "en_line": 2, "es_start": 0, "es_end": 90, "en_start": 100, "en_end": 190, "photo_id": None, "date": None,
                   "place": None, "agency": None, "photographer": photographer, "editor": None, "desk": None, "similarity": 0.5, "findings": None}
            database.execute(
                "INSERT INTO pairs (id, article, pair_id, row, evidence, findings, relation, score, photographer, certainty) VALUES (?,?,?,?,?,?,?,?,?,?)",
                (at + 1, article, row["pair_id"], json.dumps(row), '{"similarity": 0.5}', "[]", relation, score, photographer, abs(score - 0.5)))
            for reviewer, verdict in decide(at).items():
                database.execute("INSERT INTO decisions (pair, reviewer, time, action, before, after) VALUES (?, ?, ?, 'verdict', 'null', ?)",
                                 (at + 1, reviewer, "2026-01-01T00:00:00Z", json.dumps(verdict)))
    database.close()
