-- Which connection made a response that its provider keeps, and for whom: whoever asks for it later by its id is sent there. Times are milliseconds since 1970 UTC.
CREATE TABLE kept_responses (
    id         TEXT NOT NULL,
    tenant     TEXT NOT NULL,
    model      TEXT NOT NULL,             -- as the client asked
    connection TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant)
);
CREATE INDEX kept_responses_by_time ON kept_responses (created_at);
