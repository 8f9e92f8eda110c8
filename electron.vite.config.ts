import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const ENTRY = 'base-image.js'

/** The system image of the simulated Julia, made by the bundle itself where it has the entry for that. */
function baseImage(): Plugin {
  return {
    name: 'base-image',
    async writeBundle({ dir }, bundle) {
      if (dir === undefined || !(ENTRY in bundle)) return
      const { writeBaseImage } = await import(pathToFileURL(resolve(dir, ENTRY)).href) as typeof import('./src/main/base-image')
      writeBaseImage(dir)
    },
  }
}

export default defineConfig({
  main: {
    plugins: [baseImage()],
    build: {
      sourcemap: true,
      // The machine's Node runs the web host and the terminal: not only Electron's.
      target: 'node20.19',
      // Everything is bundled, so that `out/` runs without node_modules.
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          serve: resolve('src/main/serve.ts'),
          cli: resolve('src/main/cli.ts'),
          'base-image': resolve('src/main/base-image.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        // A sandboxed preload must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [vue()],
    build: { minify: true, rolldownOptions: { input: { index: resolve('src/renderer/index.html') } } },
  },
})
