// itertools: one idea a file in itertools/. Nothing here has state.

import { defineModule } from '../runtime/modules.ts';
import { chainType, isliceType } from './itertools/chain.ts';
import {
  combinationsReplacementType,
  combinationsType,
  permutationsType,
  productType,
} from './itertools/combinatoric.ts';
import {
  accumulateType,
  compressType,
  dropwhileType,
  filterfalseType,
  pairwiseType,
  starmapType,
  takewhileType,
} from './itertools/filtering.ts';
import { batchedType, groupbyType, grouperType, zipLongestType } from './itertools/grouping.ts';
import { countType, cycleType, repeatType } from './itertools/infinite.ts';
import { tee, teeType } from './itertools/tee.ts';

const TYPES = [
  accumulateType,
  batchedType,
  chainType,
  combinationsType,
  combinationsReplacementType,
  compressType,
  countType,
  cycleType,
  dropwhileType,
  filterfalseType,
  groupbyType,
  grouperType,
  isliceType,
  pairwiseType,
  permutationsType,
  productType,
  repeatType,
  starmapType,
  takewhileType,
  teeType,
  zipLongestType,
];

defineModule('itertools', (m) => {
  for (const t of TYPES) m.type(t);
  m.func('tee(iterable, n=2, /)', tee, 'Returns a tuple of n independent iterators.');
});
