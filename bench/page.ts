// The report as one HTML page without scripts: a bar for each program and contender on a logarithmic scale, how fast it
// is in units of CPython, then the table. Knows only the report.

import { number, type Report } from './report.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The scale goes from 1/32 of CPython's speed to 128 times it. */
const [LEAST, MOST] = [1 / 32, 128];

function position(speed: number): number {
  const clamped = Math.min(Math.max(speed, LEAST), MOST);
  return (100 * Math.log2(clamped / LEAST)) / Math.log2(MOST / LEAST);
}

function chart(report: Report): string {
  const { contenders, rows } = report.session;
  const one = position(1);
  const bar = (label: string, kind: string, speed: number | undefined): string => {
    if (speed === undefined) return '';
    const [from, to] = [Math.min(one, position(speed)), Math.max(one, position(speed))];
    const style = `left:${from.toFixed(2)}%;width:${Math.max(to - from, 0.4).toFixed(2)}%`;
    return `<div class="track"><div class="bar ${kind}" style="${style}" title="${escape(label)}: ${number(speed)}"></div></div>`;
  };
  const line = (row: (typeof rows)[number]): string => {
    const bars = contenders.map(({ kind, label }, i) =>
      label === report.referenceLabel ? '' : bar(label, kind, report.speed(row, i)),
    );
    return `<div class="name">${escape(row.program)}</div><div class="bars">${bars.join('')}</div>`;
  };
  const ticks = Array.from({ length: 13 }, (_, i) => LEAST * 2 ** i)
    .map((speed) => {
      const text = speed < 1 ? `1/${1 / speed}` : `${speed}`;
      return `<span style="left:${position(speed).toFixed(2)}%">${text}</span>`;
    })
    .join('');
  const groups = [...new Set(rows.map((row) => row.group))].map((group) => {
    const lines = rows.filter((row) => row.group === group).map(line);
    return `<h3>${escape(group)}</h3>${lines.join('\n')}`;
  });
  const legend = contenders
    .filter(({ label }) => label !== report.referenceLabel)
    .map(({ kind, label }) => `<span><i class="${kind}"></i>${escape(label)}</span>`)
    .join(' ');
  return `<p class="legend">${legend}</p>
<div class="chart" style="--one:${one.toFixed(2)}%"><div></div><div class="ticks">${ticks}</div>
${groups.join('\n')}
</div>`;
}

function tables(report: Report): string {
  const { header, sections, overall } = report.table();
  const row = (cells: readonly string[], tag = 'td'): string =>
    `<tr><th scope="row">${escape(cells[0])}</th>${cells
      .slice(1)
      .map((text) => `<${tag}>${escape(text)}</${tag}>`)
      .join('')}</tr>`;
  const bodies = sections.map(
    ({ group, rows }) =>
      `<tbody><tr class="group"><th colspan="${header.length}">${escape(group)}</th></tr>${rows
        .map((cells) => row(cells))
        .join('\n')}</tbody>`,
  );
  return `<div class="wide"><table>
<thead>${row(header, 'th')}</thead>
${bodies.join('\n')}
<tfoot>${row(overall)}</tfoot>
</table></div>`;
}

/** The whole page. */
export function asPage(report: Report): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Typhon benchmarks</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
  h3 { grid-column: 1 / -1; margin: 1rem 0 .3rem; font-size: 1rem; }
  .chart { display: grid; grid-template-columns: max-content 1fr; column-gap: 1rem; }
  .name { text-align: right; line-height: 1.2; align-self: center; }
  .bars { padding: 3px 0; background: linear-gradient(#8888, #8888) var(--one) 0 / 1px 100% no-repeat; }
  .track { position: relative; height: 4px; margin: 1px 0; }
  .bar { position: absolute; height: 100%; border-radius: 2px; }
  .ticks { position: relative; height: 1.5em; font-size: .8rem; }
  .ticks span { position: absolute; transform: translateX(-50%); }
  .legend span { margin-right: 1.2rem; white-space: nowrap; }
  .legend i { display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; }
  .typhon { background: #2f7d5b; } .tier0 { background: #9cc3ae; } .cpython { background: #c98a2b; }
  .pypy { background: #7a7fb5; } .typescript { background: #888; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid #8884; font-weight: 400; }
  th[scope=row], .group th { text-align: left; white-space: nowrap; }
  thead th, .group th, tfoot th, tfoot td, tbody tr:last-child > * { font-weight: 600; }
</style>
<h1>Typhon benchmarks</h1>
<p>How fast each program runs once it is warm, in units of ${escape(report.referenceLabel)}: bars to the right of the line
are faster than it, each step is a factor of two.</p>
${chart(report)}
<h2>Numbers</h2>
<ul>${report
    .targets()
    .map((target) => `<li>${escape(target)}</li>`)
    .join('')}</ul>
<p>${escape(report.caption())}</p>
${tables(report)}
</html>
`;
}
