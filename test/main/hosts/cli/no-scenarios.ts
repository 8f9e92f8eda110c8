/** For commands that are not about scenarios. */
import { MemoryFiles } from '../../../../src/main/loader/files'
import type { ScenarioWorld } from '../../../../src/main/services/scenarios'

export const noScenarios: ScenarioWorld = {
  files: new MemoryFiles(),
  depot: '/depot',
  runSession: () => {
    throw new Error('no scenario is expected to run')
  },
}
