// Docstrings as the compiler stores them since 3.13: common indentation taken out, as inspect.cleandoc does.

import { type Constant, ConstStr, strConstant } from '../../syntax/constant.ts';

/** The cleaned docstring constant. */
export function cleanDoc(v: Constant): Constant {
  if (typeof v === 'string') return clean(v);
  if (v instanceof ConstStr) return strConstant(clean(String.fromCodePoint(...v.points)));
  return v;
}

function clean(s: string): string {
  // Tabs become spaces only in the indentation that is measured and removed.
  const lines = expandTabs(s).split('\n');
  let margin = Number.POSITIVE_INFINITY;
  for (const line of lines.slice(1)) {
    const content = line.replace(/^ +/, '').length;
    if (content > 0) margin = Math.min(margin, line.length - content);
  }
  const out = [lines[0].replace(/^ +/, '')];
  for (const line of lines.slice(1))
    out.push(
      margin === Number.POSITIVE_INFINITY
        ? line
        : line.slice(Math.min(margin, line.length - line.replace(/^ +/, '').length)),
    );
  return out.join('\n');
}

function expandTabs(s: string): string {
  if (!s.includes('\t')) return s;
  return s
    .split('\n')
    .map((line) => {
      const m = /^[ \t]*/.exec(line)![0];
      let col = 0;
      let lead = '';
      for (const ch of m) {
        const n = ch === '\t' ? 8 - (col % 8) : 1;
        lead += ' '.repeat(n);
        col += n;
      }
      return lead + line.slice(m.length);
    })
    .join('\n');
}
