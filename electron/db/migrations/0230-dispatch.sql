-- Dispatching (area 07): teams, skills, activities, absences, what the board saved, and the screens on the wall.
CREATE TABLE dispatch_team (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  description_sort TEXT NOT NULL,
  office_id BLOB NOT NULL REFERENCES office (id),
  owner_id BLOB REFERENCES worker (id),
  -- Micro-degrees.
  latitude INTEGER,
  longitude INTEGER,
  color TEXT,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX dispatch_team_by_description ON dispatch_team (description_sort, key);
CREATE INDEX dispatch_team_by_office ON dispatch_team (office_id);
CREATE INDEX dispatch_team_by_owner ON dispatch_team (owner_id) WHERE owner_id IS NOT NULL;

-- At any date a worker is in at most one team; both dates belong to it.
CREATE TABLE team_membership (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  team_id BLOB NOT NULL REFERENCES dispatch_team (id),
  worker_id BLOB NOT NULL REFERENCES worker (id),
  from_on TEXT NOT NULL,
  to_on TEXT
) STRICT;
CREATE INDEX team_membership_by_team ON team_membership (team_id, from_on);
CREATE INDEX team_membership_by_worker ON team_membership (worker_id, from_on);

-- The skills that workers have and activities need are kept by their codes.
CREATE TABLE skill (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  description_sort TEXT NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX skill_by_description ON skill (description_sort, key);

CREATE TABLE activity_type (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  description_sort TEXT NOT NULL,
  -- JSON: [{skill, level}].
  default_skills TEXT NOT NULL,
  -- Minutes.
  default_duration INTEGER NOT NULL,
  is_splittable INTEGER NOT NULL,
  pattern TEXT NOT NULL CHECK (pattern IN ('plain', 'stripes', 'dots', 'cross')),
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX activity_type_by_description ON activity_type (description_sort, key);

-- A worker's dispatch profile (2.2); calendar, base and skills stand there already.
ALTER TABLE worker ADD COLUMN max_minutes_per_day INTEGER;
ALTER TABLE worker ADD COLUMN has_icalendar INTEGER NOT NULL DEFAULT 0;

CREATE TABLE absence (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  worker_id BLOB NOT NULL REFERENCES worker (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('holiday', 'sick', 'training', 'other')),
  is_all_day INTEGER NOT NULL,
  note TEXT
) STRICT;
CREATE INDEX absence_by_worker ON absence (worker_id, to_at);
CREATE INDEX absence_by_time ON absence (to_at, from_at);

-- Work of one person on one order at a time. Customer, place and deadline are the order's and are read with it.
CREATE TABLE activity (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,
  order_id BLOB NOT NULL REFERENCES service_order (id) ON DELETE CASCADE,
  office_id BLOB NOT NULL REFERENCES office (id),
  -- JSON: the ids of the lines it does; triggers keep `activity_line` by it, whoever writes.
  line_ids TEXT NOT NULL,
  type_id BLOB REFERENCES activity_type (id),
  subject TEXT NOT NULL,
  subject_sort TEXT NOT NULL,
  -- Real minutes.
  duration INTEGER NOT NULL CHECK (duration BETWEEN 5 AND 1440),
  status TEXT NOT NULL CHECK (status IN ('undispatched', 'dispatched', 'closed')),
  worker_id BLOB REFERENCES worker (id),
  team_id BLOB REFERENCES dispatch_team (id),
  -- An activity with a time but without a worker keeps its time and stays undispatched.
  start_at INTEGER,
  end_at INTEGER,
  priority TEXT NOT NULL CHECK (priority IN ('high', 'normal', 'low')),
  -- Empty: the order's preferred time is read in its place.
  earliest_at INTEGER,
  latest_at INTEGER,
  -- JSON: [{skill, level}].
  skills TEXT NOT NULL,
  is_locked INTEGER NOT NULL,
  locked_by_id BLOB,
  lock_reason TEXT,
  crew_id BLOB,
  crew_size INTEGER,
  closed_outcome TEXT CHECK (closed_outcome IN ('done', 'canceled')),
  -- Canceled together with its lines or its order: a revoke brings it back.
  is_canceled_with_order INTEGER NOT NULL,
  actual_start INTEGER,
  actual_end INTEGER,
  -- JSON: [{code, byId, at}].
  acknowledged TEXT NOT NULL,
  -- The estimate of its line changed after it was dispatched (R07-02); minutes.
  changed_estimate INTEGER,
  CHECK ((start_at IS NULL) = (end_at IS NULL)),
  CHECK (status <> 'dispatched' OR (worker_id IS NOT NULL AND start_at IS NOT NULL))
) STRICT;
CREATE INDEX activity_by_worker_and_start ON activity (worker_id, start_at, order_id) WHERE worker_id IS NOT NULL;
CREATE INDEX activity_by_end ON activity (end_at, start_at) WHERE end_at IS NOT NULL;
CREATE INDEX activity_by_order ON activity (order_id);
CREATE INDEX activity_by_type ON activity (type_id) WHERE type_id IS NOT NULL;
CREATE INDEX activity_by_team ON activity (team_id, status) WHERE team_id IS NOT NULL;
CREATE INDEX activity_by_office ON activity (office_id, status, key);
CREATE INDEX activity_undispatched ON activity (number) WHERE status = 'undispatched';
CREATE INDEX activity_by_crew ON activity (crew_id) WHERE crew_id IS NOT NULL;

-- The lines an activity does; those of a crew do the same ones.
CREATE TABLE activity_line (
  activity_id BLOB NOT NULL REFERENCES activity (id) ON DELETE CASCADE,
  line_id BLOB NOT NULL REFERENCES service_order_line (id) ON DELETE CASCADE,
  PRIMARY KEY (activity_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_line_by_line ON activity_line (line_id);

CREATE TRIGGER activity_inserted AFTER INSERT ON activity BEGIN
  INSERT INTO activity_line (activity_id, line_id) SELECT new.id, unhex(value, '-') FROM json_each(new.line_ids);
END;
CREATE TRIGGER activity_lines_changed AFTER UPDATE OF line_ids ON activity WHEN new.line_ids <> old.line_ids BEGIN
  DELETE FROM activity_line WHERE activity_id = new.id;
  INSERT INTO activity_line (activity_id, line_id) SELECT new.id, unhex(value, '-') FROM json_each(new.line_ids);
END;

-- One a saved act of the board, for undo after saving (2.5).
CREATE TABLE board_change_set (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  user_id BLOB NOT NULL REFERENCES user (id),
  saved_at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
  -- JSON: [{activityId, number, before, after, version}].
  edits TEXT NOT NULL,
  -- Of an undo or redo: the set it takes back.
  reverses_id BLOB,
  undone_by_id BLOB
) STRICT;
CREATE INDEX board_change_set_by_user ON board_change_set (user_id, key);
CREATE INDEX board_change_set_by_saved_at ON board_change_set (saved_at, key);

-- What was exported into a worker's calendar file last, so that what was taken away is said once.
CREATE TABLE calendar_export (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  worker_id BLOB NOT NULL REFERENCES worker (id),
  exported_at INTEGER NOT NULL,
  -- JSON: [{activityId, sequence, …}] of the events that stand in the last file.
  events TEXT NOT NULL,
  UNIQUE (worker_id)
) STRICT;

CREATE TABLE wall (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  office_id BLOB NOT NULL REFERENCES office (id),
  -- JSON: [{kind, teamIds}].
  views TEXT NOT NULL,
  rotate_seconds INTEGER NOT NULL,
  -- Inches and tenths of a metre.
  diagonal INTEGER NOT NULL,
  distance INTEGER NOT NULL,
  has_short_names INTEGER NOT NULL,
  language TEXT,
  -- Empty: its delete was undone, which brings no secret back.
  pin_hash TEXT,
  -- The board's own registered device; its token is that device's session.
  device_id BLOB REFERENCES device (id),
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX wall_by_office ON wall (office_id);
CREATE INDEX wall_by_device ON wall (device_id) WHERE device_id IS NOT NULL;
