// Where the standard library lies: beside the bundle, or in dist/ when running from a source tree.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of the standard library's .py files. */
export function stdlibDirectory(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  for (const d of [path.join(here, 'lib'), path.join(here, '..', '..', 'dist', 'lib')])
    if (existsSync(path.join(d, 'os.py'))) return d;
  return path.join(here, 'lib');
}
