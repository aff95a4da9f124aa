// What messages call an expression, and which part of it cannot be a target.

import type { N } from './peg.ts';

const EXPR_NAMES: { readonly [kind: string]: string } = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  TemplateStr: 't-string expression',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
};

/** What messages call an expression. */
export function exprName(e: N): string {
  return e.kind === 'Constant' ? e.text : (EXPR_NAMES[e.kind] ?? 'expression');
}

/** Which part of an expression cannot be a target, if any. */
export function invalidTarget(e: N, kind: 'star' | 'del' | 'for'): N | null {
  switch (e.kind) {
    case 'List':
    case 'Tuple':
      for (const elt of e.elts) {
        const bad = invalidTarget(elt, kind);
        if (bad !== null) return bad;
      }
      return null;
    case 'Starred':
      return kind === 'del' ? e : invalidTarget(e.left!, kind);
    case 'Compare':
      if (kind !== 'for') return e;
      return e.text === 'in' ? invalidTarget(e.left!, kind) : null;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return e;
  }
}
