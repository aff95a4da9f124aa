// The page that `typhon lab refcount --html` writes. Invariant: one file that needs nothing else, not even a network; every
// number in it is one of the table's.

import { REGIMES, type Regime } from './counting.ts';
import type { Row } from './experiment.ts';
import { correct, fate, losses, rate, TITLES, verdict, whole } from './report.ts';

const COLOURS: Readonly<Record<Regime, string>> = {
  none: '#d1495b',
  'object-lock': '#edae49',
  atomic: '#2e86ab',
  'global-lock': '#7d6b9e',
  biased: '#3a9d5d',
};

const WIDTH = 720;
const HEIGHT = 320;
const LEFT = 70;
const RIGHT = 175;
const TOP = 20;
const BOTTOM = 40;

const text = (s: string): string => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** The whole page. */
export function page(rows: readonly Row[], machine: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>typhon lab refcount</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
tr.wrong td { color: #d1495b; }
svg { width: 100%; height: auto; }
svg text { fill: currentColor; font: 12px system-ui, sans-serif; }
</style>
<h1>One reference count, many threads</h1>
<p>Real threads took and dropped references to one object that all of them use and to one object of their own each. The
counts are words of shared memory. ${text(machine)}.</p>
<p><strong>${text(verdict(rows))}</strong></p>
<h2>Operations per second</h2>
${chart(rows)}
<h2>Lost updates with the most threads</h2>
${bars(rows)}
<h2>All measurements</h2>
<table>
<tr><th>regime</th><th>threads</th><th>operations/s</th><th>lost updates</th><th>count (expected 1)</th><th>the object</th></tr>
${rows.map(line).join('\n')}
</table>
<p>Lost updates: increments by all threads at once that are not in the count afterwards. The count: what was left when every
reference but one had been dropped. Under 1 the object was freed while it was in use; over 1 it is never freed.</p>
</html>
`;
}

function line(row: Row): string {
  const cells = [TITLES[row.regime], row.threads, rate(row.perSecond), losses(row), whole(row.counts[0]), fate(row)];
  const tag = correct(row) ? '<tr>' : '<tr class="wrong">';
  return `${tag}${cells.map((cell) => `<td>${text(String(cell))}</td>`).join('')}</tr>`;
}

/** Operations per second over threads; the scale is logarithmic, since the regimes are factors apart. */
function chart(rows: readonly Row[]): string {
  const most = Math.max(...rows.map((row) => row.threads));
  const rates = rows.map((row) => Math.log10(row.perSecond));
  const low = Math.floor(Math.min(...rates));
  const high = Math.ceil(Math.max(...rates));
  const x = (threads: number): number =>
    LEFT + (most === 1 ? 0.5 : (threads - 1) / (most - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (power: number): number => TOP + ((high - power) / Math.max(1, high - low)) * (HEIGHT - TOP - BOTTOM);
  const out: string[] = [];
  for (let power = low; power <= high; power++) {
    const at = y(power).toFixed(1);
    out.push(`<line x1="${LEFT}" y1="${at}" x2="${WIDTH - RIGHT}" y2="${at}" stroke="#8886"/>`);
    out.push(`<text x="${LEFT - 8}" y="${at}" dy="4" text-anchor="end">${rate(10 ** power)}</text>`);
  }
  for (const threads of new Set(rows.map((row) => row.threads)))
    out.push(`<text x="${x(threads).toFixed(1)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${threads}</text>`);
  out.push(`<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 4}" text-anchor="middle">threads</text>`);
  // Names at the lines' ends, moved apart where the ends are close.
  const ends = REGIMES.map((regime) => ({ regime, own: rows.filter((row) => row.regime === regime) }))
    .map(({ regime, own }) => ({ regime, own, at: y(Math.log10(own[own.length - 1].perSecond)) }))
    .sort((a, b) => a.at - b.at);
  let lowest = 0;
  for (const { regime, own, at } of ends) {
    const points = own.map((row) => `${x(row.threads).toFixed(1)},${y(Math.log10(row.perSecond)).toFixed(1)}`);
    out.push(`<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[regime]}" stroke-width="2.5"/>`);
    for (const [k, point] of points.entries()) {
      const [cx, cy] = point.split(',');
      const says = `${TITLES[regime]}, ${own[k].threads} threads: ${rate(own[k].perSecond)}/s`;
      out.push(`<circle cx="${cx}" cy="${cy}" r="4" fill="${COLOURS[regime]}"><title>${text(says)}</title></circle>`);
    }
    lowest = Math.max(at, lowest + 15);
    const place = `x="${WIDTH - RIGHT + 12}" y="${lowest.toFixed(1)}" dy="4"`;
    out.push(`<text ${place} style="fill:${COLOURS[regime]}">${text(TITLES[regime])}</text>`);
  }
  return svg(HEIGHT, 'Operations per second of each regime over the number of threads', out);
}

function bars(rows: readonly Row[]): string {
  const most = Math.max(...rows.map((row) => row.threads));
  const last = rows.filter((row) => row.threads === most);
  const out: string[] = [];
  for (const [k, row] of last.entries()) {
    const at = 8 + 30 * k;
    const width = row.taken === 0 ? 0 : Math.min(1, Math.max(0, row.lost / row.taken)) * 380;
    out.push(`<text x="165" y="${at + 15}" text-anchor="end">${text(TITLES[row.regime])}</text>`);
    const size = `width="${width.toFixed(1)}" height="20"`;
    out.push(`<rect x="175" y="${at}" ${size} fill="${COLOURS[row.regime]}"/>`);
    out.push(`<text x="${(183 + width).toFixed(1)}" y="${at + 15}">${text(losses(row))}</text>`);
  }
  return svg(30 * last.length + 10, `Lost updates of each regime with ${most} threads`, out);
}

function svg(height: number, label: string, parts: readonly string[]): string {
  const box = `viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${text(label)}"`;
  return `<svg ${box}>\n${parts.join('\n')}\n</svg>`;
}
