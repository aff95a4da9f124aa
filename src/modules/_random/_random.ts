// `_random`: the generator below random.Random.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyFloat, PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, type PyType, TYPE_BASETYPE } from '../../objects/type.ts';
import { defineType } from '../../objects/native.ts';
import { memoryError, overflowError, typeError, valueError } from '../../objects/exceptions/raise.ts';
import { hash, index, intValue } from '../../objects/protocol/operators.ts';
import { MAX_BITS } from '../../objects/algorithms/int-math.ts';
import { host } from '../../runtime/host.ts';
import { defineModule } from '../../runtime/modules.ts';
import { MersenneTwister } from './mersenne.ts';

class PyRandom extends PyObject {
  twister = new MersenneTwister();
}
const randomType = makeBuiltinType('Random', PyRandom, { module: '_random', flags: TYPE_BASETYPE });

function seed(self: PyRandom, v: PyValue): void {
  if (v === None) {
    const b = host().crypto.random(624 * 4);
    self.twister.seedWords(new Uint32Array(Uint8Array.from(b).buffer));
    return;
  }
  const n = intValue(v);
  self.twister.seedInt(n ?? BigInt.asUintN(64, BigInt(hash(v))));
}

/** One word of a state: any non-negative int that fits a C unsigned long; its low 32 bits count. */
function word(v: PyValue): number {
  const n = index(v);
  if (n < 0) throw overflowError("can't convert negative value to unsigned int");
  if (n > 18446744073709551615n) throw overflowError('Python int too large to convert to C unsigned long');
  return Number(BigInt.asUintN(32, BigInt(n)));
}

defineType(randomType, {
  doc: 'Random() -> create a random number generator with its own internal state.',
  new: ['(*args, **kwargs)', (cls: PyType) => new cls.ctor()],
  methods: {
    '__init__(*args)': (self: PyRandom, args: PyValue[]) => {
      if (args.length > 1) throw typeError('Random() requires 0 or 1 argument');
      seed(self, args[0] ?? None);
    },
    'random()': (self: PyRandom) => new PyFloat(self.twister.random()),
    'seed(n=None, /)': seed,
    'getstate()': (self: PyRandom) => new PyTuple([...self.twister.state, self.twister.index]),
    'setstate(state, /)': (self: PyRandom, state: PyValue) => {
      if (!(state instanceof PyTuple)) throw typeError('state vector must be a tuple');
      if (state.items.length !== 625) throw valueError('state vector is the wrong size');
      const words = state.items.slice(0, 624).map(word);
      const at = index(state.items[624]);
      if (at < 0 || at > 624) throw valueError('invalid state');
      self.twister.state.set(words);
      self.twister.index = Number(at);
    },
    'getrandbits(k, /)': (self: PyRandom, k: PyValue) => {
      const bits = index(k);
      if (bits < 0) throw valueError('Cannot convert negative int');
      if (bits > 18446744073709551615n) throw overflowError('Python int too large for C uint64_t');
      if (typeof bits === 'bigint' || bits > MAX_BITS) throw memoryError('');
      return self.twister.getrandbits(bits);
    },
  },
});

defineModule('_random', (m) => {
  m.set('__doc__', 'Module implements the Mersenne Twister random number generator.');
  m.type(randomType);
});
