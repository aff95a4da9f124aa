#!/bin/sh
# Bundles one TypeScript script with esbuild and runs it: scripts/run.sh scripts/diff-floats.ts [args]
set -e
cd "$(dirname "$0")/.."
f="$1"; shift
out=$(mktemp --suffix=.mjs)
trap 'rm -f "$out"' EXIT
node_modules/.bin/esbuild "$f" --bundle --platform=node --format=esm --log-level=warning --outfile="$out"
node --stack-size=900 "$out" "$@"
