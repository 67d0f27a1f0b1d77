-- One immutable row per call. Times are microseconds since 1970 UTC; money is billionths of a dollar; null is "not known".
CREATE TABLE usage_ledger (
    id              TEXT PRIMARY KEY,
    started_at      BIGINT NOT NULL,
    node            TEXT NOT NULL,
    key_id          TEXT,
    team            TEXT,
    project         TEXT,
    cost_center     TEXT,
    end_user        TEXT,
    operation       TEXT NOT NULL,
    requested_model TEXT NOT NULL,
    deployment      TEXT,
    connection      TEXT,
    provider        TEXT,
    model           TEXT,
    region          TEXT,
    service_tier    TEXT,
    outcome         TEXT NOT NULL,
    status          INTEGER NOT NULL,
    cause           TEXT,
    attempts        INTEGER NOT NULL,
    spilled         INTEGER NOT NULL,
    streamed        INTEGER NOT NULL,
    fresh_input     BIGINT,
    cache_read      BIGINT,
    cache_write_5m  BIGINT,
    cache_write_1h  BIGINT,
    audio_input     BIGINT,
    image_input     BIGINT,
    output          BIGINT,
    reasoning       BIGINT,
    audio_output    BIGINT,
    image_output    BIGINT,
    searches        BIGINT,
    estimated       INTEGER NOT NULL,
    price_version   TEXT,
    cost            BIGINT,
    total_us        BIGINT NOT NULL,
    upstream_us     BIGINT,
    first_token_us  BIGINT,
    trace_id        TEXT
);

CREATE INDEX usage_ledger_started ON usage_ledger (started_at);

-- How far each node's journal has been taken over: a row of the journal is taken exactly once.
CREATE TABLE usage_ledger_progress (
    node     TEXT NOT NULL,
    segment  BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (node, segment)
);
