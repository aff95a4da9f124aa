// Arguments of a call whose function and keywords are known when it is compiled: each is put in its place then, as
// vm/function-call.ts does at run time. Invariant: null wherever that would raise, so that errors are made in one place.

import { CO_OPTIMIZED } from '../compile/code.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { type PyFunction, PyTuple } from '../objects/shapes.ts';
import type { Emitter } from './emitter.ts';
import { LEVEL } from './runtime.ts';

/** Puts the JavaScript of the arguments (positional ones, then the keywords') into the parameters' order. */
export type Binding = (values: readonly string[]) => string[];

/**
 * How `f` takes `given` positional arguments and these keywords. `isConst`: it is this very function, not only one with
 * the same code, so that its defaults are known. May write guards: operands are still on the stack.
 */
export function bind(
  e: Emitter,
  f: PyFunction,
  isConst: boolean,
  given: number,
  keywords: readonly string[],
): Binding | null {
  const { code } = f;
  const c = code.code;
  if ((c.flags & CO_OPTIMIZED) === 0) return null;
  if (given > c.argcount && !code.takesRest) return null;
  const names = c.localsplusNames;
  const total = c.argcount + c.kwonlyargcount;
  /** The argument for each parameter, or the text of its default. */
  const places: (number | string | null)[] = [];
  for (let i = 0; i < total; i++) places.push(i < given && i < c.argcount ? i : null);
  const extra: [name: string, argument: number][] = [];
  for (let k = 0; k < keywords.length; k++) {
    let at = -1;
    for (let i = c.posonlyargcount; i < total && at < 0; i++) if (names[i] === keywords[k]) at = i;
    if (at < 0) {
      if (!code.takesKeywords || extra.some(([name]) => name === keywords[k])) return null;
      extra.push([keywords[k], given + k]);
    } else if (places[at] !== null) return null;
    else places[at] = given + k;
  }
  const { defaults, kwdefaults } = f;
  const first = c.argcount - (defaults === null ? 0 : defaults.length);
  let usesDefaults = false;
  let usesKeywordDefaults = false;
  for (let i = 0; i < total; i++) {
    if (places[i] !== null) continue;
    if (!isConst) return null;
    if (i < c.argcount) {
      if (i < first) return null;
      places[i] = e.konst(defaults![i - first]).tag!; // below `first` there are none; constants have a tag
      usesDefaults = true;
    } else {
      const at = kwdefaults === null ? -1 : kwdefaults.findStr(names[i]);
      if (at < 0) return null;
      places[i] = `${e.c(kwdefaults)}.vals[${at}]`;
      usesKeywordDefaults = true;
    }
  }
  if (usesDefaults) e.guard(`${e.c(f)}.defaults !== ${e.c(defaults)}`, 'defaults changed');
  if (usesKeywordDefaults)
    e.guard(
      `${e.c(f)}.kwdefaults !== ${e.c(kwdefaults)} || ${e.c(kwdefaults)}.keysVersion !== ${kwdefaults!.keysVersion}`, // there were some
      'keyword defaults changed',
    );
  return (values) => {
    const out = places.map((p) => (typeof p === 'number' ? values[p] : p!)); // every parameter has got a value
    if (code.takesRest) out.push(`new ${e.c(PyTuple)}([${values.slice(c.argcount, given).join(', ')}])`);
    if (code.takesKeywords)
      out.push(
        extra.length === 0
          ? `new ${e.c(PyDict)}()`
          : `rt.newDict([${extra.map(([name, i]) => `${JSON.stringify(name)}, ${values[i]}`).join(', ')}])`,
      );
    return out;
  };
}

/**
 * The call of a function that is known, with `given` positional arguments: makes its JavaScript from theirs. Null when it
 * cannot be called so. May write guards.
 */
export function knownCall(e: Emitter, f: PyFunction, given: number): ((args: readonly string[]) => string) | null {
  const h = e.callee(f);
  if (h.globals !== f.globals) return null;
  expectOwnCode(e, f);
  const binding = bind(e, f, true, given, []);
  if (binding === null) return null;
  return (args) => `${e.c(h)}.fn(s + ${LEVEL + h.units}, ${[e.c(f), 'null', ...binding(args)].join(', ')})`;
}

/** A function that is known has the code it is compiled for: it can be replaced (f.__code__ = …). */
export function expectOwnCode(e: Emitter, f: PyFunction): void {
  const fact = `C${e.c(f)}`;
  if (e.state.facts.has(fact)) return;
  e.guard(`${e.c(f)}.code !== ${e.c(f.code)}`, 'code replaced');
  e.state.facts.add(fact);
}
