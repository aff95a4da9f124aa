// What the experiment found, in words: the table for the terminal and the verdicts that the page shares with it.

import { REGIMES, type Regime } from './counting.ts';
import type { Row } from './experiment.ts';

/** How the regimes are called. */
export const TITLES: Readonly<Record<Regime, string>> = {
  none: 'no protection',
  'object-lock': 'one lock per object',
  atomic: 'atomic operations',
  'global-lock': 'one global lock (GIL)',
  biased: 'biased counts (PEP 703)',
};

/** A number of operations per second, short. */
export function rate(perSecond: number): string {
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(1)} M` : `${(perSecond / 1e3).toFixed(1)} k`;
}
/** A whole number with its thousands apart. */
export function whole(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
/** The lost updates of a row, with their share. */
export function losses(row: Row): string {
  if (row.lost === 0) return '0';
  const share = (100 * row.lost) / row.taken;
  return `${whole(row.lost)} (${share < 0.1 ? '< 0.1' : share.toFixed(1)} %)`;
}
/** What would have become of the objects. */
export function fate(row: Row): string {
  const parts: string[] = [];
  const low = row.counts.filter((n) => n < 1).length;
  const high = row.counts.filter((n) => n > 1).length;
  if (row.freed > 0) parts.push(`freed in use ${whole(row.freed)} ${row.freed === 1 ? 'time' : 'times'}`);
  else if (low > 0) parts.push('freed too early at the end');
  if (high > 0) parts.push('leaked');
  return parts.length > 0 ? parts.join(', then ') : 'freed at the last drop';
}
/** Whether a regime counted right. */
export function correct(row: Row): boolean {
  return row.lost === 0 && row.freed === 0 && row.counts.every((n) => n === 1);
}

/** The table for the terminal. */
export function table(rows: readonly Row[]): string {
  const head = ['regime', 'threads', 'operations/s', 'lost updates', 'count (expected 1)', 'the object'];
  const lines = rows.map((row, at) => [
    at > 0 && rows[at - 1].regime === row.regime ? '' : TITLES[row.regime],
    String(row.threads),
    rate(row.perSecond),
    losses(row),
    whole(row.counts[0]),
    fate(row),
  ]);
  const widths = head.map((title, k) => Math.max(title.length, ...lines.map((line) => line[k].length)));
  const left = new Set([0, head.length - 1]);
  const format = (line: readonly string[]): string =>
    line
      .map((cell, k) => (left.has(k) ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
      .join('  ')
      .trimEnd();
  const out = [format(head), widths.map((n) => '-'.repeat(n)).join('  ')];
  for (const line of lines) out.push(format(line));
  return `${out.join('\n')}\n\n${verdict(rows)}\n`;
}

/** One sentence on what was seen. */
export function verdict(rows: readonly Row[]): string {
  const wrong = REGIMES.filter((regime) => rows.some((row) => row.regime === regime && !correct(row)));
  if (wrong.length === 0)
    return 'Every count is right. Without protection that takes one thread, or luck: try more seconds.';
  return `Wrong counts: ${wrong.map((regime) => TITLES[regime]).join(', ')}. All others counted right.`;
}
