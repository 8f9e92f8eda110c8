/**
 * What is on screen as the fragment of the address, so that a reload or a link shows the same: session, view, search,
 * selection, and how its tables and charts are set; or another page with its settings. Whatever cannot be read is left out: a fragment is typed by anyone.
 */
import { PARTS } from '../../../shared/profile/schema'
import type { ViewId } from '../views/registry'
import { VIEW_IDS } from '../views/registry'
import type { Place, PlaceSettings } from './page'
import { PLACES } from './page'
import type { Selection } from './selection'
import type { ViewState } from './view'
import { newTableState, newViewState } from './view'

export interface Screen {
  /** Undefined: the start page. */
  readonly session: number | undefined
  readonly state: ViewState
  readonly query: string
  readonly selection: Selection | undefined
}

/** A page that is of no single profile. */
export interface PlaceScreen {
  readonly page: Place
  readonly settings: PlaceSettings
}

function selectionText(selection: Selection): string {
  switch (selection.kind) {
    case 'frame':
      return `frame:${selection.frame}`
    case 'row':
      return `${selection.part}:${selection.row}`
    case 'package':
      return `package:${selection.name}`
  }
}

function readSelection(text: string): Selection | undefined {
  const [kind = '', ...rest] = text.split(':')
  const value = rest.join(':')
  if (kind === 'package') return value === '' ? undefined : { kind, name: value }
  const number = Number(value)
  if (value === '' || !Number.isInteger(number) || number < 0) return undefined
  if (kind === 'frame') return { kind, frame: number }
  const part = PARTS.find((one) => one === kind)
  return part && { kind: 'row', part, row: number }
}

/** Without the `#`; '' for the start page. */
export function writeHash({ session, state, query, selection }: Screen): string {
  if (session === undefined) return ''
  const hash = new URLSearchParams({ session: String(session), view: state.view })
  if (query !== '') hash.set('search', query)
  if (selection) hash.set('select', selectionText(selection))
  if (state.hideModules) hash.set('modules', 'hidden')
  for (const [part, block] of Object.entries(state.blocks)) if (block >= 0) hash.set(`block.${part}`, String(block))
  for (const [key, mode] of Object.entries(state.modes)) hash.set(`mode.${key}`, mode)
  for (const [chart, { from, to }] of Object.entries(state.zooms)) hash.set(`zoom.${chart}`, `${from}:${to}`)
  for (const [id, { sort, filter }] of Object.entries(state.tables)) {
    if (sort) hash.set(`sort.${id}`, `${sort.column}:${sort.descending ? 'descending' : 'ascending'}`)
    if (filter !== '') hash.set(`filter.${id}`, filter)
  }
  return hash.toString()
}

export function readHash(text: string): Screen {
  const hash = new URLSearchParams(text.replace(/^#/, ''))
  const state = newViewState()
  const view = VIEW_IDS.find((id: ViewId) => id === hash.get('view'))
  if (view) state.view = view
  state.hideModules = hash.get('modules') === 'hidden'
  const table = (id: string) => (state.tables[id] ??= newTableState())
  for (const [name, value] of hash) {
    const dot = name.indexOf('.')
    const id = name.slice(dot + 1)
    switch (name.slice(0, Math.max(dot, 0))) {
      case 'block': {
        const part = PARTS.find((one) => one === id)
        if (part && /^\d+$/.test(value)) state.blocks[part] = Number(value)
        break
      }
      case 'mode':
        state.modes[id] = value
        break
      case 'zoom': {
        const [from = Number.NaN, to = Number.NaN] = value.split(':').map(Number)
        if (Number.isFinite(from) && Number.isFinite(to) && from < to) state.zooms[id] = { from, to }
        break
      }
      case 'sort': {
        const [column = '', direction] = value.split(':')
        table(id).sort = { column, descending: direction === 'descending' }
        break
      }
      case 'filter':
        table(id).filter = value
        break
    }
  }
  const session = hash.get('session')
  return {
    session: session !== null && /^\d+$/.test(session) ? Number(session) : undefined,
    state,
    query: hash.get('search') ?? '',
    selection: readSelection(hash.get('select') ?? ''),
  }
}

export function writePlace({ page, settings }: PlaceScreen): string {
  return new URLSearchParams({ page, ...settings }).toString()
}

/** Undefined for the address of a profile, or of nothing. */
export function readPlace(text: string): PlaceScreen | undefined {
  const { page: name, ...settings } = Object.fromEntries(new URLSearchParams(text.replace(/^#/, '')))
  const page = PLACES.find((one) => one === name)
  return page && { page, settings }
}
