// The host on Node.js. Invariant: together with its neighbours the only code of Typhon that imports `node:` modules
// (besides cli/ and parallel/).

import * as os from 'node:os';
import * as fs from 'node:fs';
import * as crypto from 'node:crypto';
import * as v8 from 'node:v8';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import * as zlib from 'node:zlib';
import {
  type Host,
  type HostClock,
  type HostCrypto,
  type HostHash,
  type HostProcess,
  type HostZlib,
  setHost,
} from '../runtime/host.ts';
import { libc } from './libc.ts';
import { fsDecode } from '../modules/support/fs.ts';
import { toJS } from '../objects/str/text.ts';
import { setErrnoValues } from '../objects/exceptions/errno-table.ts';
import { nodeOpenSSL, nodeOpenSSLVersion } from './openssl.ts';
import { nodeTerminal } from './terminal.ts';
import { block, nodeFs, syscall } from './files.ts';
import { nodeSystem, pollEvents, systemIsLoaded } from './system.ts';

const environment = new Map<string, string>();

/** The environment this process was started with, bytes that are not UTF-8 as lone surrogates (PEP 383). */
function readEnvironment(): void {
  if (process.platform !== 'linux') return;
  environment.clear();
  const text = (latin1: string): string => toJS(fsDecode(Buffer.from(latin1, 'latin1')));
  for (const line of fs.readFileSync('/proc/self/environ', 'latin1').split('\0')) {
    const at = line.indexOf('=', 1);
    if (at > 0) environment.set(text(line.slice(0, at)), text(line.slice(at + 1)));
  }
}

const signalNames = new Map<number, NodeJS.Signals>();
for (const [name, n] of Object.entries(os.constants.signals)) {
  if (!signalNames.has(n)) signalNames.set(n, name as NodeJS.Signals);
}
/** What is installed for a signal; changing the handler leaves the system's listener alone, which is slow to change. */
interface SignalListener {
  handler: ((signal: number) => void) | 'ignore';
  readonly listener: () => void;
}
const listeners = new Map<number, SignalListener>();

let collect: (() => void) | undefined;

const nodeProcess: HostProcess = {
  platform: process.platform,
  // Asked each time: the engine may have been built by another process (bin/typhon starts from a snapshot).
  get pid() {
    return process.pid;
  },
  get ppid() {
    return process.ppid;
  },
  get argv0() {
    return process.argv0;
  },
  get execPath() {
    return process.execPath;
  },
  cwd: () => syscall(() => process.cwd()),
  chdir: (p) => syscall(() => process.chdir(typeof p === 'string' ? p : Buffer.from(p).toString())),
  environ: () => {
    if (environment.size === 0) {
      for (const [k, v] of Object.entries(process.env)) if (v !== undefined) environment.set(k, v);
      // Node shows what is not UTF-8 as U+FFFD; the system still has it.
      if ([...environment].some(([k, v]) => k.includes('\ufffd') || v.includes('\ufffd'))) readEnvironment();
    }
    return environment;
  },
  setenv: (name, value) => {
    if (value === undefined) {
      environment.delete(name);
      delete process.env[name];
    } else {
      environment.set(name, value);
      process.env[name] = value;
    }
  },
  umask: (mask) => process.umask(mask),
  getuid: () => process.getuid?.() ?? 0,
  geteuid: () => process.geteuid?.() ?? 0,
  getgid: () => process.getgid?.() ?? 0,
  getegid: () => process.getegid?.() ?? 0,
  getgroups: () => process.getgroups?.() ?? [],
  setuid: (id) => syscall(() => process.setuid?.(id)),
  setgid: (id) => syscall(() => process.setgid?.(id)),
  seteuid: (id) => syscall(() => process.seteuid?.(id)),
  setegid: (id) => syscall(() => process.setegid?.(id)),
  setgroups: (ids) => syscall(() => process.setgroups?.(ids)),
  kill: (pid, signal) => syscall(() => void process.kill(pid, signal)),
  exit: (code) => (process as unknown as { reallyExit(code: number): never }).reallyExit(code), // no exit handlers
  cpuCount: () => os.cpus().length || 1,
  availableCpus: () => os.availableParallelism(),
  uname: () => ({
    sysname: os.type(),
    nodename: os.hostname(),
    release: os.release(),
    version: os.version(),
    machine: os.machine(),
  }),
  loadavg: () => os.loadavg(),
  getPriority: (pid) => syscall(() => os.getPriority(pid)),
  setPriority: (pid, priority) => syscall(() => os.setPriority(pid, priority)),
  cpuTimes: () => {
    const u = process.cpuUsage();
    return { user: u.user / 1e6, system: u.system / 1e6 };
  },
  resourceUsage: () => ({ ...process.resourceUsage() }),
  errno: errnoTable(),
  signals: os.constants.signals,
  constants: { ...fs.constants },
  onSignal: (signal, handler) => {
    // A listener is an open handle, which a snapshot cannot keep; whoever takes over installs it again.
    if (v8.startupSnapshot?.isBuildingSnapshot?.()) return;
    const name = signalNames.get(signal);
    if (name === undefined) return;
    const old = listeners.get(signal);
    if (handler === null) {
      if (old !== undefined) process.removeListener(name, old.listener);
      listeners.delete(signal);
    } else if (old !== undefined) old.handler = handler;
    else {
      const l: SignalListener = {
        handler,
        listener: () => {
          if (l.handler !== 'ignore') l.handler(signal);
        },
      };
      listeners.set(signal, l);
      process.on(name, l.listener);
    }
  },
  hostname: () => os.hostname(),
  memory: () => {
    // Not process.memoryUsage(), which reads files of the system for a number nobody wants here.
    const s = v8.getHeapStatistics();
    return { heap: s.used_heap_size, heapLimit: s.heap_size_limit, used: s.used_heap_size + s.external_memory };
  },
  collectGarbage: () => {
    if (collect === undefined) {
      v8.setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void; // what the flag makes
      v8.setFlagsFromString('--no-expose-gc');
    }
    collect();
  },
  returnMemory: () => {
    if (process.platform !== 'linux') return;
    try {
      libc().malloc_trim(0);
    } catch {
      // Without koffi, or another C library than glibc: it stays.
    }
  },
};

/** Linux has more names than Node knows: there our own table is right. */
function errnoTable(): { readonly [name: string]: number } {
  if (process.platform !== 'linux') setErrnoValues(os.constants.errno);
  return os.constants.errno;
}

const nodeClock: HostClock = {
  // The wall clock has milliseconds in JavaScript; the monotonic clock adds what is below, as long as they agree.
  time: () => {
    const coarse = BigInt(Date.now()) * 1000000n;
    const fine = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
    const drift = fine - coarse;
    return drift >= -1000000n && drift < 2000000n ? fine : coarse;
  },
  monotonic: () => process.hrtime.bigint(),
  milliseconds: () => performance.now(),
  cpu: () => {
    const u = process.cpuUsage();
    return BigInt(u.user + u.system) * 1000n;
  },
  setTimer: (ms, run) => {
    const t = setTimeout(run, Math.min(ms, 0x7fffffff));
    return () => clearTimeout(t);
  },
  nextTurn: (run) => void setImmediate(run),
  pollEvents,
  timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  block,
};

class NodeHash implements HostHash {
  constructor(
    private readonly h: crypto.Hash,
    private readonly xof: boolean,
    private readonly algorithm: string,
  ) {}
  update(data: Uint8Array): void {
    this.h.update(data);
  }
  copy(): HostHash {
    return new NodeHash(this.h.copy(), this.xof, this.algorithm);
  }
  digest(length?: number): Uint8Array {
    const options = this.xof && length !== undefined ? { outputLength: length } : undefined;
    return this.h.copy(options).digest();
  }
}

const nodeCrypto: HostCrypto = {
  random: (n) => crypto.randomBytes(n),
  hash: (algorithm, length) => {
    try {
      const xof = algorithm.startsWith('shake');
      return new NodeHash(
        crypto.createHash(algorithm, length === undefined ? undefined : { outputLength: length }),
        xof,
        algorithm,
      );
    } catch {
      return null;
    }
  },
  hashNames: () => crypto.getHashes(),
  hmac: (algorithm, key, data) => crypto.createHmac(algorithm, key).update(data).digest(),
  pbkdf2: (algorithm, password, salt, iterations, length) =>
    crypto.pbkdf2Sync(password, salt, iterations, length, algorithm),
  scrypt: (password, salt, N, r, p, maxmem, length) => crypto.scryptSync(password, salt, length, { N, r, p, maxmem }),
  timingSafeEqual: (a, b) => crypto.timingSafeEqual(a, b),
};

const nodeZlib: HostZlib = {
  deflate: (data, level, wbits) => {
    if (wbits > 15) return zlib.gzipSync(data, { level, windowBits: wbits - 16 });
    if (wbits < 0) return zlib.deflateRawSync(data, { level, windowBits: -wbits });
    return zlib.deflateSync(data, { level, windowBits: wbits });
  },
  crc32: (data, start) =>
    (zlib as unknown as { crc32?: (d: Uint8Array, s: number) => number }).crc32?.(data, start) ?? -1, // Node 22+
};

/** Bundles lie beside Typhon's own. */
const bundleFile = (name: string): string => fileURLToPath(new URL(`./${name}.cjs`, import.meta.url));
const hasBundle = (name: string): boolean => fs.existsSync(bundleFile(name));

/** The host of a Node.js process. */
export const nodeHost: Host = {
  fs: nodeFs,
  terminal: nodeTerminal,
  process: nodeProcess,
  clock: nodeClock,
  crypto: nodeCrypto,
  zlib: nodeZlib,
  system: nodeSystem,
  systemIsLoaded,
  openssl: nodeOpenSSL,
  opensslVersion: nodeOpenSSLVersion,
  bundle: (name) => (hasBundle(name) ? createRequire(import.meta.url)(bundleFile(name)) : undefined),
  hasBundle,
};

/** Makes Node the host of this agent. */
export function installNodeHost(): void {
  environment.clear();
  setHost(nodeHost);
}
