#!/usr/bin/env node
// Starts Typhon: loads dist/typhon.js as one V8 script with the code cache that the build made after a warm-up run,
// which saves most of the parsing and compiling. CommonJS, because loading an ES module costs 10 ms more. A cache
// made by another Node version or with other V8 flags is refused by V8 itself, and everything just compiles.

'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const dist = path.join(__dirname, '..', 'dist');
const file = path.join(dist, 'typhon.js');
const cacheFile = path.join(dist, `typhon-${process.version}-${process.arch}.v8cache`);

let cachedData;
try {
  cachedData = fs.readFileSync(cacheFile);
} catch {
  // No cache for this version of Node: the first run that may write here makes one.
}

let source;
try {
  // The bundle is ASCII: latin1 makes a one-byte string without looking at every byte.
  source = fs.readFileSync(file, 'latin1');
} catch {
  process.stderr.write(`typhon: ${file} is missing; run "npm run build" first\n`);
  process.exit(1);
}
const script = new vm.Script(source, {
  filename: file,
  cachedData,
  importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});

const warmUp = process.env.TYPHON_WRITE_V8_CACHE === '1';
if (warmUp || cachedData === undefined) {
  const loaded = fs.statSync(file).mtimeMs;
  process.on('exit', () => {
    try {
      if (fs.statSync(file).mtimeMs !== loaded) return; // rebuilt meanwhile: the cache would be for another script
      const partial = `${cacheFile}.${process.pid}`;
      fs.writeFileSync(partial, script.createCachedData());
      fs.renameSync(partial, cacheFile);
    } catch {
      // A read-only installation: it starts a little slower, nothing else.
    }
  });
}

const target = { exports: {} };
script.runInThisContext()(target.exports, require, target, file, dist);
