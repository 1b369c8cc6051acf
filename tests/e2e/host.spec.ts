import { expect, test } from '@playwright/test'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { WebSocket } from 'ws'
import { demoFolder, newFolder, newId, startHost } from '../support/host'

test('R01-33: one JSON line on stdout, closed cleanly by SIGTERM, everything found again', async () => {
  const host = await startHost()
  expect(Object.keys(JSON.parse(host.stdout()) as object)).toEqual(['url', 'token', 'pid'])
  expect(new URL(host.url).href).toBe(`${host.url}/`)
  expect(host.pid).toBe(host.child.pid)
  const id = newId()
  await host.call('customers/createCustomer', { id, name: 'Pump Oy' })

  expect(await host.close()).toBe(0)

  expect(host.stdout().trim().split('\n')).toHaveLength(1)
  for (const file of ['aftercare.db-wal', 'aftercare.db-shm', 'aftercare.pid'])
    expect(existsSync(join(host.folder, file)), file).toBe(false)
  const again = await startHost({ folder: host.folder })
  expect(again.token).not.toBe(host.token)
  expect((await again.call('customers/getCustomer', { customerId: id })).body).toMatchObject({
    name: 'Pump Oy',
  })
  const late = await again.call('session/getSession', {}, { authorization: `Bearer ${host.token}` })
  expect(late.status, 'the token of an ended process').toBe(401)
  await again.close()
})

test('R01-32: --demo fills an empty folder, starts a demo folder as it is, and refuses any other', async () => {
  const folder = demoFolder()
  const demo = await startHost({ folder, args: ['--demo'] })
  const { body } = await demo.call('session/getStart')
  const { demoUsers } = body as { demoUsers: { login: string; password: string }[] }
  expect(demoUsers.length).toBeGreaterThanOrEqual(6)
  for (const { login, password } of demoUsers)
    expect(await demo.call('session/signIn', { login, password }), login).toMatchObject({ status: 200 })
  const id = newId()
  await demo.call('customers/createCustomer', { id, name: 'Mine' })
  await demo.close()

  const again = await startHost({ folder, args: ['--demo'] })
  expect((await again.call('customers/getCustomer', { customerId: id })).status).toBe(200)
  await again.close()

  const own = await startHost()
  await own.call('customers/createCustomer', { id: newId(), name: 'Real' })
  await own.close()
  await expect(startHost({ folder: own.folder, args: ['--demo'] })).rejects.toThrow(
    /^host exited with 1: [^\n]+\n$/,
  )
})

test('a second host is told who has the folder; a killed one leaves nothing in the way', async () => {
  const host = await startHost()
  const refused = `host exited with 1: Another Aftercare (process ${String(host.pid)}) has the data folder open: ${host.folder}\n`
  await expect(startHost({ folder: host.folder })).rejects.toThrow(refused)
  expect((await host.call('session/getSession')).status).toBe(200)
  await host.kill()

  const next = await startHost({ folder: host.folder })
  expect((await next.call('session/getSession')).status).toBe(200)
  await next.close()
})

test('npm run host: the line is all of stdout, SIGTERM reaches it', async () => {
  test.skip(process.platform === 'win32', 'signals')
  const npm = spawn('npm', ['run', '--silent', 'host', '--', '--data', newFolder(), '--port', '0'], {
    cwd: resolve('.'),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let out = ''
  npm.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  const gone = new Promise((done) => npm.once('exit', done))
  await expect.poll(() => out, { timeout: 20_000 }).toContain('\n')
  const { pid } = JSON.parse(out) as { pid: number }
  npm.kill()
  await gone
  await expect.poll(() => spawnSync('kill', ['-0', String(pid)]).status).not.toBe(0)
  expect(out.trim().split('\n')).toHaveLength(1)
})

test('wrong use and folders that cannot hold the store give one clear line', async () => {
  const failing = (args: readonly string[], folder?: string) =>
    startHost({ args, ...(folder === undefined ? {} : { folder }) }).then(
      () => 'started',
      (error: unknown) => (error as Error).message,
    )
  expect(await failing(['--port', 'x'])).toMatch(/^host exited with 1: --port wants a number.*\n$/)
  expect(await failing(['--nope'])).toMatch(/^host exited with 1: .*--nope.*\n$/)
  expect(await failing([], join(resolve('package.json'), 'x'))).toMatch(
    /^host exited with 1: .* cannot be made.*\n$/,
  )

  const taken = await startHost()
  const port = new URL(taken.url).port
  expect(await failing(['--port', port])).toBe(
    `host exited with 1: Port ${port} is taken by another program. Choose another --port.\n`,
  )
  await taken.close()
})

test('R01-34: a folder that may not be written is refused with one line', async () => {
  test.skip(process.platform !== 'linux', 'a file system that nobody may write')
  for (const folder of ['/sys', '/sys/aftercare'])
    await expect(startHost({ folder })).rejects.toThrow(
      /^host exited with 1: Aftercare may not write to its data folder.*: \/sys.*\n$/,
    )
})

test('strangers do not get through the page door', async ({ request }) => {
  const host = await startHost()
  const get = (url: string, headers: Record<string, string> = {}) =>
    request.get(url, { headers, maxRedirects: 0 })
  expect((await get(host.url)).status()).toBe(403)
  expect((await get(`${host.url}/?key=wrong`)).status()).toBe(403)
  expect((await get(`${host.url}/?key=${host.token}`)).status(), 'the token is no key').toBe(403)
  expect((await get(host.openingUrl, { host: 'evil.example' })).status()).toBe(421)
  expect((await request.post(host.openingUrl)).status()).toBe(405)

  const opened = await get(host.openingUrl)
  expect(opened.status()).toBe(303)
  const set = opened.headers()['set-cookie'] ?? ''
  expect(set).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
  const cookie = set.split(';')[0] ?? ''
  const page = await get(host.url, { cookie })
  expect(page.status()).toBe(200)
  expect(page.headers()['content-security-policy']).toContain("script-src 'self'")
  expect(page.headers()['x-content-type-options']).toBe('nosniff')
  for (const path of [
    '/../package.json',
    '/%2e%2e/main/host.js',
    '/..%2fmain%2fhost.js',
    '/%00',
    '/%zz',
    '/nope',
  ])
    expect((await get(host.url + path, { cookie })).status(), path).toBe(404)

  const attempt = (headers: Record<string, string>, path = '/rpc') =>
    new Promise<string>((done) => {
      const socket = new WebSocket(host.url.replace('http', 'ws') + path, { headers })
      socket.on('open', () => {
        socket.close()
        done('open')
      })
      socket.on('error', (error) => done(error.message))
    })
  expect(await attempt({ cookie, origin: 'http://evil.example' })).toContain('403')
  expect(await attempt({ cookie })).toContain('403')
  expect(await attempt({ origin: host.url })).toContain('403')
  expect(await attempt({ authorization: `Bearer ${host.token}`, origin: host.url })).toContain('403')
  expect(await attempt({ cookie, origin: host.url }, '/rpc/other')).toContain('403')
  for (const path of ['/rpc', '/rpc/read', '/rpc/jobs'])
    expect(await attempt({ cookie, origin: host.url }, path), path).toBe('open')
  await host.close()
})

test('a malformed frame closes its own socket and harms nobody else', async ({ request }) => {
  const host = await startHost()
  const opened = await request.get(host.openingUrl, { maxRedirects: 0 })
  const cookie = opened.headers()['set-cookie']?.split(';')[0] ?? ''
  const connect = async () => {
    const socket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc/read`, {
      headers: { cookie, origin: host.url },
    })
    await new Promise((done) => socket.once('open', done))
    return { socket, closed: new Promise((done) => socket.once('close', done)) }
  }
  const bystander = await connect()
  for (const frame of ['{not json', 'null', '{"i":1}', Buffer.from([255, 1, 2])]) {
    const { socket, closed } = await connect()
    socket.send(frame)
    await closed
  }
  expect(bystander.socket.readyState).toBe(WebSocket.OPEN)
  expect((await host.call('session/getSession')).status).toBe(200)
  bystander.socket.close()
  await host.close()
})
