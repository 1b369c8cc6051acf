-- Skills that workers have become skills that are set up; workers name them by their codes (07 §2.2), at most 20 capitals.
CREATE TEMP TABLE named_skill AS
  WITH given AS (SELECT DISTINCT value ->> 'skill' AS name FROM worker, json_each(worker.skills)),
  coded AS (SELECT name, trim(substr(capitals(name), 1, 20)) AS code, capitals(name) AS whole FROM given),
  ranked AS (SELECT name, code, dense_rank() OVER (PARTITION BY code ORDER BY whole) AS place FROM coded)
  -- Names that only differ after the twentieth letter stay different skills.
  SELECT name, CASE place WHEN 1 THEN code ELSE trim(substr(code, 1, 16)) || '~' || place END AS code FROM ranked;

INSERT INTO skill (id, version, code, description, description_sort, is_active)
  SELECT unhex(printf('%012x7%03x%04x%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER), abs(random() % 4096),
      32768 + abs(random() % 16384), abs(random() % 281474976710656))),
    1, code, min(name),
    sort_key(min(name), coalesce((SELECT value ->> 'value' FROM setting WHERE name = 'sortLanguage'), 'en')), 1
  FROM named_skill GROUP BY code ORDER BY code;

UPDATE worker SET skills = (
  SELECT json_group_array(json_set(value, '$.skill', code)) FROM (
    SELECT s.value, n.code, max(s.value ->> 'level') FROM json_each(worker.skills) s
    JOIN named_skill n ON n.name = s.value ->> 'skill' GROUP BY n.code ORDER BY n.code))
WHERE skills <> '[]';

DROP TABLE named_skill;

-- Who needs a skill is asked when it is deleted: only activities that need any are looked at.
CREATE INDEX activity_with_skills ON activity (key) WHERE skills <> '[]';
