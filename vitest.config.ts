import vue from '@vitejs/plugin-vue'
import { configDefaults, defineConfig } from 'vitest/config'

/** Tests that boot the simulated Julia. They share one worker and what it has read of Base, so that only the first boot is slow. */
const ENGINE_TESTS = ['test/main/julia/{base,engine,infer,observe,optimizer,runtime,seeds}/**/*.test.ts', 'test/main/**/*.engine.test.ts']

export default defineConfig({
  plugins: [vue()],
  test: {
    setupFiles: ['test/no-warnings.ts', 'test/fuzz-seed.ts'],
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, 'test/e2e/**', ...ENGINE_TESTS] },
      },
      {
        extends: true,
        test: { name: 'engine', include: ENGINE_TESTS, isolate: false, maxWorkers: 1, testTimeout: 120_000, hookTimeout: 120_000, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
