/// <reference types="vite/client" />
declare module '*.json?outline' {
  const outline: Parameters<typeof import('topojson-client').feature>[0]
  export default outline
}
declare module '*.json?outline=near' {
  const outline: Parameters<typeof import('topojson-client').feature>[0]
  export default outline
}
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
