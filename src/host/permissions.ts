// What users of the library say that an embedded interpreter may touch. restricted.ts makes a host of it.

/** Which files an interpreter may use: none, everything, or what lies in or below the given directories. */
export type FileAccess = boolean | { readonly read?: readonly string[]; readonly write?: readonly string[] };

/** What an embedded interpreter may touch. Everything is closed unless it is given. */
export interface Permissions {
  /** Files. `true`: all that the process may. Writable directories are readable too. Default: none. */
  readonly files?: FileAccess;
  /** os.environ: `true` for the process's own, or a table. Default: empty. Changes stay in the interpreter. */
  readonly env?: boolean | Readonly<Record<string, string>>;
  /** Sockets to other programs and name look-ups. Default: no (pairs inside the interpreter work). */
  readonly network?: boolean;
  /** Starting programs, sending signals, leaving the process. Default: no. */
  readonly processes?: boolean;
}
