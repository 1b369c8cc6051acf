import { z } from 'zod'

const Package = z.object({ name: z.string(), version: z.string(), license: z.string().catch('') })
export type Licence = z.infer<typeof Package>

// Vite reads these when it builds, so that the list is that of the packages built in.
const built = import.meta.glob<unknown>(
  [
    '../../../node_modules/@fontsource-variable/inter/package.json',
    '../../../node_modules/@mdi/js/package.json',
    '../../../node_modules/@orpc/{client,contract,openapi,server,zod}/package.json',
    '../../../node_modules/@tanstack/vue-virtual/package.json',
    '../../../node_modules/{better-sqlite3,date-holidays,electron,electron-updater,papaparse,pdfmake,pinia,pino}/package.json',
    '../../../node_modules/{read-excel-file,temporal-polyfill,uuid,vue,vue-i18n,vue-router,vuetify,ws,zod}/package.json',
  ],
  { eager: true, import: 'default' },
)

/** The works of others in this program, with their licences. */
export const licences: readonly Licence[] = Object.values(built)
  .map((held) => Package.parse(held))
  .sort((left, right) => left.name.localeCompare(right.name))
