CREATE TABLE gate_verdicts (
    id         INTEGER PRIMARY KEY,
    policy     TEXT NOT NULL,              -- path of its file, in the workspace with slashes, elsewhere as it is
    name       TEXT NOT NULL,              -- what the policy calls itself
    digest     TEXT NOT NULL,              -- SHA-256 of the file when it judged
    run        TEXT NOT NULL,              -- what was judged, as it was named
    against    TEXT,                       -- what it was compared with
    verdict    TEXT NOT NULL,              -- pass, fail, inconclusive
    opens      INTEGER NOT NULL,
    sentence   TEXT NOT NULL,
    more_lines INTEGER,                    -- about how many more would settle what can't be told
    judged_at  TEXT NOT NULL               -- ISO 8601, UTC
);

CREATE INDEX gate_verdicts_by_policy ON gate_verdicts (policy, id DESC);
