// functools._lru_cache_wrapper. Invariant: with a limit, links form a ring from the least (root.next) to the most
// (root.prev) recently used; the table maps keys to links. The wrapped function runs outside of any of that.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { defineType } from '../../objects/native.ts';
import { PyMethod, PyTuple } from '../../objects/shapes.ts';
import {
  makeBuiltinType,
  type PyType,
  TYPE_HAS_DICT,
  TYPE_BASETYPE,
  TYPE_WEAKREF,
  typeOf,
} from '../../objects/type.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { callR, isCallable } from '../../objects/protocol/call.ts';
import { intValue, ssize, truth } from '../../objects/protocol/operators.ts';
import {
  isPending,
  type KwNames,
  type NativeGenerator,
  type Pending,
  type Resumable,
} from '../../objects/protocol/pending.ts';
import { getattrR } from '../../objects/protocol/attribute.ts';
import { fromJS } from '../../objects/str/text.ts';
import { makeDictGetSet } from '../../objects/type/new.ts';

class Link extends PyObject {
  prev: Link = this;
  next: Link = this;
  constructor(
    readonly key: PyValue,
    public result: PyValue,
  ) {
    super();
  }
  /** The ring is the cache's (objects/memory/traverse.ts). */
  visitHeld(visit: (v: PyValue) => void): void {
    visit(this.key);
    visit(this.result);
  }
}
makeBuiltinType('_lru_list_elem', Link, { module: 'functools' });

/** Between positional and keyword arguments in a key; an object no caller can pass. */
const KEYWORDS = new Link(None, None);

/** Cached results by key; an unhashable argument is reported as hash() does. */
class CacheTable extends PyDict {}
Object.defineProperty(CacheTable.prototype, 'use', { value: '', writable: true });

export class PyLruCache extends PyObject {
  func: PyValue = None;
  /** null: no limit. */
  maxsize: number | null = null;
  typed = false;
  hits = 0;
  misses = 0;
  infoType: PyValue = None;
  table: PyDict = new CacheTable();
  root: Link = new Link(None, None);
  /** What it holds (objects/memory/traverse.ts). */
  visitHeld(visit: (v: PyValue) => void): void {
    visit(this.func);
    visit(this.infoType);
    for (const [k, v] of this.table.entries()) {
      visit(k);
      visit(v);
    }
  }
}
export const lruCacheType = makeBuiltinType('_lru_cache_wrapper', PyLruCache, {
  module: 'functools',
  flags: TYPE_BASETYPE | TYPE_HAS_DICT | TYPE_WEAKREF,
});

/** The key of a call (`args` starts with the cache itself). */
function makeKey(args: PyValue[], kwnames: KwNames, typed: boolean): PyValue {
  if (kwnames === null && !typed && args.length === 2) {
    const v = args[1];
    const kind = typeof v;
    if (kind === 'number' || kind === 'string' || kind === 'bigint') return v;
  }
  const nkw = kwnames === null ? 0 : kwnames.length;
  const npos = args.length - nkw;
  const items = args.slice(1, npos);
  if (kwnames !== null && nkw > 0) {
    items.push(KEYWORDS);
    for (let i = 0; i < nkw; i++) items.push(fromJS(kwnames[i]), args[npos + i]);
  }
  if (typed) {
    for (let i = 1; i < npos; i++) items.push(typeOf(args[i]));
    for (let i = npos; i < args.length; i++) items.push(typeOf(args[i]));
  }
  return new PyTuple(items);
}

function unlink(l: Link): void {
  l.prev.next = l.next;
  l.next.prev = l.prev;
}
function linkLast(root: Link, l: Link): void {
  const last = root.prev;
  last.next = l;
  l.prev = last;
  l.next = root;
  root.prev = l;
}

function store(self: PyLruCache, key: PyValue, result: PyValue): PyValue {
  const max = self.maxsize;
  if (max === null) {
    self.table.set(key, result);
    return result;
  }
  // The function itself may have filled this key.
  if (self.table.get(key) !== undefined) return result;
  const root = self.root;
  if (self.table.size >= max) {
    const old = root.next;
    if (old !== root) {
      unlink(old);
      self.table.delete(old.key);
    }
  }
  const l = new Link(key, result);
  self.table.set(key, l);
  linkLast(root, l);
  return result;
}

function* storeLater(self: PyLruCache, key: PyValue, p: Pending): NativeGenerator<PyValue> {
  return store(self, key, (yield p) as PyValue);
}

function callCached(args: PyValue[], kwnames: KwNames): Resumable {
  const self = args[0] as PyLruCache; // self was checked
  if (self.maxsize === 0) {
    self.misses++;
    return callR(self.func, args.slice(1), kwnames);
  }
  const key = makeKey(args, kwnames, self.typed);
  const found = self.table.get(key);
  if (found !== undefined) {
    self.hits++;
    if (self.maxsize === null) return found;
    const l = found as Link; // bounded tables hold links
    if (l.next !== self.root) {
      unlink(l);
      linkLast(self.root, l);
    }
    return l.result;
  }
  self.misses++;
  const r = callR(self.func, args.slice(1), kwnames);
  return isPending(r) ? storeLater(self, key, r) : store(self, key, r);
}

function clear(self: PyLruCache): void {
  self.hits = self.misses = 0;
  self.table = new CacheTable();
  self.root = new Link(None, None);
}

defineType(lruCacheType, {
  doc:
    'Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\n' +
    'maxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\n' +
    'typed:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\n' +
    'cache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n',
  new: [
    '(user_function, maxsize, typed, cache_info_type)',
    (cls: PyType, func: PyValue, maxsize: PyValue, typed: PyValue, infoType: PyValue) => {
      if (!isCallable(func)) throw typeError('the first argument must be callable');
      if (maxsize !== None && intValue(maxsize) === undefined) throw typeError('maxsize should be integer or None');
      const c = new cls.ctor() as PyLruCache; // its shape
      c.func = func;
      c.maxsize = maxsize === None ? null : Math.max(0, ssize(maxsize));
      c.typed = truth(typed);
      c.infoType = infoType;
      return c;
    },
  ],
  methods: {
    '__call__(*args, **kwargs)': (self: PyLruCache, args: PyValue[]) => callCached([self, ...args], null),
    '__get__(instance, owner=None, /)': (self: PyLruCache, obj: PyValue) =>
      obj === None ? self : new PyMethod(self, obj),
    'cache_info()': (self: PyLruCache) =>
      callR(self.infoType, [self.hits, self.misses, self.maxsize ?? None, self.table.size]),
    'cache_clear()': clear,
    '__reduce__()': (self: PyLruCache) => getattrR(self, '__qualname__'),
    '__copy__()': (self: PyLruCache) => self,
    '__deepcopy__(memo, /)': (self: PyLruCache) => self,
  },
  vectors: { __call__: callCached },
});
lruCacheType.ns.setStr('__dict__', makeDictGetSet(lruCacheType));
