#!/usr/bin/env node
// The entry of tla2json. An old Node gets one line instead of a syntax error, so nothing else is loaded before
// it is checked.
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`tla2json: needs Node 22.18 or later; this is ${process.versions.node}\n`);
  process.exitCode = 2;
} else {
  const { main } = await import('./tla2json.ts');
  process.exitCode = await main(process.argv.slice(2));
}
