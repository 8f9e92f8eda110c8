/** Path of a Chromium, or undefined: what `CHROMIUM` names, one on the PATH or in its usual place, Playwright's. */
export function findChromium(env?: NodeJS.ProcessEnv): Promise<string | undefined>
