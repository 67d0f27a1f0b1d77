-- What is charged by the piece: images made, thousandths of a second of audio heard, characters spoken.
ALTER TABLE usage_ledger ADD COLUMN images BIGINT;
ALTER TABLE usage_ledger ADD COLUMN audio_ms BIGINT;
ALTER TABLE usage_ledger ADD COLUMN characters BIGINT;
