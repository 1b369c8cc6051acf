import { defineConfig } from '@playwright/test'

const isCi = Boolean(process.env['CI'])

export default defineConfig({
  testDir: './e2e',
  outputDir: '../out/test-results',
  globalSetup: './support/globalSetup.ts',
  workers: 2,
  forbidOnly: isCi,
  // A second try there is named "flaky" in the list: a machine that others load too must not stop a change.
  retries: isCi ? 1 : 0,
  // Screenshots are made by `npm run shots`.
  ...(process.env['AFTERCARE_SHOTS'] ? {} : { grepInvert: /@shots/ }),
  reporter: [['list'], ['json', { outputFile: '../out/playwright.json' }]],
  timeout: 30_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    locale: 'en-GB',
    launchOptions: {
      ...(process.env['AFTERCARE_CHROMIUM'] ? { executablePath: process.env['AFTERCARE_CHROMIUM'] } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
