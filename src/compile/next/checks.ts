// The compiler's SyntaxWarnings about expressions that cannot work: literals that are called, subscripted or compared
// with `is`. Invariant: they never stop the compilation by themselves.

import type * as ast from '../../syntax/ast.ts';
import {
  type Constant,
  ConstBytes,
  ConstComplex,
  ConstEllipsis,
  ConstFloat,
  ConstSlice,
  ConstStr,
  ConstTuple,
} from '../../syntax/constant.ts';
import type { Compiler } from './compiler.ts';

/** Name of the type of a constant. */
export function constantType(v: Constant): string {
  if (v === null) return 'NoneType';
  switch (typeof v) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'int';
  }
  if (v instanceof ConstStr) return 'str';
  if (v instanceof ConstFloat) return 'float';
  if (v instanceof ConstComplex) return 'complex';
  if (v instanceof ConstBytes) return 'bytes';
  if (v instanceof ConstTuple) return 'tuple';
  if (v instanceof ConstEllipsis) return 'ellipsis';
  if (v instanceof ConstSlice) return 'slice';
  return 'frozenset';
}

function inferType(e: ast.expr): string | null {
  switch (e.node) {
    case 'Tuple':
      return 'tuple';
    case 'List':
    case 'ListComp':
      return 'list';
    case 'Dict':
    case 'DictComp':
      return 'dict';
    case 'Set':
    case 'SetComp':
      return 'set';
    case 'GeneratorExp':
      return 'generator';
    case 'Lambda':
      return 'function';
    case 'TemplateStr':
      return 'string.templatelib.Template';
    case 'Interpolation':
      return 'string.templatelib.Interpolation';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'str';
    case 'Constant':
      return constantType(e.value);
    default:
      return null;
  }
}

export function checkCaller(c: Compiler, e: ast.expr): void {
  const t = inferType(e);
  if (t !== null && e.node !== 'Lambda') c.warn(e, `'${t}' object is not callable; perhaps you missed a comma?`);
}

export function checkSubscripter(c: Compiler, e: ast.expr): void {
  switch (e.node) {
    case 'Constant':
      if (!['NoneType', 'ellipsis', 'int', 'bool', 'float', 'complex', 'frozenset'].includes(constantType(e.value)))
        return;
      break;
    case 'Set':
    case 'SetComp':
    case 'GeneratorExp':
    case 'TemplateStr':
    case 'Interpolation':
    case 'Lambda':
      break;
    default:
      return;
  }
  c.warn(e, `'${inferType(e)}' object is not subscriptable; perhaps you missed a comma?`);
}

export function checkIndex(c: Compiler, e: ast.expr, s: ast.expr): void {
  const index = inferType(s);
  if (index === null || index === 'int' || index === 'bool' || index === 'slice') return;
  switch (e.node) {
    case 'Constant':
      if (!['str', 'bytes', 'tuple'].includes(constantType(e.value))) return;
      break;
    case 'Tuple':
    case 'List':
    case 'ListComp':
    case 'JoinedStr':
    case 'FormattedValue':
      break;
    default:
      return;
  }
  c.warn(e, `${inferType(e)} indices must be integers or slices, not ${index}; perhaps you missed a comma?`);
}

function isFitsIdentity(e: ast.expr): boolean {
  if (e.node !== 'Constant') return true;
  const v = e.value;
  return v === null || typeof v === 'boolean' || v instanceof ConstEllipsis;
}

export function checkCompare(c: Compiler, e: ast.Compare): void {
  let left = e.left;
  for (let i = 0; i < e.ops.length; i++) {
    const o = e.ops[i];
    const right = e.comparators[i];
    if (o === 'Is' || o === 'IsNot') {
      const l = isFitsIdentity(left);
      if (!l || !isFitsIdentity(right)) {
        const t = inferType(l ? right : left);
        return c.warn(
          e,
          o === 'Is'
            ? `"is" with '${t}' literal. Did you mean "=="?`
            : `"is not" with '${t}' literal. Did you mean "!="?`,
        );
      }
    }
    left = right;
  }
}
