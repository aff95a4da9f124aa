// Loads every built-in container and iterator type: importing this fills their method tables. It exports nothing.

import './hash.ts';
import './iterator.ts';
import './singletons.ts';
import './slice.ts';
import './list.ts';
import './tuple.ts';
import './dict/dict.ts';
import './set.ts';
import './range.ts';
import './enumerate.ts';
import './reversed.ts';
import './mappingproxy.ts';
import './genericalias.ts';
import './generic-hooks.ts';
import './union.ts';
import './simplenamespace.ts';
import './int.ts';
import './bool.ts';
import './float.ts';
import './complex.ts';
import './str/str.ts';
import './bytes/bytes.ts';
import './bytes/bytearray.ts';
import './memoryview.ts';
