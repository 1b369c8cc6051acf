-- What users typed and have not saved: local to the machine, neither logged nor sent (conventions §5).
CREATE TABLE local_draft (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  user_id BLOB NOT NULL,
  form TEXT NOT NULL,
  record_id BLOB,
  base_version INTEGER,
  title TEXT,
  content TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
-- One draft a form and record of a user.
CREATE UNIQUE INDEX local_draft_by_form ON local_draft (user_id, form, coalesce(record_id, x''));
CREATE INDEX local_draft_by_user ON local_draft (user_id, saved_at);
CREATE INDEX local_draft_by_time ON local_draft (saved_at);
