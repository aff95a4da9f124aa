// Runs a program of this folder for bench/run.ts and prints the line of JSON that bench/driver.py prints for its Python
// twin. It knows nothing about the programs but their shape.

/** What each file of this folder exports. */
export interface Program {
  /** One round of work. */
  run(): unknown;
  /** What run() must return, compared as JSON. */
  readonly expected: unknown;
}

function option(name: string): number {
  const prefix = `--${name}=`;
  return Number(process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? '0');
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Runs rounds as bench/driver.py does, with --rounds=N and --seconds=S from the command line. */
export function main(program: Program): void {
  const imported = processorTime();
  const [rounds, seconds] = [Math.max(option('rounds'), 1), option('seconds')];
  const [wall, cpu]: [number[], number[]] = [[], []];
  const expected = JSON.stringify(program.expected);
  const started = performance.now();
  while (wall.length < rounds || performance.now() - started < seconds * 1000) {
    const [cpuBefore, wallBefore] = [processorTime(), performance.now()];
    const result = program.run();
    wall.push((performance.now() - wallBefore) / 1000);
    cpu.push(processorTime() - cpuBefore);
    if (JSON.stringify(result) !== expected) throw new Error(`${JSON.stringify(result)} is not ${expected}`);
  }
  console.log(JSON.stringify({ wall, cpu, imported, process_cpu: processorTime() }));
}
