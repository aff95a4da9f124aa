// _abc: the engine of abc.ABCMeta. Invariant: registries and caches hold classes weakly; a negative cache is worth
// something only while no class was registered anywhere since (the invalidation counter).

import { NotImplemented, type PyValue } from '../objects/object.ts';
import { PyFunction, PyTuple } from '../objects/shapes.ts';
import { PyType, TYPE_MATCH_MAPPING, TYPE_MATCH_SEQUENCE, TYPE_HEAP, typeOf } from '../objects/type.ts';
import { assertionError, runtimeError, typeError } from '../objects/exceptions/raise.ts';
import {
  attributesOf,
  getattrR,
  hasGenericGetattribute,
  lookupAttrR,
  setattrR,
} from '../objects/protocol/attribute.ts';
import { callMethodR } from '../objects/protocol/call.ts';
import { collectR } from '../objects/protocol/iteration.ts';
import { truthR } from '../objects/protocol/operators.ts';
import { isPending, type NativeGenerator, type Resumable } from '../objects/protocol/pending.ts';
import { isStr, toJS } from '../objects/str/text.ts';
import { newFrozenSet, newSet } from '../objects/set.ts';
import { issubclassR } from '../objects/type/isinstance.ts';
import { liveSubclasses } from '../objects/type/mro.ts';
import { defineModule } from '../runtime/modules.ts';

interface AbcData {
  registry: Set<WeakRef<PyType>>;
  cache: WeakSet<PyType>;
  negative: WeakSet<PyType>;
  negativeVersion: number;
}

const COLLECTION_FLAGS = TYPE_MATCH_SEQUENCE | TYPE_MATCH_MAPPING;

function* isAbstract(v: PyValue): NativeGenerator<boolean> {
  if (v instanceof PyFunction && v.dict === undefined && attributesOf(v).size === 0) return false;
  const flag = (yield lookupAttrR(v, '__isabstractmethod__')) as PyValue | undefined;
  return flag === undefined ? false : ((yield truthR(flag)) as boolean);
}

/** Sets `__abstractmethods__` from the namespace and the bases. */
function* computeAbstract(self: PyType): NativeGenerator<void> {
  const names: PyValue[] = [];
  for (const [name, v] of [...self.ns.entries()]) {
    if (typeof v !== 'object') continue;
    if (yield* isAbstract(v)) names.push(name);
  }
  for (const base of self.bases) {
    const inherited = (yield lookupAttrR(base, '__abstractmethods__')) as PyValue | undefined;
    if (inherited === undefined) continue;
    const keys: PyValue[] = yield collectR(inherited);
    for (const k of keys) {
      if (!isStr(k)) continue;
      const v = (yield lookupAttrR(self, toJS(k))) as PyValue | undefined;
      if (v !== undefined && (yield* isAbstract(v))) names.push(k);
    }
  }
  yield setattrR(self, '__abstractmethods__', newFrozenSet(names));
}

function needClass(v: PyValue): PyType {
  if (v instanceof PyType) return v;
  throw typeError('issubclass() arg 1 must be a class');
}

function setCollectionFlag(t: PyType, flag: number): void {
  if ((t.flags & flag) === flag || (t.flags & TYPE_HEAP) === 0) return;
  t.flags = (t.flags & ~COLLECTION_FLAGS) | flag;
  for (const sub of liveSubclasses(t)) setCollectionFlag(sub, flag);
}

defineModule('_abc', (m) => {
  let counter = 0;
  const all = new WeakMap<PyType, AbcData>();
  const dataOf = (t: PyType): AbcData => {
    let d = all.get(t);
    if (d === undefined) {
      all.set(
        t,
        (d = { registry: new Set(), cache: new WeakSet(), negative: new WeakSet(), negativeVersion: counter }),
      );
    }
    return d;
  };

  function* register(self: PyType, subclass: PyValue): NativeGenerator<PyValue> {
    if (!(subclass instanceof PyType)) throw typeError('Can only register classes');
    const already: boolean = yield issubclassR(subclass, self);
    if (already) return subclass;
    const cycle: boolean = yield issubclassR(self, subclass);
    if (cycle) throw runtimeError('Refusing to create an inheritance cycle');
    dataOf(self).registry.add(new WeakRef(subclass));
    counter++;
    if ((self.flags & COLLECTION_FLAGS) !== 0) setCollectionFlag(subclass, self.flags & COLLECTION_FLAGS);
    return subclass;
  }

  function* subclassCheck(self: PyType, subclass: PyType, d: AbcData): NativeGenerator<boolean> {
    const ok: PyValue = yield callMethodR(self, '__subclasshook__', [subclass]);
    if (ok === true) {
      d.cache.add(subclass);
      return true;
    }
    if (ok === false) {
      d.negative.add(subclass);
      return false;
    }
    if (ok !== NotImplemented)
      throw assertionError('__subclasshook__ must return either False, True, or NotImplemented');
    if (subclass.mro.includes(self)) {
      d.cache.add(subclass);
      return true;
    }
    for (const ref of [...d.registry]) {
      const r = ref.deref();
      if (r === undefined) {
        d.registry.delete(ref);
        continue;
      }
      let yes = issubclassR(subclass, r);
      if (isPending(yes)) yes = (yield yes) as boolean;
      if (yes) {
        d.cache.add(subclass);
        return true;
      }
    }
    const subs: PyValue[] = yield collectR(yield callMethodR(self, '__subclasses__', []));
    for (const sub of subs) {
      let yes = issubclassR(subclass, sub);
      if (isPending(yes)) yes = (yield yes) as boolean;
      if (yes) {
        d.cache.add(subclass);
        return true;
      }
    }
    d.negative.add(subclass);
    return false;
  }

  const checkSubclass = (self: PyType, v: PyValue): Resumable<boolean> => {
    const subclass = needClass(v);
    const d = dataOf(self);
    if (d.cache.has(subclass)) return true;
    if (d.negativeVersion < counter) {
      d.negative = new WeakSet();
      d.negativeVersion = counter;
    } else if (d.negative.has(subclass)) return false;
    return subclassCheck(self, subclass, d);
  };

  function* instanceCheck(self: PyType, instance: PyValue): NativeGenerator<PyValue> {
    const cls = (yield getattrR(instance, '__class__')) as PyValue;
    const d = dataOf(self);
    if (cls instanceof PyType && d.cache.has(cls)) return true;
    const t = typeOf(instance);
    if (cls === t) {
      if (d.negativeVersion === counter && d.negative.has(t)) return false;
      return yield callMethodR(self, '__subclasscheck__', [t]);
    }
    const first: PyValue = yield callMethodR(self, '__subclasscheck__', [cls]);
    if ((yield truthR(first)) as boolean) return first;
    return yield callMethodR(self, '__subclasscheck__', [t]);
  }

  m.funcs({
    'get_cache_token()': () => counter,
    *'_abc_init(self, /)'(self: PyType): NativeGenerator {
      all.delete(self);
      dataOf(self);
      yield* computeAbstract(self);
      const flags = self.ns.getStr('__abc_tpflags__');
      if (typeof flags === 'number') {
        const wanted = flags & COLLECTION_FLAGS;
        if (wanted === COLLECTION_FLAGS) {
          throw typeError('__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING');
        }
        self.flags = (self.flags & ~COLLECTION_FLAGS) | wanted;
        yield setattrR(self, '__abc_tpflags__', undefined);
      }
      return undefined;
    },
    '_abc_register(self, subclass, /)': register,
    '_abc_instancecheck(self, instance, /)': (self: PyType, instance: PyValue): Resumable => {
      // The common question is answered without running anything.
      const t = typeOf(instance);
      if (
        t.lookup('__class__') === typeOf(0).lookup('__class__') &&
        (typeof instance !== 'object' || hasGenericGetattribute(t))
      ) {
        const d = all.get(self);
        if (d !== undefined) {
          if (d.cache.has(t)) return true;
          if (d.negativeVersion === counter && d.negative.has(t)) return false;
        }
      }
      return instanceCheck(self, instance);
    },
    '_abc_subclasscheck(self, subclass, /)': checkSubclass,
    '_get_dump(self, /)': (self: PyType) => {
      const d = dataOf(self);
      const registry: PyValue[] = [];
      for (const ref of d.registry) {
        const t = ref.deref();
        if (t !== undefined) registry.push(t);
      }
      return new PyTuple([newSet(registry), newSet(), newSet(), d.negativeVersion]);
    },
    '_reset_registry(self, /)': (self: PyType) => void dataOf(self).registry.clear(),
    '_reset_caches(self, /)': (self: PyType) => {
      const d = dataOf(self);
      d.cache = new WeakSet();
      d.negative = new WeakSet();
    },
  });
});
