/**
 * One file as a state of CodeMirror: its text, its language, undo, search, marks for what is wrong. States are kept for as
 * long as their lab is open, so that undo, selection and scrolling survive another file or another page.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import type { Diagnostic } from '@codemirror/lint'
import { lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import type { StateEffect } from '@codemirror/state'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view'
import type { LabDiagnostic, LabFile, LabId } from '../../../../shared/lab'
import { languageOf } from './languages'
import { theme } from './theme'

export interface KeptFile {
  readonly state: EditorState
  readonly scroll: StateEffect<unknown>
}

/** Of the lab that was looked at last. */
let keptOf: LabId | undefined
const kept = new Map<string, KeptFile>()

export function keptFiles(lab: LabId): Map<string, KeptFile> {
  if (keptOf !== lab) kept.clear()
  keptOf = lab
  return kept
}

export interface EditorEvents {
  readonly changed: (text: string) => void
  /** From 1, in UTF-16 units. */
  readonly moved: (to: { line: number; column: number }) => void
}

/** What the editor can be asked for from outside. */
export interface EditorHandle {
  search(): void
  /** Moves the cursor there, shows it, and takes the focus. */
  goTo(line: number, column: number): void
}

/** Of the views on screen: a state may be shown by another view than the one it was made for. */
export const listeners = new WeakMap<EditorView, EditorEvents>()

export function cursorOf({ selection, doc }: EditorState): { line: number; column: number } {
  const { head } = selection.main
  const { number, from } = doc.lineAt(head)
  return { line: number, column: head - from + 1 }
}

export function newState(text: string, path: string, kind: LabFile['kind']): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      lintGutter(),
      history(),
      drawSelection(),
      bracketMatching(),
      highlightSelectionMatches(),
      indentOnInput(),
      indentUnit.of('    '),
      EditorState.tabSize.of(4),
      search({ top: true }),
      // Running is a command of the app.
      keymap.of([...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'), ...historyKeymap, ...searchKeymap, ...lintKeymap, indentWithTab]),
      languageOf(kind),
      theme,
      // Tab leads here by itself; said for those who look for what scrolls and cannot be reached.
      EditorView.contentAttributes.of({ 'aria-label': path, spellcheck: 'false', autocapitalize: 'off', tabindex: '0' }),
      EditorView.updateListener.of(({ docChanged, selectionSet, state, view }) => {
        const events = listeners.get(view)
        if (docChanged) events?.changed(state.doc.toString())
        if (docChanged || selectionSet) events?.moved(cursorOf(state))
      }),
    ],
  })
}

/** Position of a place that may be outside of the text: what it says may be about another state of the file. */
export function positionOf({ doc }: EditorState, line: number, column: number): number {
  const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)))
  return Math.max(from, Math.min(from + column - 1, to))
}

/** What is marked has at least a character, or the word there if its end is not known. */
export function marksOf(state: EditorState, problems: readonly LabDiagnostic[]): Diagnostic[] {
  return problems.map(({ line, column, endLine, endColumn, severity, text }) => {
    const from = positionOf(state, line, column)
    const end = endColumn === undefined ? (state.wordAt(from)?.to ?? from) : positionOf(state, endLine ?? line, endColumn)
    const { to: endOfLine } = state.doc.lineAt(from)
    return { from, to: Math.max(end, Math.min(from + 1, endOfLine)), severity, message: text }
  }).sort((a, b) => a.from - b.from)
}
