/** Tells the typed lint rules what a `.vue` file exports; vue-tsc knows more and does not read this. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent<Record<string, unknown>, Record<string, unknown>, unknown>
  export default component
}
