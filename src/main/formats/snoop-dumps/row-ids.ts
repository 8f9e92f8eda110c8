/** The numbers by which rows of a dump name one another: `id` from 1 on, and `parent`, 0 for none. A second root begins a second tree. */
import { numberOf } from '../json-value'

export class RowIds {
  private readonly rows = new Map<number, number>()
  /** Rows whose parent stands nowhere above them. */
  orphans = 0

  /** Row of the parent of a row with these numbers, -1 for none. */
  parentOf(fields: Readonly<Record<string, unknown>>): number {
    const parent = numberOf(fields['parent'])
    if (!(parent > 0)) {
      this.rows.clear()
      return -1
    }
    const row = this.rows.get(parent)
    if (row === undefined) this.orphans++
    return row ?? -1
  }

  set(fields: Readonly<Record<string, unknown>>, row: number): void {
    this.rows.set(numberOf(fields['id']), row)
  }

  notes(): string[] {
    return this.orphans > 0 ? [`${this.orphans} ${this.orphans === 1 ? 'row names a parent that is' : 'rows name parents that are'} not above ${this.orphans === 1 ? 'it' : 'them'}.`] : []
  }
}
