-- Wrong PINs at a wall: from when on another one is looked at.
CREATE TABLE local_wall_pin (
  wall_id BLOB PRIMARY KEY REFERENCES wall (id) ON DELETE CASCADE,
  failed_attempts INTEGER NOT NULL,
  wait_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
