import { z } from 'zod'
import { Reason } from './crud'
import { refusals } from './domainError'
import { JobStarted } from './jobs'
import { job } from './procedure'
import { Language } from './session'
import { LocalDate } from './time'

export const LoadDemoInput = z.object({
  /** The same seed and date give the same company. */
  seed: z.int().min(0).max(4_294_967_295).default(1),
  /** The day in whose middle the company stands; empty: today. */
  date: LocalDate.refine((date) => date >= '2000-01-01' && date <= '2099-12-31', {
    message: 'between:2000-01-01,2099-12-31',
  }).optional(),
  /** Empty: the company's. */
  language: Language.optional(),
  reason: Reason,
})
export type LoadDemoInput = z.infer<typeof LoadDemoInput>

/** The `result` of the job `removeDemo`. */
export const DemoRemoved = z.object({ records: z.int() })
export type DemoRemoved = z.infer<typeof DemoRemoved>

export const demoErrors = refusals('NOT_EMPTY', 'NUMBERS_EXHAUSTED')
export const removeDemoErrors = refusals('NOT_DEMO', 'LAST_ADMIN')

export const backupsContract = {
  /** Callable while no user has a password, else with backups.run (R01-23, R01-31). */
  loadDemo: job('none').input(LoadDemoInput).output(JobStarted).errors(demoErrors),
  /** Takes away all that the demo brought, as long as nothing else refers to it (R01-23). */
  removeDemo: job('backups.run')
    .input(z.object({ reason: Reason }))
    .output(JobStarted)
    .errors(removeDemoErrors),
}
