/** Files that Vite puts into a chunk as data URLs. */
declare module '*?url&inline' {
  const dataUrl: string
  export default dataUrl
}
