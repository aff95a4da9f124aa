// A host with doors closed: what an embedded interpreter sees of the machine. Invariant: what the permissions do not
// name does not exist or is EACCES/EPERM; every function of HostFs has its rule in the table below (the compiler says so
// when one is missing). It does not defend against holes in V8 itself.

import * as nodePath from 'node:path';
import { realpathSync } from 'node:fs';
import * as os from 'node:os';
import type { HostSystem } from '../runtime/system.ts';
import { type Host, HostError, type HostFs, type HostPath, type HostProcess } from '../runtime/host.ts';
import type { FileAccess, Permissions } from './permissions.ts';

const E = os.constants.errno;
const text = (p: HostPath): string => (typeof p === 'string' ? p : Buffer.from(p).toString());

/** The path without symbolic links, as far as it exists: a link may not lead out of what is permitted. */
function real(p: HostPath): string {
  let rest = '';
  let at = nodePath.resolve(text(p));
  for (;;) {
    try {
      return nodePath.join(realpathSync(at), rest);
    } catch {
      const parent = nodePath.dirname(at);
      if (parent === at) return nodePath.join(at, rest);
      rest = nodePath.join(nodePath.basename(at), rest);
      at = parent;
    }
  }
}

/** The path with its last part as it stands, for what acts on a link itself. */
function entry(p: HostPath): string {
  const full = nodePath.resolve(text(p));
  return nodePath.join(real(nodePath.dirname(full)), nodePath.basename(full));
}

class Doors {
  private readonly readable: readonly string[];
  private readonly writable: readonly string[];
  private readonly everything: boolean;
  constructor(
    access: FileAccess,
    private readonly library: readonly string[],
  ) {
    this.everything = access === true;
    const given = typeof access === 'object' ? access : {};
    this.writable = (given.write ?? []).map(real);
    this.readable = [...library, ...(given.read ?? [])].map(real).concat(this.writable);
  }
  private static within(p: string, directories: readonly string[]): boolean {
    return directories.some((d) => p === d || p.startsWith(d.endsWith('/') ? d : `${d}/`));
  }
  /** Whether this is the library's, told without asking the system: imports look at many paths. */
  isLibrary(p: HostPath): boolean {
    return typeof p === 'string' && !p.includes('..') && Doors.within(p, this.library);
  }
  read(p: string): void {
    if (!this.everything && !Doors.within(p, this.readable)) throw new HostError(E.EACCES);
  }
  write(p: string): void {
    if (!this.everything && !Doors.within(p, this.writable)) throw new HostError(E.EACCES);
  }
}

/** How a function of HostFs uses its arguments: a path to read or write (links followed or not), a descriptor. */
type Rule = 'fd' | 'read' | 'readEntry' | 'write' | 'writeEntry' | 'move' | 'special';
const FS_RULES: { readonly [name in keyof HostFs]: Rule } = {
  open: 'special',
  close: 'special',
  dup: 'special',
  dup2: 'special',
  pipe2: 'special',
  symlink: 'special',
  read: 'fd',
  mayBlock: 'fd',
  readAsync: 'fd',
  write: 'fd',
  pread: 'fd',
  pwrite: 'fd',
  lseek: 'fd',
  shareOffsets: 'special',
  fstat: 'fd',
  fchmod: 'fd',
  fchown: 'fd',
  futimes: 'fd',
  ftruncate: 'fd',
  fsync: 'fd',
  fdatasync: 'fd',
  isatty: 'fd',
  available: 'fd',
  inheritable: 'fd',
  getInheritable: 'fd',
  setInheritable: 'fd',
  getBlocking: 'fd',
  setBlocking: 'fd',
  stat: 'read',
  readdir: 'read',
  access: 'read',
  statvfs: 'read',
  readFile: 'read',
  lstat: 'readEntry',
  readlink: 'readEntry',
  chmod: 'write',
  chown: 'write',
  utimes: 'write',
  truncate: 'write',
  mkdir: 'writeEntry',
  rmdir: 'writeEntry',
  unlink: 'writeEntry',
  lchown: 'writeEntry',
  lutimes: 'writeEntry',
  mkfifo: 'writeEntry',
  rename: 'move',
  link: 'move',
};

/** How a function of HostSystem uses its arguments: a descriptor, the network, a process; `new`: gives descriptors. */
type SystemRule = 'fd' | 'newFd' | 'network' | 'newNetwork' | 'process' | 'free' | 'poll';
const SYSTEM_RULES: { readonly [name in keyof HostSystem]: SystemRule } = {
  fcntl: 'fd',
  ioctl: 'fd',
  flock: 'fd',
  pipe: 'newFd',
  dup: 'newFd',
  dup2: 'process', // os.dup2 goes through HostFs
  isInheritable: 'fd',
  setInheritable: 'fd',
  isBlocking: 'fd',
  setBlocking: 'fd',
  read: 'fd',
  write: 'fd',
  writeNow: 'fd',
  sendfile: 'fd',
  lseek: 'fd',
  poll: 'poll',
  watch: 'fd',
  forget: 'fd',
  epollCreate: 'newFd',
  epollControl: 'fd',
  epollWait: 'fd',
  eventfd: 'newFd',
  socket: 'newNetwork',
  socketpair: 'newFd',
  bind: 'network',
  connect: 'network',
  listen: 'network',
  accept: 'newNetwork',
  getsockname: 'fd',
  getpeername: 'fd',
  getsockopt: 'fd',
  setsockopt: 'fd',
  shutdown: 'fd',
  send: 'fd',
  recv: 'fd',
  recvfrom: 'fd',
  sendmsg: 'network', // descriptors could be sent along
  recvmsg: 'network',
  getaddrinfo: 'network',
  getnameinfo: 'network',
  gaiMessage: 'free',
  servicePort: 'free',
  serviceName: 'free',
  protocolNumber: 'free',
  interfaceIndex: 'network',
  interfaceName: 'network',
  map: 'process', // memory of devices
  shmOpen: 'process',
  shmUnlink: 'process',
  addressOf: 'process',
  memoryAt: 'process',
  textAt: 'process',
  loadLibrary: 'process',
  findSymbol: 'process',
  closeLibrary: 'process',
  callFunction: 'process',
  bindFunction: 'process',
  copyAt: 'process',
  makeCallback: 'process',
  spawn: 'process',
  waitpid: 'process',
  pidfdOpen: 'process',
};

/** The system calls as far as they are permitted; `own` holds the interpreter's descriptors. */
function restrictSystem(s: HostSystem, permissions: Permissions, own: Set<number>): HostSystem {
  const takesNoFd = new Set(['pipe', 'epollCreate', 'eventfd', 'socket', 'socketpair', 'getaddrinfo', 'getnameinfo']);
  const mine = (fd: number): void => {
    if (!own.has(fd)) throw new HostError(E.EBADF);
  };
  const made = <T>(r: T): T => {
    if (typeof r === 'number') own.add(r);
    else if (Array.isArray(r))
      for (const fd of r) own.add(fd as number); // pairs of descriptors
    else own.add((r as { fd: number }).fd); // accept
    return r;
  };
  const guarded: { [name: string]: unknown } = {};
  for (const [name, rule] of Object.entries(SYSTEM_RULES)) {
    const f = s[name as keyof HostSystem] as (...args: unknown[]) => unknown; // one of its methods
    guarded[name] = (...args: unknown[]) => {
      if (rule === 'process' && permissions.processes !== true) throw new HostError(E.EPERM);
      if ((rule === 'network' || rule === 'newNetwork') && permissions.network !== true) throw new HostError(E.EPERM);
      if (rule === 'poll') (args[0] as Int32Array).forEach((fd, i) => i % 2 === 0 && fd >= 0 && mine(fd));
      else if (rule !== 'free' && rule !== 'process' && !takesNoFd.has(name) && typeof args[0] === 'number')
        mine(args[0]);
      const r = f(...args);
      return rule === 'newFd' || rule === 'newNetwork' ? made(r) : r;
    };
  }
  return guarded as unknown as HostSystem; // SYSTEM_RULES has every name
}

function restrictFs(fs: HostFs, doors: Doors, own: Set<number>): HostFs {
  const mine = (fd: number): void => {
    if (!own.has(fd)) throw new HostError(E.EBADF);
  };
  const made = (fd: number): number => {
    own.add(fd);
    return fd;
  };
  const checks: { readonly [rule in Exclude<Rule, 'special'>]: (a: HostPath | number, b: HostPath) => void } = {
    fd: (fd) => mine(fd as number), // by the rule table
    read: (p) => {
      if (!doors.isLibrary(p as HostPath)) doors.read(real(p as HostPath));
    },
    readEntry: (p) => {
      if (!doors.isLibrary(p as HostPath)) doors.read(entry(p as HostPath));
    },
    write: (p) => doors.write(real(p as HostPath)),
    writeEntry: (p) => doors.write(entry(p as HostPath)),
    move: (a, b) => {
      doors.write(entry(a as HostPath));
      doors.write(entry(b));
    },
  };
  const guarded: { [name: string]: unknown } = {
    open: (path: HostPath, flags: number, mode: number) => {
      const p = real(path);
      if ((flags & 3) !== 0 || (flags & 0o1100) !== 0) doors.write(p);
      else doors.read(p);
      return made(fs.open(path, flags, mode));
    },
    close: (fd: number) => {
      mine(fd);
      if (fd > 2) own.delete(fd);
      else return; // the host's own
      fs.close(fd);
    },
    shareOffsets: () => fs.shareOffsets(),
    dup: (fd: number) => {
      mine(fd);
      return made(fs.dup(fd));
    },
    dup2: (fd: number, to: number, inheritable: boolean) => {
      mine(fd);
      if (!own.has(to) || to < 3) throw new HostError(E.EBADF);
      fs.dup2(fd, to, inheritable);
    },
    pipe2: (flags: number) => fs.pipe2(flags).map(made),
    symlink: (target: HostPath, path: HostPath) => {
      const at = entry(path);
      doors.write(at);
      // A link must not lead out: where it points has to be permitted as well.
      doors.write(real(nodePath.resolve(nodePath.dirname(at), text(target))));
      fs.symlink(target, path);
    },
  };
  for (const [name, rule] of Object.entries(FS_RULES)) {
    if (rule === 'special') continue;
    const check = checks[rule];
    const f = fs[name as keyof HostFs] as (...args: unknown[]) => unknown; // one of the methods of HostFs
    guarded[name] = (...args: unknown[]) => {
      check(args[0] as HostPath | number, args[1] as HostPath); // what the rule table says they are
      return f(...args);
    };
  }
  return guarded as unknown as HostFs; // FS_RULES has every name
}

function restrictProcess(p: HostProcess, permissions: Permissions): HostProcess {
  const env = new Map(
    permissions.env === true ? p.environ() : Object.entries(typeof permissions.env === 'object' ? permissions.env : {}),
  );
  const common: HostProcess = {
    ...p,
    environ: () => env,
    setenv: (name, value) => void (value === undefined ? env.delete(name) : env.set(name, value)),
  };
  if (permissions.processes === true) return common;
  const refuse = (): never => {
    throw new HostError(E.EPERM);
  };
  return {
    ...common,
    argv0: '',
    execPath: '',
    cwd: permissions.files === true ? p.cwd : () => '/',
    chdir: refuse,
    umask: () => 0o022,
    setuid: refuse,
    setgid: refuse,
    seteuid: refuse,
    setegid: refuse,
    setgroups: refuse,
    kill: refuse,
    exit: refuse,
    setPriority: refuse,
    onSignal: () => undefined,
  };
}

/** `base` as an interpreter with these permissions sees it. `library`: directories of modules it may always read. */
export function restrict(base: Host, permissions: Permissions, library: readonly string[]): Host {
  // Standard streams are the embedder's own; every other descriptor must have been opened by this interpreter.
  const own = new Set([0, 1, 2]);
  let system: HostSystem | null | undefined;
  return {
    fs: restrictFs(base.fs, new Doors(permissions.files ?? false, library), own),
    terminal: base.terminal, // it works on descriptors, which are guarded
    process: restrictProcess(base.process, permissions),
    clock: base.clock,
    crypto: base.crypto,
    zlib: base.zlib,
    system: () => {
      if (system === undefined) {
        const all = base.system();
        system = all === null ? null : restrictSystem(all, permissions, own);
      }
      return system;
    },
    systemIsLoaded: base.systemIsLoaded,
    bundle: base.bundle, // the engine's own code
    hasBundle: base.hasBundle,
    // It reads and writes descriptors and files by itself.
    openssl: () => (permissions.network === true && permissions.files === true ? base.openssl() : null),
    opensslVersion: () => (permissions.network === true && permissions.files === true ? base.opensslVersion() : null),
  };
}
