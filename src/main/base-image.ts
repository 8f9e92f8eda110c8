/** Run by the build, with what it has just built: leaves the system image of Base beside the bundle. */
export { writeBaseImage } from './services/base'
