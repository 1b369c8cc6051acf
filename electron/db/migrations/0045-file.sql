-- Finds the block a value lies in, for the record of numbers (01 §2.7).
CREATE INDEX number_block_by_value ON number_block (series_id, year, first_value);

-- Files too large to travel inline arrive and leave in chunks (conventions §7); local to the machine, swept when old.
CREATE TABLE local_file (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  user_id BLOB NOT NULL,
  name TEXT,
  size INTEGER NOT NULL,
  sha256 TEXT,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE local_file_chunk (
  file_key INTEGER NOT NULL REFERENCES local_file (key) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (file_key, start)
) STRICT;

-- Finds the entries of a time, for history.
CREATE INDEX change_log_by_at ON change_log (at);
