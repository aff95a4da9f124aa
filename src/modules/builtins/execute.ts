// eval, exec, compile, globals, locals, vars, dir: what runs or shows the caller's namespaces. The compiler comes
// through a hook. Invariant: the caller is the innermost Python frame of the running thread.

import { None, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { PyByteArray, PyBytes, PyCell, PyCode, type PyFunction, PyList, PyTuple } from '../../objects/shapes.ts';
import { dictType, typeOf } from '../../objects/type.ts';
import { SLOT } from '../../objects/slots.ts';
import { systemError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { lookupAttrR } from '../../objects/protocol/attribute.ts';
import { callMethodR, callR, callUnboundR } from '../../objects/protocol/call.ts';
import { collectR } from '../../objects/protocol/iteration.ts';
import { compareR, LT, truthR } from '../../objects/protocol/operators.ts';
import { Execute, type NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import type { PyFrame } from '../../objects/frame.ts';
import { builtinsOf, freeCount, makeFunction } from '../../objects/function.ts';
import { localsOf } from '../../objects/frame-type.ts';
import { shownBuiltins } from '../../objects/builtins-mapping.ts';
import { hooks } from '../../objects/hooks.ts';
import { thread } from '../../vm/thread.ts';

/** The innermost Python frame; SystemError when there is none. */
function caller(what: string): PyFrame {
  const f = thread().frame;
  if (f === null) throw systemError(`${what}(): no current frame`);
  return f;
}

export function globals(): PyValue {
  return thread().frame?.globals ?? None;
}

export function locals(): PyValue {
  return localsOf(caller('locals'));
}

/** vars(object). */
export function* vars(obj: PyValue | undefined): NativeGenerator<PyValue> {
  if (obj === undefined) return localsOf(caller('vars'));
  const d = (yield lookupAttrR(obj, '__dict__')) as PyValue | undefined;
  if (d === undefined) throw typeError('vars() argument must have __dict__ attribute');
  return d;
}

/** dir(object), sorted. */
export function* dir(obj: PyValue | undefined): NativeGenerator<PyValue> {
  let names: PyValue[];
  if (obj === undefined) {
    const l = localsOf(caller('dir'));
    const keys = (
      l instanceof PyDict && l.cls === dictType
        ? new PyList([...l.entries()].map(([k]) => k))
        : yield callMethodR(l, 'keys')
    ) as PyValue;
    names = (yield collectR(keys)) as PyValue[];
  } else {
    const f = typeOf(obj).slot(SLOT.__dir__);
    if (f === null) throw typeError('object does not provide __dir__');
    const r = (yield callUnboundR(f, obj, [])) as PyValue;
    names = (yield collectR(r)) as PyValue[];
  }
  if (names.every((n) => typeof n === 'string')) names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  else {
    // Insertion sort through `<`: rare, short and stable.
    for (let i = 1; i < names.length; i++) {
      const x = names[i];
      let j = i;
      for (; j > 0; j--) {
        const c = (yield compareR(x, names[j - 1], LT)) as PyValue;
        if (!((yield truthR(c)) as boolean)) break;
        names[j] = names[j - 1];
      }
      names[j] = x;
    }
  }
  return new PyList(names);
}

/** Globals and locals of exec()/eval() from their arguments. */
function namespaces(what: 'exec' | 'eval', globalsArg: PyValue, localsArg: PyValue): { g: PyDict; l: PyValue } {
  let g = globalsArg;
  let l = localsArg;
  if (g === None) {
    const f = caller(what);
    g = f.globals;
    if (l === None) l = localsOf(f);
  } else if (l === None) l = g;
  if (!(g instanceof PyDict)) {
    if (what === 'exec') throw typeError(`exec() globals must be a dict, not ${typeOf(g).name}`);
    throw typeError(
      typeOf(g).slot(SLOT.__getitem__) !== null
        ? 'globals must be a real dict; try eval(code, {}, mapping)'
        : 'globals must be a dict',
    );
  }
  if (typeOf(l).slot(SLOT.__getitem__) === null) {
    throw typeError(
      what === 'exec' ? `locals must be a mapping or None, not ${typeOf(l).name}` : 'locals must be a mapping',
    );
  }
  if (g.getStr('__builtins__') === undefined) {
    const b = thread().frame?.builtins ?? hooks.builtins();
    if (b !== undefined && b !== null) g.setStr('__builtins__', shownBuiltins(b));
  }
  return { g, l };
}

/** Runs a code object as module-level code with these namespaces. */
export function run(code: PyCode, g: PyDict, l: PyValue, closure: PyCell[] | null = null): Execute {
  const f: PyFunction = makeFunction(code, g, builtinsOf(g));
  f.closure = closure;
  return new Execute(f, l);
}

function isSource(v: PyValue): boolean {
  return (
    isStr(v) ||
    v instanceof PyBytes ||
    v instanceof PyByteArray ||
    (typeof v === 'object' && v.cls.name === 'memoryview')
  );
}

/** exec(source, globals, locals, closure=). */
export function* exec(
  source: PyValue,
  globalsArg: PyValue,
  localsArg: PyValue,
  closure: PyValue,
): NativeGenerator<PyValue> {
  const { g, l } = namespaces('exec', globalsArg, localsArg);
  if (source instanceof PyCode) {
    const free = freeCount(source);
    let cells: PyCell[] | null = null;
    if (free === 0) {
      if (closure !== None) throw typeError('cannot use a closure with this code object');
    } else {
      if (closure === None) throw typeError(`code object requires a closure of exactly length ${free}`);
      if (
        !(closure instanceof PyTuple) ||
        closure.items.length !== free ||
        !closure.items.every((c) => c instanceof PyCell)
      ) {
        throw typeError(`code object requires a closure of exactly length ${free}`);
      }
      cells = closure.items as PyCell[]; // just checked
    }
    yield run(source, g, l, cells);
    return None;
  }
  if (closure !== None) throw typeError('closure can only be used when source is a code object');
  if (!isSource(source)) throw typeError('exec() arg 1 must be a string, bytes or code object');
  const code = (yield hooks.compileR(source, '<string>', 'exec', 0, false, -1, -1)) as PyValue;
  yield run(code as PyCode, g, l); // compiling a source gives code
  return None;
}

/** A source for eval() may be indented. */
function withoutIndent(source: PyValue): PyValue {
  if (isStr(source)) return fromJS(toJS(source).replace(/^[ \t]+/, ''));
  if (!(source instanceof PyBytes)) return source;
  let i = 0;
  while (source.b[i] === 32 || source.b[i] === 9) i++;
  return i === 0 ? source : new PyBytes(source.b.subarray(i));
}

/** eval(source, globals, locals). */
export function* evaluate(source: PyValue, globalsArg: PyValue, localsArg: PyValue): NativeGenerator<PyValue> {
  const { g, l } = namespaces('eval', globalsArg, localsArg);
  if (source instanceof PyCode) {
    if (freeCount(source) > 0) throw typeError('code object passed to eval() may not contain free variables');
    return (yield run(source, g, l)) as PyValue;
  }
  if (!isSource(source)) throw typeError('eval() arg 1 must be a string, bytes or code object');
  const text = withoutIndent(source);
  const code = (yield hooks.compileR(text, '<string>', 'eval', 0, false, -1, -1)) as PyValue;
  return (yield run(code as PyCode, g, l)) as PyValue; // as above
}

/** compile(source, filename, mode, …). */
export function* compile(
  source: PyValue,
  filename: PyValue,
  mode: PyValue,
  flags: PyValue,
  dontInherit: PyValue,
  optimize: PyValue,
  featureVersion: PyValue,
): NativeGenerator<PyValue> {
  if (!isStr(mode)) throw typeError(`compile() argument 'mode' must be str, not ${typeOf(mode).name}`);
  const fl = Number(flags);
  const ONLY_AST = 0x400;
  const OPTIMIZED_AST = 0x8000 | ONLY_AST;
  const KNOWN = 0x1fe0000 | 0x10 | 0x200 | OPTIMIZED_AST | 0x100 | 0x800 | 0x1000 | 0x2000 | 0x4000;
  if ((fl & ~KNOWN) !== 0) throw valueError('compile(): unrecognised flags');
  const opt = Number(optimize);
  if (opt < -1 || opt > 2) throw valueError('compile(): invalid optimize value');
  const m = toJS(mode);
  if (m !== 'exec' && m !== 'eval' && m !== 'single' && m !== 'func_type') {
    throw valueError(
      "compile() mode must be 'exec', 'eval' or 'single'".replace(
        "'eval' or 'single'",
        (fl & ONLY_AST) !== 0 ? "'eval', 'single' or 'func_type'" : "'eval' or 'single'",
      ),
    );
  }
  if (m === 'func_type' && (fl & ONLY_AST) === 0)
    throw valueError("compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  let name = filename;
  if (!isStr(name)) {
    if (name instanceof PyBytes) name = new TextDecoder().decode(name.b);
    else {
      const f = (yield lookupAttrR(name, '__fspath__')) as PyValue | undefined;
      if (f === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(filename).name}`);
      name = (yield callR(f, [])) as PyValue;
    }
  }
  const dont: boolean = yield truthR(dontInherit);
  return (yield hooks.compileR(source, name, m, fl, dont, opt, Number(featureVersion))) as PyValue;
}
