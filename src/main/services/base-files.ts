/** The simulated Base as it comes with the app: Julia source, put into the bundle. */

const files = import.meta.glob<string>('../../../resources/base/**/*.jl', { query: '?raw', import: 'default', eager: true })
const FOLDER = '../../../resources/base/'

/** Paths from the folder of Base, with `/`, in the order of their names. */
export const baseFiles: readonly { readonly path: string, readonly text: string }[] = Object.entries(files)
  .map(([path, text]) => ({ path: path.slice(FOLDER.length), text }))
  .sort((a, b) => (a.path < b.path ? -1 : 1))
