import { net, protocol } from 'electron'
import { pathToFileURL } from 'node:url'
import { fileOf } from '../rpc/servePage'
import { appScheme, pageHeaders } from './security'

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }])
}

/** Serves the built renderer under the app's own scheme: no file addresses, and nothing outside `root`. */
export function serveAppScheme(root: string): void {
  protocol.handle(appScheme, async (request) => {
    const file = fileOf(root, new URL(request.url).pathname)
    if (file === undefined || request.method !== 'GET') return new Response(null, { status: 403 })
    const found = await net.fetch(pathToFileURL(file).href)
    const headers = new Headers(found.headers)
    for (const [name, value] of Object.entries(pageHeaders)) headers.set(name, value)
    return new Response(found.body, { status: found.status, headers })
  })
}
