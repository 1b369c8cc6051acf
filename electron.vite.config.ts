import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'
import vuetify from 'vite-plugin-vuetify'
import { outlines } from './vite.outline.config'

const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: at('electron/main.ts'),
          service: at('electron/service.ts'),
          'backup-worker': at('electron/backupWorker.ts'),
          host: at('electron/host.ts'),
          'host-api': at('electron/rpc/startHost.ts'),
          cli: at('electron/cli.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  // Sandboxed, so CommonJS and in one file.
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src',
    resolve: { alias: { '@contract': at('electron/shared/contract'), '@': at('src') } },
    plugins: [vue(), vuetify({ autoImport: true }), outlines()],
    build: { outDir: at('out/renderer'), minify: true, rollupOptions: { input: at('src/index.html') } },
  },
})
