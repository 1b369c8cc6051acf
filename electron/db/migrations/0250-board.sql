-- Which office a save of the board was made in.
ALTER TABLE board_change_set ADD COLUMN office_id BLOB REFERENCES office (id);
CREATE INDEX board_change_set_by_office ON board_change_set (office_id, saved_at, key);

-- What the plan of a day still waits for: few beside all requirements.
CREATE INDEX item_requirement_missing ON item_requirement (order_id, needed_by, item_id)
  WHERE status IN ('open', 'partlyDelivered');
