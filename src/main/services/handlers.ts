/**
 * All that a front end can ask for. The arguments come from outside: each call has a schema, which is checked against the
 * types of `Methods` in both directions, so that a method without a handler or with a schema of another shape does not compile.
 */
import { z } from 'zod'
import type { ExportFormat, MethodName, Methods } from '../../shared/api'
import { EXPORT_FORMATS } from '../../shared/api'
import { UserError } from '../../shared/errors'
import type { CallContext, Handlers } from '../../shared/rpc'
import { sysimageOptions } from '../loader/sysimage/options'
import { changeSchema } from '../loader/what-if/schema'
import { deliver, exportName, exportProfile } from './export-session'
import type { Services } from './services'
import { Uploads } from './uploads'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
const path = z.string().min(1).max(4096)
const name = z.string().max(1024)
const id = z.int().positive()
const none = z.strictObject({})
const pixels = z.number().positive().max(20_000)

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('path'), path }),
  z.strictObject({ kind: z.literal('bytes'), name, bytes }),
  z.strictObject({ kind: z.literal('upload'), name, upload: z.int().positive() }),
  z.strictObject({ kind: z.literal('text'), name, text: z.string() }),
  z.strictObject({ kind: z.literal('sample'), id: z.string() }),
])
const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('path'), path }),
  z.strictObject({ kind: z.literal('bytes') }),
])

const scenario = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('sample'), id: z.string().max(200) }), z.strictObject({ kind: z.literal('path'), path })])

const labSource = z.discriminatedUnion('kind', [...scenario.options, z.strictObject({ kind: z.literal('project'), path })])
const labText = z.string().max(2 ** 21)
const word = z.string().min(1).max(200)
const plain = z.union([z.string().max(10_000), z.number(), z.boolean()])
const labChoices = z.strictObject({
  run: z.string().max(10_000).optional(),
  julia: z.string().max(100).optional(),
  caches: z.enum(['warm', 'cold', 'none']).optional(),
  pkgimages: z.boolean().optional(),
  optimize: z.int().min(0).max(3).optional(),
  startup: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('file'), path }),
    z.strictObject({ kind: z.literal('package'), name: word }),
  ]).optional(),
  sysimage: z.array(word).max(1000).optional(),
  preferences: z.record(word, z.record(word, z.union([plain, z.array(plain).max(1000)]))).optional(),
  loadOrder: z.array(word).max(1000).optional(),
  steps: z.array(z.string().min(1).max(100_000)).max(100).optional(),
  changes: z.array(changeSchema).max(100).optional(),
})

const longText = z.string().max(100_000)
const recording = z.strictObject({
  julia: path,
  project: z.string().max(4096),
  steps: z.array(z.strictObject({ kind: z.enum(['using', 'eval']), text: longText, label: z.string().max(1000).optional() })).max(100),
  repeat: z.int().min(0).max(1000),
  flags: z.array(z.string().max(1000)).max(100),
  compare: z.array(z.strictObject({ what: z.enum(['julia', 'flag', 'project']), value: z.string().max(4096) })).max(20),
})

const SCHEMAS = {
  'app.info': none,
  'session.open': z.strictObject({ sources: z.array(source).max(64), merge: z.boolean().optional() }),
  'session.list': none,
  'session.profile': z.strictObject({ id }),
  'session.close': z.strictObject({ id }),
  'session.export': z.strictObject({
    id,
    format: z.enum(Object.keys(EXPORT_FORMATS) as [ExportFormat, ...ExportFormat[]]),
    options: z
      .strictObject({
        part: z.string().max(64).optional(),
        theme: z.enum(['light', 'dark']).optional(),
        width: pixels.optional(),
        height: pixels.optional(),
      })
      .optional(),
    target,
  }),
  'scenario.samples': none,
  'scenario.describe': z.strictObject({ source: scenario }),
  'scenario.run': z.strictObject({ source: scenario, runs: z.array(z.string().max(10_000)).max(500).optional() }),
  'lab.open': z.strictObject({ source: labSource }),
  'lab.info': z.strictObject({ lab: id, run: z.string().max(10_000).optional() }),
  'lab.read': z.strictObject({ lab: id, path }),
  'lab.edit': z.strictObject({ lab: id, path, text: labText }),
  'lab.revert': z.strictObject({ lab: id, path }),
  'lab.save': z.strictObject({ lab: id, path, force: z.boolean().optional() }),
  'lab.run': z.strictObject({ lab: id, choices: labChoices }),
  'lab.close': z.strictObject({ lab: id }),
  'instance.view': z.strictObject({ id, signature: z.string().min(1).max(100_000) }),
  'record.julias': none,
  'record.command': z.strictObject({ request: recording }),
  'record.run': z.strictObject({ request: recording }),
  'image.project': z.strictObject({ source: scenario }),
  'image.build': z.strictObject({ source: scenario, julia: z.string().max(100), options: sysimageOptions, target }),
  'file.write': z.strictObject({ name, bytes, target }),
  'recent.list': none,
  'recent.forget': z.strictObject({ path }),
} as const satisfies Record<MethodName, z.ZodType>

type Same<A, B> = [A, B] extends [B, A] ? true : false
/** Names of the methods whose schema says something else than `Methods`; must be empty. */
type Different = {
  [Name in MethodName]: Same<z.infer<(typeof SCHEMAS)[Name]>, Methods[Name]['args']> extends true ? never : Name
}[MethodName]
const schemas: Different extends never ? { [Name in MethodName]: z.ZodType<Methods[Name]['args']> } : Different = SCHEMAS

/** The first two complaints, each with its place: `sources[0].path: expected string`. */
function complaint(error: z.ZodError): string {
  return error.issues
    .slice(0, 2)
    .map(({ path: at, message }) => `${at.map(String).join('.') || 'arguments'}: ${message}`)
    .join('; ')
}

/** For one page: what it has sent ahead is in `uploads`. */
export function createHandlers(services: Services, uploads = new Uploads()): Handlers {
  const { sessions, scenarios, labs, images, recordings, recent, access, files, samples, exporters, options } = services

  const handlers: Handlers = {
    'app.info': () =>
      Promise.resolve({
        version: options.version,
        host: options.host,
        samples: samples.list(),
        formats: options.formats,
        maxBytes: options.maxBytes,
      }),
    'session.open': ({ sources, merge }, context) => sessions.open(sources, merge ?? false, { ...context, uploads }),
    'session.list': () => Promise.resolve(sessions.list()),
    'session.profile': ({ id }) => Promise.resolve(sessions.get(id).profile),
    'session.close': ({ id }) => {
      sessions.close(id)
      return Promise.resolve(null)
    },
    async 'session.export'({ id, format, options: how = {}, target }) {
      const { profile, info } = sessions.get(id)
      const made = await exportProfile(profile, format, how, exporters)
      const written = await deliver(made, exportName(info.title, format, how.part), target, access, files)
      if (format === 'backedge') {
        if (target.kind === 'path') await sessions.saved(id, await access.writable(target.path))
        else sessions.downloaded(id)
      }
      return written
    },
    'scenario.samples': () => Promise.resolve(scenarios.samples()),
    'scenario.describe': ({ source }) => scenarios.describe(source),
    'scenario.run': ({ source, runs }, context) => scenarios.run(source, runs, context),
    'lab.open': ({ source }) => labs.open(source),
    'lab.info': ({ lab, run }) => Promise.resolve(labs.info(lab, run)),
    'lab.read': ({ lab, path }) => Promise.resolve(labs.read(lab, path)),
    'lab.edit': ({ lab, path, text }) => Promise.resolve(labs.edit(lab, path, text)),
    'lab.revert': ({ lab, path }) => Promise.resolve(labs.revert(lab, path)),
    'lab.save': ({ lab, path, force }) => labs.save(lab, path, force ?? false),
    'lab.run': ({ lab, choices }, context) => Promise.resolve(labs.run(lab, choices, context)),
    'instance.view': ({ id: session, signature }, context) => Promise.resolve(labs.view(session, signature, context)),
    'lab.close': ({ lab }) => {
      labs.close(lab)
      return Promise.resolve(null)
    },
    'record.julias': () => Promise.resolve(recordings.julias()),
    'record.command': ({ request }) => recordings.command(request),
    'record.run': ({ request }, context) => recordings.run(request, context),
    'image.project': ({ source }) => images.project(source),
    'image.build': (request, context) => images.build(request, context),
    'file.write': ({ name, bytes, target }) => deliver(bytes, name, target, access, files),
    'recent.list': () => services.recentFiles(),
    async 'recent.forget'({ path }) {
      await recent.forget(path)
      return services.recentFiles()
    },
  }

  function checked<Name extends MethodName>(method: Name) {
    const handler: Handlers[Name] = handlers[method]
    const schema = schemas[method] as z.ZodType<Methods[Name]['args']>
    return async (args: unknown, context: CallContext): Promise<Methods[Name]['result']> => {
      const result = schema.safeParse(args)
      if (!result.success) throw new UserError('bad-request', `The arguments of ${method} are wrong: ${complaint(result.error)}.`)
      return handler(result.data, context)
    }
  }
  return Object.fromEntries((Object.keys(handlers) as MethodName[]).map((method) => [method, checked(method)])) as unknown as Handlers
}
