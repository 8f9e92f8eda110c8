/**
 * How the editor looks: everything from the tokens of the page, which reach into its shadow root, so that both themes are
 * one. Few colours: words of the language, texts, numbers, types, macros; comments step back.
 */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.moduleKeyword, tags.controlKeyword, tags.definitionKeyword, tags.operatorKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.character, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.atom, tags.escape], color: 'var(--code-number)' },
  { tag: [tags.typeName, tags.definition(tags.typeName)], color: 'var(--code-type)' },
  { tag: [tags.macroName, tags.special(tags.macroName), tags.definition(tags.macroName)], color: 'var(--code-macro)' },
  { tag: [tags.lineComment, tags.blockComment, tags.comment], color: 'var(--ink-2)', fontStyle: 'italic' },
])

const button = {
  minHeight: '24px',
  margin: '0 4px 0 0',
  padding: '0 8px',
  border: '1px solid var(--line-strong)',
  borderRadius: '3px',
  background: 'var(--surface-raised)',
  color: 'var(--ink)',
  font: 'inherit',
}

const LOOK = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--ink)', fontSize: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.5', overflow: 'auto' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--selected)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--code-line)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-2)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '28px', padding: '0 4px 0 8px', fontVariantNumeric: 'tabular-nums' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--ink)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--line-strong)' },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'var(--lost)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--hit)' },
  '.cm-searchMatch': { backgroundColor: 'var(--hit)', outline: '1px solid var(--line-strong)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--selected)', outline: '1px solid var(--accent)' },
  '.cm-gutter-lint': { width: '16px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 2px' },
  '.cm-lint-marker': { width: '10px', height: '10px', marginTop: '5px' },
  // Shapes of their own: a mark must be told from another without its colour.
  '.cm-lint-marker-error': { content: 'none', borderRadius: '5px', backgroundColor: 'var(--lost)' },
  '.cm-lint-marker-warning': { content: 'none', width: '0', height: '0', borderLeft: '5px solid transparent', borderRight: '5px solid transparent', borderBottom: '9px solid var(--caution)' },
  '.cm-lintRange': { backgroundImage: 'none', textDecorationLine: 'underline', textDecorationStyle: 'wavy', textDecorationSkipInk: 'none', paddingBottom: '0' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--lost)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--caution)' },
  '.cm-lintRange-active': { backgroundColor: 'var(--hit)' },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--lost)' },
  '.cm-tooltip': { maxWidth: 'min(560px, 80vw)', border: '1px solid var(--line-strong)', backgroundColor: 'var(--surface-raised)', color: 'var(--ink)', font: 'var(--text) / 1.4 var(--font-text)' },
  '.cm-diagnostic': { padding: '4px 8px', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--lost)' },
  '.cm-diagnostic-warning': { borderLeft: '4px solid var(--caution)' },
  '.cm-panels': { backgroundColor: 'var(--surface-sunken)', color: 'var(--ink)', font: 'var(--text) / 1.4 var(--font-text)' },
  '.cm-panels-bottom, .cm-panels-top': { borderColor: 'var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 32px 6px 8px' },
  '.cm-panel.cm-search label': { fontSize: 'var(--text-small)', color: 'var(--ink-2)' },
  '.cm-panel.cm-search [name=close]': { top: '6px', right: '8px', color: 'var(--ink-2)', fontSize: '16px' },
  '.cm-panel.cm-panel-lint': { maxHeight: '120px', overflow: 'auto' },
  '.cm-panel.cm-panel-lint ul [aria-selected]': { backgroundColor: 'var(--selected)', color: 'var(--ink)' },
  '.cm-panel.cm-panel-lint ul:focus [aria-selected]': { backgroundColor: 'var(--selected)', color: 'var(--ink)', outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-textfield': { height: '24px', padding: '0 8px', border: '1px solid var(--line-strong)', borderRadius: '3px', backgroundColor: 'var(--surface-raised)', color: 'var(--ink)', fontSize: 'var(--text)' },
  '.cm-button': { ...button, backgroundImage: 'none' },
  '.cm-button:active': { backgroundImage: 'none', backgroundColor: 'var(--hover)' },
  ':focus-visible': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-content:focus-visible': { outline: 'none' },
})

export const theme: Extension = [LOOK, syntaxHighlighting(COLOURS)]
