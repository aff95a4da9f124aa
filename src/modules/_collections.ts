// _collections: what collections/__init__.py takes from C. Invariant: types are shared by interpreters; nothing here
// has state.

import { tupleGetterType } from '../objects/tuplegetter.ts';
import { defineModule } from '../runtime/modules.ts';
import { dequeIteratorType, dequeReverseIteratorType, dequeType } from './_collections/deque.ts';
import { countElementsR, defaultDictType } from './_collections/defaultdict.ts';
import { orderedDictType } from './_collections/odict.ts';

defineModule('_collections', (m) => {
  m.type(dequeType);
  m.type(defaultDictType);
  m.type(orderedDictType);
  m.type(tupleGetterType);
  m.type(dequeIteratorType);
  m.type(dequeReverseIteratorType);
  m.func('_count_elements(mapping, iterable, /)', countElementsR);
});
