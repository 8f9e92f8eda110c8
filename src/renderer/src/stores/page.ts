/**
 * What the window shows: the start page, the current profile, the lab or the comparison. The lab and the comparison keep
 * a few settings here as plain text (`{ sample: 'hello' }`, `{ profiles: '1,2' }`), which stand in the address with the page.
 */
import { defineStore } from 'pinia'
import { reactive, ref } from 'vue'

/** Pages with an address of their own form, `#page=lab&sample=hello`; a profile's is in `hash.ts`. */
export const PLACES = ['lab', 'compare'] as const
export type Place = (typeof PLACES)[number]
export type Page = 'start' | 'profile' | Place

/** Names and values belong to the page; `page` is taken. */
export type PlaceSettings = Readonly<Record<string, string>>

export const usePage = defineStore('page', () => {
  const page = ref<Page>('start')
  /** Replace a page's settings as a whole: they are compared to write the address. */
  const settings = reactive<Record<Place, PlaceSettings>>({ lab: {}, compare: {} })

  return { page, settings }
})
