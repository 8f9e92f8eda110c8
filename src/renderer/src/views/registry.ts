/**
 * The views of a profile in the order of their tabs. A view is a component without props: it reads the profile from
 * `useSessions()`, its own state from `useView()`, and the selection from `useSelection()`.
 */
import type { Component } from 'vue'
import { defineAsyncComponent } from 'vue'
import type { PartName } from '../../../shared/profile/schema'
import type { Profile } from '../../../shared/profile/tables'

export const VIEW_IDS = ['overview', 'imports', 'inference', 'stale', 'invalidations', 'precompile', 'sources'] as const
export type ViewId = (typeof VIEW_IDS)[number]

export interface ViewEntry {
  readonly id: ViewId
  readonly title: string
  /** The key that opens it. */
  readonly key: string
  /** The parts whose rows it shows: search hits and cross links in these parts lead here. */
  readonly parts: readonly PartName[]
  /** What would fill it, for the empty state. */
  readonly fills: string
  readonly component: Component
}

export const VIEWS: readonly ViewEntry[] = [
  {
    id: 'overview',
    title: 'Overview',
    key: '1',
    parts: ['timings', 'timeline'],
    fills: 'Any output of Julia’s tools.',
    component: defineAsyncComponent(() => import('./OverviewView.vue')),
  },
  {
    id: 'imports',
    title: 'Imports',
    key: '2',
    parts: ['imports'],
    fills: 'What @time_imports using SomePackage prints.',
    component: defineAsyncComponent(() => import('./ImportsView.vue')),
  },
  {
    id: 'inference',
    title: 'Inference',
    key: '3',
    parts: ['inference', 'stacks', 'triggers', 'codegen'],
    fills: 'What print_tree, flatten or inference_triggers of SnoopCompile print, or a flame graph as speedscope JSON, pprof or .jlprof.',
    component: defineAsyncComponent(() => import('./InferenceView.vue')),
  },
  {
    id: 'stale',
    title: 'Stale instances',
    key: '4',
    parts: ['stale'],
    fills: 'What staleinstances(tinf) of SnoopCompile prints.',
    component: defineAsyncComponent(() => import('./StaleView.vue')),
  },
  {
    id: 'invalidations',
    title: 'Invalidations',
    key: '5',
    parts: ['invalidations', 'counts'],
    fills: 'What invalidation_trees or report_invalidations of SnoopCompile print.',
    component: defineAsyncComponent(() => import('./InvalidationsView.vue')),
  },
  {
    id: 'precompile',
    title: 'Precompile',
    key: '6',
    parts: ['precompile', 'builds'],
    fills: 'The output of julia --trace-compile=stderr, of Pkg.precompile(timing=true), or a file that SnoopCompile.write made.',
    component: defineAsyncComponent(() => import('./PrecompileView.vue')),
  },
  {
    id: 'sources',
    title: 'Sources',
    key: '7',
    parts: [],
    fills: 'Any output of Julia’s tools.',
    component: defineAsyncComponent(() => import('./SourcesView.vue')),
  },
]

export function viewEntry(id: ViewId): ViewEntry {
  const entry = VIEWS.find((view) => view.id === id)
  if (!entry) throw new Error(`no view ${id}`)
  return entry
}

/** The view that shows the rows of `part`. */
export function viewOfPart(part: PartName): ViewEntry {
  const entry = VIEWS.find((view) => view.parts.includes(part))
  if (!entry) throw new Error(`no view shows ${part}`)
  return entry
}

/** Whether the view has something to show. The overview and the sources always have. */
export function viewHas(entry: ViewEntry, profile: Profile): boolean {
  if (entry.id === 'overview' || entry.id === 'sources') return true
  return entry.parts.some((part) => profile[part].length > 0)
}
