CREATE TABLE evaluations (
    name        TEXT PRIMARY KEY,
    description TEXT,
    state       TEXT NOT NULL,              -- EvaluationState
    stopped     TEXT,                       -- why it stopped before its end
    definition  TEXT NOT NULL,              -- JSON object, without secrets
    folder      TEXT NOT NULL,
    created_at  TEXT NOT NULL,              -- ISO 8601, UTC
    ended_at    TEXT
);

CREATE INDEX evaluations_by_time ON evaluations (created_at DESC);
