// `import numpy`: finds the bundle that has it (src/modules/numpy) and gives it the engine. Invariant: nothing of it is
// loaded before the first import, and an interpreter's modules are filled from one load of the bundle an agent.

import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { importError } from '../objects/exceptions/raise.ts';
import * as engine from './numpy/engine.ts';
import type { NumPy } from './numpy/index.ts';

/** The modules of the package; each is filled by a function of this name in the bundle. */
const NAMES = [
  'numpy',
  'numpy.linalg',
  'numpy.fft',
  'numpy.random',
  'numpy.exceptions',
  'numpy._core',
  'numpy._core.multiarray',
];

let loaded: NumPy | undefined;

function load(name: string): NumPy {
  if (loaded !== undefined) return loaded;
  if (!host().hasBundle('numpy-ts') || !host().hasBundle('numpy')) {
    throw importError(
      `No module named '${name}' (Typhon's numpy needs the npm package numpy-ts: npm install numpy-ts, then npm run build)`,
      name,
      undefined,
      true,
    );
  }
  const make = host().bundle('numpy') as (e: typeof engine) => NumPy; // what scripts/build.ts makes of numpy/index.ts
  loaded = make(engine);
  return loaded;
}

for (const name of NAMES) defineModule(name, (m) => load(name).fill(m));
