/**
 * Code that is compiled in every session though a cache could hold it: no workload runs it while its package is precompiled, or Julia is older
 * than 1.9 and its caches hold no native code (e.4). What Julia before 1.8 throws away is told by `ownership.ts`. Assumed is that
 * what is kept loads in a time that does not count beside making it; code over functions and closures of the session is left out, as no package
 * can hold it (`specialization.ts`), and so is what was thrown away (`invalidated.ts`) or reached by runtime dispatch out of code that
 * is kept (`inference.ts`).
 */
import type { Profile } from '../tables'
import { textAt } from '../tables'
import { SCHEMA } from '../schema'
import { glueWork } from './glue'
import { ASSUMES_KEPT, isBefore, lostWork } from './ownership'
import { MOST_STATEMENTS, statementOf, workloadCode } from './precompile-code'
import { UNKNOWN_SAVING, type Advice } from './rule'
import { ascending, counted, estimated, listed, runTotal, shareText, shortFrame, signatureOf } from './words'
import { compileWork, totalWork, workEvidence, type Work } from './work'

const TOPLEVEL = SCHEMA.triggers.relation.oneOf.indexOf('toplevel')
const KEEPS_NATIVE = [1, 9] as const

/** Whether inference was entered from the prompt or a script, or nothing says from where. */
function isFromToplevel(profile: Profile, { trigger }: Work): boolean {
  return trigger < 0 || profile.triggers.relation[trigger] === TOPLEVEL || (profile.triggers.caller[trigger] ?? -1) < 0
}

function missing(profile: Profile, name: string, work: readonly Work[]): Advice {
  const statements = work.flatMap((one) => statementOf(one, signatureOf(profile, one.frame)) ?? [])
  const calls = work.slice(0, MOST_STATEMENTS).map(({ frame }) => shortFrame(profile, frame))
  const total = totalWork(work)
  const run = runTotal(profile)
  const native = work.every(({ inference, codegen }) => Number.isNaN(inference) && !Number.isNaN(codegen))
  const old = isBefore(profile, KEEPS_NATIVE)
  return {
    id: `workload ${name}`, kind: 'workload-missing', title: `Precompile what is called first of ${name}: ${counted(work.length, 'call')} ${work.length === 1 ? 'waits' : 'wait'} for the compiler`,
    evidence: workEvidence(profile, work),
    saving: Number.isNaN(total) ? UNKNOWN_SAVING : estimated(old ? inferenceOf(work) : total, old ? `${ASSUMES_KEPT}; native code is kept from Julia 1.9 on only, and not counted` : ASSUMES_KEPT, run),
    sure: Number.isNaN(total) ? 'likely' : 'certain',
    fix: {
      text: `${native ? 'The cache holds inferred code for these calls, but no native code, as nothing called them' : 'Nothing had these calls compiled'} while ${name} was precompiled. Add a workload at the end of the module ${name}: what it calls is compiled once, when the package is precompiled, and loaded afterwards. If the package is not yours, put the same calls into a Startup package of your own.`,
      code: workloadCode(calls, statements),
    },
    ...(statements.length > 0 && { change: { kind: 'precompile', package: name, statement: statements.join('\n') } }),
  }
}

function inferenceOf(work: readonly Work[]): number {
  const known = work.filter(({ inference }) => !Number.isNaN(inference))
  return known.length === 0 ? totalWork(work) : known.reduce((sum, { inference }) => sum + inference, 0)
}

/** From 1.9 on caches hold native code. */
function oldJulia(profile: Profile, work: readonly Work[]): Advice[] {
  const native = work.filter(({ inference, codegen, package: name }) => name !== '' && Number.isNaN(inference) && codegen > 0)
  if (native.length === 0) return []
  const names = [...new Set(native.map(({ package: name }) => name))]
  return [{
    id: 'native code', kind: 'native-code', title: `Use Julia 1.9 or later: caches of ${listed(names.slice(0, 3))} hold inferred code, and native code was made again`,
    evidence: workEvidence(profile, native), saving: estimated(totalWork(native), ASSUMES_KEPT, runTotal(profile)), sure: 'certain',
    fix: { text: 'Julia 1.9 and later keep native code in package images (.so, .dylib, .dll beside the .ji). On an older Julia only a system image does: PackageCompiler.create_sysimage.' },
    change: { kind: 'julia', version: '1.10' },
  }]
}

/** What no package owns: scripts, and calls of Julia's own code. */
function startup(profile: Profile, work: readonly Work[], all: { readonly time: number, readonly count: number }): Advice[] {
  const total = totalWork(work)
  const timed = !Number.isNaN(total)
  if (work.length < 2 || (timed ? !(total > all.time / 2) : work.length <= all.count / 2)) return []
  const statements = work.flatMap((one) => (one.owner.kind === 'session' ? [] : statementOf(one, signatureOf(profile, one.frame)) ?? []))
  return [{
    id: 'startup', kind: 'workload-missing', title: 'Put what you call in every session into a Startup package',
    evidence: workEvidence(profile, work), saving: timed ? estimated(total, `${ASSUMES_KEPT}, and that these calls are made in every session`, runTotal(profile)) : UNKNOWN_SAVING, sure: 'possible',
    fix: {
      text: `${timed ? `${shareText(total, all.time)} of the compiling` : `Most of what was compiled (${counted(work.length, 'instance')} of ${all.count})`} belongs to no package: functions of scripts, and Julia’s own for types that it has no code for. Move the functions into a package of your own and call them in its workload; load it in ~/.julia/config/startup.jl.`,
      code: `module Startup\n\n${workloadCode(work.slice(0, MOST_STATEMENTS).map(({ frame }) => shortFrame(profile, frame)), statements)}\n\nend`,
    },
  }]
}

export function workloadAdvice(profile: Profile): Advice[] {
  const glue = new Set(glueWork(profile).work)
  const all = compileWork(profile)
  const lost = lostWork(profile)
  const open = all.filter((work) => !work.again && !glue.has(work) && !lost.has(work) && work.types.functions.length === 0 && isFromToplevel(profile, work))
  const old = isBefore(profile, KEEPS_NATIVE)
  const byPackage = new Map<string, Work[]>()
  const nobodys: Work[] = []
  for (const work of open) {
    if (old && Number.isNaN(work.inference) && work.codegen > 0) continue
    if (work.package === '') nobodys.push(work)
    else byPackage.set(work.package, [...(byPackage.get(work.package) ?? []), work])
  }
  return [
    ...[...byPackage].map(([name, work]) => missing(profile, name, work)), ...(old ? oldJulia(profile, all.filter(({ again }) => !again)) : []),
    ...(byPackage.size === 0 ? startup(profile, nobodys, { time: totalWork(all), count: all.length }) : []),
  ]
}

/** Statements of a build, or of a file, whose code is not kept. */
export function statementAdvice(profile: Profile): Advice[] {
  const { precompile } = profile
  const outcomes = SCHEMA.precompile.outcome.oneOf
  const FIXES: Partial<Record<(typeof outcomes)[number], string>> = {
    unparsed: 'Record the statements again with the Julia that replays them; closures of another version and types that print in no readable form cannot be read back.',
    notFound: 'Load the package that defines the name before the statement, or drop the statement: the function or type is gone.',
    notInferred: 'Give concrete argument types: an abstract signature gives no code that a call could use.',
    returnedFalse: 'precompile returned false: no method takes these types. Put @assert before the statement, so that it fails when it goes bad.',
    invalidated: 'A later definition ended the code while the image was made: load the package that defines it before, or drop the method.',
  }
  return outcomes.flatMap((outcome, position): Advice[] => {
    const fix = FIXES[outcome]
    const rows = Array.from(precompile.outcome.keys()).filter((row) => precompile.outcome[row] === position)
    const [first] = rows
    if (!fix || first === undefined) return []
    const reason = textAt(profile, precompile.reason[first])
    return [{
      id: `statement ${outcome}`, kind: 'statement-not-kept', title: `Mend ${counted(rows.length, 'precompile statement')} that ${rows.length === 1 ? 'keeps' : 'keep'} nothing`,
      evidence: [{ text: reason === '' ? `Outcome: ${outcome}` : reason, part: 'precompile', rows: ascending(rows) }], saving: UNKNOWN_SAVING, sure: 'certain',
      fix: { text: fix, code: rows.slice(0, 5).map((row) => textAt(profile, precompile.statement[row])).join('\n') },
    }]
  })
}

