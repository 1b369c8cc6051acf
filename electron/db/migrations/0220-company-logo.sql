-- The company's logo, as it stands on its documents: each image once by its hash. One that was replaced stays, for an undo
-- and for the frozen reports that name it.
CREATE TABLE image (
  sha256 TEXT PRIMARY KEY,
  type TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
  content BLOB NOT NULL
) STRICT;
CREATE TRIGGER image_is_not_updated BEFORE UPDATE ON image
BEGIN SELECT raise(ABORT, 'a stored image is never changed'); END;
CREATE TRIGGER image_is_not_deleted BEFORE DELETE ON image
BEGIN SELECT raise(ABORT, 'a stored image is never deleted'); END;

ALTER TABLE company ADD COLUMN logo_sha256 TEXT;
CREATE TRIGGER company_logo_has_content BEFORE UPDATE OF logo_sha256 ON company
WHEN new.logo_sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM image WHERE sha256 = new.logo_sha256)
BEGIN SELECT raise(ABORT, 'a logo needs its content'); END;
