// Docstrings: which statement is one, and their form in co_consts (indentation removed, since 3.13).

import type { stmt } from '../syntax/ast.ts';
import { type Constant, ConstStr, strConstant } from '../syntax/constant.ts';

/** The docstring that opens a body, or null. */
export function docstringOf(body: readonly stmt[]): string | ConstStr | null {
  const s = body[0] as stmt | undefined;
  if (s === undefined || s.node !== 'Expr' || s.value.node !== 'Constant') return null;
  const v = s.value.value;
  return typeof v === 'string' || v instanceof ConstStr ? v : null;
}

/** A docstring without its common indentation. */
export function cleanDoc(v: string | ConstStr): Constant {
  if (typeof v === 'string') return clean(v);
  let s = '';
  for (const p of v.points) s += String.fromCodePoint(p);
  return strConstant(clean(s));
}

function clean(text: string): string {
  const s = text.includes('\t') ? expandTabs(text) : text;
  const lines = s.split('\n');
  const leading = (l: string): number => {
    let n = 0;
    while (l.charCodeAt(n) === 32) n++;
    return n;
  };
  let margin = Number.MAX_SAFE_INTEGER;
  for (let i = 1; i < lines.length; i++) {
    const n = leading(lines[i]);
    if (n < lines[i].length && n < margin) margin = n;
  }
  if (margin === Number.MAX_SAFE_INTEGER) margin = 0;
  lines[0] = lines[0].slice(leading(lines[0]));
  if (margin > 0) for (let i = 1; i < lines.length; i++) lines[i] = lines[i].slice(Math.min(margin, leading(lines[i])));
  return lines.join('\n');
}

function expandTabs(s: string): string {
  let out = '';
  let col = 0;
  for (const ch of s) {
    if (ch === '\t') {
      const n = 8 - (col % 8);
      out += ' '.repeat(n);
      col += n;
    } else {
      out += ch;
      col = ch === '\n' || ch === '\r' ? 0 : col + 1;
    }
  }
  return out;
}
