// The last step of the build. Puts into dist what the compiler does not: the TLA+ grammar as wasm with its licence and
// checksum, beside the module that loads it, the description of the JSON that tla2json prints, and the specs, also as runs are
// held against them: parsed and resolved. The grammar's
// package is no dependency of ours because its peer downloads a program, so a user gets this copy. Another grammar than
// the one that was tested fails the build.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const tested = '40e066a8cf25a4415dbb5340bb401c80aa96837d05ee2710b00ae951b046b22c';

const folder = 'node_modules/@tlaplus/tree-sitter-tlaplus';
const name = 'tree-sitter-tlaplus';
const target = 'dist/sim/tla/parse';

const found = createHash('sha256')
  .update(readFileSync(`${folder}/${name}.wasm`))
  .digest('hex');
if (found !== tested) throw new Error(`the grammar's checksum is ${found}, tested was ${tested}`);

mkdirSync(target, { recursive: true });
copyFileSync(`${folder}/${name}.wasm`, `${target}/${name}.wasm`);
copyFileSync(`${folder}/LICENSE`, `${target}/${name}.LICENSE`);
writeFileSync(`${target}/${name}.wasm.sha256`, `${found}  ${name}.wasm\n`);
copyFileSync('specs/tla2json.md', 'dist/tla2json.md');

mkdirSync('dist/specs', { recursive: true });
for (const file of readdirSync('specs')) {
  if (file.endsWith('.tla') || file.endsWith('.cfg')) copyFileSync(`specs/${file}`, `dist/specs/${file}`);
}

const { prepareBindings } = await import('../dist/sim/refine/bindings.js');
await prepareBindings('dist/specs/prepared');
