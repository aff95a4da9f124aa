// The command `typhon`: options, what to run, how it ends. Invariant: exit codes and messages are CPython's; a user
// never sees a JavaScript stack trace.

import { installNodeHost } from '../host/node.ts';
import { defaultConfig } from '../runtime/interpreter.ts';
import { runMain } from './run-main.ts';
import { parseCommandLine } from './options.ts';

installNodeHost();
const command = parseCommandLine(process.argv.slice(2), process.env, defaultConfig());
void runMain(command);
