// The limits of this process as the system shows them (/proc/self/limits). Invariant: read anew each time, since other
// programs may change them; -1 stands for no limit.

import { host } from '../../runtime/host.ts';

/** Soft and hard limit by the label the system gives it, such as `Max open files`. */
export function processLimit(label: string): [soft: number, hard: number] {
  try {
    const text = new TextDecoder().decode(host().fs.readFile('/proc/self/limits'));
    const line = text.split('\n').find((l) => l.startsWith(label)) ?? '';
    const [soft, hard] = line.slice(label.length).trim().split(/\s+/);
    const n = (s: string | undefined): number => (s === undefined || s === 'unlimited' ? -1 : Number(s));
    return [n(soft), n(hard)];
  } catch {
    return [-1, -1];
  }
}
