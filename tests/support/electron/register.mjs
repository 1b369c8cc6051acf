import { registerHooks } from 'node:module'
const standin = new URL('./standin.mjs', import.meta.url).href
registerHooks({
  resolve: (s, ctx, next) => (s === 'electron' ? { url: standin, shortCircuit: true } : next(s, ctx)),
})
