/** The project's own build, of the two hosts with a window and the preload: what the tests of the built files load. */
import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import config from '../../electron.vite.config'

export default defineConfig({
  main: {
    ...config.main,
    build: {
      ...config.main?.build,
      rolldownOptions: { input: { index: resolve('src/main/index.ts'), serve: resolve('src/main/serve.ts') } },
    },
  },
  preload: config.preload,
})
