// Attributes of classes in compiled code: `Color.RED`, `cls.registry`, `Point.from_polar(…)`. Invariant: what is used
// is what type.__getattribute__ finds: no data descriptor of the metaclass stands before it, and the versions of class
// and metaclass have not changed since; values that change without a new version are read where they are.

import { MODE_DISCARD } from '../objects/frame.ts';
import { isDataDescriptor } from '../objects/protocol/attribute.ts';
import { SLOT } from '../objects/slots.ts';
import { PyType, typeType } from '../objects/type.ts';
import { ClassSite, findInClass } from '../vm/class-site.ts';
import { type Emitter, UNDEFINED } from './emitter.ts';
import * as k from './kinds.ts';

/** LOAD_ATTR of a class; false when it is none, or the protocol must decide. */
export function loadClassAttr(e: Emitter, name: string, key: string, method: boolean): boolean {
  const seen = e.seen();
  const o = e.top();
  if (o.range !== undefined || seen?.generic === true) return false;
  if (o.konst instanceof PyType) {
    const found = findInClass(o.konst, name);
    if (found === undefined || (found.bound && !method)) return false;
    e.expectVersion(o.konst);
    e.expectVersion(o.konst.cls);
    e.pop();
    if (found.variable) {
      e.pushTag(`${e.c(found.ns)}.vals[${found.at}]`, k.ANY);
      if (seen !== undefined) e.assume(seen.r, `attribute ${name} of another kind`);
    } else e.push(e.konst(found.ns.vals[found.at]!)); // it was found
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
