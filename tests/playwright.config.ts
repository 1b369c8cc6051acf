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
    // To record a trace costs a third of the time: where a failed test is tried again, the second try has one.
    trace: isCi ? 'on-first-retry' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    // As for people who ask their system for it: what opens and closes is there at once.
    contextOptions: { reducedMotion: 'reduce' },
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
