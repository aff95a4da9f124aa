// `_weakref`: references and proxies.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyList } from '../objects/shapes.ts';
import { typeOf } from '../objects/type.ts';
import { typeError } from '../objects/exceptions/raise.ts';
import {
  callableProxyType,
  newProxy,
  proxyType,
  PyWeakReference,
  referent,
  weakrefsOf,
  weakrefType,
} from '../objects/weakref.ts';
import { removed } from '../objects/memory/tracking.ts';
import { defineModule } from '../runtime/modules.ts';

defineModule('_weakref', (m) => {
  m.set('__doc__', 'Weak-reference support module.');
  m.funcs({
    'getweakrefcount(object, /)': (o: PyValue) => (o instanceof PyObject ? weakrefsOf(o).length : 0),
    'getweakrefs(object, /)': (o: PyValue) => new PyList(o instanceof PyObject ? weakrefsOf(o) : []),
    'proxy(object, callback=None, /)': newProxy,
    // Removes key from dct if it maps to a dead reference.
    '_remove_dead_weakref(dct, key, /)': (dct: PyValue, key: PyValue) => {
      if (!(dct instanceof PyDict))
        throw typeError(`_remove_dead_weakref() argument 1 must be dict, not ${typeOf(dct).name}`);
      const v = dct.get(key);
      if (v instanceof PyWeakReference && referent(v) === undefined) {
        dct.delete(key);
        removed(dct, v);
      }
      return None;
    },
  });
  m.set('ref', weakrefType);
  m.set('ReferenceType', weakrefType);
  m.set('ProxyType', proxyType);
  m.set('CallableProxyType', callableProxyType);
});
