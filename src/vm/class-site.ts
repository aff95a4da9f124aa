// Inline caches of LOAD_ATTR on classes: `Color.RED`, `cls.registry`, `Point.from_polar(…)`. Invariant: what is found is
// what type.__getattribute__ finds: no data descriptor of the metaclass stands before it. It holds while the versions
// of class and metaclass do; values that change without a new version are read where they are.

import { PyDict } from '../objects/dict/storage.ts';
import { PyNative } from '../objects/native.ts';
import type { PyValue } from '../objects/object.ts';
import { bindDescriptorR, hasTypeGetattribute, isDataDescriptor } from '../objects/protocol/attribute.ts';
import { PyClassMethod, PyFunction, PyStaticMethod } from '../objects/shapes.ts';
import { SLOT } from '../objects/slots.ts';
import { PyType, TYPE_HEAP, typeOf, variableHolder } from '../objects/type.ts';

/** So many classes one place remembers. */
const KNOWN = 16;

/** What a name of a class gives. */
export interface Found {
  /** The value is entry `at` of this. */
  readonly ns: PyDict;
  readonly at: number;
  /** It may change while the versions stay. */
  readonly variable: boolean;
  /** It is a function that is called with the class first. */
  readonly bound: boolean;
  /** The metaclass's version. */
  readonly meta: number;
}

/** A namespace of one value, for what a descriptor gives. */
function alone(value: PyValue): PyDict {
  return PyDict.ofItems([''], [value]);
}

/** What type.__getattribute__ gives for a name; undefined when the protocol must be asked each time. */
export function findInClass(t: PyType, name: string): Found | undefined {
  const meta = t.cls;
  if (!hasTypeGetattribute(meta)) return undefined;
  const hidden = meta.lookup(name);
  if (hidden !== undefined && isDataDescriptor(hidden)) return undefined;
  const v = t.lookup(name);
  if (v === undefined) return undefined;
  const variable = variableHolder(t, name);
  if (variable !== undefined)
    return { ns: variable.ns, at: variable.ns.findStr(name), variable: true, bound: false, meta: meta.version };
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
  return { ns: alone(value), at: 0, variable: false, bound, meta: meta.version };
}

/** What one place of the code found in the class it saw last. */
export class ClassSite {
  /** Versions of the class and its metaclass: no two types share one. */
  version = -1;
  meta = -1;
  ns: PyDict | null = null;
  at = 0;
  bound = false;
  /** By version, where several classes are seen. */
  private known: Map<number, Found> | null = null;

  /** Learns about another class; false when the protocol must be asked each time. */
  learn(o: PyValue, name: string, method: boolean): boolean {
    if (!(o instanceof PyType)) return false;
    const meta = o.cls.version;
    let found = this.known?.get(o.version);
    if (found === undefined || found.meta !== meta) {
      found = findInClass(o, name);
      if (found === undefined || (found.bound && !method)) return false;
      if (this.version !== -1) {
        if (this.known === null || this.known.size >= KNOWN) this.known = new Map();
        this.known.set(o.version, found);
      }
    }
    this.version = o.version;
    this.meta = meta;
    this.ns = found.ns;
    this.at = found.at;
    this.bound = found.bound;
    return true;
  }
}
