// _functools: partial, reduce, cmp_to_key and the lru_cache wrapper (the last three in _functools/). Invariant:
// `Placeholder` is one object for all; caches belong to their wrapper.

import { defineModule } from '../runtime/modules.ts';
import { makeCmpKey } from './_functools/cmp-to-key.ts';
import { lruCacheType } from './_functools/lru-cache.ts';
import { partialType, Placeholder, placeholderType } from './_functools/partial.ts';
import { reduce } from './_functools/reduce.ts';

defineModule('_functools', (m) => {
  m.type(partialType);
  m.set('Placeholder', Placeholder);
  m.set('_PlaceholderType', placeholderType);
  m.set('_lru_cache_wrapper', lruCacheType);
  m.func('cmp_to_key(mycmp)', makeCmpKey);
  m.func('reduce(function, iterable, /, initial=?)', reduce);
});
