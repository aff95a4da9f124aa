// Attributes of classes in compiled code: `Color.RED`, `cls.registry`, `Point.from_polar(…)`. Invariant: what is used
// is what type.__getattribute__ finds: no data descriptor of the metaclass stands before it, and the versions of class
// and metaclass have not changed since; values that change without a new version are read where they are.

import { PyDict } from '../objects/dict/storage.ts';
import { PyNative } from '../objects/native.ts';
import type { PyValue } from '../objects/object.ts';
import { MODE_DISCARD } from '../objects/frame.ts';
import { bindDescriptorR, hasTypeGetattribute, isDataDescriptor } from '../objects/protocol/attribute.ts';
import { PyClassMethod, PyFunction, PyStaticMethod } from '../objects/shapes.ts';
import { SLOT } from '../objects/slots.ts';
import { PyType, TYPE_HEAP, typeOf, typeType, variableHolder } from '../objects/type.ts';
import { type Emitter, UNDEFINED } from './emitter.ts';
import * as k from './kinds.ts';

/** What a name of a class gives. */
interface Found {
  /** The value is entry `at` of this. */
  readonly ns: PyDict;
  readonly at: number;
  /** It may change while the versions stay. */
  readonly variable: boolean;
  /** It is a function that is called with the class first. */
  readonly bound: boolean;
}

/** A namespace of one value, for what a descriptor gives. */
function alone(value: PyValue): PyDict {
  const d = new PyDict();
  d.setStr('', value);
  return d;
}

function find(t: PyType, name: string): Found | undefined {
  const meta = t.cls;
  if (!hasTypeGetattribute(meta)) return undefined;
  const hidden = meta.lookup(name);
  if (hidden !== undefined && isDataDescriptor(hidden)) return undefined;
  const v = t.lookup(name);
  if (v === undefined) return undefined;
  const variable = variableHolder(t, name);
  if (variable !== undefined) return { ns: variable.ns, at: variable.ns.findStr(name), variable: true, bound: false };
  let value: PyValue = v;
  let bound = false;
  if (typeof v === 'object' && (v.cls.flags & TYPE_HEAP) === 0) {
    if (v instanceof PyStaticMethod) {
      if (v.callable === null) return undefined;
      value = v.callable;
    } else if (v instanceof PyClassMethod) {
      if (!(v.callable instanceof PyFunction)) return undefined;
      value = v.callable;
      bound = true;
    } else if (v instanceof PyNative) {
      if (bindDescriptorR(v, undefined, t) !== v) return undefined;
    } else if (!(v instanceof PyFunction) && v.cls.slot(SLOT.__get__) !== null) return undefined;
  } else if (typeOf(v).slot(SLOT.__get__) !== null) return undefined;
  return { ns: alone(value), at: 0, variable: false, bound };
}

/** What one place of the code found in the class it saw last. */
export class ClassSite {
  /** Versions of the class and its metaclass: no two types share one. */
  version = -1;
  meta = -1;
  ns: PyDict | null = null;
  at = 0;
  bound = false;

  /** Learns about another class; false when the protocol must be asked each time. */
  learn(o: PyValue, name: string, method: boolean): boolean {
    if (!(o instanceof PyType)) return false;
    const found = find(o, name);
    if (found === undefined || (found.bound && !method)) return false;
    this.version = o.version;
    this.meta = o.cls.version;
    this.ns = found.ns;
    this.at = found.at;
    this.bound = found.bound;
    return true;
  }
}

/** LOAD_ATTR of a class; false when it is none, or the protocol must decide. */
export function loadClassAttr(e: Emitter, name: string, key: string, method: boolean): boolean {
  const seen = e.seen();
  const o = e.top();
  if (o.range !== undefined || seen?.generic === true) return false;
  if (o.konst instanceof PyType) {
    const found = find(o.konst, name);
    if (found === undefined || (found.bound && !method)) return false;
    e.expectVersion(o.konst);
    e.expectVersion(o.konst.cls);
    e.pop();
    if (found.variable) {
      e.pushTag(`${e.c(found.ns)}.vals[${found.at}]`, k.ANY);
      if (seen !== undefined) e.assume(seen.r, `attribute ${name} of another kind`);
    } else e.push(e.konst(found.ns.vals[found.at]!)); // find() found it
    if (method) e.push(found.bound ? o : UNDEFINED);
    return true;
  }
  if (o.konst !== undefined || seen === undefined || seen.classes.length === 0) return false;
  if (!seen.classes.every((c) => c.isSubtype(typeType))) return false;
  const t = e.tag(o);
  const site = e.c(new ClassSite());
  const text = JSON.stringify(name);
  e.pop();
  e.risky(method ? 5 : undefined);
  e.clobber();
  const n = e.stackTag(e.state.stack.length);
  const m = e.stackTag(e.state.stack.length + 1);
  e.rescue(n);
  if (method) e.rescue(m);
  e.emit(
    `{ const o = ${t}; if ((o.version === ${site}.version && o.cls.version === ${site}.meta) || ${site}.learn(o, ${text}, ${method})) {`,
  );
  e.emit(`${n} = ${site}.ns.vals[${site}.at];`);
  if (method) e.emit(`${m} = ${site}.bound ? o : undefined;`);
  e.emit('} else {');
  if (method)
    e.emit(
      `const f = rt.method(o, ${text}, ${key}); if (f !== undefined) { ${n} = f; ${m} = o; } else { ${n} = rt.getattr(o, ${text}, s); ${m} = undefined; }`,
    );
  else e.emit(`${n} = rt.getattr(o, ${text}, s);`);
  e.emit('} }');
  e.leaveRaised(n);
  e.push({ bits: k.ANY, tag: n, dbl: null });
  if (method) e.push({ bits: k.ANY | k.UNDEF, tag: m, dbl: null });
  return true;
}

/** STORE_ATTR of a class variable (see PyType.variables), value and class on the stack; false for all others. */
export function storeClassAttr(e: Emitter, name: string, o: string, value: string): boolean {
  const t = e.top().konst;
  if (!(t instanceof PyType) || e.seen()?.generic === true || t.variables?.has(name) !== true) return false;
  const d = t.cls.lookup(name);
  if (t.cls.slot(SLOT.__setattr__) !== typeType.slot(SLOT.__setattr__) || (d !== undefined && isDataDescriptor(d)))
    return false;
  const at = t.ns.findStr(name);
  e.expectVersion(t);
  e.expectVersion(t.cls);
  if (e.telling) e.tellBefore(`${e.c(t.ns)}.vals[${at}]`);
  e.pop();
  e.pop();
  e.risky(MODE_DISCARD);
  const text = JSON.stringify(name);
  e.emit(`if (!rt.storeVariable(${e.c(t)}, ${at}, ${text}, ${value})) rt.setattr(${o}, ${text}, ${value}, s);`);
  e.clobber();
  return true;
}
