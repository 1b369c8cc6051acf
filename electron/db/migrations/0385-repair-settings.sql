-- The share of the item's price from which on replacement is advised has the name of R01-24, and is in basis points.
UPDATE setting
SET name = 'economicRepairShare', value = json_object('value', json_extract(value, '$.value') * 100)
WHERE name = 'economicRepairPercent';
