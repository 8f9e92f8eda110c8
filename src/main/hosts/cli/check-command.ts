/**
 * `backedge check`: holds a profile to budgets, for continuous integration. Budgets come from the command line, from the table `[budgets]` of a
 * `backedge.toml`, or, against a baseline alone, are what the baseline has and a tolerance. Exit code 1 when over.
 */
import { resolve } from 'node:path'
import { z } from 'zod'
import { plain } from '../../../shared/charts/chart-spec'
import { UserError } from '../../../shared/errors'
import { codeSpan, harmless, markdownTable } from '../../../shared/markdown'
import { checkBudgets, formatQuantity, limitText, parseBudget, toleranceBudgets, verdictText, type Budget, type Verdict } from '../../../shared/profile/compare/budgets'
import { QUANTITIES, quantitiesOf, QUANTITY_NAMES } from '../../../shared/profile/compare/quantities'
import { compareWarnings } from '../../../shared/profile/compare/warnings'
import { textTable } from '../../../shared/text-table'
import type { CompareSide } from '../../../shared/profile/compare/side'
import { fitToml, parseToml } from '../../loader/project/toml'
import { ProgramFailed, textOf, usageError, type Arguments, type Command, type CommandContext } from './command'
import { readInputs } from './read-inputs'

/** Percent that a quantity may be above the baseline's if nothing else is said. */
const TOLERANCE = 10
const LARGEST_CONFIG = 100_000

/** `10` or `10%`. */
const PERCENT = /^\+?(\d+(?:\.\d+)?)\s*%?$/

/** What `backedge.toml` may hold. */
const CONFIG = z.strictObject({
  budgets: z.record(z.string(), z.union([z.string(), z.number(), z.bigint()], { error: 'expected a limit, such as "2s" or 50' })).default({}),
  baseline: z.string({ error: 'expected the path of a profile' }).min(1, 'expected the path of a profile').optional(),
  tolerance: z.union([z.number().min(0), z.string().regex(PERCENT)], { error: 'expected percent, such as 10' }).optional(),
})

interface Config {
  readonly budgets: readonly Budget[]
  readonly baseline?: string
  readonly tolerance?: number
}

/** Throws `UserError('bad-usage')`. */
function percentOf(text: string): number {
  const found = PERCENT.exec(text.trim())
  if (!found) throw new UserError('bad-usage', `Found the tolerance “${plain(text, 40)}”, expected percent.`, { hint: 'such as 10 or 2.5%' })
  return Number(found[1])
}

/** Throws `UserError` that names the file. */
function readConfig(text: string, file: string): Config {
  const { budgets, baseline, tolerance } = fitToml(parseToml({ text, file }), CONFIG, { text, file })
  try {
    return {
      budgets: Object.entries(budgets).map(([name, limit]) => parseBudget(`${name}=${limit}`)),
      ...(baseline !== undefined && { baseline }), ...(tolerance !== undefined && { tolerance: percentOf(String(tolerance)) }),
    }
  } catch (error) {
    throw error instanceof UserError ? new UserError(error.code, error.message, { ...error.details, where: file }) : error
  }
}

async function configOf(args: Arguments, { terminal }: CommandContext): Promise<Config> {
  const path = textOf(checkCommand, args, 'config')
  if (path === undefined) return { budgets: [] }
  const full = resolve(terminal.folder, path)
  const bytes = await terminal.files.read(full, LARGEST_CONFIG)
  return readConfig(new TextDecoder().decode(bytes), path)
}

function verdictRows(verdicts: readonly Verdict[], withBaseline: boolean): string[][] {
  return verdicts.map((verdict) => {
    const { quantity: { name, value }, baseline } = verdict
    return [name, formatQuantity(name, value), ...(withBaseline ? [baseline === undefined ? '–' : formatQuantity(name, baseline)] : []), limitText(verdict), verdictText(verdict)]
  })
}

function verdictLines(verdicts: readonly Verdict[], withBaseline: boolean): string[] {
  const head = ['quantity', 'value', ...(withBaseline ? ['baseline'] : []), 'budget', 'verdict']
  return textTable({ head, words: new Set([0, head.length - 2, head.length - 1]), rows: verdictRows(verdicts, withBaseline) })
}

function json(verdicts: readonly Verdict[], warnings: readonly string[]): string {
  return JSON.stringify({
    over: verdicts.some(({ over }) => over), warnings,
    quantities: verdicts.map(({ budget, quantity, baseline, limit, over, withinSpread }) => ({
      name: quantity.name, unit: { time: 'nanoseconds', count: 'count', bytes: 'bytes' }[QUANTITIES[quantity.name].unit], value: quantity.value, low: quantity.low, high: quantity.high,
      note: quantity.note, budget: budget.text, limit, baseline, over, withinSpread,
    })),
  }, null, 2)
}

export const checkCommand: Command = {
  name: 'check',
  usage: 'backedge check FILE [--budget NAME=LIMIT]… [--baseline OLD] [--config FILE] [--json | --markdown]',
  title: 'holds a profile to budgets, for continuous integration: exit code 1 when over',
  help: [
    'Prints each quantity with its budget and the verdict. Exit code 0: all within their budgets; 1: one or more over; 2: the question was wrong.',
    'A quantity that the profile does not tell is an error, not a success.',
    '',
    '  --budget NAME=LIMIT   ttfx=2s, load=340ms, invalidations=50, cacheBytes=10MiB; against the baseline inference=+10%, load=+200ms, stale=+0',
    '  --baseline OLD        an older profile; without a budget, every quantity that both tell may be at most --tolerance above it',
    `  --tolerance PERCENT   ${TOLERANCE} if not said`,
    '  --config FILE         a TOML file with a table [budgets] (ttfx = "2s"), and if wanted baseline = "old.backedge" and tolerance = 10;',
    '                        what is said on the command line comes in place of it',
    '  --list                prints the quantities that the profile tells, and checks nothing',
    '  --markdown            for a pull request',
    '  --json                plain data: nanoseconds, bytes and counts',
    '',
    'Quantities:',
    ...QUANTITY_NAMES.map((name) => `  ${name.padEnd(15)} ${QUANTITIES[name].title.toLowerCase()}`),
  ],
  options: {
    budget: { type: 'string', multiple: true }, baseline: { type: 'string' }, tolerance: { type: 'string' }, config: { type: 'string' }, list: { type: 'boolean' },
    markdown: { type: 'boolean' }, json: { type: 'boolean' },
  },
  async run(args, context) {
    const { positionals, values } = args
    const { stdout, stderr } = context.terminal
    const [file, ...others] = positionals
    if (file === undefined) throw usageError(checkCommand, 'No file is named.')
    if (others.length > 0) throw usageError(checkCommand, `Expected one file, found ${positionals.length}; an older one goes with --baseline.`)
    if (values['json'] === true && values['markdown'] === true) throw usageError(checkCommand, '--json and --markdown exclude each other.')
    const config = await configOf(args, context)
    const typed = (Array.isArray(values['budget']) ? values['budget'].map(String) : []).map((text) => parseBudget(text))
    const tolerance = textOf(checkCommand, args, 'tolerance')
    const percent = tolerance === undefined ? (config.tolerance ?? TOLERANCE) : percentOf(tolerance)
    // Of a budget that is given twice the later one counts, and what is typed comes after the file.
    const given = [...new Map([...config.budgets, ...typed].map((budget) => [budget.name, budget])).values()]
    const older = textOf(checkCommand, args, 'baseline') ?? config.baseline
    const [profile, before] = await readInputs(older === undefined ? [file] : [file, older], false, context)
    if (!profile) return
    const quantities = quantitiesOf(profile)

    if (values['list'] === true) {
      const rows = quantities.map(({ name, value, note }) => [name, formatQuantity(name, value), QUANTITIES[name].title, note])
      await stdout.write(values['json'] === true
        ? `${JSON.stringify(quantities.map((one) => ({ ...one, title: QUANTITIES[one.name].title })), null, 2)}\n`
        : `${textTable({ words: new Set([0, 2, 3]), rows }).join('\n') || 'The profile has no number that a budget can be set on.'}\n`)
      return
    }
    const baseline = before && quantitiesOf(before)
    if (given.length === 0 && !baseline) throw usageError(checkCommand, 'There is nothing to check: expected --budget, --baseline or --config.')
    const budgets = given.length > 0 ? given : toleranceBudgets(quantities, baseline ?? [], percent)
    if (budgets.length === 0) throw new UserError('bad-input', 'The profile and the baseline have no quantity in common.', { where: older })
    const verdicts = checkBudgets(budgets, quantities, baseline)
    const sides: CompareSide[] = before ? [{ profile: before, label: 'the baseline' }, { profile, label: 'this profile' }] : []
    const warnings = compareWarnings(sides).filter(({ level }) => level === 'warning').map(({ text }) => text)
    const over = verdicts.filter((verdict) => verdict.over)
    const notes = [...new Set(verdicts.flatMap(({ quantity: { name, note } }) => (note === '' ? [] : [`${name}: ${note}`])))]
    const summary = over.length === 0 ? `${verdicts.length === 1 ? 'It is' : `All ${verdicts.length} are`} within budget.` : `${over.length} of ${verdicts.length} over budget: ${over.map(({ budget }) => budget.name).join(', ')}.`

    if (values['json'] === true) await stdout.write(`${json(verdicts, warnings)}\n`)
    else if (values['markdown'] === true) {
      const rows = verdictRows(verdicts, baseline !== undefined).map(([name = '', ...cells]) => [codeSpan(name), ...cells.map((cell) => (cell.startsWith('over') ? `**${harmless(cell)}**` : harmless(cell)))])
      await stdout.write(`${[
        `### ${over.length === 0 ? '✅' : '❌'} ${harmless(summary)}`, '', ...markdownTable(['quantity', 'value', ...(baseline ? ['baseline'] : []), 'budget', 'verdict'], rows),
        ...warnings.flatMap((text) => ['', `> ⚠ ${harmless(text)}`]), ...notes.flatMap((note) => ['', `_${harmless(note)}_`]),
      ].join('\n')}\n`)
    } else {
      await stdout.write(`${[
        ...verdictLines(verdicts, baseline !== undefined), '', summary, ...warnings.map((text) => `! ${plain(text, 1000)}`), ...notes.map((note) => `  ${plain(note, 1000)}`),
      ].join('\n')}\n`)
    }
    if (over.length > 0) {
      if (values['json'] === true || values['markdown'] === true) await stderr.write(`backedge: ${plain(summary)}\n`)
      throw new ProgramFailed()
    }
  },
}
