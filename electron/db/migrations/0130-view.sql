-- Saved views of lists (01 §2.8): own, shared with the owner's office or with roles.
CREATE TABLE saved_view (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  list TEXT NOT NULL,
  owner_id BLOB NOT NULL REFERENCES user (id),
  office_id BLOB REFERENCES office (id),
  roles TEXT NOT NULL,
  base TEXT,
  filter TEXT NOT NULL,
  text TEXT,
  sort TEXT NOT NULL,
  columns TEXT NOT NULL,
  frozen INTEGER NOT NULL,
  group_by TEXT,
  is_default INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX saved_view_by_name ON saved_view (owner_id, list, name COLLATE NOCASE);
CREATE INDEX saved_view_by_list ON saved_view (list, name_sort, key);
CREATE INDEX saved_view_by_office ON saved_view (office_id) WHERE office_id IS NOT NULL;

-- Files that the program made for a user lie in the data folder; local to the machine, swept when old.
CREATE TABLE local_made_file (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  user_id BLOB NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX local_made_file_by_age ON local_made_file (created_at);
