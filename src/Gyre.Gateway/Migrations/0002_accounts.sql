-- Who may call, and how much. Times are milliseconds since 1970 UTC; flags are 0 or 1; lists and maps are JSON.

-- One row. Every change of the tables below adds one to version; a node that is short of a lease adds one to wanted.
CREATE TABLE accounts_state (
    id      BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    wanted  BIGINT NOT NULL
);
INSERT INTO accounts_state (id, version, wanted) VALUES (1, 1, 0);

CREATE TABLE cost_centers (
    name        TEXT PRIMARY KEY,
    description TEXT,
    created_at  BIGINT NOT NULL
);

CREATE TABLE teams (
    name        TEXT PRIMARY KEY,
    description TEXT,
    cost_center TEXT REFERENCES cost_centers (name),
    created_at  BIGINT NOT NULL
);

CREATE TABLE projects (
    name        TEXT PRIMARY KEY,
    description TEXT,
    team        TEXT REFERENCES teams (name),
    cost_center TEXT REFERENCES cost_centers (name),
    created_at  BIGINT NOT NULL
);

CREATE TABLE api_keys (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    hash           BLOB NOT NULL,             -- SHA-256 of the key's text
    prefix         TEXT NOT NULL,
    state          TEXT NOT NULL,             -- active, suspended, revoked
    team           TEXT REFERENCES teams (name),
    project        TEXT REFERENCES projects (name),
    cost_center    TEXT REFERENCES cost_centers (name),
    models         TEXT NOT NULL,
    endpoints      TEXT NOT NULL,
    regions        TEXT NOT NULL,
    tags           TEXT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT,
    old_hash       BLOB,                      -- before the last rotation
    old_until      BIGINT                     -- until when the old text works
);

CREATE UNIQUE INDEX api_keys_by_name ON api_keys (name) WHERE state <> 'revoked';

CREATE TABLE quotas (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL,            -- limit, budget
    name            TEXT NOT NULL,
    level           TEXT NOT NULL,            -- key, team, project, cost_center, everyone
    subject         TEXT NOT NULL,            -- id of the key, name of the rest, empty for everyone
    model           TEXT,                     -- glob; null for all
    unit            TEXT NOT NULL,            -- usd (in billionths), tokens, requests, concurrency
    amount          BIGINT NOT NULL,
    span            TEXT NOT NULL,            -- minute, hour, day, month, calendar_month, total
    hard            BIGINT NOT NULL,
    unpriced        TEXT NOT NULL,            -- refuse, allow
    warn_at         TEXT NOT NULL,            -- JSON list of percents
    suspended       BIGINT NOT NULL,
    generation      BIGINT NOT NULL,          -- a reset adds one
    override_amount BIGINT,
    override_until  BIGINT,
    starts_at       BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    UNIQUE (kind, name)
);

-- What was spent in a period by nodes that gave their lease back or died. Locked (by an update) to grant a lease.
CREATE TABLE quota_usage (
    quota      TEXT NOT NULL,
    generation BIGINT NOT NULL,
    period     BIGINT NOT NULL,               -- its beginning
    base       BIGINT NOT NULL,
    wanted     BIGINT NOT NULL,               -- accounts_state.wanted when a node was last short
    warned     BIGINT NOT NULL,               -- the highest percent told
    PRIMARY KEY (quota, generation, period)
);

CREATE INDEX quota_usage_by_wanted ON quota_usage (wanted);

-- What a node may spend and has spent of a period. Counts as spent in full until the node says otherwise.
CREATE TABLE quota_leases (
    quota      TEXT NOT NULL,
    generation BIGINT NOT NULL,
    period     BIGINT NOT NULL,
    node       TEXT NOT NULL,
    granted    BIGINT NOT NULL,
    spent      BIGINT NOT NULL,
    PRIMARY KEY (quota, generation, period, node)
);

CREATE INDEX quota_leases_by_node ON quota_leases (node);

CREATE TABLE admission_nodes (
    node TEXT PRIMARY KEY,
    beat BIGINT NOT NULL
);

-- Append-only.
CREATE TABLE audit_entries (
    number  INTEGER PRIMARY KEY,              -- in order of time
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    before  TEXT,                             -- JSON
    after   TEXT                              -- JSON
);

CREATE INDEX audit_entries_by_subject ON audit_entries (subject);
