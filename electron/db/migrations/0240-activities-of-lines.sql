-- Open hour lines that were written before there were activities get theirs, as 07 §3.1 has it: of orders that are in
-- process and were taken over, not of imported history (R07-01, 01 §3.2). What is longer than a day has none (R07-02).
CREATE TEMP TABLE activity_to_make AS
WITH line AS (
  SELECT l.id AS line_id, o.id AS order_id, o.office_id, o.key AS order_key, l.line_no,
    iif(l.description = '', o.description, l.description) AS subject,
    max(5, coalesce(l.estimated_qty, 60)) AS duration, l.worker_id, o.priority
  FROM service_order o INDEXED BY service_order_open_by_number
    CROSS JOIN service_order_line l ON l.order_id = o.id
  WHERE +o.progress = 'inProcess' AND o.intake = 'none' AND o.canceled_at IS NULL AND o.origin <> 'import'
    AND l.type = 'hour' AND l.status = 'created' AND l.sign_off_id IS NULL AND l.reversal_of_id IS NULL
    AND coalesce(l.estimated_qty, 0) <= 1440
),
-- The office's series of today, and the value it would give next.
numbering AS (
  SELECT s.id AS series_id, s.office_id, s.digits, s.last_value,
    iif(s.has_yearly_reset, CAST(strftime('%Y', 'now') AS INTEGER), 0) AS year,
    iif(s.has_yearly_reset AND s.current_year IS NOT CAST(strftime('%Y', 'now') AS INTEGER), 1, s.next_value) AS first,
    replace(replace(replace(s.prefix, '{office}', f.code), '{type}', s.type), '{year}', strftime('%Y', 'now')) AS head
  FROM series s JOIN office f ON f.id = s.office_id
  WHERE s.key = (SELECT c.key FROM series c WHERE c.office_id = s.office_id AND c.type = 'SA' AND c.is_active = 1
    AND (c.valid_from IS NULL OR c.valid_from <= date('now')) ORDER BY coalesce(c.valid_from, '') DESC, c.key DESC LIMIT 1)
)
SELECT line.*, n.series_id, n.year, n.digits, n.last_value, n.head,
  n.first - 1 + row_number() OVER (PARTITION BY line.office_id ORDER BY line.order_key, line.line_no) AS value,
  row_number() OVER (ORDER BY line.order_key, line.line_no) AS position
FROM line JOIN numbering n ON n.office_id = line.office_id;

DELETE FROM activity_to_make WHERE value > last_value;
ALTER TABLE activity_to_make ADD COLUMN id BLOB;
-- UUIDv7: one millisecond for 4,096 of them, in the order of their orders.
UPDATE activity_to_make SET id = unhex(
  printf('%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER) + position / 4096) || printf('7%03x', position % 4096)
  || printf('%x', 8 + (abs(random()) % 4)) || substr(hex(randomblob(8)), 2));

INSERT INTO activity (id, version, number, order_id, office_id, line_ids, subject, subject_sort, duration, status,
  worker_id, team_id, priority, skills, is_locked, is_canceled_with_order, acknowledged)
SELECT m.id, 1, m.head || iif(length(m.value) < m.digits, substr('0000000000000000', 1, m.digits - length(m.value)), '') || m.value,
  m.order_id, m.office_id,
  json_array(lower(substr(hex(m.line_id), 1, 8) || '-' || substr(hex(m.line_id), 9, 4) || '-'
    || substr(hex(m.line_id), 13, 4) || '-' || substr(hex(m.line_id), 17, 4) || '-' || substr(hex(m.line_id), 21))),
  m.subject, sort_key(m.subject, (SELECT coalesce(max(value ->> 'value'), 'en') FROM setting WHERE name = 'sortLanguage')),
  m.duration, 'undispatched', m.worker_id,
  -- Nobody is in a team yet.
  NULL, m.priority, '[]', 0, 0, '[]'
FROM activity_to_make m ORDER BY m.position;

INSERT INTO number_use (series_id, year, value, state, entity, record_id, at)
SELECT series_id, year, value, 'used', 'activity', id, CAST(unixepoch('subsec') * 1000 AS INTEGER)
FROM activity_to_make ORDER BY series_id, year, value;

-- The values come from a block of the office's numbering device that is used up.
INSERT INTO number_block (id, version, series_id, device_id, first_value, last_value, next_value, year, is_retired)
SELECT unhex(printf('%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER)) || '7' || substr(hex(randomblob(2)), 2)
    || printf('%x', 8 + (abs(random()) % 4)) || substr(hex(randomblob(8)), 2)),
  1, m.series_id, o.numbering_device_id, min(m.value), max(m.value), max(m.value) + 1, nullif(m.year, 0), 0
FROM activity_to_make m JOIN office o ON o.id = m.office_id
WHERE o.numbering_device_id IS NOT NULL GROUP BY m.series_id;
UPDATE series SET next_value = m.next, current_year = nullif(m.year, 0)
FROM (SELECT series_id, year, max(value) + 1 AS next FROM activity_to_make GROUP BY series_id) m
WHERE series.id = m.series_id;

DROP TABLE activity_to_make;
