// The command line and the host as small programs: CommonJS in chunks, behind entries of a few lines that turn on V8's code cache.
// Why not plain ES modules: `import` of a Node module reads every export of it, which wakes Web Crypto, streams and readline
// (20 ms); `require` wakes what is used. Why libsodium's WebAssembly lies beside: as text in the source it must be read,
// parsed and decoded at each start (12 ms). The bytes are libsodium's own, unchanged; nothing else of it is touched.

import { createHash } from 'node:crypto';
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown, type Plugin } from 'rolldown';

const ROOT = join(import.meta.dirname, '..');
/** Where it really lies: the folder of packages may be a link. */
const LIBSODIUM = realpathSync(join(ROOT, 'node_modules', 'libsodium', 'dist', 'modules-esm', 'libsodium.mjs'));
const BESIDE = '\0libsodium-beside';
/** WebAssembly begins with `\0asm` and version 1; so its base64 begins. */
const INLINE = /"(AGFzbQEAAAA[A-Za-z0-9+/]+={0,2})"/g;

/** libsodium, given its WebAssembly through the hook that Emscripten has for that. */
const libsodiumBeside = (): Plugin => ({
  name: 'libsodium-beside',
  resolveId: (source, importer) => (source === 'libsodium' && importer !== undefined && importer !== BESIDE ? BESIDE : null),
  load: (id) =>
    id === BESIDE
      ? `import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import libsodium from ${JSON.stringify(LIBSODIUM)};
const instantiateWasm = (imports, done) => {
  done(new WebAssembly.Instance(new WebAssembly.Module(readFileSync(join(__dirname, 'libsodium.wasm'))), imports));
  return {};
};
export default (options) => libsodium({ ...options, instantiateWasm });`
      : null,
  transform(code, id) {
    if (id !== LIBSODIUM) return null;
    const found = [...code.matchAll(INLINE)];
    if (found.length !== 1) throw new Error('libsodium no longer holds its WebAssembly as one text: has its build changed?');
    const bytes = Buffer.from(found[0]![1]!, 'base64');
    this.emitFile({ type: 'asset', fileName: 'parts/libsodium.wasm', source: bytes });
    return { code: `/* WebAssembly: libsodium.wasm, SHA-256 ${createHash('sha256').update(bytes).digest('hex')} */${code.replace(found[0]![0], '""')}` };
  },
});

/** What people run: V8's code cache is turned on, then a part is loaded. Where the folder may not be written to, there is no cache and nothing else changes. */
const entryOf = (part: string, after: string): string => `const { createRequire, enableCompileCache } = process.getBuiltinModule('node:module');
enableCompileCache(\`\${import.meta.dirname}/parts/cache\`);
createRequire(import.meta.url)('./parts/${part}.cjs')${after};
`;

/** Bundles the command line, beside it the thread that an import starts, and the host, into a folder; what people run is `kith.mjs` and `host.mjs` in it. */
export const bundlePrograms = async (folder: string): Promise<void> => {
  const made = await rolldown({
    input: {
      kith: join(ROOT, 'src', 'cli', 'main.ts'),
      'import-thread': join(ROOT, 'src', 'cli', 'import-worker.ts'),
      host: join(ROOT, 'src', 'server', 'main.ts'),
    },
    platform: 'node',
    cwd: ROOT,
    // Words and vocabularies beside the sources are imported as JSON and become part of the bundle.
    moduleTypes: { '.json': 'json' },
    // The host's own entry is never the one that is run: `kith host` takes it in, and `host.mjs` calls it.
    transform: { define: { 'import.meta.main': 'false' } },
    plugins: [libsodiumBeside()],
    logLevel: 'warn',
    checks: { ineffectiveDynamicImport: false },
  });
  await made.write({
    dir: folder,
    format: 'cjs',
    entryFileNames: 'parts/[name].cjs',
    chunkFileNames: 'parts/[name]-[hash].cjs',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  });
  await made.close();
  writeFileSync(join(folder, 'parts', 'import-entry.cjs'), "require('node:module').enableCompileCache(`${__dirname}/cache`);\nrequire('./import-thread.cjs');\n");
  writeFileSync(join(folder, 'kith.mjs'), entryOf('kith', ''));
  writeFileSync(join(folder, 'host.mjs'), entryOf('host', '.runHost(process.argv.slice(2)).then((code) => process.exit(code))'));
};
