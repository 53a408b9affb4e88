-- Version 2. No verdict stands that its texts contradict: who calls a caption without English a translation, a part or a mismatch says
-- nothing; and what was said of an English that was taken back, was said of that English.

DROP VIEW verdicts;
DROP VIEW standing;

CREATE VIEW standing AS
SELECT d.pair, d.reviewer, d.id AS decision, d.after ->> '$' AS verdict
FROM live d
WHERE d.action = 'verdict'
-- another English was chosen since
AND NOT EXISTS (SELECT 1 FROM live r WHERE r.pair = d.pair AND r.id > d.id AND r.action = 're-pair')
-- the English that was there then was taken back since
AND NOT EXISTS (
    SELECT 1 FROM decisions r JOIN decisions u ON u.undoes = r.id
    WHERE r.pair = d.pair AND r.id < d.id AND r.action = 're-pair' AND u.id > d.id
    AND NOT EXISTS (
        SELECT 1 FROM decisions s
        WHERE s.pair = d.pair AND s.id > r.id AND s.id < d.id AND s.action = 're-pair'
        AND NOT EXISTS (SELECT 1 FROM decisions w WHERE w.undoes = s.id AND w.id < d.id)))
-- there was no English
AND (d.after ->> '$' IN ('unpaired', 'rejected')
    OR EXISTS (SELECT 1 FROM pairs p WHERE p.id = d.pair AND ifnull(p.row ->> '$.en', '') <> '')
    OR EXISTS (SELECT 1 FROM live r WHERE r.pair = d.pair AND r.id < d.id AND r.action = 're-pair'));

-- Each reviewer's last word on each pair.
CREATE VIEW verdicts AS
SELECT s.* FROM standing s
WHERE NOT EXISTS (SELECT 1 FROM standing t WHERE t.pair = s.pair AND t.reviewer = s.reviewer AND t.decision > s.decision);

-- Verdicts and edits that an earlier version took, though their captions had no English; they change nothing.
CREATE VIEW contradicted AS
SELECT d.id, a.name AS article, p.pair_id, d.reviewer, d.action
FROM pairs p JOIN articles a ON a.id = p.article JOIN live d ON d.pair = p.id
WHERE p.relation = 'unpaired' AND ifnull(p.row ->> '$.en', '') = ''
AND (d.action = 'edit-en' OR d.action = 'verdict' AND d.after ->> '$' NOT IN ('unpaired', 'rejected'))
AND NOT EXISTS (SELECT 1 FROM decisions r WHERE r.pair = d.pair AND r.id < d.id AND r.action = 're-pair');

UPDATE pairs SET
    verdict = (SELECT verdict FROM verdicts WHERE pair = pairs.id ORDER BY decision DESC LIMIT 1),
    disputed = (SELECT count(DISTINCT verdict) > 1 FROM verdicts WHERE pair = pairs.id)
WHERE verdict IS NOT NULL AND (ifnull(row ->> '$.en', '') = '' OR id IN (SELECT pair FROM decisions WHERE action = 're-pair'));
