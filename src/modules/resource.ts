// resource: limits (as /proc shows them; they cannot be changed from here) and usage of this process.

import type { PyValue } from '../objects/object.ts';
import { PyFloat, PyTuple } from '../objects/shapes.ts';
import { exceptionTypes } from '../objects/exceptions/hierarchy.ts';
import { osError } from '../objects/exceptions/os-error.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { typeError, valueError } from '../objects/exceptions/raise.ts';
import { makeStructSeq } from '../objects/structseq.ts';
import { index } from '../objects/protocol/operators.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { cInt } from './support/arguments.ts';
import { processLimit } from './support/process-limits.ts';

const LIMITS: { readonly [name: string]: readonly [number, string] } = {
  RLIMIT_CPU: [0, 'Max cpu time'],
  RLIMIT_FSIZE: [1, 'Max file size'],
  RLIMIT_DATA: [2, 'Max data size'],
  RLIMIT_STACK: [3, 'Max stack size'],
  RLIMIT_CORE: [4, 'Max core file size'],
  RLIMIT_RSS: [5, 'Max resident set'],
  RLIMIT_NPROC: [6, 'Max processes'],
  RLIMIT_NOFILE: [7, 'Max open files'],
  RLIMIT_OFILE: [7, 'Max open files'],
  RLIMIT_MEMLOCK: [8, 'Max locked memory'],
  RLIMIT_AS: [9, 'Max address space'],
  RLIMIT_SIGPENDING: [11, 'Max pending signals'],
  RLIMIT_MSGQUEUE: [12, 'Max msgqueue size'],
  RLIMIT_NICE: [13, 'Max nice priority'],
  RLIMIT_RTPRIO: [14, 'Max realtime priority'],
  RLIMIT_RTTIME: [15, 'Max realtime timeout'],
};
export const structRusage = makeStructSeq('resource.struct_rusage', [
  'ru_utime',
  'ru_stime',
  'ru_maxrss',
  'ru_ixrss',
  'ru_idrss',
  'ru_isrss',
  'ru_minflt',
  'ru_majflt',
  'ru_nswap',
  'ru_inblock',
  'ru_oublock',
  'ru_msgsnd',
  'ru_msgrcv',
  'ru_nsignals',
  'ru_nvcsw',
  'ru_nivcsw',
]);

defineModule('resource', (m) => {
  for (const [name, [n]] of Object.entries(LIMITS)) m.set(name, n);
  for (const [name, n] of Object.entries({ RLIM_INFINITY: -1, RUSAGE_SELF: 0, RUSAGE_CHILDREN: -1, RUSAGE_THREAD: 1 }))
    m.set(name, n);
  m.set('error', exceptionTypes.OSError);
  m.type(structRusage.type);
  const changed = new Map<number, [number, number]>();
  const get = (which: number): [number, number] => {
    const own = changed.get(which);
    if (own !== undefined) return own;
    const label = Object.values(LIMITS).find(([n]) => n === which)?.[1];
    if (label === undefined) throw valueError('invalid resource specified');
    return processLimit(label);
  };
  const limits = (v: PyValue): [number, number] => {
    if (!(v instanceof PyTuple) || v.items.length !== 2) throw valueError('expected a tuple of 2 integers');
    return [Number(index(v.items[0])), Number(index(v.items[1]))];
  };
  const set = (which: number, v: PyValue): void => {
    const [soft, hard] = limits(v);
    const [, oldHard] = get(which);
    if (hard !== -1 && (soft > hard || soft === -1)) throw valueError('current limit exceeds maximum limit');
    if (oldHard !== -1 && (hard === -1 || hard > oldHard)) throw valueError('not allowed to raise maximum limit');
    changed.set(which, [soft, hard]);
  };
  m.funcs({
    'getrlimit(resource, /)': (which: PyValue) => new PyTuple(get(cInt(which))),
    'setrlimit(resource, limits, /)': (which: PyValue, v: PyValue) => set(cInt(which), v),
    'prlimit(pid, resource, limits=?, /)': (pid: PyValue, which: PyValue, v: PyValue | undefined) => {
      const n = cInt(pid);
      if (n !== 0 && n !== host().process.pid) throw osError(ERRNO.EPERM);
      const old = get(cInt(which));
      if (v !== undefined) set(cInt(which), v);
      return new PyTuple(old);
    },
    'getpagesize()': () => 4096,
    'getrusage(who, /)': (who: PyValue) => {
      const w = cInt(who);
      if (w !== 0 && w !== -1 && w !== 1) throw valueError('invalid who parameter');
      const u = w === -1 ? {} : host().process.resourceUsage();
      const n = (k: string): number => u[k] ?? 0;
      return structRusage.of(
        new PyFloat(n('userCPUTime') / 1e6),
        new PyFloat(n('systemCPUTime') / 1e6),
        n('maxRSS'),
        n('sharedMemorySize'),
        n('unsharedDataSize'),
        n('unsharedStackSize'),
        n('minorPageFault'),
        n('majorPageFault'),
        n('swappedOut'),
        n('fsRead'),
        n('fsWrite'),
        n('ipcSent'),
        n('ipcReceived'),
        n('signalsCount'),
        n('voluntaryContextSwitches'),
        n('involuntaryContextSwitches'),
      );
    },
  });
  void typeError;
});
