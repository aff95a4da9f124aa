// Code for f-strings and t-strings, and `'…' % (…)` turned into an f-string. Invariant: parts are evaluated in order.

import type * as ast from '../../syntax/ast.ts';
import type { Position } from '../../syntax/ast.ts';
import * as op from '../opcodes.ts';
import type { Compiler } from './compiler.ts';
import { STACK_USE_GUIDELINE } from './instruction.ts';
import { expr, exprs } from './emitters.ts';
import { NO_LOCATION } from './instruction.ts';

export function joinedStr(c: Compiler, loc: Position, values: readonly ast.expr[]): void {
  const n = values.length;
  if (n > STACK_USE_GUIDELINE) {
    c.loadConst(loc, '');
    c.loadMethod(loc, 'join');
    c.op(loc, op.BUILD_LIST, 0);
    for (const v of values) {
      expr(c, v);
      c.op(loc, op.LIST_APPEND, 1);
    }
    return c.op(loc, op.CALL, 1);
  }
  exprs(c, values);
  if (n > 1) c.op(loc, op.BUILD_STRING, n);
  else if (n === 0) c.loadConst(loc, '');
}

function conversionCode(conversion: number): number {
  return conversion === 115
    ? op.FVC_STR
    : conversion === 114
      ? op.FVC_REPR
      : conversion === 97
        ? op.FVC_ASCII
        : op.FVC_NONE;
}

export function formattedValue(c: Compiler, e: ast.FormattedValue): void {
  expr(c, e.value);
  const conversion = conversionCode(e.conversion);
  if (conversion !== op.FVC_NONE) c.op(e, op.CONVERT_VALUE, conversion);
  if (e.format_spec !== null) {
    expr(c, e.format_spec);
    c.op(e, op.FORMAT_WITH_SPEC);
  } else c.op(e, op.FORMAT_SIMPLE);
}

export function interpolation(c: Compiler, e: ast.Interpolation): void {
  expr(c, e.value);
  c.loadConst(e, e.str);
  let arg = 2;
  if (e.format_spec !== null) {
    arg++;
    expr(c, e.format_spec);
  }
  c.op(e, op.BUILD_INTERPOLATION, arg | (conversionCode(e.conversion) << 2));
}

/** The strings of a template (one more than interpolations), then the interpolations. */
export function templateStr(c: Compiler, e: ast.TemplateStr): void {
  let afterInterpolation = true;
  let strings = 0;
  for (const v of e.values) {
    if (v.node === 'Interpolation') {
      if (afterInterpolation) {
        c.loadConst(e, '');
        strings++;
      }
      afterInterpolation = true;
    } else {
      expr(c, v);
      strings++;
      afterInterpolation = false;
    }
  }
  if (afterInterpolation) {
    c.loadConst(e, '');
    strings++;
  }
  c.op(e, op.BUILD_TUPLE, strings);
  let n = 0;
  for (const v of e.values) {
    if (v.node !== 'Interpolation') continue;
    expr(c, v);
    n++;
  }
  c.op(e, op.BUILD_TUPLE, n);
  c.op(e, op.BUILD_TEMPLATE);
}

const FIELD = /%([-+ #0]*)(\d{0,2})(?:\.(\d{0,2}))?([sra%])/y;

/** The parts of `'…' % (a, b)` when every field is a plain %s, %r or %a; null when it must stay an operation. */
export function formatOperands(e: ast.BinOp): ast.expr[] | null {
  const { left, right } = e;
  if (left.node !== 'Constant' || typeof left.value !== 'string' || right.node !== 'Tuple') return null;
  if (right.elts.some((x) => x.node === 'Starred')) return null;
  const s = left.value;
  const parts: ast.expr[] = [];
  let literal = '';
  let used = 0;
  const flush = (): void => {
    if (literal !== '') parts.push({ node: 'Constant', value: literal, kind: null, ...NO_LOCATION });
    literal = '';
  };
  for (let at = 0; at < s.length; ) {
    const p = s.indexOf('%', at);
    if (p < 0) {
      literal += s.slice(at);
      break;
    }
    literal += s.slice(at, p);
    if (s[p + 1] === '%') {
      literal += '%';
      at = p + 2;
      continue;
    }
    FIELD.lastIndex = p;
    const m = FIELD.exec(s);
    if (m === null || m[4] === '%' || used >= right.elts.length) return null;
    at = FIELD.lastIndex;
    flush();
    const arg = right.elts[used++];
    const { lineno, col_offset, end_lineno, end_col_offset } = arg;
    const loc = { lineno, col_offset, end_lineno, end_col_offset };
    const width = m[2] === '' ? -1 : Number(m[2]);
    let spec = !m[1].includes('-') && width > 0 ? '>' : '';
    if (width >= 0) spec += String(width);
    if (m[3] !== undefined) spec += `.${Number(m[3] === '' ? 0 : m[3])}`;
    const format_spec: ast.expr | null = spec === '' ? null : { node: 'Constant', value: spec, kind: null, ...loc };
    parts.push({ node: 'FormattedValue', value: arg, conversion: m[4].charCodeAt(0), format_spec, ...loc });
  }
  if (used !== right.elts.length) return null;
  flush();
  return parts;
}
