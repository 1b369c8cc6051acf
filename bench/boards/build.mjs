// Builds the page of the boards that are compared (bench/board.ts) to out/bench-board.
import vue from '@vitejs/plugin-vue'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import vuetify from 'vite-plugin-vuetify'

const root = join(import.meta.dirname, '../..')

/** @returns {Promise<void>} */
export async function buildBoards() {
  await build({
    root: import.meta.dirname,
    base: './',
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@contract': resolve(root, 'electron/shared/contract'), '@': resolve(root, 'src') } },
    plugins: [vue(), vuetify({ autoImport: true })],
    build: { outDir: resolve(root, 'out/bench-board'), emptyOutDir: true, chunkSizeWarningLimit: 4000 },
  })
}
