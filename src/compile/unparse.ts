// Expressions back to source text, for string annotations (`from __future__ import annotations`). Invariant: the text
// parses to an equal tree; the form is that of CPython's Python/ast_unparse.c.

import type * as ast from '../syntax/ast.ts';
import {
  type Constant,
  ConstBytes,
  ConstComplex,
  ConstEllipsis,
  ConstFloat,
  type ConstFrozenSet,
  ConstStr,
  ConstTuple,
} from '../syntax/constant.ts';

const P = {
  TUPLE: 0,
  TEST: 1,
  OR: 2,
  AND: 3,
  NOT: 4,
  CMP: 5,
  EXPR: 6,
  BOR: 6,
  BXOR: 7,
  BAND: 8,
  SHIFT: 9,
  ARITH: 10,
  TERM: 11,
  FACTOR: 12,
  POWER: 13,
  AWAIT: 14,
  ATOM: 15,
} as const;
const BINARY: { readonly [K in ast.operator]: [string, number] } = {
  Add: ['+', P.ARITH],
  Sub: ['-', P.ARITH],
  Mult: ['*', P.TERM],
  MatMult: ['@', P.TERM],
  Div: ['/', P.TERM],
  Mod: ['%', P.TERM],
  LShift: ['<<', P.SHIFT],
  RShift: ['>>', P.SHIFT],
  BitOr: ['|', P.BOR],
  BitXor: ['^', P.BXOR],
  BitAnd: ['&', P.BAND],
  FloorDiv: ['//', P.TERM],
  Pow: ['**', P.POWER],
};
const COMPARE: { readonly [K in ast.cmpop]: string } = {
  Eq: '==',
  NotEq: '!=',
  Lt: '<',
  LtE: '<=',
  Gt: '>',
  GtE: '>=',
  Is: 'is',
  IsNot: 'is not',
  In: 'in',
  NotIn: 'not in',
};

/** The source text of an expression. */
export function unparse(e: ast.expr): string {
  return show(e, P.TEST);
}

function paren(s: string, need: boolean): string {
  return need ? `(${s})` : s;
}

export function quote(s: string): string {
  const q = s.includes("'") && !s.includes('"') ? '"' : "'";
  let out = '';
  for (const ch of s) {
    const c = ch.codePointAt(0)!;
    if (ch === q || ch === '\\') out += `\\${ch}`;
    else if (ch === '\n') out += '\\n';
    else if (ch === '\r') out += '\\r';
    else if (ch === '\t') out += '\\t';
    else if (c < 32 || c === 127) out += `\\x${c.toString(16).padStart(2, '0')}`;
    else out += ch;
  }
  return q + out + q;
}

function floatText(v: number): string {
  if (v === Number.POSITIVE_INFINITY) return '1e309';
  let s = String(v);
  if (/^-?\d+$/.test(s)) s += '.0';
  const m = /^(.*)e([+-])(\d+)$/.exec(s);
  return m === null ? s : `${m[1]}e${m[2]}${m[3].padStart(2, '0')}`;
}

function constant(v: Constant): string {
  if (v === null) return 'None';
  switch (typeof v) {
    case 'boolean':
      return v ? 'True' : 'False';
    case 'number':
    case 'bigint':
      return String(v);
    case 'string':
      return quote(v);
  }
  if (v instanceof ConstFloat) return floatText(v.v);
  if (v instanceof ConstComplex) return `${floatText(v.im).replace(/\.0$/, '')}j`;
  if (v instanceof ConstEllipsis) return '...';
  if (v instanceof ConstStr) return quote(String.fromCodePoint(...v.points));
  if (v instanceof ConstBytes)
    return `b${quote(String.fromCharCode(...v.v)).replace(/[\x80-\xff]/g, (ch) => `\\x${ch.charCodeAt(0).toString(16)}`)}`;
  if (v instanceof ConstTuple) return `(${v.items.map(constant).join(', ')}${v.items.length === 1 ? ',' : ''})`;
  return `frozenset({${(v as ConstFrozenSet).items.map(constant).join(', ')}})`;
}

function args(a: ast.arguments): string {
  const parts: string[] = [];
  const positional = [...a.posonlyargs, ...a.args];
  positional.forEach((p, i) => {
    const d = a.defaults[i - (positional.length - a.defaults.length)];
    parts.push(p.arg + (d !== undefined ? `=${show(d, P.TEST)}` : ''));
    if (i + 1 === a.posonlyargs.length) parts.push('/');
  });
  if (a.vararg !== null) parts.push(`*${a.vararg.arg}`);
  else if (a.kwonlyargs.length > 0) parts.push('*');
  a.kwonlyargs.forEach((p, i) => {
    const d = a.kw_defaults[i];
    parts.push(p.arg + (d !== null ? `=${show(d, P.TEST)}` : ''));
  });
  if (a.kwarg !== null) parts.push(`**${a.kwarg.arg}`);
  return parts.join(', ');
}

function generators(list: ast.comprehension[]): string {
  return list
    .map(
      (g) =>
        `${g.is_async ? ' async for ' : ' for '}${show(g.target, P.TUPLE)} in ${show(g.iter, P.TEST + 1)}${g.ifs.map((i) => ` if ${show(i, P.TEST + 1)}`).join('')}`,
    )
    .join('');
}

function show(e: ast.expr, level: number): string {
  switch (e.node) {
    case 'BoolOp': {
      const pr = e.op === 'And' ? P.AND : P.OR;
      return paren(e.values.map((v) => show(v, pr + 1)).join(e.op === 'And' ? ' and ' : ' or '), level > pr);
    }
    case 'BinOp': {
      const [s, pr] = BINARY[e.op];
      const right = e.op === 'Pow';
      return paren(`${show(e.left, pr + (right ? 1 : 0))} ${s} ${show(e.right, pr + (right ? 0 : 1))}`, level > pr);
    }
    case 'UnaryOp': {
      const [s, pr] = (
        { Invert: ['~', P.FACTOR], Not: ['not ', P.NOT], UAdd: ['+', P.FACTOR], USub: ['-', P.FACTOR] } as const
      )[e.op];
      return paren(s + show(e.operand, pr), level > pr);
    }
    case 'Lambda': {
      const a = args(e.args);
      return paren(`lambda${a === '' ? '' : ` ${a}`}: ${show(e.body, P.TEST)}`, level > P.TEST);
    }
    case 'IfExp':
      return paren(
        `${show(e.body, P.TEST + 1)} if ${show(e.test, P.TEST + 1)} else ${show(e.orelse, P.TEST)}`,
        level > P.TEST,
      );
    case 'Dict':
      return `{${e.values.map((v, i) => (e.keys[i] === null ? `**${show(v, P.EXPR)}` : `${show(e.keys[i] as ast.expr, P.TEST)}: ${show(v, P.TEST)}`)).join(', ')}}`;
    case 'Set':
      return `{${e.elts.map((x) => show(x, P.TEST)).join(', ')}}`;
    case 'ListComp':
      return `[${show(e.elt, P.TEST)}${generators(e.generators)}]`;
    case 'SetComp':
      return `{${show(e.elt, P.TEST)}${generators(e.generators)}}`;
    case 'GeneratorExp':
      return `(${show(e.elt, P.TEST)}${generators(e.generators)})`;
    case 'DictComp':
      return `{${show(e.key, P.TEST)}: ${show(e.value, P.TEST)}${generators(e.generators)}}`;
    case 'Await':
      return paren(`await ${show(e.value, P.ATOM)}`, level > P.AWAIT);
    case 'Yield':
      return e.value === null ? '(yield)' : `(yield ${show(e.value, P.TUPLE)})`;
    case 'YieldFrom':
      return `(yield from ${show(e.value, P.TEST)})`;
    case 'Compare':
      return paren(
        show(e.left, P.CMP + 1) + e.ops.map((o, i) => ` ${COMPARE[o]} ${show(e.comparators[i], P.CMP + 1)}`).join(''),
        level > P.CMP,
      );
    case 'Call':
      // A generator alone brings the call's own parentheses.
      if (e.args.length === 1 && e.keywords.length === 0 && e.args[0].node === 'GeneratorExp')
        return show(e.func, P.ATOM) + show(e.args[0], P.TEST);
      return `${show(e.func, P.ATOM)}(${[...e.args.map((a) => show(a, P.TEST)), ...e.keywords.map((k) => (k.arg === null ? `**${show(k.value, P.EXPR)}` : `${k.arg}=${show(k.value, P.TEST)}`))].join(', ')})`;
    case 'Constant':
      return (e.kind === 'u' ? 'u' : '') + constant(e.value);
    case 'JoinedStr':
    case 'TemplateStr':
      return (e.node === 'JoinedStr' ? 'f' : 't') + quote(e.values.map(fpart).join(''));
    case 'FormattedValue':
    case 'Interpolation':
      return `f${quote(fpart(e))}`;
    case 'Attribute': {
      const v = show(e.value, P.ATOM);
      return e.value.node === 'Constant' && typeof e.value.value === 'number' ? `${v} .${e.attr}` : `${v}.${e.attr}`;
    }
    case 'Starred':
      return `*${show(e.value, P.EXPR)}`;
    case 'Name':
      return e.id;
    case 'List':
      return `[${e.elts.map((x) => show(x, P.TEST)).join(', ')}]`;
    case 'Tuple': {
      if (e.elts.length === 0) return '()';
      const s = e.elts.map((x) => show(x, P.TEST)).join(', ') + (e.elts.length === 1 ? ',' : '');
      return paren(s, level > P.TUPLE);
    }
    case 'Subscript':
      return `${show(e.value, P.ATOM)}[${show(e.slice, P.TUPLE)}]`;
    case 'Slice':
      return `${e.lower === null ? '' : show(e.lower, P.TEST)}:${e.upper === null ? '' : show(e.upper, P.TEST)}${e.step === null ? '' : `:${show(e.step, P.TEST)}`}`;
    case 'NamedExpr':
      return paren(`${show(e.target, P.ATOM)} := ${show(e.value, P.ATOM)}`, level > P.TUPLE);
  }
}

function fpart(e: ast.expr): string {
  if (e.node === 'Constant') return String(e.value).replace(/[{}]/g, (b) => b + b);
  if (e.node === 'JoinedStr') return e.values.map(fpart).join('');
  if (e.node !== 'FormattedValue' && e.node !== 'Interpolation') return '';
  const inner = show(e.value, P.TEST + 1);
  const conv = e.conversion === -1 ? '' : `!${String.fromCharCode(e.conversion)}`;
  const spec = e.format_spec === null ? '' : `:${fpart(e.format_spec)}`;
  return `{${inner.startsWith('{') ? ' ' : ''}${inner}${conv}${spec}}`;
}
