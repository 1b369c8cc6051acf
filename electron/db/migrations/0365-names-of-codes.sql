-- The codes a store begins with have their names in every language of the screens (08 §2.1, 09 §2.3); one that was renamed,
-- or has names of its own, keeps what it has.
WITH n (code, name, nb, fi, lv, et, de) AS (
  VALUES
    ('FIXED', 'Fixed', 'Reparert', 'Korjattu', 'Salabots', 'Parandatud', 'Repariert'),
    ('REPAIRABLE', 'Repairable', 'Kan repareres', 'Korjattavissa', 'Labojams', 'Parandatav', 'Reparierbar'),
    ('END_OF_LIFE', 'End of life', 'Utrangert', 'Käyttöikä päättynyt', 'Kalpošanas laiks beidzies', 'Kasutusiga läbi', 'Ende der Lebensdauer'),
    ('NO_FAULT', 'No fault found', 'Ingen feil funnet', 'Vikaa ei löytynyt', 'Kļūme nav atrasta', 'Viga ei leitud', 'Kein Fehler gefunden'),
    ('CANCELED', 'Canceled', 'Kansellert', 'Peruutettu', 'Atcelts', 'Tühistatud', 'Storniert'),
    ('UNKNOWN', 'Unknown', 'Ukjent', 'Tuntematon', 'Nezināms', 'Teadmata', 'Unbekannt')
)
UPDATE resolution SET names = json_object('nb', n.nb, 'fi', n.fi, 'lv', n.lv, 'et', n.et, 'de', n.de) FROM n
WHERE resolution.code = n.code AND resolution.name = n.name AND resolution.names IS NULL;
WITH n (code, name, nb, fi, lv, et, de) AS (
  VALUES
    ('NO_PARTS', 'Spare parts not available', 'Reservedeler kan ikke skaffes', 'Varaosia ei saatavilla', 'Rezerves daļas nav pieejamas', 'Varuosi pole saada', 'Ersatzteile nicht erhältlich'),
    ('PARTS_PRICE', 'Spare parts too expensive', 'Reservedeler for dyre', 'Varaosat liian kalliita', 'Rezerves daļas pārāk dārgas', 'Varuosad liiga kallid', 'Ersatzteile zu teuer'),
    ('CANNOT_OPEN', 'No way to open the product', 'Produktet kan ikke åpnes', 'Tuotetta ei voi avata', 'Izstrādājumu nevar atvērt', 'Toodet ei saa avada', 'Produkt lässt sich nicht öffnen'),
    ('NO_INFORMATION', 'Repair information not available', 'Reparasjonsveiledning mangler', 'Korjausohjeita ei saatavilla', 'Nav pieejama informācija par labošanu', 'Parandusjuhised puuduvad', 'Reparaturanleitung nicht erhältlich'),
    ('NO_EQUIPMENT', 'Lack of equipment', 'Utstyr mangler', 'Välineet puuttuvat', 'Trūkst aprīkojuma', 'Vahendid puuduvad', 'Ausrüstung fehlt'),
    ('WORN_OUT', 'Item too worn out', 'Gjenstanden er for slitt', 'Liian kulunut', 'Pārāk nolietots', 'Liiga kulunud', 'Zu stark verschlissen')
)
UPDATE barrier SET names = json_object('nb', n.nb, 'fi', n.fi, 'lv', n.lv, 'et', n.et, 'de', n.de) FROM n
WHERE barrier.code = n.code AND barrier.name = n.name AND barrier.names IS NULL;
WITH n (code, name, nb, fi, lv, et, de) AS (
  VALUES
    ('RECEIVED', 'Received', 'Mottatt', 'Vastaanotettu', 'Saņemts', 'Vastu võetud', 'Angenommen'),
    ('DIAGNOSIS', 'Diagnosis', 'Diagnose', 'Diagnoosi', 'Diagnoze', 'Diagnoos', 'Diagnose'),
    ('WAITING', 'Waiting', 'Venter', 'Odottaa', 'Gaida', 'Ootel', 'Wartend'),
    ('IN_REPAIR', 'In repair', 'Under reparasjon', 'Korjattavana', 'Tiek labots', 'Parandamisel', 'In Reparatur'),
    ('REPAIRED', 'Repaired', 'Reparert', 'Korjattu', 'Salabots', 'Parandatud', 'Repariert'),
    ('NOT_REPAIRED', 'Not repaired', 'Ikke reparert', 'Ei korjattu', 'Nav salabots', 'Pole parandatud', 'Nicht repariert')
)
UPDATE repair_stage SET names = json_object('nb', n.nb, 'fi', n.fi, 'lv', n.lv, 'et', n.et, 'de', n.de) FROM n
WHERE repair_stage.code = n.code AND repair_stage.name = n.name AND repair_stage.names IS NULL;
WITH n (code, name, nb, fi, lv, et, de) AS (
  VALUES
    ('WEAR', 'Worn out', 'Slitt', 'Kulunut', 'Nolietots', 'Kulunud', 'Verschleiß'),
    ('DEFECT', 'Defect', 'Defekt', 'Vika', 'Bojājums', 'Rike', 'Defekt'),
    ('RECALL', 'Recall', 'Tilbakekalling', 'Takaisinveto', 'Atsaukums', 'Tagasikutsumine', 'Rückruf'),
    ('UPGRADE', 'Upgrade', 'Oppgradering', 'Päivitys', 'Uzlabojums', 'Täiustus', 'Aufrüstung'),
    ('MAINT', 'Preventive maintenance', 'Forebyggende vedlikehold', 'Ennakoiva huolto', 'Profilaktiskā apkope', 'Ennetav hooldus', 'Vorbeugende Wartung'),
    ('CUSTOMER', 'Customer''s wish', 'Kundens ønske', 'Asiakkaan toive', 'Klienta vēlme', 'Kliendi soov', 'Kundenwunsch'),
    ('CORRECTION', 'Correction', 'Retting', 'Oikaisu', 'Labojums', 'Parandus', 'Korrektur')
)
UPDATE stage_reason_code
SET description = json_object('en', n.name, 'nb', n.nb, 'fi', n.fi, 'lv', n.lv, 'et', n.et, 'de', n.de) FROM n
WHERE stage_reason_code.code = n.code AND stage_reason_code.description = json_object('en', n.name);

-- The codes of the demo company.
WITH n (code, name, nb, fi, lv, et, de) AS (
  VALUES
    ('ALWAYS', 'Always', 'Alltid', 'Aina', 'Vienmēr', 'Alati', 'Immer'),
    ('UPHILL', 'Uphill', 'I motbakke', 'Ylämäessä', 'Kalnā augšup', 'Ülesmäge', 'Bergauf'),
    ('WET', 'In wet weather', 'I vått vær', 'Märällä säällä', 'Mitrā laikā', 'Märja ilmaga', 'Bei Nässe')
)
UPDATE repair_condition SET names = json_object('nb', n.nb, 'fi', n.fi, 'lv', n.lv, 'et', n.et, 'de', n.de) FROM n
WHERE repair_condition.code = n.code AND repair_condition.name = n.name AND repair_condition.names IS NULL
  AND EXISTS (SELECT 1 FROM company WHERE is_demo = 1);
WITH n (code, name, nb, fi, lv, et, de) AS (
  VALUES
    ('DRIVE', 'Drive train', 'Drivverk', 'Voimansiirto', 'Piedziņa', 'Jõuülekanne', 'Antrieb'),
    ('BRAKE', 'Brakes', 'Bremser', 'Jarrut', 'Bremzes', 'Pidurid', 'Bremsen'),
    ('WHEEL', 'Wheels', 'Hjul', 'Pyörät', 'Riteņi', 'Rattad', 'Laufräder'),
    ('FRAME', 'Frame and fork', 'Ramme og gaffel', 'Runko ja haarukka', 'Rāmis un dakša', 'Raam ja kahvel', 'Rahmen und Gabel')
)
UPDATE symptom_area SET names = json_object('nb', n.nb, 'fi', n.fi, 'lv', n.lv, 'et', n.et, 'de', n.de) FROM n
WHERE symptom_area.code = n.code AND symptom_area.name = n.name AND symptom_area.names IS NULL
  AND EXISTS (SELECT 1 FROM company WHERE is_demo = 1);
WITH n (code, name, nb, fi, lv, et, de) AS (
  VALUES
    ('ADJUST', 'Out of adjustment', 'Feil justert', 'Säätö pielessä', 'Nepareizi noregulēts', 'Reguleerimata', 'Verstellt'),
    ('WORN', 'Worn part', 'Slitt del', 'Kulunut osa', 'Nolietota daļa', 'Kulunud osa', 'Verschlissenes Teil'),
    ('BROKEN', 'Broken part', 'Ødelagt del', 'Rikkoutunut osa', 'Bojāta daļa', 'Katkine osa', 'Defektes Teil')
)
UPDATE diagnosis_area SET names = json_object('nb', n.nb, 'fi', n.fi, 'lv', n.lv, 'et', n.et, 'de', n.de) FROM n
WHERE diagnosis_area.code = n.code AND diagnosis_area.name = n.name AND diagnosis_area.names IS NULL
  AND EXISTS (SELECT 1 FROM company WHERE is_demo = 1);
WITH n (area, code, name, nb, fi, lv, et, de) AS (
  VALUES
    ('DRIVE', 'SLIPS', 'Chain slips', 'Kjedet hopper', 'Ketju luistaa', 'Ķēde izslīd', 'Kett libiseb', 'Kette rutscht'),
    ('DRIVE', 'NOISE', 'Grinding noise', 'Skurrende lyd', 'Hankaava ääni', 'Grabošs troksnis', 'Krigisev müra', 'Mahlendes Geräusch'),
    ('DRIVE', 'SHIFT', 'Does not shift', 'Girer ikke', 'Ei vaihda', 'Nepārslēdz ātrumu', 'Ei vaheta käiku', 'Schaltet nicht'),
    ('BRAKE', 'WEAK', 'Brakes weakly', 'Bremser dårlig', 'Jarruttaa heikosti', 'Vāji bremzē', 'Pidurdab nõrgalt', 'Bremst schwach'),
    ('BRAKE', 'RUBS', 'Brake rubs', 'Bremsen subber', 'Jarru laahaa', 'Bremze berzē', 'Pidur hõõrub', 'Bremse schleift'),
    ('WHEEL', 'FLAT', 'Flat tire', 'Punktering', 'Rengas tyhjä', 'Tukša riepa', 'Tühi rehv', 'Platter Reifen'),
    ('WHEEL', 'WOBBLE', 'Wheel wobbles', 'Hjulet slingrer', 'Pyörä vaappuu', 'Ritenis met astotnieku', 'Ratas viskab', 'Rad eiert'),
    ('WHEEL', 'SPOKE', 'Broken spoke', 'Eikebrudd', 'Pinna poikki', 'Salauzts spieķis', 'Kodar katki', 'Speiche gebrochen'),
    ('FRAME', 'PLAY', 'Play in the headset', 'Slark i styrelageret', 'Ohjainlaakeri väljä', 'Brīvgājiens stūres gultnī', 'Lõtk juhtlaagris', 'Spiel im Steuersatz'),
    ('FRAME', 'CRACK', 'Crack', 'Sprekk', 'Halkeama', 'Plaisa', 'Pragu', 'Riss')
)
UPDATE symptom_code SET names = json_object('nb', n.nb, 'fi', n.fi, 'lv', n.lv, 'et', n.et, 'de', n.de)
FROM n JOIN symptom_area a ON a.code = n.area
WHERE symptom_code.symptom_area_id = a.id AND symptom_code.code = n.code AND symptom_code.name = n.name
  AND symptom_code.names IS NULL
  AND EXISTS (SELECT 1 FROM company WHERE is_demo = 1);
WITH n (area, code, name, nb, fi, lv, et, de) AS (
  VALUES
    ('ADJUST', 'CABLE', 'Cable stretched', 'Vaier strukket', 'Vaijeri venynyt', 'Izstiepta trose', 'Tross veninud', 'Zug gelängt'),
    ('ADJUST', 'ALIGN', 'Out of line', 'Ute av stilling', 'Vinossa', 'Nav taisni', 'Viltu', 'Nicht ausgerichtet'),
    ('WORN', 'CHAIN', 'Chain worn', 'Kjede slitt', 'Ketju kulunut', 'Nolietota ķēde', 'Kett kulunud', 'Kette verschlissen'),
    ('WORN', 'PADS', 'Brake pads worn', 'Bremseklosser slitt', 'Jarrupalat kuluneet', 'Nolietoti bremžu kluči', 'Piduriklotsid kulunud', 'Bremsbeläge verschlissen'),
    ('WORN', 'BEARING', 'Bearing worn', 'Lager slitt', 'Laakeri kulunut', 'Nolietots gultnis', 'Laager kulunud', 'Lager verschlissen'),
    ('BROKEN', 'TUBE', 'Tube pierced', 'Slange punktert', 'Sisärengas puhki', 'Caurdurta kamera', 'Sisekumm katki', 'Schlauch durchstochen'),
    ('BROKEN', 'RIM', 'Rim bent', 'Felg bøyd', 'Vanne vääntynyt', 'Saliekts loks', 'Velg kõver', 'Felge verbogen'),
    ('BROKEN', 'FRAME', 'Frame cracked', 'Ramme sprukket', 'Runko halki', 'Rāmis saplaisājis', 'Raam pragunenud', 'Rahmen gerissen')
)
UPDATE diagnosis_code SET names = json_object('nb', n.nb, 'fi', n.fi, 'lv', n.lv, 'et', n.et, 'de', n.de)
FROM n JOIN diagnosis_area a ON a.code = n.area
WHERE diagnosis_code.diagnosis_area_id = a.id AND diagnosis_code.code = n.code AND diagnosis_code.name = n.name
  AND diagnosis_code.names IS NULL
  AND EXISTS (SELECT 1 FROM company WHERE is_demo = 1);
