-- Readers stand so many metres away, as a tape measure says it.
ALTER TABLE wall ADD COLUMN distance_m REAL NOT NULL DEFAULT 6;
UPDATE wall SET distance_m = distance / 10.0;
ALTER TABLE wall DROP COLUMN distance;
