CREATE TABLE runs (
    name            TEXT PRIMARY KEY,
    display_name    TEXT NOT NULL,
    description     TEXT,
    tags            TEXT NOT NULL,             -- JSON object
    state           TEXT NOT NULL,             -- RunState
    definition      TEXT NOT NULL,             -- JSON object, without secrets
    source_run      TEXT,
    folder          TEXT NOT NULL,
    created_at      TEXT NOT NULL,             -- ISO 8601, UTC
    started_at      TEXT,
    ended_at        TEXT,
    total_lines     INTEGER,
    completed_lines INTEGER NOT NULL DEFAULT 0,
    failed_lines    INTEGER NOT NULL DEFAULT 0,
    system_metrics  TEXT NOT NULL DEFAULT '{}', -- JSON object
    metrics         TEXT,                      -- JSON object
    error           TEXT,                      -- JSON object
    archived        INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX runs_by_time ON runs (created_at DESC);
CREATE INDEX runs_by_source ON runs (source_run);
