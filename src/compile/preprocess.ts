// The tree as compile(…, PyCF_OPTIMIZED_AST) shows it: `__debug__` and the constants of patterns folded, docstrings
// taken out under -OO, `'…' % (…)` as an f-string. Invariant: the rules are the code generator's own (docstring.ts,
// next/strings.ts, next/fold.ts); this file only applies them to a tree, in place.

import { type mod, SCHEMA } from '../syntax/ast.ts';
import type * as ast from '../syntax/ast.ts';
import { docstringOf } from './docstring.ts';
import { patternConstant } from './next/fold.ts';
import { formatOperands } from './next/strings.ts';

const FUTURE_ANNOTATIONS = 0x1000000;

/** A node seen through its table entry. */
type Raw = { node: string } & { [field: string]: unknown };

/** Applies what needs no code to a tree. */
export function preprocess(tree: mod, optimize: number, flags: number): void {
  if (tree.node !== 'FunctionType') new Preprocessor(optimize, (flags & FUTURE_ANNOTATIONS) !== 0).fields(tree);
}

class Preprocessor {
  constructor(
    private readonly optimize: number,
    private readonly futureAnnotations: boolean,
  ) {}

  fields(n: object): void {
    const raw = n as Raw; // the table describes every node
    const hasBody = raw.node === 'Module' || raw.node.endsWith('FunctionDef') || raw.node === 'ClassDef';
    for (const f of SCHEMA[raw.node].fields) {
      const [kind, name] = f.split(' ');
      if (this.futureAnnotations && (name === 'annotation' || name === 'returns')) continue;
      const value = raw[name];
      if (Array.isArray(value)) {
        if (name === 'body' && hasBody)
          this.body(value as ast.stmt[]); // the table says so
        else value.forEach((x, i) => (value[i] = this.value(kind, x)));
      } else raw[name] = this.value(kind, value);
    }
    if (raw.node === 'MatchValue') raw.value = patternValue(raw.value as ast.expr);
    if (raw.node === 'MatchMapping') raw.keys = (raw.keys as ast.expr[]).map(patternValue); // both by the table
  }

  private value(kind: string, v: unknown): unknown {
    if (v === null || typeof v !== 'object' || !('node' in v)) return v;
    this.fields(v);
    return kind.startsWith('expr') ? this.folded(v as ast.expr) : v; // the kind says so
  }

  private folded(e: ast.expr): ast.expr {
    if (e.node === 'Name' && e.ctx === 'Load' && e.id === '__debug__')
      return { node: 'Constant', value: this.optimize === 0, kind: null, ...position(e) };
    if (e.node === 'BinOp' && e.op === 'Mod') {
      const values = formatOperands(e);
      if (values !== null) return { node: 'JoinedStr', values, ...position(e) };
    }
    return e;
  }

  private body(list: ast.stmt[]): void {
    let docstring = docstringOf(list) !== null;
    if (docstring && this.optimize >= 2) {
      docstring = false;
      const { lineno, col_offset } = list[0];
      const pass = { lineno, col_offset, end_lineno: lineno, end_col_offset: col_offset + 4 };
      if (list.length === 1) list[0] = { node: 'Pass', ...pass };
      else list.shift();
    }
    for (const s of list) this.fields(s);
    const first = list[0];
    // What was no docstring must not become one.
    if (!docstring && docstringOf(list) !== null && first.node === 'Expr')
      first.value = { node: 'JoinedStr', values: [first.value], ...position(first) };
  }
}

function position({ lineno, col_offset, end_lineno, end_col_offset }: ast.Position): ast.Position {
  return { lineno, col_offset, end_lineno, end_col_offset };
}

function patternValue(e: ast.expr): ast.expr {
  const value = e.node === 'Constant' ? undefined : patternConstant(e);
  return value === undefined ? e : { node: 'Constant', value, kind: null, ...position(e) };
}
