/** Files that Vite puts into a chunk as data URLs. */
declare module '*?url&inline' {
  const dataUrl: string
  export default dataUrl
}

/** Files that Vite puts into a chunk as text. */
declare module '*?raw' {
  const text: string
  export default text
}
