// Peers from npm, each installed once into a folder of its own below bench/.cache (which git does not see), never as packages of
// Kith. No install script runs but the ones named here, which build an addon against the headers of the Node that it will run on.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';

const CACHE = join(import.meta.dirname, '..', '.cache');

export interface Peer {
  readonly name: string;
  readonly packages: readonly string[];
  /** What has to be there once it is installed, below node_modules. */
  readonly proof: readonly string[];
  /** Packages with an addon to be built. */
  readonly addons: readonly string[];
  /** The Node that it will run on. */
  readonly node: string;
}

/** The machine's own Node: the first on the path that is not the one Kith brings along; else this one. */
export const ownNode = (): string => {
  const brought = realpathSync(process.execPath);
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const all = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter((path) => existsSync(path));
  return all.find((path) => realpathSync(path) !== brought && !realpathSync(path).includes('node_modules')) ?? process.execPath;
};

const npmOf = (node: string): readonly [string, readonly string[]] => {
  const beside = [
    process.env['npm_execpath'] ?? '',
    ...[node, ownNode()].flatMap((each) => ['lib', 'share/nodejs'].map((place) => join(dirname(each), '..', place, 'node_modules', 'npm', 'bin', 'npm-cli.js'))),
  ];
  const cli = beside.map((path) => path.replace('nodejs/node_modules', 'nodejs')).find((path) => /npm-cli\.c?js$/.test(path) && existsSync(path));
  return cli ? [node, [cli]] : ['npm', []];
};

export const folderOf = (name: string): string => join(CACHE, name);

export const versionOf = (node: string): string => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();

/** Null when it is there afterwards, else why not. */
export const install = ({ name, packages, proof, addons, node }: Peer): string | null => {
  const folder = folderOf(name);
  const isThere = (): boolean => proof.every((path) => existsSync(join(folder, 'node_modules', path)));
  if (isThere()) return null;
  process.stderr.write(`Installing ${packages[0]} for the bench, once. It takes a minute or more.\n`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `{ "name": "kith-bench-${name}", "private": true }\n`);
  const [program, first] = npmOf(node);
  // A Node from npm has its headers beside it; the machine's own are found by node-gyp itself.
  const home = join(realpathSync(node), '..', '..');
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`,
    ...(existsSync(join(home, 'include', 'node', 'node.h')) ? { npm_config_nodedir: home } : {}),
  };
  let said = '';
  for (const args of [
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...packages],
    // Newer npm runs no install scripts that were not approved; older npm has no such command and needs none.
    ...addons.flatMap((addon) => [
      ['install-scripts', 'approve', addon],
      ['rebuild', addon],
    ]),
  ]) {
    const done = spawnSync(program, [...first, ...args], { cwd: folder, env, encoding: 'utf8', timeout: 1_800_000 });
    said = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error ? String(done.error) : ''}`.trim();
  }
  return isThere() ? null : `${packages[0]} could not be installed: ${said.split('\n').at(-1)?.slice(0, 200) ?? ''}`;
};
