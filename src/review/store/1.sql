-- Version 1. What was paired, and what people said of it.

CREATE TABLE articles (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,
    lines TEXT NOT NULL                        -- JSON: the passages to show around a pair
);

CREATE TABLE pairs (
    id           INTEGER PRIMARY KEY,          -- in the order in which they came
    article      INTEGER NOT NULL REFERENCES articles(id),
    pair_id      TEXT NOT NULL,
    row          TEXT NOT NULL,                -- JSON: the row as it was found
    evidence     TEXT NOT NULL,                -- JSON
    findings     TEXT NOT NULL,                -- JSON
    mt           TEXT,                         -- machine translation of the Spanish
    relation     TEXT NOT NULL,
    score        REAL,
    photographer TEXT,
    certainty    REAL NOT NULL,                -- how far the score is from 0.5
    -- What follows from the decisions; the trigger below keeps it.
    version      INTEGER NOT NULL DEFAULT 0,   -- the last decision
    verdict      TEXT,                         -- the last verdict that stands
    disputed     INTEGER NOT NULL DEFAULT 0,   -- whether reviewers differ
    UNIQUE (article, pair_id)
);
CREATE INDEX pairs_by_id ON pairs (pair_id);
CREATE INDEX pairs_by_certainty ON pairs (certainty, id);
CREATE INDEX pairs_by_relation ON pairs (relation, certainty, id);
CREATE INDEX pairs_by_photographer ON pairs (photographer, certainty, id);
CREATE INDEX open_by_certainty ON pairs (certainty, id) WHERE verdict IS NULL;
CREATE INDEX open_by_page ON pairs (id) WHERE verdict IS NULL;
CREATE INDEX decided ON pairs (verdict, certainty, id) WHERE verdict IS NOT NULL;
CREATE INDEX disputed ON pairs (certainty, id) WHERE disputed;

CREATE TABLE checks (                          -- findings, one line per check
    code TEXT NOT NULL,
    pair INTEGER NOT NULL REFERENCES pairs(id),
    PRIMARY KEY (code, pair)
) WITHOUT ROWID;

CREATE TABLE decisions (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    pair     INTEGER NOT NULL REFERENCES pairs(id),
    reviewer TEXT NOT NULL,
    time     TEXT NOT NULL,                    -- ISO 8601, UTC
    action   TEXT NOT NULL,                    -- verdict, edit-es, edit-en, re-pair, note, undo
    before   TEXT NOT NULL,                    -- JSON: what the action changed
    after    TEXT NOT NULL,                    -- JSON: what it changed that into
    undoes   INTEGER UNIQUE REFERENCES decisions(id),
    CHECK ((action = 'undo') = (undoes IS NOT NULL))
);
CREATE INDEX decisions_of_pair ON decisions (pair, id);
CREATE INDEX decisions_of_reviewer ON decisions (reviewer, pair);
CREATE INDEX last_of_reviewer ON decisions (reviewer);      -- SQLite adds the number

CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decisions_stay_there BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;

-- These views are written so that SQLite looks up the few decisions of one pair by index: no GROUP BY, no condition on a bare `undoes`.

-- Decisions that nobody took back.
CREATE VIEW live AS
SELECT d.* FROM decisions d WHERE d.action <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id);

-- Verdicts on pairs as they are paired now: a verdict on another counterpart is none.
CREATE VIEW standing AS
SELECT d.pair, d.reviewer, d.id AS decision, d.after ->> '$' AS verdict
FROM live d
WHERE d.action = 'verdict' AND NOT EXISTS (SELECT 1 FROM live r WHERE r.pair = d.pair AND r.id > d.id AND r.action = 're-pair');

-- Each reviewer's last word on each pair.
CREATE VIEW verdicts AS
SELECT s.* FROM standing s
WHERE NOT EXISTS (SELECT 1 FROM standing t WHERE t.pair = s.pair AND t.reviewer = s.reviewer AND t.decision > s.decision);

CREATE TRIGGER decided AFTER INSERT ON decisions BEGIN
    UPDATE pairs SET
        version = NEW.id,
        verdict = (SELECT verdict FROM verdicts WHERE pair = NEW.pair ORDER BY decision DESC LIMIT 1),
        disputed = (SELECT count(DISTINCT verdict) > 1 FROM verdicts WHERE pair = NEW.pair)
    WHERE id = NEW.pair;
END;

-- Everything that was said, for whoever reads this file with another tool.
CREATE VIEW log AS
SELECT d.id, a.name AS article, p.pair_id, d.reviewer, d.time, d.action, d.before, d.after, d.undoes
FROM decisions d JOIN pairs p ON p.id = d.pair JOIN articles a ON a.id = p.article;
