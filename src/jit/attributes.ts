// Names and attributes in compiled code: globals and builtins as constants under a guard, instance attributes as
// properties of hidden-class objects, methods without bound-method objects. Invariant: a constant is only used after
// its guard in the same instruction, or while a fact says that it still holds.

import { MODE_DISCARD, MODE_PUSH } from '../objects/frame.ts';
import type { PyValue } from '../objects/object.ts';
import { hasGenericGetattribute, hasGenericSetattr, isDataDescriptor } from '../objects/protocol/attribute.ts';
import { PyFunction, PyModule, PyProperty } from '../objects/shapes.ts';
import { SLOT } from '../objects/slots.ts';
import { type PyGetSet, PyNative } from '../objects/native.ts';
import {
  boolType,
  dictType,
  floatType,
  intType,
  listType,
  moduleType,
  noneType,
  objectType,
  PyType,
  propertyType,
  strType,
  TYPE_HEAP,
  tupleType,
  typeOf,
  typeType,
} from '../objects/type.ts';
import {
  ATTR_CLASS,
  ATTR_CLASSMETHOD,
  ATTR_FIELD,
  ATTR_GETSET,
  ATTR_ITEM,
  ATTR_METHOD,
  ATTR_PROPERTY,
  ATTR_SLOT,
  type AttributeCache,
  makeAttributeCache,
  makeStoreCache,
} from '../vm/attribute-cache.ts';
import type { PyTupleGetter } from '../objects/tuplegetter.ts';
import * as k from './kinds.ts';
import type { Val } from './kinds.ts';
import { type Emitter, UNDEFINED } from './emitter.ts';
import { stackAt } from './arithmetic.ts';
import { knownCall } from './binding.ts';
import { loadClassAttr, storeClassAttr } from './class-attributes.ts';

/** Guards that the names this code relies on are where they were. */
function namesGuard(e: Emitter, builtins: boolean): void {
  const check = (n: typeof e.globalNames, fact: string): void => {
    if (e.state.facts.has(fact)) return;
    const c = e.c(n);
    e.guard(`${e.c(n.dict)}.keysVersion !== ${c}.version && !rt.recheck(${c})`, 'names changed');
    e.state.facts.add(fact);
  };
  check(e.globalNames, 'globals');
  if (builtins) check(e.builtinNames, 'builtins');
}

/** LOAD_GLOBAL, and LOAD_NAME of module-level code. */
export function loadGlobal(e: Emitter, name: string): void {
  const seen = e.seen();
  let names = e.globalNames;
  let i = names.use(name);
  let builtin = false;
  if (i < 0) {
    names = e.builtinNames;
    i = names.use(name);
    builtin = true;
  }
  if (i < 0) {
    e.risky();
    e.clobber();
    e.pushTag(`rt.loadName(${e.c(e.globals)}, ${e.c(e.builtins)}, ${JSON.stringify(name)})`, k.ANY);
    return;
  }
  const fact = `G${builtin ? 'b' : ''}:${name}`;
  const value = names.dict.vals[i]!;
  const where = `${e.c(names.dict)}.vals[${i}]`;
  if (seen?.generic !== true && isConstantLike(value)) {
    if (!e.state.facts.has(fact)) {
      namesGuard(e, builtin);
      const v = e.konst(value);
      // A float is one object for as long as the name is not assigned to.
      e.guard(`${where} !== ${v.tag !== null && typeof value !== 'object' ? v.tag : e.c(value)}`, `${name} changed`);
      e.state.facts.add(fact);
    }
    e.push(e.konst(value));
    return;
  }
  namesGuard(e, builtin);
  e.pushTag(where, k.ANY);
  e.assume(seen !== undefined && seen.r !== 0 ? seen.r : k.kindOf(value), `${name} of another kind`);
}
function isConstantLike(v: PyValue): boolean {
  return (
    v instanceof PyFunction ||
    v instanceof PyType ||
    v instanceof PyNative ||
    v instanceof PyModule ||
    k.kindOf(v) === k.FLOAT ||
    k.kindOf(v) === k.INT
  );
}

/** STORE_GLOBAL, and STORE_NAME of module-level code; false when tier 0 must do it. */
export function storeGlobal(e: Emitter, name: string): boolean {
  if (e.globalNames.dict.findStr(name) < 0) return false; // a new name: tier 0 makes it
  const v = e.tag(e.top());
  const i = e.globalNames.use(name);
  namesGuard(e, false);
  if (e.telling) e.tellBefore(`${e.c(e.globals)}.vals[${i}]`);
  e.pop();
  e.emit(`${e.c(e.globals)}.vals[${i}] = ${v};`);
  e.state.facts.delete(`G:${name}`);
  return true;
}

/** The cache tier 0 made for an attribute, or one made now for the class that was seen; undefined when of no use. */
function cacheOf(e: Emitter, name: string, key: string): AttributeCache | undefined {
  const seen = e.seen();
  if (seen?.generic === true || seen?.cls === null) return undefined;
  const v = e.top();
  const t =
    v.konst !== undefined
      ? typeOf(v.konst)
      : (v.cls ?? seen?.cls ?? (e.code.caches[e.pc] as AttributeCache | undefined)?.type);
  if (t === undefined || t === null) return undefined;
  return t.isSubtype(typeType) ? undefined : makeAttributeCache(t, name, key);
}
const KINDS = new Map<PyType, number>([
  [strType, k.STR],
  [intType, k.INT],
  [boolType, k.BOOL],
  [floatType, k.FLOAT],
  [noneType, k.NONE],
  [listType, k.LIST],
  [tupleType, k.TUPLE],
  [dictType, k.DICT],
]);

function expectType(e: Emitter, v: Val, t: PyType): void {
  const kind = KINDS.get(t);
  if (kind !== undefined) e.expect(v, kind, `not a ${t.name}`);
  else e.expectClass(v, t);
}

export function loadAttr(e: Emitter, arg: number): void {
  const method = (arg & 1) !== 0;
  const namei = arg >> 1;
  const name = e.code.code.names[namei];
  const key = '$' + name;
  const text = JSON.stringify(key);
  const o = e.top();
  const seen = e.seen();
  if (o.konst instanceof PyModule && o.konst.cls === moduleType) {
    const d = o.konst.dict;
    const i = d.findStr(name);
    if (i >= 0) {
      const v = d.vals[i]!;
      const dict = e.c(d);
      if (
        seen?.generic !== true &&
        (v instanceof PyFunction ||
          v instanceof PyType ||
          v instanceof PyNative ||
          v instanceof PyModule ||
          k.kindOf(v) === k.FLOAT)
      ) {
        e.guard(`${dict}.keysVersion !== ${d.keysVersion} || ${dict}.vals[${i}] !== ${e.c(v)}`, `${name} changed`);
        e.pop();
        e.push(e.konst(v));
        if (method) e.push(UNDEFINED);
        return;
      }
    }
  }
  if (loadClassAttr(e, name, text, method)) return;
  const c = o.range === undefined && o.konst instanceof PyType ? undefined : cacheOf(e, name, key);
  if (c !== undefined && c.version === c.type.version) {
    if (o.tag === null) e.tag(o);
    const v = e.top();
    switch (c.kind) {
      case ATTR_FIELD:
      case ATTR_SLOT: {
        expectType(e, v, c.type);
        const n = e.stackTag(e.state.stack.length - 1);
        e.emit(`{ let t = ${v.tag}[${JSON.stringify(c.key)}];`);
        if (c.kind === ATTR_FIELD) {
          e.emit(`if (t === undefined) { t = rt.ofDict(${v.tag}, ${JSON.stringify(name)});`);
          e.guard('t === undefined', `no attribute ${name}`);
          e.emit('}');
        } else e.guard('t === undefined', `no attribute ${name}`);
        e.pop();
        e.rescue(n);
        e.emit(`${n} = t; }`);
        e.push({ bits: k.ANY, tag: n, dbl: null });
        if (seen !== undefined) e.assume(seen.r, `attribute ${name} of another kind`);
        if (method) e.push(UNDEFINED);
        return;
      }
      case ATTR_METHOD:
        if (method) {
          expectType(e, v, c.type);
          if (c.shadow)
            e.guard(`${v.tag}[${text}] !== undefined || ${v.tag}.dict !== undefined`, `${name} is shadowed`);
          const self = e.pop();
          e.push(e.konst(c.value!));
          e.push(self);
          return;
        }
        if (c.value instanceof PyNative || c.value instanceof PyFunction) {
          expectType(e, v, c.type);
          if (c.shadow)
            e.guard(`${v.tag}[${text}] !== undefined || ${v.tag}.dict !== undefined`, `${name} is shadowed`);
          const self = e.tag(e.pop());
          e.pushTag(`rt.bind(${e.c(c.value)}, ${self}, ${e.c(c.type)})`, k.OTHER);
          return;
        }
        break;
      case ATTR_CLASS:
        expectType(e, v, c.type);
        if (c.shadow && seen?.own === true) {
          // A default of the class, which instances replace by values of their own.
          const n = e.stackTag(e.state.stack.length - 1);
          const value = classValue(e, c);
          e.emit(`{ let t = ${v.tag}[${text}];`);
          e.emit(`if (t === undefined) t = rt.ofDict(${v.tag}, ${JSON.stringify(name)}) ?? ${value};`);
          e.pop();
          e.rescue(n);
          e.emit(`${n} = t; }`);
          e.push({ bits: k.ANY, tag: n, dbl: null });
          e.assume(seen.r, `attribute ${name} of another kind`);
          if (method) e.push(UNDEFINED);
          return;
        }
        if (c.shadow) e.guard(`${v.tag}[${text}] !== undefined || ${v.tag}.dict !== undefined`, `${name} is shadowed`);
        e.pop();
        if (c.value !== undefined) e.push(e.konst(c.value));
        else {
          e.pushTag(classValue(e, c), k.ANY);
          if (seen !== undefined) e.assume(seen.r, `attribute ${name} of another kind`);
        }
        if (method) e.push(UNDEFINED);
        return;
      case ATTR_ITEM: {
        expectType(e, v, c.type);
        const n = e.stackTag(e.state.stack.length - 1);
        e.emit(`{ const t = ${v.tag}.items[${(c.value as PyTupleGetter).index}];`); // that is what the kind says
        e.guard('t === undefined', `no attribute ${name}`);
        e.pop();
        e.rescue(n);
        e.emit(`${n} = t; }`);
        e.push({ bits: k.ANY, tag: n, dbl: null });
        if (seen !== undefined) e.assume(seen.r, `attribute ${name} of another kind`);
        if (method) e.push(UNDEFINED);
        return;
      }
      case ATTR_CLASSMETHOD:
        if (!method) break;
        expectType(e, v, c.type);
        if (c.shadow) e.guard(`${v.tag}[${text}] !== undefined || ${v.tag}.dict !== undefined`, `${name} is shadowed`);
        e.pop();
        e.push(e.konst(c.value!));
        e.push(e.konst(c.type));
        return;
      case ATTR_GETSET: {
        const d = c.value as PyGetSet; // that is what the kind says
        if (method) break;
        expectType(e, v, c.type);
        const self = e.tag(e.pop());
        if (name === '__class__' && d.owner === objectType) e.push(e.konst(c.type));
        else {
          e.risky();
          e.pushCall(`rt.res(${e.c(d)}.get(${self}), s)`, k.ANY);
        }
        return;
      }
      case ATTR_PROPERTY: {
        const f = c.value;
        if (method || !(f instanceof PyFunction) || f.code.simpleArgs !== 1) break;
        expectType(e, v, c.type);
        const self = e.pop();
        const h = e.callee(f);
        if (h.globals !== f.globals) {
          e.push(self);
          break;
        }
        e.risky();
        e.clobber();
        e.pushCall(`${e.c(h)}.fn(s + ${4096 + h.units}, ${e.c(f)}, null, ${self.tag})`, k.ANY);
        return;
      }
    }
  }
  if (c === undefined && !method && o.range === undefined && throughDescriptor(e, name)) return;
  if (
    seen !== undefined &&
    !seen.generic &&
    seen.classes.length > 1 &&
    seen.classes.length <= 6 &&
    polymorphic(e, seen.classes, name, key, method)
  )
    return;
  const t = e.tag(e.top());
  e.pop();
  e.risky(method ? 5 : MODE_PUSH);
  e.clobber();
  if (method) {
    // Without a bound method: function and self, or the attribute and nothing.
    const at = e.state.stack.length;
    const n = e.stackTag(at);
    const m = e.stackTag(at + 1);
    e.rescue(n);
    e.rescue(m);
    e.emit(
      `{ const o = ${t}, f = rt.method(o, ${JSON.stringify(name)}, ${text}); if (f !== undefined) { ${n} = f; ${m} = o; } else { ${n} = rt.getattr(o, ${JSON.stringify(name)}, s); ${m} = undefined; } }`,
    );
    e.leaveRaised(n);
    e.push({ bits: k.ANY, tag: n, dbl: null });
    e.push({ bits: k.ANY | k.UNDEF, tag: m, dbl: null });
  } else e.pushCall(`rt.getattr(${t}, ${JSON.stringify(name)}, s)`, k.ANY);
}

/** The class seen at an attribute, whose instances are read and written by object's rules; undefined when of no use. */
function plainClass(e: Emitter): PyType | undefined {
  const seen = e.seen();
  const v = e.top();
  if (seen?.generic === true || v.konst !== undefined || v.tag === null) return undefined;
  const t = v.cls ?? seen?.cls;
  return t === undefined || t === null || (t.flags & TYPE_HEAP) === 0 || t.isSubtype(typeType) ? undefined : t;
}

/** An attribute that a data descriptor written in Python computes: the call of its `__get__`. */
function throughDescriptor(e: Emitter, name: string): boolean {
  const t = plainClass(e);
  const d = t?.lookup(name);
  if (t === undefined || d === undefined || !hasGenericGetattribute(t) || !isDataDescriptor(d)) return false;
  const dt = typeOf(d);
  const get = (dt.flags & TYPE_HEAP) === 0 ? null : dt.slot(SLOT.__get__);
  if (!(get instanceof PyFunction)) return false;
  const v = e.expectClass(e.top(), t);
  e.expectVersion(dt);
  const call = knownCall(e, get, 3);
  if (call === null) return false;
  e.pop();
  e.risky();
  e.clobber();
  e.pushCall(call([e.c(d), v.tag!, e.c(t)]), k.ANY); // plainClass saw its tag
  return true;
}

/** STORE_ATTR where a property's setter, or a descriptor's `__set__`, is Python. */
function storeThrough(e: Emitter, name: string, o: string, value: string): boolean {
  const t = plainClass(e);
  const d = t?.lookup(name);
  if (t === undefined || d === undefined || !hasGenericSetattr(t)) return false;
  const dt = typeOf(d);
  const setter =
    d instanceof PyProperty && d.cls === propertyType
      ? d.fset
      : (dt.flags & TYPE_HEAP) === 0
        ? null
        : dt.slot(SLOT.__set__);
  if (!(setter instanceof PyFunction)) return false;
  e.expectClass(e.top(), t);
  e.expectVersion(dt);
  const self = d instanceof PyProperty ? [] : [e.c(d)];
  const call = knownCall(e, setter, self.length + 2);
  if (call === null) return false;
  e.pop();
  e.pop();
  e.risky(MODE_DISCARD);
  e.clobber();
  e.calls = true;
  e.emit(`if (${call([...self, o, value])} === undefined) break D;`);
  return true;
}

/** What a class has for its instances: a constant, or what is now at a place of its namespace. */
function classValue(e: Emitter, c: AttributeCache): string {
  return c.value === undefined ? `${e.c(c.ns!)}.vals[${c.index}]` : e.konst(c.value).tag!; // every constant has one
}

/** Several classes: a chain of tests, each with the property or method of its class. False: not all are simple. */
function polymorphic(e: Emitter, classes: readonly PyType[], name: string, key: string, method: boolean): boolean {
  const caches: AttributeCache[] = [];
  for (const t of classes) {
    const c = KINDS.has(t) || t.isSubtype(typeType) ? undefined : makeAttributeCache(t, name, key);
    if (c === undefined) return false;
    if (c.kind !== ATTR_FIELD && c.kind !== ATTR_SLOT && c.kind !== ATTR_CLASS && !(c.kind === ATTR_METHOD && method))
      return false;
    if (method !== (c.kind === ATTR_METHOD)) return false;
    caches.push(c);
  }
  const o = e.tag(e.top());
  for (const t of classes) e.expectVersion(t);
  const n = e.stackTag(e.state.stack.length - 1);
  const value = (c: AttributeCache): string =>
    c.kind === ATTR_FIELD || c.kind === ATTR_SLOT ? `${o}[${JSON.stringify(c.key)}]` : classValue(e, c);
  // Classes that keep it in the same place share a test.
  const groups = new Map<string, string[]>();
  let shadow = false;
  for (const c of caches) {
    const v = value(c);
    const tests = groups.get(v) ?? [];
    tests.push(`k === ${e.c(c.type)}`);
    groups.set(v, tests);
    if (c.shadow && (c.kind === ATTR_METHOD || c.kind === ATTR_CLASS)) shadow = true;
  }
  const chain = [...groups].map(([v, tests]) => `${tests.join(' || ')} ? ${v}`).join(' : ');
  e.emit(`{ const k = ${o}.cls; let t = ${chain} : undefined;`);
  if (!method && caches.every((c) => c.kind === ATTR_FIELD))
    e.emit(`if (t === undefined) t = rt.ofDict(${o}, ${JSON.stringify(name)});`);
  e.guard('t === undefined', `another class, or no attribute ${name}`);
  if (shadow) e.guard(`${o}[${JSON.stringify(key)}] !== undefined || ${o}.dict !== undefined`, `${name} is shadowed`);
  if (method) {
    // Function and self.
    const self = e.pop();
    const m = e.stackTag(e.state.stack.length + 1);
    e.rescue(n);
    e.rescue(m);
    if (self.tag === n) e.emit(`${m} = ${n}; ${n} = t; }`);
    else e.emit(`${n} = t; ${m} = ${self.tag}; }`);
    e.push({ bits: k.OTHER, tag: n, dbl: null });
    e.push({ bits: self.bits, tag: m, dbl: null });
    return true;
  }
  e.pop();
  e.rescue(n);
  e.emit(`${n} = t; }`);
  e.push({ bits: k.ANY, tag: n, dbl: null });
  e.assume(e.seen()?.r ?? 0, `attribute ${name} of another kind`);
  return true;
}

/** Stores where the instance keeps the attribute: in itself, or in its dictionary once somebody has asked for that. */
function storeField(o: string, name: string, key: string, value: string): string {
  return `if (${o}.dict === undefined) ${o}[${JSON.stringify(key)}] = ${value}; else ${o}.dict.setStr(${JSON.stringify(name)}, ${value});`;
}

export function storeAttr(e: Emitter, namei: number): void {
  const name = e.code.code.names[namei];
  const seen = e.seen();
  const value = e.tag(stackAt(e, 2));
  const o = e.tag(e.top());
  const v = e.top();
  const t = v.cls ?? seen?.cls ?? undefined;
  if (t !== undefined && t !== null && seen?.generic !== true && v.konst === undefined && !t.isSubtype(typeType)) {
    const c = makeStoreCache(t, name, '$' + name);
    if (c !== undefined) {
      e.expectClass(v, t);
      e.emit(storeField(o, name, c.key, value));
      e.pop();
      e.pop();
      return;
    }
  }
  if (storeClassAttr(e, name, o, value) || storeThrough(e, name, o, value)) return;
  if (seen !== undefined && !seen.generic && seen.classes.length > 1 && seen.classes.length <= 6) {
    const key = '$' + name;
    if (seen.classes.every((c) => !c.isSubtype(typeType) && makeStoreCache(c, name, key)?.key === key)) {
      for (const c of seen.classes) e.expectVersion(c);
      e.emit(`{ const k = ${o}.cls;`);
      e.guard(seen.classes.map((c) => `k !== ${e.c(c)}`).join(' && '), 'another class');
      e.emit(`${storeField(o, name, key, value)} }`);
      e.pop();
      e.pop();
      return;
    }
  }
  e.pop();
  e.pop();
  e.risky(1);
  e.clobber();
  e.emit(`rt.setattr(${o}, ${JSON.stringify(name)}, ${value}, s);`);
}
