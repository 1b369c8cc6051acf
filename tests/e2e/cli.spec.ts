import { expect, test } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { newFolder, newId, startHost } from '../support/host'

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function cli(folder: string, args: readonly string[], input = ''): Ran {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('out/main/cli.js'), ...args, '--data', folder],
    { encoding: 'utf8', input },
  )
  return { status, stdout, stderr }
}
const json = ({ stdout }: Ran) => JSON.parse(stdout) as Record<string, unknown>

async function withHost(folder: string, use: (host: Awaited<ReturnType<typeof startHost>>) => Promise<void>) {
  const host = await startHost({ folder })
  await use(host)
  await host.close()
}

test('wrong use is 2 and says how it is used', () => {
  const folder = newFolder()
  for (const args of [
    [],
    ['nonsense'],
    ['backup'],
    ['backup', 'a', 'b'],
    ['verify', '--nope'],
    ['import', 'customers'],
  ]) {
    const { status, stderr, stdout } = cli(folder, args)
    expect([status, stdout], args.join(' ')).toEqual([2, ''])
    expect(stderr).not.toBe('')
  }
  expect(json(cli(folder, ['nonsense', '--json']))).toMatchObject({ error: { code: 'USAGE' } })
})

test('R12-26: verify and backup work beside a running program, restore does not', async () => {
  const folder = newFolder()
  const copy = join(newFolder(), 'copy.db')
  await withHost(folder, async (host) => {
    await host.call('customers/createCustomer', { id: newId(), name: 'Acme' })
    expect(json(cli(folder, ['verify', '--json']))).toMatchObject({ ok: true, entries: 2, problems: [] })
    expect(cli(folder, ['backup', copy]).status).toBe(0)
    expect(cli(folder, ['backup', copy, '--json'])).toMatchObject({ status: 1 })
    expect(cli(folder, ['restore', copy, '--json'])).toMatchObject({ status: 3 })
    expect(cli(folder, ['reset-password', 'owner']).status).toBe(3)
    expect((await host.call('session/getSession')).status).toBe(200)
  })
  expect(existsSync(copy)).toBe(true)
})

test('R01-22: a backup comes back and the replaced store is kept; a damaged file is refused', async () => {
  const folder = newFolder()
  const copy = join(newFolder(), 'copy.db')
  const [kept, lost] = [newId(), newId()]
  await withHost(folder, async (host) => {
    await host.call('customers/createCustomer', { id: kept, name: 'Before' })
    expect(cli(folder, ['backup', copy]).status).toBe(0)
    await host.call('customers/createCustomer', { id: lost, name: 'After' })
  })
  const damaged = join(folder, 'damaged.db')
  writeFileSync(damaged, 'this is no store')
  expect(cli(folder, ['restore', damaged, '--json'])).toMatchObject({ status: 1 })
  expect(json(cli(folder, ['restore', damaged, '--json']))).toMatchObject({
    error: { code: 'BACKUP_DAMAGED' },
  })

  expect(cli(folder, ['restore', copy]).status).toBe(0)

  expect(readdirSync(folder).filter((name) => name.startsWith('aftercare-replaced-'))).toHaveLength(1)
  expect(cli(folder, ['verify']).status).toBe(0)
  await withHost(folder, async (host) => {
    expect((await host.call('customers/getCustomer', { customerId: kept })).status).toBe(200)
    expect((await host.call('customers/getCustomer', { customerId: lost })).status).toBe(404)
  })
})

test('a store that is not there is refused, not made', () => {
  const folder = newFolder()
  expect(json(cli(folder, ['verify', '--json']))).toMatchObject({ error: { code: 'NO_STORE' } })
  expect(existsSync(join(folder, 'aftercare.db'))).toBe(false)
})

test('R01-33: reset-password sets the password that is typed, or one it makes', async () => {
  const folder = newFolder()
  await withHost(folder, () => Promise.resolve())
  expect(cli(folder, ['reset-password', 'nobody'])).toMatchObject({ status: 1 })
  expect(json(cli(folder, ['reset-password', 'owner', '--json'], 'short\n'))).toMatchObject({
    error: { code: 'PASSWORD_WEAK' },
  })
  expect(cli(folder, ['reset-password', 'OWNER'], 'a long enough password\n').status).toBe(0)
  const signIn = (password: string) =>
    withHost(folder, async (host) => {
      const answer = await host.call('session/signIn', { login: 'owner', password }, { authorization: '' })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    })
  await signIn('a long enough password')

  const { password } = json(cli(folder, ['reset-password', 'owner', '--json']))

  await signIn(String(password))
})

test('R01-18: import takes a file as a whole, refuses one with errors, and waits for no tick', async () => {
  const folder = newFolder()
  const csv = (name: string, ...lines: string[]) => {
    const file = join(folder, name)
    writeFileSync(file, ['customer_number,name', ...lines].join('\n'))
    return file
  }
  const good = csv('good.csv', 'A1,Acme', 'A2,Acme', 'A3,Õunapuu OÜ')
  expect(json(cli(folder, ['import', 'customers', good, '--json']))).toMatchObject({
    kind: 'customers',
    counts: { rows: 3, new: 3, errors: 0 },
  })
  expect(json(cli(folder, ['import', 'customers', good, '--json'])), 'a repeat writes nothing').toMatchObject(
    {
      counts: { same: 3, new: 0 },
    },
  )

  const bad = cli(folder, ['import', 'customers', csv('bad.csv', 'B1,Good', 'B2,', 'B1,Twice'), '--json'])
  expect(bad.status).toBe(1)
  expect(json(bad)).toMatchObject({
    error: { code: 'IMPORT_HAS_ERRORS', data: { rows: [{ line: 3 }, { line: 4 }] } },
  })

  expect(cli(folder, ['import', 'nonsense', good]).status).toBe(2)
  expect(cli(folder, ['import', 'customers', join(folder, 'missing.csv')]).status).toBe(1)
  await withHost(folder, async (host) => {
    expect(cli(folder, ['import', 'customers', good]).status).toBe(3)
    const { body } = await host.call('customers/listCustomers', { withCount: true })
    expect(body).toMatchObject({ count: 3 })
  })
})
