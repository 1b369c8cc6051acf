import { ORPCError } from '@orpc/client'
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

/** The code with which a call without input is refused, `none` when it is answered. */
async function refusalOf(client: unknown, path: readonly [string, string]): Promise<string> {
  try {
    await call(client, path)
    return 'none'
  } catch (error) {
    return error instanceof ORPCError ? String(error.code) : String(error)
  }
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
    // Once a user has a password; until then a stranger may load the demo company too (R01-31).
    await app.as('technician')
    const open = []
    for (const path of paths) {
      if ((await refusalOf(app.stranger, path)) !== 'SIGN_IN_REQUIRED') open.push(path.join('.'))
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
      forbidden.map(async (path) => {
        const code = await refusalOf(client, path)
        return code === 'FORBIDDEN' ? code : `${path.join('.')} ${code}`
      }),
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
        if (permission === undefined || permission === 'none' || held.get(permission) !== 'all') continue
        if (metaOf(path)?.kind !== 'query' || !path[1].startsWith('list')) continue
        const code = await refusalOf(client, path)
        expect(['none', 'INVALID_INPUT'], `${role} ${path.join('.')}`).toContain(code)
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
