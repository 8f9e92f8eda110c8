/**
 * The seed of every random test: always the same one, so that a commit passes or fails for what it changes. `FUZZ_SEED=N npm test` looks
 * elsewhere.
 */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_260) })
