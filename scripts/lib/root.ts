// Where the project is. run.mjs puts the path in, because a bundled script's own location says nothing.

import path from 'node:path';

/** The project's root folder. */
export const ROOT: string = process.env.TYPHON_ROOT ?? process.cwd();

/** A path inside the project. */
export const inRoot = (...parts: string[]): string => path.join(ROOT, ...parts);
