// Tests of the renderer's logic reach components only through the doors of modules.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
