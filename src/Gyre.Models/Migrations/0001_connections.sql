-- Plain fields as JSON; each secret encrypted by itself, as JSON of name -> sealed text.
CREATE TABLE connections (
    name        TEXT PRIMARY KEY,
    type        TEXT NOT NULL,
    module      TEXT NOT NULL,
    configs     TEXT NOT NULL,
    secrets     TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
);
