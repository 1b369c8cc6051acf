import { openDatabase } from '../../electron/db/database'
import { setUp, type TestApp } from './app'
import { resultOf } from './orders'

let image: Promise<Buffer> | undefined

async function loadDemo(): Promise<Buffer> {
  const app = setUp()
  const { jobId } = await app.owner.backups.loadDemo({ date: '2026-03-02' })
  await resultOf(app.owner, jobId)
  const store = app.db.serialize()
  app.close()
  return store
}

/** The application over a store of its own with the demo company of `monday`, which is made once a worker. */
export async function setUpDemo(): Promise<TestApp> {
  image ??= loadDemo()
  return setUp({ db: openDatabase(await image) })
}
