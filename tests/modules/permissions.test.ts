import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, metaOf } from '../../electron/shared/contract/index'
import { permissionsOf, Role } from '../../electron/shared/contract/permission'
import { setUp, type TestApp } from '../support/app'

const paths = Object.entries(contract).flatMap(([capability, procedures]) =>
  Object.keys(procedures).map((name) => [capability, name] as const),
)

async function call(client: unknown, [capability, name]: readonly [string, string]): Promise<unknown> {
  const procedures: unknown = Reflect.get(client as object, capability)
  const procedure = Reflect.get(procedures as object, name) as (input: unknown) => Promise<unknown>
  return procedure({})
}

let app: TestApp
beforeAll(() => (app = setUp()))
afterAll(() => app.close())

describe('every procedure of the contract', () => {
  it('01 §2.2: says which right it asks for', () => {
    const unguarded = paths.filter((path) => metaOf(path)?.permission === undefined)
    expect(unguarded).toEqual([])
    expect(paths.length).toBeGreaterThan(100)
  })

  it('R-01.51: without a session all but getStart, signIn, signInPin and setUp answer SIGN_IN_REQUIRED', async () => {
    const open = []
    for (const path of paths) {
      const error = await call(app.stranger, path).then(
        () => undefined,
        (cause: unknown) => cause,
      )
      if ((error as { code?: string } | undefined)?.code !== 'SIGN_IN_REQUIRED') open.push(path.join('.'))
    }
    expect(open.sort()).toEqual(['session.getStart', 'session.setUp', 'session.signIn', 'session.signInPin'])
  })

  it.each(Role.options)('R-01.04: refuses a %s without its right; nothing is logged', async (role) => {
    const client = await app.as(role)
    const held = permissionsOf([role])
    const forbidden = paths.filter((path) => {
      const permission = metaOf(path)?.permission
      return permission !== undefined && permission !== 'none' && !held.has(permission)
    })
    const entries = app.entries()

    const answers = await Promise.all(
      forbidden.map((path) =>
        call(client, path).then(
          () => `${path.join('.')} answered`,
          (error: { code?: string }) =>
            error.code === 'FORBIDDEN' ? 'FORBIDDEN' : `${path.join('.')} ${error.code}`,
        ),
      ),
    )

    expect(forbidden.length).toBeGreaterThan(0)
    expect([...new Set(answers)]).toEqual(['FORBIDDEN'])
    expect(app.entries()).toBe(entries)
  })

  it('R-01.04: lets each role do with a right what it is for', async () => {
    for (const role of Role.options) {
      const client = await app.as(role)
      const held = permissionsOf([role])
      for (const path of paths) {
        const permission = metaOf(path)?.permission
        // `{}` is no input of a command; what matters is that the right is not what refuses.
        if (permission === undefined || permission === 'none' || !held.has(permission)) continue
        if (metaOf(path)?.kind !== 'query' || !path[1].startsWith('list')) continue
        const error = await call(client, path).then(
          () => undefined,
          (cause: { code?: string }) => cause.code,
        )
        expect([undefined, 'INVALID_INPUT'], `${role} ${path.join('.')}`).toContain(error)
      }
    }
  })
})

describe('the store', () => {
  it('architecture: every table is STRICT', () => {
    const loose = app.db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .pluck()
      .all()
    expect(loose).toEqual([])
  })
})
