// The classes of `_ast`, made from the grammar's table (syntax/ast.ts). Invariant: they are ordinary (mutable) Python
// classes whose instances keep everything in attributes; `_fields`, `_attributes` and `_field_types` follow the table.

import { None, PyInstance, PyObject, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { defineType } from '../../objects/native.ts';
import { PyList, PyTuple } from '../../objects/shapes.ts';
import {
  intType,
  linkType,
  listType,
  makeConstructor,
  objectType,
  PyType,
  strType,
  TYPE_BASETYPE,
  TYPE_HAS_DICT,
  TYPE_HEAP,
  TYPE_WEAKREF,
  typeModified,
  typeOf,
} from '../../objects/type.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { attributeName, attributesOf, instanceGet, lookupAttrR, setattrR } from '../../objects/protocol/attribute.ts';
import { collectR } from '../../objects/protocol/iteration.ts';
import { genericAlias } from '../../objects/protocol/operators.ts';
import { repr, reprEnter, reprLeave } from '../../objects/protocol/text.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { hooks } from '../../objects/hooks.ts';
import { callTypeR, joinKeywords } from '../../objects/type/call.ts';
import { makeDictGetSet } from '../../objects/type/new.ts';
import { unionOr } from '../../objects/type/attributes.ts';
import { ENUMS, SCHEMA } from '../../syntax/ast.ts';

/** Groups whose end positions must be given. */
export const ENDS_REQUIRED: ReadonlySet<string> = new Set(['pattern', 'type_param']);
const END_POSITIONS = ['end_lineno', 'end_col_offset'];
const POSITIONS = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'];

function newClass(name: string, base: PyType, module: string): PyType {
  const t = new PyType(name, PyInstance);
  t.flags = TYPE_HEAP | TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF;
  t.ctor = makeConstructor(base.ctor, t);
  linkType(t, [base], base, [t, ...base.mro]);
  t.ns.setStr('__module__', module);
  return t;
}

/** `ast.AST`, the root. */
export const astType = newClass('AST', objectType, 'ast');
/** Node and group classes by name. */
export const astTypes = new Map<string, PyType>();
/** The one instance of each operator and context that parsed trees use. */
export const singletons = new Map<string, PyObject>();
/** Which node a class stands for. */
export const nodeNames = new Map<PyType, string>();

const strings = (names: readonly string[]): PyTuple => new PyTuple(names.map((n) => fromJS(n)));
const fieldName = (field: string): string => field.split(' ')[1];

function define(
  name: string,
  base: PyType,
  fields: readonly string[],
  attributes: readonly string[] | null,
  doc: string,
): PyType {
  const t = newClass(name, base, 'ast');
  const names = strings(fields.map(fieldName));
  t.ns.setStr('_fields', names);
  t.ns.setStr('__match_args__', names);
  t.ns.setStr('__doc__', fromJS(doc));
  // Optional fields are None through the class until they are set.
  for (const f of fields) if (f.split(' ')[0].endsWith('?')) t.ns.setStr(fieldName(f), None);
  if (attributes !== null) {
    t.ns.setStr('_attributes', strings(attributes));
    for (const a of END_POSITIONS) if (attributes.includes(a) && !ENDS_REQUIRED.has(name)) t.ns.setStr(a, None);
  }
  astTypes.set(name, t);
  return t;
}

const signature = (node: string): string => {
  const f = SCHEMA[node].fields;
  return f.length === 0 ? node : `${node}(${f.join(', ')})`;
};

for (const [node, s] of Object.entries(SCHEMA)) {
  let base = astType;
  const attributes = s.positioned ? POSITIONS : [];
  if (s.group !== '') {
    const known = astTypes.get(s.group);
    if (known !== undefined) base = known;
    else {
      const members = Object.keys(SCHEMA).filter((n) => SCHEMA[n].group === s.group);
      const indent = '\n' + ' '.repeat(s.group.length + 1) + '| ';
      base = define(s.group, astType, [], attributes, `${s.group} = ${members.map(signature).join(indent)}`);
    }
  }
  nodeNames.set(define(node, base, s.fields, s.group === '' ? attributes : null, signature(node)), node);
}
for (const [group, members] of Object.entries(ENUMS)) {
  const base = define(group, astType, [], [], `${group} = ${members.join(' | ')}`);
  for (const m of members) {
    const t = define(m, base, [], null, m);
    nodeNames.set(t, m);
    singletons.set(m, new t.ctor());
  }
}

let typed = false;
/** Fills in `_field_types` (needs `list[…]` and `X | None`, which exist only once all types are loaded). */
export function addFieldTypes(): void {
  if (typed) return;
  typed = true;
  const base: { readonly [name: string]: PyValue } = {
    identifier: strType,
    string: strType,
    int: intType,
    constant: objectType,
  };
  for (const [name, t] of astTypes) {
    if (!nodeNames.has(t)) continue;
    const types = new PyDict();
    for (const f of SCHEMA[name]?.fields ?? []) {
      const [kind, field] = f.split(' ');
      const plain = kind.replace(/[?*]/g, '');
      let v: PyValue = base[plain] ?? astTypes.get(plain)!; // the grammar is closed
      if (kind.endsWith('?')) v = unionOr(v, None);
      if (kind.endsWith('*')) v = genericAlias(listType, v);
      types.setStr(field, v);
    }
    t.ns.setStr('_field_types', types);
    t.ns.setStr('__annotations_cache__', types);
    typeModified(t);
  }
}

// ------------------------------------------------------------------------------------------------------ behaviour of AST

const shownName = (t: PyType): string => (t === astType ? 'ast.AST' : t.name);

function* namesOf(t: PyType, attr: '_fields' | '_attributes'): Generator<unknown, string[], never> {
  const v = (yield lookupAttrR(t, attr)) as PyValue | undefined;
  if (v === undefined) return [];
  const items = (yield collectR(v)) as PyValue[];
  return items.map(attributeName);
}

function* init(self: PyObject, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
  const t = self.cls;
  const fields = yield* namesOf(t, '_fields');
  if (args.length > fields.length) {
    throw typeError(
      `${t.name} constructor takes at most ${fields.length} positional argument${fields.length === 1 ? '' : 's'}`,
    );
  }
  const left = new Set(fields);
  for (let i = 0; i < args.length; i++) {
    yield setattrR(self, fields[i], args[i]);
    left.delete(fields[i]);
  }
  let attributes: string[] | null = null;
  for (const [k, v] of [...kw.entries()]) {
    const name = isStr(k) ? toJS(k) : '';
    if (fields.includes(name)) {
      if (!left.delete(name)) throw typeError(`${t.name} got multiple values for argument ${repr(k)}`);
    } else {
      attributes ??= yield* namesOf(t, '_attributes');
      if (!attributes.includes(name)) {
        yield hooks.warnR(
          exceptionTypes.DeprecationWarning,
          `${shownName(t)}.__init__ got an unexpected keyword argument ${repr(k)}. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.`,
        );
      }
    }
    yield setattrR(self, name, v);
  }
  if (left.size === 0) return None;
  const types = (yield lookupAttrR(t, '_field_types')) as PyValue | undefined;
  if (!(types instanceof PyDict)) return None;
  for (const name of fields) {
    if (!left.has(name)) continue;
    const type = types.getStr(name);
    if (type === undefined) {
      yield hooks.warnR(
        exceptionTypes.DeprecationWarning,
        `Field ${repr(fromJS(name))} is missing from ${shownName(t)}._field_types. This will become an error in Python 3.15.`,
      );
      continue;
    }
    const kind = typeOf(type).name;
    if (kind === 'Union') continue; // the class says None
    if (kind === 'GenericAlias') yield setattrR(self, name, new PyList([]));
    else if (type === astTypes.get('expr_context')) yield setattrR(self, name, singletons.get('Load')!);
    else {
      yield hooks.warnR(
        exceptionTypes.DeprecationWarning,
        `${shownName(t)}.__init__ missing 1 required positional argument: ${repr(fromJS(name))}. This will become an error in Python 3.15.`,
      );
    }
  }
  return None;
}

function isAst(v: PyValue): boolean {
  return v instanceof PyObject && v.cls.isSubtype(astType);
}

function reprItem(v: PyValue, depth: number): string {
  if (isAst(v)) return reprNode(v as PyObject, depth - 1); // isAst says so
  if (v instanceof PyList || v instanceof PyTuple) {
    const n = v.items.length;
    const [open, close] = v instanceof PyList ? '[]' : '()';
    if (n === 0) return open + close;
    const first = reprItem(v.items[0], depth);
    if (n === 1) return open + first + close;
    return `${open}${first}${n > 2 ? ', ...' : ''}, ${reprItem(v.items[n - 1], depth)}${close}`;
  }
  return repr(v);
}
function reprNode(o: PyObject, depth: number): string {
  const name = shownName(o.cls);
  if (depth <= 0) return `${name}(...)`;
  const fields = o.cls.lookup('_fields');
  if (!(fields instanceof PyTuple) || fields.items.length === 0) return `${name}()`;
  if (!reprEnter(o)) return `${name}(...)`;
  try {
    const parts: string[] = [];
    for (const f of fields.items) {
      const field = attributeName(f);
      const v = instanceGet(o, field) ?? o.cls.lookup(field);
      if (v !== undefined) parts.push(`${field}=${reprItem(v, depth)}`);
    }
    return `${name}(${parts.join(', ')})`;
  } finally {
    reprLeave(o);
  }
}

function* replace(self: PyObject, args: PyValue[], kw: PyDict): NativeGenerator<PyValue> {
  const t = self.cls;
  if (args.length > 0) throw typeError('__replace__() takes no positional arguments');
  const fields = yield* namesOf(t, '_fields');
  const attributes = yield* namesOf(t, '_attributes');
  const known = new Set([...fields, ...attributes]);
  for (const [k] of kw.entries()) {
    if (!known.has(attributeName(k)))
      throw typeError(`${shownName(t)}.__replace__ got an unexpected keyword argument ${repr(k)}.`);
  }
  const payload = attributesOf(self);
  const missing: string[] = [];
  const types = (yield lookupAttrR(t, '_field_types')) as PyValue | undefined;
  for (const f of fields) {
    if (payload.getStr(f) !== undefined || kw.getStr(f) !== undefined) continue;
    const type = types instanceof PyDict ? types.getStr(f) : undefined;
    if (type !== undefined && typeOf(type).name === 'Union') continue;
    missing.push(repr(fromJS(f)));
  }
  if (missing.length > 0) {
    missing.sort();
    throw typeError(
      `${shownName(t)}.__replace__ missing ${missing.length} keyword argument${missing.length === 1 ? '' : 's'}: ${missing.join(', ')}.`,
    );
  }
  kw.copyInto(payload);
  const [values, names] = joinKeywords([], payload);
  return (yield callTypeR(t, values, names)) as PyValue;
}

defineType(astType, {
  methods: {
    '__init__(*args, **kwargs)': init,
    '__repr__()': (self: PyObject) => fromJS(reprNode(self, 3)),
    '__reduce__()': (self: PyObject) => {
      const state = attributesOf(self);
      const fields = self.cls.lookup('_fields');
      const placeholders: PyValue[] = [];
      if (fields instanceof PyTuple) {
        for (const f of fields.items) {
          if (state.get(f) === undefined) break;
          placeholders.push(None);
        }
      }
      return new PyTuple([self.cls, new PyTuple(placeholders), state]);
    },
    '__replace__(*args, **kwargs)': replace,
  },
});
astType.ns.setStr('__doc__', None);
astType.ns.setStr('__dict__', makeDictGetSet(astType));
for (const name of ['_fields', '__match_args__', '_attributes']) astType.ns.setStr(name, new PyTuple([]));
