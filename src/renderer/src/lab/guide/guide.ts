/**
 * A note of a sample as plain data: headings, paragraphs, lists, code, and links into the project. The Markdown is read by
 * `marked`, of which only the tokens are taken: no HTML is made, and HTML in a note is shown as the text that it is. What
 * is neither of these (tables, pictures) stays as it was typed.
 */
import type { Token, Tokens } from 'marked'
import { lexer } from 'marked'

export type Span =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly spans: readonly Span[] }
  /** A place in a file of the project. */
  | { readonly kind: 'place'; readonly text: string; readonly path: string; readonly line: number }
  /** Always https. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly spans: readonly Span[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly (readonly Block[])[] }

const PLACE = /^([^:#]+?)(?:(?::|#L)(\d+))?$/

/** `src/A.jl:4`, `A.jl:4`, `src/A.jl#L4`: a file of the project, by its path or by the only one that ends so. */
function placeOf(text: string, files: readonly string[]): { readonly path: string; readonly line: number } | undefined {
  const [, name, line] = PLACE.exec(text) ?? []
  if (name === undefined) return undefined
  const fits = files.includes(name) ? [name] : files.filter((path) => path.endsWith(`/${name}`))
  return fits.length === 1 && fits[0] !== undefined ? { path: fits[0], line: Number(line ?? 1) } : undefined
}

class Reader {
  constructor(private readonly files: readonly string[]) {}

  blocks(tokens: readonly Token[]): Block[] {
    return tokens.flatMap((token) => this.block(token as Tokens.Generic) ?? [])
  }

  private block(token: Tokens.Generic): Block | undefined {
    switch (token.type) {
      case 'space':
      case 'hr':
      case 'def':
        return undefined
      case 'heading':
        return { kind: 'heading', level: Number(token['depth']), spans: this.spans(token) }
      case 'code':
        return { kind: 'code', text: String(token['text']) }
      case 'blockquote':
        return { kind: 'quote', blocks: this.blocks(token.tokens ?? []) }
      case 'list': {
        const { ordered, start, items } = token as Tokens.List
        return { kind: 'list', ordered, start: start === '' ? 1 : start, items: items.map((item) => this.blocks(item.tokens)) }
      }
      case 'paragraph':
      case 'text':
        return { kind: 'paragraph', spans: this.spans(token) }
      default:
        return { kind: 'paragraph', spans: [{ kind: 'text', text: token.raw.trim() }] }
    }
  }

  private spans(token: Tokens.Generic): Span[] {
    if (!token.tokens) return [{ kind: 'text', text: String(token['text'] ?? token.raw) }]
    return token.tokens.map((inner) => this.span(inner as Tokens.Generic))
  }

  private span(token: Tokens.Generic): Span {
    const text = String(token['text'] ?? token.raw)
    switch (token.type) {
      case 'codespan': {
        const place = /:\d+$/.test(text) ? placeOf(text, this.files) : undefined
        return place ? { kind: 'place', text, ...place } : { kind: 'code', text }
      }
      case 'strong':
        return { kind: 'strong', spans: this.spans(token) }
      case 'em':
        return { kind: 'emphasis', spans: this.spans(token) }
      case 'br':
        return { kind: 'text', text: '\n' }
      case 'link': {
        const href = String(token['href'])
        const place = placeOf(href, this.files)
        if (place) return { kind: 'place', text, ...place }
        return href.startsWith('https://') ? { kind: 'link', text, href } : { kind: 'text', text: token.raw }
      }
      case 'text':
      case 'escape':
        // Where a line of the file ends, none of the paragraph does.
        return { kind: 'text', text: text.replaceAll('\n', ' ') }
      default:
        return { kind: 'text', text: token.raw }
    }
  }
}

/** `files`: paths of the project, which links may lead to. */
export function readGuide(markdown: string, files: readonly string[]): Block[] {
  return new Reader(files).blocks(lexer(markdown))
}
