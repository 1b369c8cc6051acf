-- Working calendars and holiday sets (01 §2.6); shifts and exceptions are parts of the record.
CREATE TABLE holiday_set (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  country TEXT NOT NULL,
  holidays TEXT NOT NULL
) STRICT;

CREATE TABLE calendar (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_sort TEXT NOT NULL,
  zone TEXT NOT NULL,
  base_calendar_id BLOB REFERENCES calendar (id),
  holiday_set_id BLOB REFERENCES holiday_set (id),
  week TEXT NOT NULL,
  exceptions TEXT NOT NULL
) STRICT;
CREATE INDEX calendar_by_base_calendar ON calendar (base_calendar_id);
CREATE INDEX calendar_by_holiday_set ON calendar (holiday_set_id);
