// npm run check: types (tsc), the direction of imports, import cycles, formatting and lint. Every problem is printed;
// the exit code says whether there was one.
// Usage: npm run check [-- --imports]

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './lib/process.ts';
import { inRoot, ROOT } from './lib/root.ts';

/** A file may import from its own layer and from those before it (docs/architecture.md). */
const LAYERS = ['syntax', 'compile', 'objects', 'vm', 'jit', 'runtime', 'modules', 'parallel', 'host', 'embed', 'cli'];

interface Import {
  readonly from: string;
  readonly to: string;
  /** `import type` is erased: it counts for the direction, not for cycles. */
  readonly typeOnly: boolean;
}

const problems: string[] = [];
const shown = (file: string): string => path.relative(ROOT, file);

function layerOf(file: string): number {
  const [top, next] = shown(file).split(path.sep);
  if (top !== 'src' || next.endsWith('.ts')) return LAYERS.length; // src/index.ts stands above all
  const layer = LAYERS.indexOf(next);
  if (layer < 0) problems.push(`${shown(file)}: src/${next} is not a layer (${LAYERS.join(' → ')})`);
  return layer;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  const found: Import[] = [];
  const pattern =
    /^(?:import|export)\s+(type\s)?[^;'"]*?['"](\.{1,2}\/[^'"]+)['"]|\bimport\(\s*['"](\.{1,2}\/[^'"]+)['"]\s*\)/gm;
  for (const match of source.matchAll(pattern)) {
    const to = path.resolve(path.dirname(file), match[2] ?? match[3]);
    if (!existsSync(to)) problems.push(`${shown(file)}: imports ${shown(to)}, which does not exist`);
    else found.push({ from: file, to, typeOnly: match[1] !== undefined });
  }
  return found;
}

/** Strongly connected components (Tarjan) of more than one file are cycles. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    onStack.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (onStack.has(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const component: string[] = [];
    for (let other = ''; other !== node; ) {
      other = stack.pop() ?? node;
      onStack.delete(other);
      component.push(other);
    }
    if (component.length > 1) found.push(component.reverse());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

function checkImports(): void {
  const files = readdirSync(inRoot('src'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const graph = new Map<string, string[]>();
  for (const file of files) {
    const imports = importsOf(file);
    const layer = layerOf(file);
    for (const { to } of imports) {
      if (layerOf(to) > layer) problems.push(`${shown(file)}: imports ${shown(to)}, which is a later layer`);
    }
    const targets = imports.filter((entry) => !entry.typeOnly).map((entry) => entry.to);
    graph.set(file, targets);
  }
  for (const cycle of cycles(graph)) {
    problems.push(`import cycle of ${cycle.length} files:\n    ${cycle.map(shown).join('\n    ')}`);
  }
}

checkImports();
if (!process.argv.includes('--imports')) {
  const npx = (...args: string[]): ReturnType<typeof run> =>
    run([process.execPath, ...args], { cwd: ROOT, timeout: 300_000 });
  const [types, style] = await Promise.all([
    npx(inRoot('node_modules/typescript/bin/tsc'), '-p', '.', '--noEmit'),
    npx(inRoot('node_modules/@biomejs/biome/bin/biome'), 'check', '--max-diagnostics=50', '--diagnostic-level=error'),
  ]);
  if (types.exit !== 0) problems.push(types.stdout.trim());
  if (style.exit !== 0) problems.push(`${style.stdout}${style.stderr}`.trim());
}
for (const problem of problems) console.log(problem);
console.log(problems.length === 0 ? 'check: all good' : `check: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
