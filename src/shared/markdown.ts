/** Pieces of Markdown. Whatever comes out of a file stands in code spans or is escaped, where neither HTML nor mentions nor links have a meaning. */
import { plain } from './charts/chart-spec'

/** A code span: fenced with more backticks than the text has in a row; bars are escaped for tables. */
export function codeSpan(text: string): string {
  const line = plain(text).replaceAll('|', '\\|')
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = line.startsWith('`') || line.endsWith('`') || line.trim() === '' ? ' ' : ''
  return `${fence}${pad}${line || ' '}${pad}${fence}`
}

/** Text of one line without markup, links and mentions that viewers make by themselves included. */
export function harmless(text: string): string {
  return plain(text, 2000).replaceAll('`', '\'').replaceAll('://', ': //').replace(/@(?=\w)/g, '@\u200b').replace(/[\\*_{}[\]<>#|~&]/g, '\\$&')
}

/** Lines of a table whose first column holds names and whose others hold numbers. Cells are Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}
