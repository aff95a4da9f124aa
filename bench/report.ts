// Turns measured rows into tables: ratios, geometric means, and how far the targets are. Every ratio is Typhon's time
// divided by the other's, so below 1 Typhon is the faster one. Knows nothing about how times are taken.

import type { Contender, Kind } from './contenders.ts';
import { type Row, referenceIndex, type Times } from './measure.ts';

export type Clock = 'wall' | 'cpu';

/** One session's outcome, as --json writes and --from reads it. */
export interface Session {
  readonly date: string;
  readonly machine: string;
  readonly contenders: readonly { readonly kind: Kind; readonly label: string }[];
  readonly rows: readonly Row[];
}

/** The groups in the table's order. The threads are not in the mean over all: they measure a scheduler, not code. */
const GROUPS = ['numeric', 'objects', 'control', 'text', 'threads'] as const;
const APART = 'threads';

interface RatioColumn {
  readonly label: string;
  readonly of: (row: Row) => number | undefined;
}

/** A table: the header, then a section for each group, its last row the geometric means. */
export interface Table {
  readonly header: readonly string[];
  readonly sections: readonly { readonly group: string; readonly rows: readonly string[][] }[];
  /** The means over all groups but the threads. */
  readonly overall: readonly string[];
}

const divided = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined || b === 0 ? undefined : a / b;

/** The geometric mean, or nothing of nothing. */
export function geometricMean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

const short = (label: string): string => label.replace('CPython ', '').replace(' (system)', ' sys');

/** The numbers of a session by one clock. */
export class Report {
  readonly session: Session;
  readonly clock: Clock;
  private readonly reference: number;

  constructor(session: Session, clock: Clock) {
    this.session = session;
    this.clock = clock;
    this.reference = referenceIndex(session.contenders.map((one) => ({ ...one, command: () => undefined })));
  }

  /** A contender's times for a program. */
  times(row: Row, index: number): Times {
    return row.results[index]?.[this.clock] ?? {};
  }

  /** Where the first contender of this kind stands, or -1. */
  index(kind: Kind): number {
    return this.session.contenders.findIndex((one) => one.kind === kind);
  }

  /** A contender's speed in steady state in units of the reference CPython: 2 is twice as fast. */
  speed(row: Row, index: number): number | undefined {
    return divided(this.times(row, this.reference).steady, this.times(row, index).steady);
  }

  get referenceLabel(): string {
    return this.session.contenders[this.reference]?.label ?? 'CPython';
  }

  private ratio(row: Row, kind: Kind, measure: keyof Times, other: number): number | undefined {
    return divided(this.times(row, this.index(kind))[measure], this.times(row, other)[measure]);
  }

  private fasterCPython(row: Row): number | undefined {
    const all = this.session.contenders.flatMap((one, i) =>
      one.kind === 'cpython' ? [this.times(row, i).steady ?? Number.POSITIVE_INFINITY] : [],
    );
    const best = Math.min(...all);
    return Number.isFinite(best) ? best : undefined;
  }

  private ratioColumns(): RatioColumn[] {
    const [pypy, hand] = [this.index('pypy'), this.index('typescript')];
    const own = short(this.referenceLabel);
    const columns: RatioColumn[] = [
      { label: `÷ ${own}`, of: (row) => this.ratio(row, 'typhon', 'steady', this.reference) },
      {
        label: '÷ faster CPython',
        of: (row) => divided(this.times(row, this.index('typhon')).steady, this.fasterCPython(row)),
      },
    ];
    if (pypy >= 0) columns.push({ label: '÷ PyPy', of: (row) => this.ratio(row, 'typhon', 'steady', pypy) });
    if (hand >= 0) columns.push({ label: '÷ TypeScript', of: (row) => this.ratio(row, 'typhon', 'steady', hand) });
    columns.push(
      { label: `first ÷ ${own}`, of: (row) => this.ratio(row, 'typhon', 'first', this.reference) },
      { label: `1 s ÷ ${own}`, of: (row) => this.ratio(row, 'typhon', 'whole', this.reference) },
      { label: `tier 0 ÷ ${own}`, of: (row) => this.ratio(row, 'tier0', 'steady', this.reference) },
    );
    return columns;
  }

  private rowsOf(group: string): readonly Row[] {
    return this.session.rows.filter((row) => row.group === group);
  }

  private means(name: string, rows: readonly Row[]): string[] {
    const mean = ({ of }: RatioColumn): string => number(geometricMean(rows.flatMap((row) => of(row) ?? [])));
    return [name, ...this.session.contenders.map(() => ''), ...this.ratioColumns().map(mean)];
  }

  /** Steady times in milliseconds and all ratios, by group. */
  table(): Table {
    const columns = this.ratioColumns();
    const cells = (row: Row): string[] => [
      row.program,
      ...this.session.contenders.map((_, i) =>
        row.results[i]?.problem === undefined ? milliseconds(this.times(row, i).steady) : 'failed',
      ),
      ...columns.map((column) => number(column.of(row))),
    ];
    const groups = [...new Set<string>([...GROUPS, ...this.session.rows.map((row) => row.group)])];
    const sections = groups.flatMap((group) => {
      const rows = this.rowsOf(group);
      return rows.length === 0 ? [] : [{ group, rows: [...rows.map(cells), this.means('geometric mean', rows)] }];
    });
    return {
      header: ['program', ...this.session.contenders.map((one) => one.label), ...columns.map((one) => one.label)],
      sections,
      overall: this.means(
        'mean of all but threads',
        this.session.rows.filter((row) => row.group !== APART),
      ),
    };
  }

  /** The targets and how far they are, a sentence each. */
  targets(): string[] {
    const rows = this.session.rows.filter((row) => row.group !== APART);
    const columns = this.ratioColumns();
    const values = (label: string, among: readonly Row[]): number[] => {
      const column = columns.find((one) => one.label.startsWith(label));
      return column === undefined ? [] : among.flatMap((row) => column.of(row) ?? []);
    };
    const line = (text: string, label: string, target: number, among: readonly Row[] = rows): string[] => {
      const mean = geometricMean(values(label, among));
      return mean === undefined ? [] : [`${text}: ${number(mean)} of its time (target ${target})`];
    };
    const above = (text: string, label: string): string[] => {
      const all = values(label, rows);
      const slow = all.filter((value) => value > 1).length;
      return all.length === 0 ? [] : [`${text}: ${slow} of ${all.length} programs (target 0)`];
    };
    const own = short(this.referenceLabel);
    return [
      ...line(`steady state, against ${this.referenceLabel}`, `÷ ${own}`, 0.2),
      ...line('steady state, against the faster CPython of each program', '÷ faster', 0.25),
      ...above('slower than the faster CPython in steady state', '÷ faster'),
      ...line('the numeric group, against PyPy', '÷ PyPy', 1, this.rowsOf('numeric')),
      ...above(`a 1-second program slower than in ${this.referenceLabel}`, '1 s'),
      ...line(`tier 0 alone, against ${this.referenceLabel}`, 'tier 0', 3),
      ...line('against the same algorithm in TypeScript', '÷ TypeScript', 1),
    ];
  }

  /** What went wrong, a line each. */
  problems(): string[] {
    return this.session.rows.flatMap((row) =>
      row.results.flatMap(({ problem }, i) =>
        problem === undefined ? [] : [`${row.program}: ${this.session.contenders[i].label}: ${problem}`],
      ),
    );
  }

  /** What the numbers are, for people. */
  caption(): string {
    const clock = this.clock === 'wall' ? 'wall clock' : 'processor time (user and system, all threads of the process)';
    return (
      `Best later round in the same process, milliseconds, ${clock}; ratios are Typhon's time divided by the other's: ` +
      `below 1 Typhon is faster. ${this.session.machine}, ${this.session.date}.`
    );
  }
}

/** Milliseconds in a table. */
export function milliseconds(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  const ms = seconds * 1000;
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0);
}

/** A ratio in a table. */
export function number(value: number | undefined): string {
  return value === undefined ? '' : value < 10 ? value.toFixed(2) : value.toFixed(1);
}

/** The report as text for a terminal. */
export function asText(report: Report): string {
  const table = report.table();
  const all = [table.header, ...table.sections.flatMap((section) => section.rows), table.overall];
  const widths = table.header.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
      .join('  ')
      .trimEnd();
  const sections = table.sections.map(({ group, rows }) => [`-- ${group}`, ...rows.map(line), ''].join('\n'));
  return [line(table.header), ...sections, line(table.overall), '', ...report.targets(), ...report.problems()].join(
    '\n',
  );
}

/** The report as Markdown. */
export function asMarkdown(report: Report): string {
  const table = report.table();
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const bold = (cells: readonly string[]): string[] => cells.map((text) => (text === '' ? '' : `**${text}**`));
  const rows = table.sections.flatMap(({ group, rows }) => [
    line([`*${group}*`, ...table.header.slice(1).map(() => '')]),
    ...rows.slice(0, -1).map(line),
    line(bold(rows[rows.length - 1])),
  ]);
  return [
    ...report.targets().map((target) => `* ${target[0].toUpperCase()}${target.slice(1)}.`),
    '',
    report.caption(),
    '',
    line(table.header),
    line(table.header.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows,
    line(bold(table.overall)),
    ...(report.problems().length > 0 ? ['', ...report.problems().map((problem) => `* ${problem}`)] : []),
    '',
  ].join('\n');
}

/** What a contender is told apart by outside of this program's objects. */
export function plain({ kind, label }: Contender): { kind: Kind; label: string } {
  return { kind, label };
}
