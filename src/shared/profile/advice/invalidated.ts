/**
 * Methods that throw compiled code away, from both sides (`blame.ts`): the method to drop or to narrow, the code that would not be hit if it were
 * inferred, and the package to load before or after. A method is piracy where neither its function nor a type of its signature belongs to the
 * package that defines it; a name that is printed without its module, and that Base does not export, may be the package's own, and then nothing is
 * said. The saving is what had to be compiled again; instances that several methods threw away count for each, so savings do not add up. Many
 * invalidations do not matter: causes that cost nothing known are told only where no times are in the profile at all, and then the greatest few.
 */
import { blameName, blameOf, type BlameBasis, type CauseBlame } from '../blame'
import { frameOwner, isPackage, signatureTypes } from '../frame-owner'
import { rowsByBlock } from '../block-rows'
import { BLOCKERS, invalidationLinks } from '../invalidation-links'
import { isBaseFunction } from '../../signature/base-names'
import { parseSignature } from '../../signature/parse'
import { splitSignature } from '../../signature/split'
import { SCHEMA } from '../schema'
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { formatCount, formatTime } from '../../units'
import { UNKNOWN_SAVING, type Advice, type Evidence, type Fix, type Saving } from './rule'
import { ascending, counted, estimated, listed, measured, runTotal, shortFrame, signatureOf } from './words'

const KIND = SCHEMA.invalidations.kind.oneOf
const [MT, DELETING] = [KIND.indexOf('mtBackedges'), SCHEMA.invalidations.reason.oneOf.indexOf('deleting')]
const INSERTING = SCHEMA.invalidations.reason.oneOf.indexOf('inserting')
/** Causes without a time that are told. */
const MOST_UNTIMED = 3
/** Of the instances that the greatest cause invalidated: fewer are not worth a word where no times are known. */
const LEAST_UNTIMED = 0.1
const MOST_EVIDENCE = 3

const BASIS: Readonly<Record<BlameBasis, string>> = {
  again: 'inferred again', trace: 'compiled again, as --trace-compile has it (times may contain one another)', blockers: 'inferred again, as precompile_blockers has it', none: '',
}

/** What was printed after `superseding`: `isequal(x, y) @ Base operators.jl:133`, `fee(::Number) in Ledger at …`. */
const SUPERSEDED = /(?: @ | in )([\p{L}_][\p{L}\p{N}_]*)(?:\.[\p{L}\p{N}_.]+)?(?: |$)/u

/** The package that the function itself belongs to, as far as the profile says. */
function functionOwner(profile: Profile, row: number): string {
  const { invalidations } = profile
  const signature = signatureOf(profile, invalidations.frame[row] ?? -1)
  const split = splitSignature(signature)
  if (split.module !== '') return split.module.split('.', 1)[0] ?? ''
  if (isBaseFunction(split.name)) return 'Base'
  // A method that it superseded was there before: the oldest that is known is where the function is at home.
  for (let root = row + 1; root < invalidations.length; root++) {
    if (invalidations.parent[root] !== row) continue
    const via = SUPERSEDED.exec(textAt(profile, invalidations.via[root]))?.[1]
    if (via !== undefined) return via
  }
  return ''
}

/** Whether the package owns neither the function nor any type: only then, and only if all names are known. */
function isPiracy(profile: Profile, { row, inserted }: Pick<CauseBlame, 'row' | 'inserted'>): boolean {
  if (!isPackage(inserted) || profile.invalidations.reason[row] !== INSERTING) return false
  const owner = functionOwner(profile, row)
  if (owner === '' || owner === inserted.name) return false
  const signature = signatureOf(profile, profile.invalidations.frame[row] ?? -1)
  const { modules, unqualified } = signatureTypes(signature)
  const typed = parseSignature(signature).args.filter(({ type }) => type !== undefined)
  return typed.length > 0 && unqualified.size === 0 && !modules.has(inserted.name)
}

function saving(cause: CauseBlame, profile: Profile): Saving {
  if (Number.isNaN(cause.nanoseconds) || cause.nanoseconds === 0) return UNKNOWN_SAVING
  const total = runTotal(profile)
  return cause.basis === 'trace'
    ? estimated(cause.nanoseconds, 'that the recompiled statements do not contain one another', total.nanoseconds > 0 ? total : { nanoseconds: Number.NaN, text: '' })
    : measured(cause.nanoseconds, total)
}

function evidenceOf(profile: Profile, cause: CauseBlame): Evidence[] {
  const { invalidations, frames } = profile
  const frame = invalidations.frame[cause.row] ?? -1
  const file = textAt(profile, frames.file[frame])
  const verb = invalidations.reason[cause.row] === DELETING ? 'Deleting' : 'Inserting'
  const whose = [...new Set(cause.vulnerable.map(({ owner }) => blameName(owner)))].filter((name) => name !== 'not printed')
  const facts: Evidence[] = [{
    text: `${verb} ${shortFrame(profile, frame)}${file === '' ? '' : ` at ${file}:${frames.line[frame] ?? -1}`} invalidated ${counted(cause.instances, 'instance')}${whose.length > 0 ? `, through code of ${listed(whose.slice(0, 3))}` : ''}`,
    part: 'invalidations', rows: [cause.row],
  }]
  const stale = cause.victims.filter(({ nanoseconds }) => nanoseconds > 0)
  for (const { frame: victim, nanoseconds, rows } of stale.slice(0, MOST_EVIDENCE)) {
    facts.push({ text: `${shortFrame(profile, victim)}: ${formatTime(nanoseconds)} ${BASIS[cause.basis]}`, part: cause.basis === 'trace' ? 'precompile' : 'stale', rows: ascending(rows) })
  }
  const rest = stale.slice(MOST_EVIDENCE)
  if (rest.length > 0) facts.push({ text: `${counted(rest.length, 'other instance')} ${BASIS[cause.basis]}`, part: cause.basis === 'trace' ? 'precompile' : 'stale', rows: ascending(rest.flatMap(({ rows }) => rows)) })
  if (cause.basis === 'blockers') {
    const printed = Array.from(invalidations.frame.keys()).filter((row) => invalidations.frame[row] === frame && profile.blocks[invalidations.block[row] ?? -1]?.format === BLOCKERS)
    if (printed.length > 0) facts.push({ text: `${formatTime(cause.nanoseconds)} ${BASIS.blockers}`, part: 'invalidations', rows: ascending(printed) })
  }
  const [payer] = cause.payments
  if (payer && payer.nanoseconds > 0) {
    const at = profile.inference.frame.indexOf(payer.frame)
    if (at >= 0) facts.push({ text: `The call that waits: ${shortFrame(profile, payer.frame)}`, part: 'inference', rows: [at] })
  }
  return facts
}

function placeOf(profile: Profile, frame: number): Pick<Fix, 'file' | 'line'> {
  const file = textAt(profile, profile.frames.file[frame])
  return file === '' ? {} : { file, line: profile.frames.line[frame] ?? -1 }
}

function causeAdvice(profile: Profile, cause: CauseBlame): Advice {
  const frame = profile.invalidations.frame[cause.row] ?? -1
  const name = shortFrame(profile, frame, 60)
  const whose = isPackage(cause.inserted) ? ` of ${cause.inserted.name}` : ''
  const piracy = isPiracy(profile, cause)
  const sure = cause.nanoseconds > 0 ? 'certain' : 'possible'
  const place = placeOf(profile, frame)
  const deleted = profile.invalidations.reason[cause.row] === DELETING
  return {
    id: `cause ${cause.row}`, kind: piracy ? 'piracy' : 'invalidator',
    title: piracy ? `Drop the pirated method ${name}${whose}` : deleted ? `Do not delete ${name} once code has been compiled for it` : `Drop or narrow the method ${name}${whose}`,
    evidence: evidenceOf(profile, cause), saving: saving(cause, profile), sure,
    fix: {
      text: piracy
        ? `Neither the function${functionOwner(profile, cause.row) === '' ? '' : ` (it belongs to ${functionOwner(profile, cause.row)})`} nor any type of the signature belongs to ${cause.inserted.name}: the method changes what the code of others does, and ends what they had compiled. Define it for a type of your own, give the function another name, or propose the method to the package that owns the function.`
        : `Ask who calls it: the worst invalidators are often methods that nobody needs. If it is needed, narrow its arguments so that it no longer matches calls with values of unknown type, define it in the package that owns the function, or let the vulnerable code say what type it expects (advice on that side).`,
      ...place,
    },
    ...(!deleted && { change: { kind: 'drop-method', method: place.file !== undefined && place.line !== undefined && place.line >= 0 ? { file: place.file, line: place.line } : { signature: signatureOf(profile, frame), ...(isPackage(cause.inserted) && { module: cause.inserted.name }) } } as const }),
  }
}

/** `!(::Any)` of `Tuple{typeof(!), Any}` in any notation: the call that inference could not resolve. */
function callText(profile: Profile, root: number): string {
  const via = textAt(profile, profile.invalidations.via[root])
  return via.length > 80 ? `${via.slice(0, 79)}…` : via
}

/** Functions whose result can be nothing else, so that asserting it is safe. */
const RESULTS: Readonly<Record<string, string>> = {
  '!': 'Bool', '==': 'Bool', '!=': 'Bool', '<': 'Bool', '<=': 'Bool', '>': 'Bool', '>=': 'Bool', isequal: 'Bool', isless: 'Bool', in: 'Bool', isempty: 'Bool', startswith: 'Bool', endswith: 'Bool', string: 'String',
  length: 'Int', joinpath: 'String', print: 'Nothing', println: 'Nothing',
}

/** The code that makes the call, where a person may change it. */
function weakAdvice(profile: Profile, cause: CauseBlame): Advice[] {
  const { invalidations } = profile
  return cause.vulnerable.filter(({ owner, nanoseconds }) => isPackage(owner) && owner.name !== cause.inserted.name && nanoseconds > 0).flatMap(({ owner, nanoseconds, roots }): Advice[] => {
    const weak = roots.filter((root) => invalidations.kind[root] === MT && frameOwner(profile, invalidations.frame[root] ?? -1).name === owner.name)
    const [root] = weak
    if (root === undefined) return []
    const frame = invalidations.frame[root] ?? -1
    const via = callText(profile, root)
    const called = splitSignature(via.startsWith('Tuple{') || via.includes('(') ? via : `${via}()`).name
    const result = RESULTS[called]
    return [{
      id: `weak ${cause.row} ${owner.name}`, kind: 'weak-code', title: `Make ${shortFrame(profile, frame, 60)} of ${owner.name} safe from such methods`,
      evidence: [
        { text: `${counted(weak.length, 'call')} with types that inference does not know, such as ${via}`, part: 'invalidations', rows: ascending(weak) },
        { text: `${formatTime(nanoseconds)} of ${owner.name} and its callers was compiled again`, part: 'invalidations', rows: [cause.row] },
      ],
      saving: cause.basis === 'trace' ? estimated(nanoseconds, 'that the recompiled statements do not contain one another', runTotal(profile)) : measured(nanoseconds, runTotal(profile)), sure: 'likely',
      fix: {
        text: `${shortFrame(profile, frame, 60)} calls ${called} with a value of a type that is not known, and was compiled for the methods of that time. Code that is inferred is not hit: give the value a type, by the element type of its container, a concrete field, or an assertion.${result ? ` ${called} is expected to give a ${result}: say so, and no new method can change what follows.` : ''}`,
        ...(result && { code: called === '!' ? `!(x)::${result}      # or: !(x::Bool)` : `${called.match(/^\w/) ? `${called}(…)` : `(x ${called} y)`}::${result}` }), ...placeOf(profile, frame),
      },
    }]
  })
}

/** A package that invalidates may come after the calls that it would make wait, or before what is checked against it. */
function laterAdvice(profile: Profile, causes: readonly CauseBlame[]): Advice[] {
  const { imports } = profile
  const byPackage = new Map<string, CauseBlame[]>()
  for (const cause of causes) if (isPackage(cause.inserted) && cause.nanoseconds > 0) byPackage.set(cause.inserted.name, [...(byPackage.get(cause.inserted.name) ?? []), cause])
  return [...byPackage].flatMap(([name, own]): Advice[] => {
    const loads = Array.from(imports.name.keys()).filter((row) => textAt(profile, imports.name[row]) === name)
    // What another package needs is not for the session to put off.
    if (loads.length === 0 || loads.some((row) => (imports.parent[row] ?? -1) >= 0)) return []
    const victims = new Map(own.flatMap((cause) => cause.victims.map((victim) => [victim.frame, victim.nanoseconds] as const)))
    const nanoseconds = [...victims.values()].reduce((sum, time) => sum + (time || 0), 0)
    if (!(nanoseconds > 0)) return []
    return [{
      id: `later ${name}`, kind: 'load-later', title: `Load ${name} later, after the first calls`,
      evidence: [
        { text: `${name} is asked for by itself, and its methods ended code that was needed`, part: 'imports', rows: ascending(loads) },
        { text: `${counted(own.length, 'method')} of ${name} made ${formatTime(nanoseconds)} of compiling necessary again`, part: 'invalidations', rows: ascending(own.map(({ row }) => row)) },
      ],
      saving: estimated(nanoseconds, `that nothing before its first use needs ${name}`, runTotal(profile)), sure: 'possible',
      fix: { text: `Move using ${name} behind the calls that now wait, or into the function that needs it. Code that runs before is still valid then; what is called after it is compiled again as before.`, code: `# first what needs no ${name}\nusing ${name}` },
      change: { kind: 'load-later', package: name },
    }]
  })
}

/** Instances that were needed again, of which no tree here says what ended their code. */
function unexplainedAdvice(profile: Profile): Advice[] {
  const { hits } = invalidationLinks(profile)
  const { stale } = profile
  const [list] = rowsByBlock(profile, 'stale').filter(({ block }) => block?.format !== BLOCKERS)
  const rows = (list?.rows ?? []).filter((row) => (hits[row]?.causes.length ?? 0) === 0)
  const nanoseconds = rows.reduce((sum, row) => sum + (stale.exclusive[row] || 0), 0)
  if (!(nanoseconds > 0)) return []
  const byPackage = new Map<string, number>()
  for (const row of rows) {
    const name = blameName(frameOwner(profile, stale.frame[row] ?? -1))
    byPackage.set(name, (byPackage.get(name) ?? 0) + (stale.exclusive[row] || 0))
  }
  const whose = [...byPackage].sort(([, a], [, b]) => b - a).slice(0, 3).map(([name, time]) => `${name} ${formatTime(time)}`)
  const heaviest = [...rows].sort((a, b) => (stale.exclusive[b] || 0) - (stale.exclusive[a] || 0)).slice(0, MOST_EVIDENCE)
  return [{
    id: 'unexplained', kind: 'invalidator', title: `Find the methods that made ${counted(rows.length, 'instance')} be inferred again`,
    evidence: [
      { text: `${formatTime(nanoseconds)} of inference, exclusive, for code that had been compiled and was thrown away: ${listed(whose)}`, part: 'stale', rows: ascending(rows) },
      ...heaviest.map((row): Evidence => ({ text: `${shortFrame(profile, stale.frame[row] ?? -1)}: ${formatTime(stale.exclusive[row] ?? Number.NaN)}`, part: 'stale', rows: [row] })),
    ],
    saving: measured(nanoseconds, runTotal(profile)), sure: 'likely',
    fix: {
      text: 'The list does not say what ended the code. Record the invalidations of the same session and open them together with it: the methods to drop then stand first, with their seconds.',
      code: 'using SnoopCompileCore\ninvalidations = @snoop_invalidations using ThePackage\ntinf = @snoop_inference the_workload()\nusing SnoopCompile\ntrees = invalidation_trees(invalidations)\nstaleinstances(tinf)',
    },
  }]
}

export function invalidationAdvice(profile: Profile): Advice[] {
  const blame = blameOf(profile)
  const timed = blame.causes.filter(({ nanoseconds }) => nanoseconds > 0)
  const unexplained = unexplainedAdvice(profile)
  if (timed.length > 0) return [...timed.flatMap((cause) => [causeAdvice(profile, cause), ...weakAdvice(profile, cause)]), ...laterAdvice(profile, timed), ...(timed.some(({ basis }) => basis === 'blockers') ? [] : unexplained)]
  const most = Math.max(0, ...blame.causes.map(({ instances }) => instances))
  const told = blame.causes.filter(({ instances }) => instances > 0 && instances >= LEAST_UNTIMED * most).slice(0, MOST_UNTIMED).map((cause) => {
    const advice = causeAdvice(profile, cause)
    const many = `${formatCount(blame.causes.length)} ${blame.causes.length === 1 ? 'method' : 'methods'} invalidated code, and many invalidations do not matter`
    return { ...advice, fix: { ...advice.fix, text: `${advice.fix.text} What it costs is not in this profile: ${many}. Record staleinstances(tinf) of your workload with it.` } }
  })
  return [...told, ...unexplained]
}
