/**
 * `app://main/`: the page's own scheme. Unlike a file it has an origin, and its answers carry headers, so the same policy
 * holds in the window as on the web server.
 */
import { protocol } from 'electron'
import { answerPage, contentSecurityPolicy, refusal } from '../../page-answer'

const SCHEME = 'app'
export const PAGE_ORIGIN = `${SCHEME}://main`

/** Must run before the app is ready, at the top of the entry. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** `folder`: of the built page. */
export function serveScheme(folder: string): void {
  const policy = contentSecurityPolicy()
  protocol.handle(SCHEME, (request) => {
    const { host, pathname } = new URL(request.url)
    return host === 'main' ? answerPage(folder, request.method, pathname, policy) : refusal(404, 'There is no such host.', policy)
  })
}
