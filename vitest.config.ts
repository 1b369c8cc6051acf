import vue from '@vitejs/plugin-vue'
import { resolve } from 'node:path'
import vuetify from 'vite-plugin-vuetify'
import { defineConfig } from 'vitest/config'

const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  resolve: { alias: { '@contract': at('electron/shared/contract'), '@': at('src') } },
  plugins: [vue(), vuetify({ autoImport: true })],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'domain',
          include: ['tests/{modules,migrations,db}/**/*.test.ts'],
          // They replace no module and keep nothing between tests: a worker loads the application and a store once.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'window', include: ['tests/{renderer,rpc}/**/*.test.ts'] } },
    ],
    environment: 'node',
    pool: 'forks',
    restoreMocks: true,
    maxWorkers: '100%',
    // Passwords are hashed as slowly as in the program, also where lint and types run beside.
    testTimeout: 20_000,
    server: { deps: { inline: ['vuetify'] } },
    coverage: {
      provider: 'v8',
      include: ['electron/**/*.ts', 'src/**/*.{ts,vue}'],
      reportsDirectory: 'out/coverage',
    },
  },
})
