// posix: constants. Invariant: open flags, errno and signals come from the host; what the host does not know is Linux's
// and left out elsewhere.

import type { ModuleBuilder } from '../../runtime/modules.ts';
import { host } from '../../runtime/host.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { processLimit } from '../support/process-limits.ts';

const EVERYWHERE: { readonly [name: string]: number } = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  X_OK: 1,
  EX_OK: 0,
  EX_USAGE: 64,
  EX_DATAERR: 65,
  EX_NOINPUT: 66,
  EX_NOUSER: 67,
  EX_NOHOST: 68,
  EX_UNAVAILABLE: 69,
  EX_SOFTWARE: 70,
  EX_OSERR: 71,
  EX_OSFILE: 72,
  EX_CANTCREAT: 73,
  EX_IOERR: 74,
  EX_TEMPFAIL: 75,
  EX_PROTOCOL: 76,
  EX_NOPERM: 77,
  EX_CONFIG: 78,
  F_LOCK: 1,
  F_TEST: 3,
  F_TLOCK: 2,
  F_ULOCK: 0,
  P_ALL: 0,
  P_PID: 1,
  P_PGID: 2,
  PRIO_PROCESS: 0,
  PRIO_PGRP: 1,
  PRIO_USER: 2,
  WNOHANG: 1,
  WUNTRACED: 2,
  RTLD_LAZY: 1,
  RTLD_NOW: 2,
  POSIX_SPAWN_OPEN: 0,
  POSIX_SPAWN_CLOSE: 1,
  POSIX_SPAWN_DUP2: 2,
};

const LINUX: { readonly [name: string]: number } = {
  CLD_EXITED: 1,
  CLD_KILLED: 2,
  CLD_DUMPED: 3,
  CLD_TRAPPED: 4,
  CLD_STOPPED: 5,
  CLD_CONTINUED: 6,
  O_ACCMODE: 3,
  O_CLOEXEC: 524288,
  O_ASYNC: 8192,
  O_LARGEFILE: 0,
  O_NDELAY: 2048,
  O_PATH: 2097152,
  O_RSYNC: 1052672,
  O_FSYNC: 1052672,
  O_TMPFILE: 4259840,
  P_PIDFD: 3,
  SEEK_DATA: 3,
  SEEK_HOLE: 4,
  WCONTINUED: 8,
  WEXITED: 4,
  WNOWAIT: 16777216,
  WSTOPPED: 2,
  RTLD_GLOBAL: 256,
  RTLD_LOCAL: 0,
  RTLD_NODELETE: 4096,
  RTLD_NOLOAD: 4,
  RTLD_DEEPBIND: 8,
  SCHED_OTHER: 0,
  SCHED_FIFO: 1,
  SCHED_RR: 2,
  SCHED_BATCH: 3,
  SCHED_IDLE: 5,
  SCHED_RESET_ON_FORK: 1073741824,
  ST_RDONLY: 1,
  ST_NOSUID: 2,
  ST_NODEV: 4,
  ST_NOEXEC: 8,
  ST_SYNCHRONOUS: 16,
  ST_MANDLOCK: 64,
  ST_WRITE: 128,
  ST_APPEND: 256,
  ST_NOATIME: 1024,
  ST_NODIRATIME: 2048,
  ST_RELATIME: 4096,
  POSIX_FADV_NORMAL: 0,
  POSIX_FADV_RANDOM: 1,
  POSIX_FADV_SEQUENTIAL: 2,
  POSIX_FADV_WILLNEED: 3,
  POSIX_FADV_DONTNEED: 4,
  POSIX_FADV_NOREUSE: 5,
  GRND_NONBLOCK: 1,
  GRND_RANDOM: 2,
  NGROUPS_MAX: 65536,
  TMP_MAX: 238328,
};

const OPEN_FLAGS = [
  'O_RDONLY',
  'O_WRONLY',
  'O_RDWR',
  'O_CREAT',
  'O_EXCL',
  'O_NOCTTY',
  'O_TRUNC',
  'O_APPEND',
  'O_DIRECTORY',
  'O_NOATIME',
  'O_NOFOLLOW',
  'O_SYNC',
  'O_DSYNC',
  'O_SYMLINK',
  'O_DIRECT',
  'O_NONBLOCK',
];

const SYSCONF: { readonly [name: string]: number } = {
  SC_ARG_MAX: 0,
  SC_CHILD_MAX: 1,
  SC_CLK_TCK: 2,
  SC_NGROUPS_MAX: 3,
  SC_OPEN_MAX: 4,
  SC_STREAM_MAX: 5,
  SC_TZNAME_MAX: 6,
  SC_JOB_CONTROL: 7,
  SC_SAVED_IDS: 8,
  SC_VERSION: 29,
  SC_PAGESIZE: 30,
  SC_PAGE_SIZE: 30,
  SC_SEM_NSEMS_MAX: 32,
  SC_SEM_VALUE_MAX: 33,
  SC_LINE_MAX: 43,
  SC_IOV_MAX: 60,
  SC_NPROCESSORS_CONF: 83,
  SC_NPROCESSORS_ONLN: 84,
  SC_PHYS_PAGES: 85,
  SC_AVPHYS_PAGES: 86,
};
const SYSCONF_VALUES: { readonly [name: string]: number } = {
  SC_ARG_MAX: 2097152,
  SC_CHILD_MAX: 127224,
  SC_CLK_TCK: 100,
  SC_NGROUPS_MAX: 65536,
  SC_STREAM_MAX: 16,
  SC_TZNAME_MAX: 6,
  SC_JOB_CONTROL: 1,
  SC_SAVED_IDS: 1,
  SC_VERSION: 200809,
  SC_PAGESIZE: 4096,
  SC_PAGE_SIZE: 4096,
  SC_SEM_NSEMS_MAX: -1,
  SC_SEM_VALUE_MAX: 2147483647,
  SC_LINE_MAX: 2048,
  SC_IOV_MAX: 1024,
};
const PATHCONF: { readonly [name: string]: readonly [number, number] } = {
  PC_LINK_MAX: [0, 127],
  PC_MAX_CANON: [1, 255],
  PC_MAX_INPUT: [2, 255],
  PC_NAME_MAX: [3, 255],
  PC_PATH_MAX: [4, 4096],
  PC_PIPE_BUF: [5, 4096],
  PC_CHOWN_RESTRICTED: [6, 1],
  PC_NO_TRUNC: [7, 1],
  PC_VDISABLE: [8, 0],
};

function dictOf(table: { readonly [name: string]: number | readonly [number, number] }): PyDict {
  const d = new PyDict();
  for (const [k, v] of Object.entries(table)) d.setStr(k, typeof v === 'number' ? v : v[0]);
  return d;
}

/** The value of a sysconf number, undefined for an unknown one. */
export function sysconfValue(n: number): number | undefined {
  const name = Object.keys(SYSCONF).find((k) => SYSCONF[k] === n);
  if (name === 'SC_NPROCESSORS_CONF' || name === 'SC_NPROCESSORS_ONLN') return host().process.cpuCount();
  if (name === 'SC_PHYS_PAGES' || name === 'SC_AVPHYS_PAGES') {
    const key = name === 'SC_PHYS_PAGES' ? 'MemTotal' : 'MemFree';
    try {
      const text = new TextDecoder().decode(host().fs.readFile('/proc/meminfo'));
      return Math.floor(Number(new RegExp(`${key}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) / 4);
    } catch {
      return -1;
    }
  }
  if (name === 'SC_OPEN_MAX') return processLimit('Max open files')[0];
  return name === undefined ? undefined : SYSCONF_VALUES[name];
}
export function pathconfValue(n: number): number | undefined {
  return Object.values(PATHCONF).find((v) => v[0] === n)?.[1];
}
export const sysconfNumber = (name: string): number | undefined => SYSCONF[name];
export const pathconfNumber = (name: string): number | undefined => PATHCONF[name]?.[0];

export function addConstants(m: ModuleBuilder): void {
  const p = host().process;
  for (const [k, v] of Object.entries(EVERYWHERE)) m.set(k, v);
  if (p.platform === 'linux') for (const [k, v] of Object.entries(LINUX)) m.set(k, v);
  else
    Object.entries({ O_ACCMODE: 3, O_CLOEXEC: 0x1000000, RTLD_LOCAL: 4, RTLD_GLOBAL: 8 }).forEach(([k, v]) =>
      m.set(k, v),
    );
  for (const name of OPEN_FLAGS) {
    const v = p.constants[name];
    if (v !== undefined) m.set(name, v);
  }
  m.set('sysconf_names', dictOf(SYSCONF));
  m.set('pathconf_names', dictOf(PATHCONF));
  m.set('confstr_names', dictOf({ CS_PATH: 0 }));
}
