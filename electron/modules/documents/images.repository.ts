import type { Db } from '../../db/database'
import type { LogoType } from '../../shared/contract/documents'

export interface StoredImage {
  readonly type: LogoType
  readonly content: Buffer
}

/** All SQL of images that stand on documents: each once by its hash. */
export function createImagesRepository(db: Db) {
  const select = db.prepare<[string], StoredImage>('SELECT type, content FROM image WHERE sha256 = ?')
  const insert = db.prepare<[string, string, Buffer]>(
    'INSERT INTO image (sha256, type, content) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING',
  )
  return {
    find: (sha256: string): StoredImage | undefined => select.get(sha256),
    keep: (sha256: string, { content, type }: StoredImage): void => void insert.run(sha256, type, content),
  }
}
export type ImagesRepository = ReturnType<typeof createImagesRepository>
