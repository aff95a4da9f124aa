// Between the compiler's trees and `_ast` objects. Invariant: a tree made from Python objects has every field of its
// node, of the right kind; what is wrong with the objects is said in CPython's words.

import { Ellipsis, None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, type PyComplex, type PyFloat, PyList, type PyTuple } from '../../objects/shapes.ts';
import { bytesType, complexType, floatType, strType, tupleType, typeOf } from '../../objects/type.ts';
import { frozensetType, type PyFrozenSet } from '../../objects/set.ts';
import { recursionError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { instanceSet, lookupAttr } from '../../objects/protocol/attribute.ts';
import { intValue } from '../../objects/protocol/operators.ts';
import { repr } from '../../objects/protocol/text.ts';
import { fromJS, isStr, toJS, toPoints } from '../../objects/str/text.ts';
import { constantValue } from '../../objects/code.ts';
import { ENUMS, type mod, SCHEMA } from '../../syntax/ast.ts';
import {
  ConstBytes,
  ConstComplex,
  ConstEllipsis,
  ConstFloat,
  ConstFrozenSet,
  ConstStr,
  ConstTuple,
  type Constant,
} from '../../syntax/constant.ts';
import { astType, astTypes, ENDS_REQUIRED, nodeNames, singletons } from './types.ts';

const POSITIONS = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const;

/** A tree node seen through its table entry. */
type Raw = { node: string } & { [field: string]: unknown };

// ------------------------------------------------------------------------------------------------------- tree → objects

/** The `_ast` object of a tree. */
export function toObject(tree: unknown): PyObject {
  const raw = tree as Raw; // the table describes every node
  const t = astTypes.get(raw.node)!; // closed set
  const o = new t.ctor();
  const s = SCHEMA[raw.node];
  for (const f of s.fields) {
    const [kind, name] = f.split(' ');
    const v = raw[name];
    instanceSet(
      o,
      name,
      kind.endsWith('*') ? new PyList((v as unknown[]).map((x) => fieldObject(kind, x))) : fieldObject(kind, v),
    );
  }
  if (s.positioned) for (const p of POSITIONS) instanceSet(o, p, raw[p] as number);
  return o;
}

function fieldObject(kind: string, v: unknown): PyValue {
  const plain = kind.replace(/[?*]/g, '');
  if (plain === 'constant') return constantValue(v as Constant);
  if (v === null || v === undefined) return None;
  switch (plain) {
    case 'identifier':
      return fromJS(v as string);
    case 'string':
      return typeof v === 'string' ? fromJS(v) : constantValue(v as Constant);
    case 'int':
      return v as number;
  }
  if (typeof v === 'string') return singletons.get(v)!; // operators and contexts
  return toObject(v);
}

// ------------------------------------------------------------------------------------------------------- objects → tree

const MAX_DEPTH = 2000;

/** The tree of an `_ast` object of the kind compile() wants in this mode. */
export function toTree(v: PyValue, mode: 'exec' | 'eval' | 'single' | 'func_type'): mod {
  const want = { exec: 'Module', eval: 'Expression', single: 'Interactive', func_type: 'FunctionType' }[mode];
  const t = astTypes.get(want)!; // in the table
  if (!typeOf(v).isSubtype(t)) throw typeError(`expected ${want} node, got ${typeOf(v).name}`);
  return nodeOf(v, 'mod', 0) as unknown as mod; // built from the table
}

function position(o: PyValue, group: string): { [name: string]: number } {
  const out: { [name: string]: number } = {};
  for (const p of POSITIONS) {
    const v = lookupAttr(o, p);
    const optional = p.startsWith('end') && !ENDS_REQUIRED.has(group);
    if (v === undefined || (v === None && optional)) {
      if (!optional) throw typeError(`required field "${p}" missing from ${group}`);
      out[p] = out[p.slice(4)];
    } else out[p] = integer(v);
  }
  return out;
}

function integer(v: PyValue): number {
  const n = intValue(v);
  if (n === undefined) throw valueError(`invalid integer value: ${repr(v)}`);
  return Number(n);
}

function nodeOf(o: PyValue, group: string, depth: number): Raw {
  if (depth > MAX_DEPTH) throw recursionError('maximum recursion depth exceeded during ast construction');
  const sample = SCHEMA[group] ?? Object.values(SCHEMA).find((s) => s.group === group);
  const place = sample !== undefined && sample.positioned ? position(o, group) : null;
  const groupType = astTypes.get(group)!; // in the table
  const name =
    o instanceof PyObject && o.cls.isSubtype(groupType)
      ? o.cls.mro.map((c) => nodeNames.get(c)).find((n) => n !== undefined)
      : undefined;
  if (name === undefined) throw typeError(`expected some sort of ${group}, but got ${repr(o)}`);
  const raw: Raw = { node: name };
  for (const f of SCHEMA[name].fields) {
    const [kind, field] = f.split(' ');
    raw[field] = fieldOf(o, name, kind, field, depth);
  }
  return place === null ? raw : Object.assign(raw, place);
}

function fieldOf(o: PyValue, node: string, kind: string, field: string, depth: number): unknown {
  const v = lookupAttr(o, field);
  const plain = kind.replace(/[?*]/g, '');
  if (kind.endsWith('*')) {
    if (v === undefined) return [];
    if (!(v instanceof PyList)) throw typeError(`${node} field "${field}" must be a list, not a ${typeOf(v).name}`);
    const out: unknown[] = [];
    const n = v.items.length;
    for (let i = 0; i < v.items.length; i++) {
      const item = v.items[i];
      // None where none may be is the validator's affair, except in lists of what has no validator.
      if (item === None && !kind.includes('?') && plain !== 'expr' && plain !== 'stmt')
        throw valueError(`field '${field}' is required for ${node}`);
      out.push(item === None ? null : single(item, plain, depth));
      if (v.items.length !== n) throw valueError(`${node} field "${field}" changed size during iteration`);
    }
    return out;
  }
  if (plain === 'constant') {
    if (v === undefined) throw typeError(`required field "${field}" missing from ${node}`);
    return constantOf(v);
  }
  if (v === undefined || v === None) {
    if (kind.endsWith('?')) return plain === 'int' && field === 'level' ? 0 : null;
    if (v === undefined) {
      if (plain === 'expr_context') return 'Load';
      throw typeError(`required field "${field}" missing from ${node}`);
    }
    if (plain === 'int') throw valueError(`invalid integer value: ${repr(v)}`);
    throw valueError(`field '${field}' is required for ${node}`);
  }
  return single(v, plain, depth);
}

function single(v: PyValue, plain: string, depth: number): unknown {
  switch (plain) {
    case 'identifier':
      if (!isStr(v)) throw typeError('AST identifier must be of type str');
      return toJS(v);
    case 'string':
      if (!isStr(v) && !(v instanceof PyBytes)) throw typeError('AST string must be of type str');
      return isStr(v) ? toJS(v) : v;
    case 'int':
      return integer(v);
  }
  const members = ENUMS[plain];
  if (members !== undefined) {
    for (const m of members) if (typeOf(v).isSubtype(astTypes.get(m)!)) return m;
    throw typeError(`expected some sort of ${plain}, but got ${repr(v)}`);
  }
  return nodeOf(v, plain, depth + 1);
}

/** A value as a literal; TypeError for what can be none. */
function constantOf(v: PyValue): Constant {
  if (v === None) return null;
  switch (typeof v) {
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'string':
      return v;
  }
  if (v === Ellipsis) return ConstEllipsis.instance;
  const t = typeOf(v);
  if (t === floatType) return new ConstFloat((v as PyFloat).v);
  if (t === complexType) return new ConstComplex((v as PyComplex).re, (v as PyComplex).im);
  if (t === bytesType) return new ConstBytes((v as PyBytes).b);
  if (t === strType && isStr(v)) return new ConstStr(toPoints(v));
  if (t === tupleType) return new ConstTuple((v as PyTuple).items.map(constantOf));
  if (t === frozensetType)
    return new ConstFrozenSet([...(v as PyFrozenSet).table.entries()].map(([k]) => constantOf(k)));
  throw typeError(`got an invalid type in Constant: ${t.tpName}`);
}

/** True for instances of ast.AST. */
export function isAst(v: PyValue): boolean {
  return v instanceof PyObject && v.cls.isSubtype(astType);
}
