// The page door: the built renderer for whoever opened the address with its key.
import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { contentSecurityPolicy } from './contentSecurity'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
}

export interface PageDoorOptions {
  /** The folder of the built renderer. */
  readonly root: string
  readonly origin: () => string
  /** The key in the opening address; it opens the door and names nobody. */
  readonly key: string
  /** Another one, which stays over restarts: that of walls. */
  readonly wallKey: () => string | undefined
}

export interface PageDoor {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Whether the request carries the cookie that the opening address gave. */
  isOpenFor(request: IncomingMessage): boolean
}

export function createPageDoor({ root, origin, key, wallKey }: PageDoorOptions): PageDoor {
  // Cookies do not know ports: two hosts on one machine need names of their own.
  const cookieName = () => `aftercare-${new URL(origin()).port}`

  function isKey(given: string | null | undefined): boolean {
    return isSame(given, key) || isSame(given, wallKey())
  }

  function isOpenFor(request: IncomingMessage): boolean {
    const pairs = (request.headers.cookie ?? '').split(/;\s*/)
    const prefix = `${cookieName()}=`
    return isKey(pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length))
  }

  function letIn(given: string, response: ServerResponse): void {
    if (!isKey(given)) {
      response.writeHead(403).end('Wrong link')
      return
    }
    const cookie = `${cookieName()}=${given}; HttpOnly; SameSite=Strict; Path=/`
    response.writeHead(303, { location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' }).end()
  }

  async function serveFile(pathname: string, response: ServerResponse): Promise<void> {
    const name = fileOf(root, pathname)
    const body = name === undefined ? undefined : await readFile(name).catch(() => undefined)
    if (name === undefined || body === undefined) {
      response.writeHead(404).end()
      return
    }
    const isAsset = pathname.startsWith('/assets/')
    response
      .writeHead(200, {
        'content-type': types[extname(name)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': isAsset ? 'max-age=31536000, immutable' : 'no-store',
      })
      .end(body)
  }

  return {
    isOpenFor,
    async handle(request, response) {
      const url = URL.parse(request.url ?? '/', origin())
      const given = url?.searchParams.get('key')
      if (!url) response.writeHead(400).end()
      else if (request.method !== 'GET') response.writeHead(405).end()
      else if (typeof given === 'string') letIn(given, response)
      else if (!isOpenFor(request)) response.writeHead(403).end('Open the link that Aftercare printed')
      else await serveFile(url.pathname, response)
    },
  }
}

function isSame(given: string | null | undefined, key: string | undefined): boolean {
  if (given === null || given === undefined || key === undefined) return false
  const [left, right] = [Buffer.from(given), Buffer.from(key)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** The file of a path inside the built renderer; undefined for what would lead out of it. */
export function fileOf(root: string, pathname: string): string | undefined {
  try {
    const name = join(root, normalize(decodeURIComponent(pathname === '/' ? '/index.html' : pathname)))
    return name.startsWith(root + sep) && !name.includes('\0') ? name : undefined
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
