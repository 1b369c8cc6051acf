import { saveFile } from '@/composables/saveFile'
import { isOnline } from '@/rpc/connect'
import { useJobsStore } from '@/stores/jobs.store'
import { usePlaceStore } from '@/stores/place.store'
import { useSessionStore } from '@/stores/session.store'
import { version } from '../../../package.json'

/** What helps to find a fault: program, machine, rights and jobs; no names, no addresses, no records. */
export function diagnosticsOf(): Readonly<Record<string, unknown>> {
  const session = useSessionStore()
  const place = usePlaceStore()
  const { jobs } = useJobsStore()
  return {
    program: { name: 'Aftercare', version, shell: window.aftercare?.shell ?? 'browser' },
    madeAt: new Date().toISOString(),
    browser: {
      agent: navigator.userAgent,
      cores: navigator.hardwareConcurrency,
      language: navigator.language,
    },
    screen: { width: innerWidth, height: innerHeight, pixelRatio: devicePixelRatio },
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    state: {
      phase: session.phase,
      language: session.language,
      isOnline: isOnline.value,
      isDemo: place.company?.isDemo ?? false,
      offices: place.offices.length,
      page: location.hash.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').split('?')[0],
      permissions: Object.keys(session.session?.permissions ?? {}),
    },
    jobs: [...jobs.values()].map(({ kind, state, done, total, startedAt, endedAt, error }) => ({
      kind,
      state,
      done,
      total,
      startedAt,
      endedAt,
      error: error?.code,
    })),
  }
}

/** Saves the diagnostics as a file that can be read before it is sent. */
export function saveDiagnostics(): void {
  const text = `${JSON.stringify(diagnosticsOf(), undefined, 2)}\n`
  saveFile(text, 'aftercare-diagnostics.json', 'application/json')
}
