// Runs Kith with the right Node on any machine that has Node 18 or later. Plain JavaScript, no dependency: it runs
// before anything is installed. What it does, in order:
//   1. installs what the lockfile names, when it has not been (a stamp in node_modules says what is there);
//   2. finds Node 24: the platform package that was installed, or the person's own when it is new enough;
//   3. builds what is stale (for `start`), and hands over, passing signals on and answering with the same exit code.
// Modes: `start` · `test` · `build` (what is stale) · `run FILE args…`.

'use strict';
const { spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } = require('node:fs');
const { constants } = require('node:os');
const { delimiter, dirname, join, relative } = require('node:path');

const ROOT = join(__dirname, '..');
const at = (...parts) => join(ROOT, ...parts);

const fail = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

/** npm's own program: the one that runs us, or the one beside this Node, or the first on the path. */
const findNpm = () => {
  const given = process.env.npm_execpath;
  if (given && /npm-cli\.c?js$/.test(given) && existsSync(given)) return given;
  const here = dirname(process.execPath);
  const beside = [join(here, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'), join(here, 'node_modules', 'npm', 'bin', 'npm-cli.js')];
  for (const folder of (process.env.PATH || '').split(delimiter)) {
    const file = join(folder, 'npm');
    if (existsSync(file)) beside.push(realpathSync(file));
    beside.push(join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'));
  }
  return beside.find((file) => /npm-cli\.c?js$/.test(file) && existsSync(file));
};

/** What should be installed: the dependencies named, the lockfile, and for which machine. Scripts and versions of ours do not count. */
const wantedStamp = () => {
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  return createHash('sha256')
    .update(JSON.stringify({ dependencies, devDependencies, optionalDependencies, overrides }))
    .update(readFileSync(at('package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
};

const stampFile = () => at('node_modules', '.kith-stamp');

const isInstalled = (stamp) => existsSync(stampFile()) && readFileSync(stampFile(), 'utf8') === stamp;

const install = () => {
  const stamp = wantedStamp();
  if (isInstalled(stamp)) return;
  // npm would follow the link and empty a folder that something else is using.
  if (lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    fail('The folder node_modules is a link, and what it leads to is not what Kith needs. Take the link away, then run the same command again.');
  const npm = findNpm();
  if (!npm) fail('npm was not found. Install Node with npm, then run the same command again.');
  process.stderr.write('Installing what Kith needs. The first time takes a minute.\n');
  const env = { ...process.env };
  delete env.NODE_ENV;
  for (const name of Object.keys(env)) if (/^npm_config_(?:omit|include|production|only|ignore_scripts)$/i.test(name)) delete env[name];
  const done = spawnSync(process.execPath, [npm, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout || ''}${done.stderr || ''}`);
    fail('What Kith needs could not be installed. The lines above say why. Nothing of yours was touched.');
  }
  writeFileSync(stampFile(), stamp);
};

/** Path of a Node 24 or later. */
const findNode = () => {
  const binary = process.platform === 'win32' ? ['bin', 'node.exe'] : ['bin', 'node'];
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const ours = at('node_modules', `node-${platform}-${process.arch}`, ...binary);
  if (existsSync(ours)) return ours;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    `Kith runs on Node 24, which is not available ready-made for ${process.platform} ${process.arch}. Install Node 24 or later, then run the same command again. This is Node ${process.versions.node}.`,
  );
};

/** Every file under these paths, sorted. */
const filesUnder = (paths) => {
  const out = [];
  const walk = (path) => {
    if (!existsSync(path)) return;
    if (!statSync(path).isDirectory()) return void out.push(path);
    for (const entry of readdirSync(path, { withFileTypes: true })) walk(join(path, entry.name));
  };
  for (const path of paths) walk(at(path));
  return out.sort();
};

const SOURCES = ['src', 'vite.config.ts', 'scripts/build.ts', 'scripts/bundle.ts', 'package.json', 'package-lock.json'];

/** Hash of all that the built page and bundles are made from. */
const sourceHash = () => {
  const hash = createHash('sha256');
  for (const file of filesUnder(SOURCES)) {
    if (/\.test\.tsx?$/.test(file)) continue;
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
};

const environment = (node) => {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${at('node_modules', '.bin')}${delimiter}${process.env.PATH || ''}` };
  delete env.NODE_ENV;
  return env;
};

/** Runs to the end, passing signals on; ends as the other ended. */
const handOver = (node, args) => {
  const child = spawn(node, args, { stdio: 'inherit', env: environment(node), cwd: process.cwd() });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`Node could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] || 0) : code));
};

const build = (node) => {
  const stamp = at('dist', '.stamp');
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  process.stderr.write('Building the page.\n');
  const done = spawnSync(node, [at('scripts', 'build.ts')], { cwd: ROOT, env: environment(node), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout || ''}${done.stderr || ''}`);
    fail('The page could not be built. The lines above say why.');
  }
  writeFileSync(stamp, hash);
};

/** The bundle, when it is newer than every source; else the sources themselves, which Node 24 runs as they are. */
const commandEntry = () => {
  const bundle = at('dist', 'kith.mjs');
  if (!existsSync(bundle)) return at('src', 'cli', 'main.ts');
  const built = statSync(bundle).mtimeMs;
  const isFresh = filesUnder(['src', 'package.json', 'package-lock.json']).every((file) => statSync(file).mtimeMs <= built);
  return isFresh ? bundle : at('src', 'cli', 'main.ts');
};

const main = ([mode, ...args]) => {
  install();
  const node = findNode();
  if (mode === 'start') {
    build(node);
    handOver(node, [at('dist', 'host.mjs'), ...args]);
  } else if (mode === 'test') handOver(node, [at('scripts', 'check.ts'), ...args]);
  else if (mode === 'build') build(node);
  else if (mode === 'kith') handOver(node, [commandEntry(), ...args]);
  else if (mode === 'run' && args.length > 0) handOver(node, [at(args[0]), ...args.slice(1)]);
  else fail('Usage: node scripts/launch.cjs start | test | build | run FILE [arguments]');
};

module.exports = { main, wantedStamp, stampFile };

if (require.main === module) main(process.argv.slice(2));
