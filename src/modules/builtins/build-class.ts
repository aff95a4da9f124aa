// `__build_class__`: bases with `__mro_entries__`, the metaclass, its `__prepare__`, the body, the metaclass's call, and
// the check that `__class__` reached its cell. Resumable.

import { None, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { PyCell, PyFunction, PyTuple } from '../../objects/shapes.ts';
import { PyType, typeOf, typeType } from '../../objects/type.ts';
import { SLOT } from '../../objects/slots.ts';
import { runtimeError, typeError } from '../../objects/exceptions/raise.ts';
import { lookupAttrR } from '../../objects/protocol/attribute.ts';
import { callR } from '../../objects/protocol/call.ts';
import { setitemR } from '../../objects/protocol/operators.ts';
import { repr } from '../../objects/protocol/text.ts';
import { Execute, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { isStr, toJS } from '../../objects/str/text.ts';
import { calculateMetaclass } from '../../objects/type/layout.ts';
import { joinKeywords } from '../../objects/type/call.ts';

/** Replaces bases that are not types by what their `__mro_entries__` gives; the same tuple when none does. */
export function* resolveBases(bases: PyTuple): Generator<unknown, PyTuple, never> {
  let out: PyValue[] | null = null;
  for (let i = 0; i < bases.items.length; i++) {
    const b = bases.items[i];
    if (!(b instanceof PyType)) {
      const f = (yield lookupAttrR(b, '__mro_entries__')) as PyValue | undefined;
      if (f !== undefined) {
        const r = (yield callR(f, [bases])) as PyValue;
        if (!(r instanceof PyTuple)) throw typeError('__mro_entries__ must return a tuple');
        out ??= bases.items.slice(0, i);
        out.push(...r.items);
        continue;
      }
    }
    out?.push(b);
  }
  return out === null ? bases : new PyTuple(out);
}

/** __build_class__(func, name, *bases, metaclass=…, **kwargs). */
export function* buildClass(args: PyValue[], kwargs: PyDict): NativeGenerator<PyValue> {
  if (args.length < 2) throw typeError('__build_class__: not enough arguments');
  const [func, name] = args;
  if (!(func instanceof PyFunction)) throw typeError('__build_class__: func must be a function');
  if (!isStr(name)) throw typeError('__build_class__: name is not a string');
  const origBases = new PyTuple(args.slice(2));
  const bases = yield* resolveBases(origBases);

  let meta: PyValue;
  const explicit = kwargs.delete('metaclass');
  if (explicit === undefined) meta = bases.items.length === 0 ? typeType : typeOf(bases.items[0]);
  else meta = explicit;
  if (meta instanceof PyType) meta = calculateMetaclass(meta, bases.items);

  let ns: PyValue;
  const prepare = meta === typeType ? undefined : ((yield lookupAttrR(meta, '__prepare__')) as PyValue | undefined);
  if (prepare === undefined) ns = new PyDict();
  else {
    const [values, names] = joinKeywords([name, bases], kwargs);
    ns = (yield callR(prepare, values, names)) as PyValue;
    if (!(ns instanceof PyDict) && typeOf(ns).slot(SLOT.__getitem__) === null) {
      throw typeError(
        `${meta instanceof PyType ? meta.name : '<metaclass>'}.__prepare__() must return a mapping, not ${typeOf(ns).name}`,
      );
    }
  }
  const cell = (yield new Execute(func, ns)) as PyValue | undefined;
  if (bases !== origBases) yield setitemR(ns, '__orig_bases__', origBases);
  const [values, names] = joinKeywords([name, bases, ns], kwargs);
  const cls = (yield callR(meta, values, names)) as PyValue;
  if (cls instanceof PyType && cell instanceof PyCell) {
    if (cell.v === undefined) {
      throw runtimeError(
        `__class__ not set defining ${repr(name)} as ${repr(cls)}. Was __classcell__ propagated to type.__new__?`,
      );
    }
    if (cell.v !== cls) throw typeError(`__class__ set to ${repr(cell.v)} defining ${repr(name)} as ${repr(cls)}`);
  }
  return cls;
}

void [None, toJS];
