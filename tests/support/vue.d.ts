// Tests of the renderer's logic reach components only through the doors of modules.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
declare module '*.json?outline' {
  const outline: Parameters<typeof import('topojson-client').feature>[0]
  export default outline
}
declare module '*.json?outline=near' {
  const outline: Parameters<typeof import('topojson-client').feature>[0]
  export default outline
}
