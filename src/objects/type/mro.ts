// Method resolution order: C3, a metaclass's own `mro()`, and re-linking a type and everything below it when its bases
// change. Invariant: every element of an MRO is a type whose layout is a prefix of the owner's layout.

import type { PyValue } from '../object.ts';
import { linkType, PyType, typeModified, typeOf, typeType } from '../type.ts';
import { typeError } from '../exceptions/raise.ts';
import { callBound } from '../protocol/attribute.ts';
import { collectR } from '../protocol/iteration.ts';
import type { Resumable } from '../protocol/pending.ts';
import { solidBase } from './layout.ts';

/** C3 over the bases of `t`; TypeError when they cannot be ordered. */
export function c3(t: PyType, bases: readonly PyType[]): PyType[] {
  for (let i = 0; i < bases.length; i++) {
    if (bases.indexOf(bases[i], i + 1) > 0) throw typeError(`duplicate base class ${bases[i].name}`);
  }
  if (bases.length === 1) return [t, ...bases[0].mro];
  const lists = [...bases.map((b) => b.mro.slice()), bases.slice()];
  const out = [t];
  for (;;) {
    const live = lists.filter((l) => l.length > 0);
    if (live.length === 0) return out;
    const pick = live.map((l) => l[0]).find((head) => !live.some((l) => l.indexOf(head, 1) > 0));
    if (pick === undefined) {
      const heads = [...new Set(live.map((l) => l[0].name))];
      throw typeError(`Cannot create a consistent method resolution order (MRO) for bases ${heads.join(', ')}`);
    }
    out.push(pick);
    for (const l of live) if (l[0] === pick) l.shift();
  }
}

let plainMro: PyValue | undefined;
/** attributes.ts says which native is `type.mro`. */
export function registerTypeMro(f: PyValue | undefined): void {
  plainMro = f;
}

/** The MRO of a type with these bases: C3, or what the metaclass's `mro()` says. Resumable. */
export function computeMroR(t: PyType, bases: readonly PyType[]): Resumable<PyType[]> {
  const meta = t.cls;
  if (meta === typeType) return c3(t, bases);
  const f = meta.lookup('mro');
  if (f === undefined || f === plainMro) return c3(t, bases);
  return customMro(t, f);
}

function* customMro(t: PyType, f: PyValue): Generator<unknown, PyType[], never> {
  const result = (yield callBound(f, t, [])) as PyValue;
  const items: PyValue[] = yield collectR(result);
  const solid = solidBase(t);
  for (const c of items) {
    if (!(c instanceof PyType)) throw typeError(`mro() returned a non-class ('${typeOf(c).name}')`);
    if (!solid.isSubtype(solidBase(c))) throw typeError(`mro() returned base with unsuitable layout ('${c.name}')`);
  }
  return items as PyType[]; // each was checked
}

/** All direct subclasses that are alive, in the order of their creation. */
export function liveSubclasses(t: PyType): PyType[] {
  const out: PyType[] = [];
  for (const ref of t.subclasses) {
    const s = ref.deref();
    if (s !== undefined) out.push(s);
  }
  return out;
}

/** Gives `t` new bases and recomputes the MRO of `t` and of everything derived from it; all or nothing. */
export function* rebase(t: PyType, bases: PyType[], base: PyType): Generator<unknown, void, never> {
  const undo: (() => void)[] = [];
  const apply = (c: PyType, newBases: PyType[], newBase: PyType | null, mro: PyType[]): void => {
    const old = [c.bases, c.base, c.mro] as const;
    undo.push(() => linkType(c, old[0], old[1], old[2]));
    linkType(c, newBases, newBase, mro);
  };
  const relink = function* (c: PyType): Generator<unknown, void, never> {
    for (const sub of liveSubclasses(c)) {
      const mro: PyType[] = yield computeMroR(sub, sub.bases);
      apply(sub, sub.bases, sub.base, mro);
      yield* relink(sub);
    }
  };
  const oldBases = t.bases;
  const oldBase = t.base;
  try {
    // A custom mro() may look at __bases__, so they change first.
    t.bases = bases;
    t.base = base;
    const mro: PyType[] = yield computeMroR(t, bases);
    if (t.bases !== bases) return; // mro() assigned __bases__ itself: that stands
    t.bases = oldBases;
    t.base = oldBase;
    apply(t, bases, base, mro);
    yield* relink(t);
  } catch (e) {
    t.bases = oldBases;
    t.base = oldBase;
    for (const u of undo.reverse()) u();
    typeModified(t);
    throw e;
  }
  Object.setPrototypeOf(t.ctor.prototype, base.ctor.prototype as object);
  t.iternext = base.iternext;
  typeModified(t);
}
