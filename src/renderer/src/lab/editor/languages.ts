/**
 * The languages of the editor: Julia with the grammar that reads the project's own source, TOML with a small mode, and
 * plain text. Colours are in `theme.ts`; what is wrong with a file is told by the services.
 */
import { continuedIndent, flatIndent, indentNodeProp, LanguageSupport, LRLanguage, StreamLanguage } from '@codemirror/language'
import { toml } from '@codemirror/legacy-modes/mode/toml'
import type { Extension } from '@codemirror/state'
import { parser as juliaParser } from '@plutojl/lezer-julia'
import type { LabFile } from '../../../../shared/lab'

/** The package's own declarations name a class that `@lezer/common` has not. */
const parser = juliaParser as unknown as Parameters<typeof LRLanguage.define>[0]['parser']

/** Lines that stand as deep as the statement that they belong to. */
const OUTDENTED = /^\s*(end|else|elseif|catch|finally)\b/
const body = continuedIndent({ except: OUTDENTED })

const JULIA = LRLanguage.define({
  name: 'julia',
  parser: parser.configure({
    props: [
      indentNodeProp.add({
        'FunctionDefinition MacroDefinition StructDefinition ForStatement WhileStatement IfStatement TryStatement LetStatement BeginStatement QuoteStatement': body,
        'ElseIfClause ElseClause CatchClause FinallyClause DoClause': body,
        'ModuleDefinition Program': flatIndent,
      }),
    ],
  }),
  languageData: {
    commentTokens: { line: '#', block: { open: '#=', close: '=#' } },
    indentOnInput: OUTDENTED,
  },
})

export function languageOf(kind: LabFile['kind']): Extension {
  switch (kind) {
    case 'julia':
      return new LanguageSupport(JULIA)
    case 'toml':
      return StreamLanguage.define(toml)
    case 'text':
      return []
  }
}
