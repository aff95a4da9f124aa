// Event loops' call_soon without the Python in between: what the library's call_soon, _call_soon and Handle.__init__ do,
// for a loop whose class has those very methods. Invariant: where one of them is overridden, replaced or watched, or the
// loop is closed or in debug mode, the method is called as ever; nobody can tell the difference but by the clock.

import { None, type PyObject, type PyValue } from '../../objects/object.ts';
import { PyMember } from '../../objects/native.ts';
import { memory } from '../../objects/memory/tracking.ts';
import { type PyCode, PyFunction, PyModule, PyTuple } from '../../objects/shapes.ts';
import { type PyType, typeOf, typeType } from '../../objects/type.ts';
import { callMethodR } from '../../objects/protocol/call.ts';
import { hasGenericGetattribute } from '../../objects/protocol/attribute.ts';
import type { Resumable } from '../../objects/protocol/pending.ts';
import { dequeType, PyDeque } from '../_collections/deque.ts';
import { listened } from '../../vm/monitoring/monitor.ts';
import { thread } from '../../vm/thread.ts';

/** The library's methods that are left out, with the names they use: what has others is not the library's. */
const LOOP: readonly (readonly [name: string, names: string])[] = [
  ['call_soon', '_check_closed _debug _check_thread _check_callback _call_soon _source_traceback'],
  ['_call_soon', 'events Handle _source_traceback _ready append'],
  ['_check_closed', '_closed RuntimeError'],
  ['get_debug', '_debug'],
];
const HANDLE_INIT =
  'contextvars copy_context _context _loop _callback _args _cancelled _repr get_debug format_helpers extract_stack sys _getframe _source_traceback';
const SLOTS = ['_context', '_loop', '_callback', '_args', '_cancelled', '_repr', '_source_traceback'] as const;

/** The function `owner` finds under a name, if it is the library's. */
function libraryFunction(owner: PyType, name: string, names: string, file: string): PyFunction | undefined {
  const f = owner.lookup(name);
  if (!(f instanceof PyFunction)) return undefined;
  const { filename, names: used } = f.code.code;
  return filename.endsWith(`/asyncio/${file}.py`) && used.join(' ') === names ? f : undefined;
}

/** An instance without a dict object: its attributes are properties, under prefixes (objects/object.ts). */
type Attributes = Record<string, PyValue | undefined>;
const attributesOf = (o: PyObject): Attributes => o as unknown as Attributes; // as AttrBag, but names are constants here

/** A class of loops whose methods are the library's. */
class KnownLoop {
  readonly version: number;
  private readonly codes: readonly PyCode[];
  constructor(
    readonly cls: PyType,
    private readonly functions: readonly PyFunction[],
    private readonly handle: PyType,
    private readonly handleVersion: number,
  ) {
    this.version = cls.version;
    this.codes = functions.map((f) => f.code);
  }
  /** Whether the methods are still what they were: `__code__` and the module's names can be assigned to. */
  holds(): boolean {
    const { functions, codes, handle } = this;
    if (this.cls.version !== this.version || handle.version !== this.handleVersion) return false;
    for (let i = 0; i < codes.length; i++) if (functions[i].code !== codes[i]) return false;
    const events = functions[1].globals.getStr('events');
    return events instanceof PyModule && events.dict!.getStr('Handle') === handle; // modules have one
  }
  /** Handle(f, args, loop, context). */
  newHandle(f: PyValue, args: PyTuple, loop: PyObject, context: PyValue): PyObject {
    const h = new this.handle.ctor();
    const a = attributesOf(h);
    // In the order of __init__, so that all handles have one hidden class.
    a['%_context'] = context;
    a['%_loop'] = loop;
    a['%_callback'] = f;
    a['%_args'] = args;
    a['%_cancelled'] = false;
    a['%_repr'] = None;
    a['%_source_traceback'] = None;
    return h;
  }
}

function recognise(cls: PyType): KnownLoop | null {
  if (!hasGenericGetattribute(cls)) return null;
  const functions: PyFunction[] = [];
  for (const [name, names] of LOOP) {
    const f = libraryFunction(cls, name, names, 'base_events');
    if (f === undefined) return null;
    functions.push(f);
  }
  const events = functions[1].globals.getStr('events');
  const handle = events instanceof PyModule ? events.dict!.getStr('Handle') : undefined; // modules have one
  if (handle === undefined || typeOf(handle) !== typeType) return null;
  const type = handle as PyType; // its class says so
  const init = libraryFunction(type, '__init__', HANDLE_INIT, 'events');
  if (init === undefined || type.mro.length !== 2) return null;
  for (const name of SLOTS) {
    const m = type.ns.getStr(name);
    if (!(m instanceof PyMember) || m.key !== `%${name}`) return null;
  }
  return new KnownLoop(cls, [...functions, init], type, type.version);
}

/** The class that was looked at last: programs have one. */
let last: { cls: PyType; version: number; known: KnownLoop | null } | null = null;
function knownLoop(cls: PyType): KnownLoop | null {
  if (last === null || last.cls !== cls || last.version !== cls.version)
    last = { cls, version: cls.version, known: recognise(cls) };
  const { known } = last;
  if (known === null || known.holds()) return known;
  last = null;
  return null;
}

/** Whether the instance has an attribute that stands before one of the methods. */
const shadows = (a: Attributes): boolean =>
  a.$call_soon !== undefined ||
  a.$_call_soon !== undefined ||
  a.$_check_closed !== undefined ||
  a.$get_debug !== undefined;

/** What the loop is if the library's methods can be left out. */
function quickLoop(loop: PyValue): KnownLoop | null {
  if (typeof loop !== 'object' || loop.dict !== undefined || memory.on) return null;
  const known = knownLoop(loop.cls);
  return known === null || shadows(attributesOf(loop)) || listened(thread()) ? null : known;
}

/** loop.call_soon(f, *args, context=context); the handle. Resumable. */
export function callSoonR(loop: PyValue, f: PyValue, args: PyValue[], context: PyValue): Resumable {
  const known = quickLoop(loop);
  if (known !== null && context !== None) {
    const a = attributesOf(loop as PyObject); // quickLoop has looked
    const ready = a.$_ready;
    if (
      a.$_closed === false &&
      a.$_debug === false &&
      ready instanceof PyDeque &&
      ready.cls === dequeType &&
      ready.maxlen < 0
    ) {
      const handle = known.newHandle(f, new PyTuple(args), loop as PyObject, context); // as above
      ready.push(handle);
      return handle;
    }
  }
  return callMethodR(loop, 'call_soon', [f, ...args, context], CONTEXT);
}
const CONTEXT = ['context'];

/** loop.get_debug(). Resumable. */
export function debugR(loop: PyValue): Resumable {
  if (quickLoop(loop) !== null) {
    const debug = attributesOf(loop as PyObject).$_debug; // as above
    if (debug !== undefined) return debug;
  }
  return callMethodR(loop, 'get_debug');
}
