/**
 * The views of a profile in the order of their tabs. A view is a component without props: it reads the profile from
 * `useSessions()`, its own state from `useView()`, and the selection from `useSelection()`.
 */
import type { Component } from 'vue'
import { defineAsyncComponent } from 'vue'
import type { PartName } from '../../../shared/profile/schema'
import type { Profile } from '../../../shared/profile/tables'

export const VIEW_IDS = ['overview', 'advice', 'imports', 'inference', 'stale', 'invalidations', 'precompile', 'images', 'reach', 'what-if', 'instance', 'sources'] as const
export type ViewId = (typeof VIEW_IDS)[number]

export interface ViewEntry {
  readonly id: ViewId
  readonly title: string
  /** The key that opens it. */
  readonly key: string
  /** The parts whose rows it shows: search hits and cross links in these parts lead here. */
  readonly parts: readonly PartName[]
  /** What would fill it, for the empty state, where it goes on after “Open or paste”. */
  readonly fills: string
  readonly component: Component
}

const LOADERS: Readonly<Record<ViewId, () => Promise<{ readonly default: Component }>>> = {
  overview: () => import('./OverviewView.vue'),
  advice: () => import('./AdviceView.vue'),
  imports: () => import('./ImportsView.vue'),
  inference: () => import('./InferenceView.vue'),
  stale: () => import('./StaleView.vue'),
  invalidations: () => import('./InvalidationsView.vue'),
  precompile: () => import('./PrecompileView.vue'),
  images: () => import('./ImagesView.vue'),
  reach: () => import('./ReachView.vue'),
  'what-if': () => import('./WhatIfView.vue'),
  instance: () => import('./InstanceView.vue'),
  sources: () => import('./SourcesView.vue'),
}

export const VIEWS: readonly ViewEntry[] = [
  {
    id: 'overview',
    title: 'Overview',
    key: '1',
    parts: ['timings', 'timeline'],
    fills: 'any output of Julia’s tools.',
    component: defineAsyncComponent(LOADERS.overview),
  },
  {
    id: 'advice',
    title: 'Advice',
    key: 'V',
    parts: [],
    fills: 'any output of Julia’s tools.',
    component: defineAsyncComponent(LOADERS.advice),
  },
  {
    id: 'imports',
    title: 'Imports',
    key: '2',
    parts: ['imports', 'packages'],
    fills: 'what @time_imports using SomePackage prints, together with a Manifest.toml.',
    component: defineAsyncComponent(LOADERS.imports),
  },
  {
    id: 'inference',
    title: 'Inference',
    key: '3',
    parts: ['inference', 'stacks', 'triggers', 'codegen'],
    fills: 'what print_tree, flatten or inference_triggers of SnoopCompile print, or a flame graph as speedscope JSON, pprof or .jlprof.',
    component: defineAsyncComponent(LOADERS.inference),
  },
  {
    id: 'stale',
    title: 'Stale instances',
    key: '4',
    parts: ['stale'],
    fills: 'what staleinstances(tinf) of SnoopCompile prints.',
    component: defineAsyncComponent(LOADERS.stale),
  },
  {
    id: 'invalidations',
    title: 'Invalidations',
    key: '5',
    parts: ['invalidations', 'counts'],
    fills: 'what invalidation_trees or report_invalidations of SnoopCompile print.',
    component: defineAsyncComponent(LOADERS.invalidations),
  },
  {
    id: 'precompile',
    title: 'Precompile',
    key: '6',
    parts: ['precompile', 'builds', 'unsaved', 'rejections'],
    fills: 'the output of julia --trace-compile=stderr, of Pkg.precompile(timing=true), of JULIA_DEBUG=loading, a file that SnoopCompile.write made, or a simulated run that precompiled packages.',
    component: defineAsyncComponent(LOADERS.precompile),
  },
  {
    id: 'images',
    title: 'Images',
    key: '7',
    parts: ['images', 'imageSections', 'imageItems', 'imageLinks', 'imageModules', 'imageFiles', 'imageFacts'],
    fills: 'a cache file (.ji), a package image or a system image, or build one.',
    component: defineAsyncComponent(LOADERS.images),
  },
  {
    id: 'reach',
    title: 'Near static',
    key: '8',
    parts: ['reach'],
    fills: 'a profile that backedge static -o wrote.',
    component: defineAsyncComponent(LOADERS.reach),
  },
  {
    id: 'what-if',
    title: 'What if',
    key: 'I',
    parts: [],
    fills: 'any output of Julia’s tools that has times.',
    component: defineAsyncComponent(LOADERS['what-if']),
  },
  {
    id: 'instance',
    title: 'Method instance',
    key: 'G',
    parts: [],
    fills: 'any output of Julia’s tools that names method instances.',
    component: defineAsyncComponent(LOADERS.instance),
  },
  {
    id: 'sources',
    title: 'Sources',
    key: '9',
    parts: [],
    fills: 'any output of Julia’s tools.',
    component: defineAsyncComponent(LOADERS.sources),
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

/**
 * The view that opens first. Whoever opens a flame graph of a profiler wants to see it; of everything that people type and
 * paste, and of every mixture, the overview says what there is.
 */
export function firstView(profile: Profile): ViewId {
  const { parts } = viewEntry('inference')
  const isFlameGraph =
    profile.sources.every(({ format }) => format !== 'text') &&
    profile.blocks.every(({ part }) => parts.includes(part)) &&
    profile.blocks.some(({ part, shape }) => (part === 'inference' || part === 'stacks') && shape === 'tree')
  return isFlameGraph ? 'inference' : 'overview'
}

/** Not reactive: a view on screen stays the component that it is. */
const preloaded = new Map<ViewId, Component>()

/** Fetches the code of all views, so that the first look at each need not wait for it; the flame graph's first. */
export async function preloadViews(): Promise<void> {
  for (const id of ['inference', ...VIEW_IDS.filter((one) => one !== 'inference')] as const) preloaded.set(id, (await LOADERS[id]()).default)
}

/** The component of a view: itself if its code is there, else one that fetches it. */
export function viewComponent({ id, component }: ViewEntry): Component {
  return preloaded.get(id) ?? component
}

/** Whether the view has something to show. Those that show no part of their own always have. */
export function viewHas(entry: ViewEntry, profile: Profile): boolean {
  if (entry.id === 'overview') return true
  return entry.parts.length === 0 || entry.parts.some((part) => profile[part].length > 0)
}
