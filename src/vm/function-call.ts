// Entering Python functions: a frame from a function and its arguments. Invariant: error messages and the order of
// checks are CPython's (initialize_locals); no Python code runs here.

import { PyDict } from '../objects/dict/storage.ts';
import { PyFrame } from '../objects/frame.ts';
import type { PyValue } from '../objects/object.ts';
import { type PyFunction, PyTuple } from '../objects/shapes.ts';
import { CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS } from '../compile/code.ts';
import { typeError } from '../objects/exceptions/raise.ts';
import type { KwNames } from '../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';

/** A frame with the arguments bound. `args` is not kept. */
export function enterFunction(f: PyFunction, args: readonly PyValue[], kwnames: KwNames): PyFrame {
  const code = f.code;
  const c = code.code;
  const regs = new Array<PyValue | undefined>(code.nlocalsplus + c.stacksize).fill(undefined);
  const frame = new PyFrame(code, f.globals, f.builtins, f, regs);
  // A function over a module's code: what it binds are globals.
  if ((c.flags & CO_OPTIMIZED) === 0) frame.locals = f.globals;
  const n = args.length;
  if (kwnames === null && n === code.simpleArgs) {
    for (let i = 0; i < n; i++) regs[i] = args[i];
    return frame;
  }
  const rest = code.restArgs;
  if (kwnames === null && rest >= 0 && (n === rest || (n > rest && code.takesRest))) {
    for (let i = 0; i < rest; i++) regs[i] = args[i];
    let at = rest;
    if (code.takesRest) regs[at++] = new PyTuple(args.slice(rest));
    if (code.takesKeywords) regs[at] = new PyDict();
    return frame;
  }
  bindArguments(f, regs, args, kwnames);
  return frame;
}

/**
 * The values of a function's parameters, in the order of its locals (`*args` and `**kwargs` packed): what its compiled
 * form takes. It may be `args` itself.
 */
export function parameterValues(f: PyFunction, args: PyValue[], kwnames: KwNames): PyValue[] {
  const { code } = f;
  const n = args.length;
  if (kwnames === null) {
    if (n === code.simpleArgs) return args;
    const d = f.defaults;
    if (d !== null && n < code.simpleArgs && n + d.length >= code.simpleArgs)
      return [...args, ...d.slice(d.length - (code.simpleArgs - n))];
    const rest = code.restArgs;
    if (rest >= 0 && (n === rest || (n > rest && code.takesRest))) {
      const values = args.slice(0, rest);
      if (code.takesRest) values.push(new PyTuple(args.slice(rest)));
      if (code.takesKeywords) values.push(new PyDict());
      return values;
    }
  }
  const values = new Array<PyValue | undefined>(code.parameters).fill(undefined);
  bindArguments(f, values, args, kwnames);
  return values as PyValue[]; // it raises where one is missing
}

/** A frame whose parameters have these values. */
export function frameWith(f: PyFunction, values: readonly PyValue[]): PyFrame {
  const { code } = f;
  const regs = new Array<PyValue | undefined>(code.nlocalsplus + code.code.stacksize).fill(undefined);
  for (let i = 0; i < values.length; i++) regs[i] = values[i];
  return new PyFrame(code, f.globals, f.builtins, f, regs);
}

function nameOf(f: PyFunction): string {
  return isStr(f.qualname) ? toJS(f.qualname) : '?';
}

function bindArguments(f: PyFunction, regs: (PyValue | undefined)[], args: readonly PyValue[], kwnames: KwNames): void {
  const c = f.code.code;
  const nkw = kwnames === null ? 0 : kwnames.length;
  const given = args.length - nkw;
  const argcount = c.argcount;
  const total = argcount + c.kwonlyargcount;
  const names = c.localsplusNames;
  let at = total;
  const takesVarargs = (c.flags & CO_VARARGS) !== 0;
  const n = Math.min(given, argcount);
  for (let i = 0; i < n; i++) regs[i] = args[i];
  if (takesVarargs) regs[at++] = new PyTuple(given > argcount ? args.slice(argcount, given) : []);
  let kwdict: PyDict | null = null;
  if ((c.flags & CO_VARKEYWORDS) !== 0) regs[at] = kwdict = new PyDict();
  if (kwnames !== null) {
    for (let k = 0; k < nkw; k++) {
      const name = kwnames[k];
      const value = args[given + k];
      let j = -1;
      for (let i = c.posonlyargcount; i < total; i++) {
        if (names[i] === name) {
          j = i;
          break;
        }
      }
      if (j < 0) {
        if (kwdict === null) {
          positionalOnlyAsKeyword(f, kwnames);
          throw typeError(
            `${nameOf(f)}() got an unexpected keyword argument '${name}'${suggestion(name, names, c.posonlyargcount, total)}`,
          );
        }
        kwdict.set(fromJS(name), value);
        continue;
      }
      if (regs[j] !== undefined) throw typeError(`${nameOf(f)}() got multiple values for argument '${name}'`);
      regs[j] = value;
    }
  }
  if (given > argcount && !takesVarargs) tooManyPositional(f, given, regs);
  if (given < argcount) {
    const defaults = f.defaults;
    const ndef = defaults === null ? 0 : defaults.length;
    const required = argcount - ndef;
    const missing: string[] = [];
    for (let i = given; i < required; i++) if (regs[i] === undefined) missing.push(names[i]);
    if (missing.length > 0) missingArguments(f, missing, 'positional');
    for (let i = Math.max(given, required); i < argcount; i++)
      if (regs[i] === undefined) regs[i] = defaults![i - required];
  }
  if (c.kwonlyargcount > 0) {
    const missing: string[] = [];
    for (let i = argcount; i < total; i++) {
      if (regs[i] !== undefined) continue;
      const v = f.kwdefaults === null ? undefined : f.kwdefaults.getStr(names[i]);
      if (v === undefined) missing.push(names[i]);
      else regs[i] = v;
    }
    if (missing.length > 0) missingArguments(f, missing, 'keyword-only');
  }
}

function suggestion(name: string, names: readonly string[], from: number, to: number): string {
  // 3.14 offers the closest parameter name.
  let best: string | undefined;
  let bestDistance = Math.floor((name.length + 3) / 3) + 0;
  for (let i = from; i < to; i++) {
    const d = editDistance(name, names[i]);
    if (
      d > 0 &&
      d <= Math.floor((name.length + names[i].length + 3) / 6) &&
      d <= bestDistance &&
      (best === undefined || d < bestDistance)
    ) {
      best = names[i];
      bestDistance = d;
    }
  }
  return best === undefined ? '' : `. Did you mean '${best}'?`;
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8 || a.length > 40 || b.length > 40) return 1000;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

function positionalOnlyAsKeyword(f: PyFunction, kwnames: readonly string[]): void {
  const c = f.code.code;
  const bad: string[] = [];
  for (let i = 0; i < c.posonlyargcount; i++)
    if (kwnames.includes(c.localsplusNames[i])) bad.push(c.localsplusNames[i]);
  if (bad.length > 0) {
    throw typeError(
      `${nameOf(f)}() got some positional-only arguments passed as keyword arguments: '${bad.join(', ')}'`,
    );
  }
}

function tooManyPositional(f: PyFunction, given: number, regs: (PyValue | undefined)[]): void {
  const c = f.code.code;
  let kwonly = 0;
  for (let i = c.argcount; i < c.argcount + c.kwonlyargcount; i++) if (regs[i] !== undefined) kwonly++;
  const ndef = f.defaults === null ? 0 : f.defaults.length;
  const sig = ndef > 0 ? `from ${c.argcount - ndef} to ${c.argcount}` : `${c.argcount}`;
  const plural = ndef > 0 || c.argcount !== 1;
  const kw =
    kwonly > 0
      ? ` positional argument${given !== 1 ? 's' : ''} (and ${kwonly} keyword-only argument${kwonly !== 1 ? 's' : ''})`
      : '';
  throw typeError(
    `${nameOf(f)}() takes ${sig} positional argument${plural ? 's' : ''} but ${given}${kw} ${given === 1 && kwonly === 0 ? 'was' : 'were'} given`,
  );
}

function missingArguments(f: PyFunction, names: string[], kind: string): void {
  const q = names.map((n) => `'${n}'`);
  const list =
    q.length === 1
      ? q[0]
      : q.length === 2
        ? `${q[0]} and ${q[1]}`
        : `${q.slice(0, -1).join(', ')}, and ${q[q.length - 1]}`;
  throw typeError(
    `${nameOf(f)}() missing ${names.length} required ${kind} argument${names.length === 1 ? '' : 's'}: ${list}`,
  );
}
