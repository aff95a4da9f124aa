// Runs one of the project's TypeScript scripts: bundles it with esbuild into node_modules/.cache and imports it.
// Plain JavaScript, because Node 20 cannot run TypeScript and nothing is built yet when this starts.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);
const outDir = path.join(root, 'node_modules/.cache/typhon');
const out = path.join(outDir, `${script.replace(/[^\w.]/g, '_')}.${process.pid}.mjs`);

mkdirSync(outDir, { recursive: true });
await build({
  entryPoints: [path.resolve(root, script)],
  outfile: out,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  define: {
    'process.env.TYPHON_ROOT': JSON.stringify(root),
    // The engine looks for its library beside the bundle it is in; this bundle is elsewhere.
    'import.meta.url': JSON.stringify(pathToFileURL(path.join(root, 'dist/index.js')).href),
  },
  logLevel: 'warning',
});
process.argv = [process.argv[0], path.resolve(root, script), ...args];
process.on('exit', () => {
  try {
    rmSync(out, { force: true });
  } catch {
    // Somebody else removed it.
  }
});
await import(pathToFileURL(out).href);
