import type Database from 'better-sqlite3'

type Statement = Database.Statement
type Compile = (sql: string) => Statement

/**
 * Has `prepare` compile a statement when it is first used. An instance states more than a thousand for all its procedures;
 * to compile them takes longer than the rest of its start, and a call uses a few.
 */
export function stateLazily(db: Database.Database): void {
  const compile: Compile = db.prepare.bind(db)
  db.prepare = ((sql: string) => new LazyStatement(db, sql, compile)) as typeof db.prepare // callers give the rows' types
}

/** A class for once: a thousand of fifteen closures each would cost as much as they save. */
class LazyStatement implements Statement {
  private compiled: Statement | undefined
  /** What was set before there was something to set it on. */
  private settings: ((statement: Statement) => unknown)[] | undefined

  constructor(
    readonly database: Database.Database,
    readonly source: string,
    private readonly compile: Compile,
  ) {}

  private get statement(): Statement {
    if (this.compiled) return this.compiled
    const made = this.compile(this.source)
    for (const set of this.settings ?? []) set(made)
    return (this.compiled = made)
  }

  private set(setting: (statement: Statement) => unknown): this {
    if (this.compiled) setting(this.compiled)
    else (this.settings ??= []).push(setting)
    return this
  }

  get reader(): boolean {
    return this.statement.reader
  }
  get readonly(): boolean {
    return this.statement.readonly
  }
  get busy(): boolean {
    return this.compiled?.busy ?? false
  }
  run(...values: unknown[]) {
    return this.statement.run(...values)
  }
  get(...values: unknown[]) {
    return this.statement.get(...values)
  }
  all(...values: unknown[]) {
    return this.statement.all(...values)
  }
  iterate(...values: unknown[]) {
    return this.statement.iterate(...values)
  }
  columns() {
    return this.statement.columns()
  }
  pluck(isOn = true) {
    return this.set((statement) => statement.pluck(isOn))
  }
  raw(isOn = true) {
    return this.set((statement) => statement.raw(isOn))
  }
  expand(isOn = true) {
    return this.set((statement) => statement.expand(isOn))
  }
  safeIntegers(isOn = true) {
    return this.set((statement) => statement.safeIntegers(isOn))
  }
  bind(...values: unknown[]) {
    return this.set((statement) => statement.bind(...values))
  }
}
