/** Path of Electron's binary, or undefined if it is not here. Downloads nothing. */
export function electronBinary(env?: NodeJS.ProcessEnv): string | undefined
