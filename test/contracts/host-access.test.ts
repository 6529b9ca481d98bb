// Nobody gets at what is not theirs: every route, every role, on both databases.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attempt, isUnharmed, setScene, type Scene } from '../access-roles.ts';
import { routesOf } from '#server/api.ts';
import { POLICY } from '#server/policy.ts';
import { ask, engines, opOf, pushOf, startHost, type TestHost } from './host-people.ts';

describe.each(engines())('access on %s', (_, url) => {
  let host: TestHost;
  let scene: Scene;
  beforeAll(async () => {
    host = await startHost(url());
    scene = await setScene(host);
  });
  afterAll(() => host?.close());

  test('no route lets anybody through who may not, and nothing has changed afterwards', async () => {
    const { through, tried } = await attempt(scene, 600);
    expect(through).toEqual([]);
    expect(tried.size).toBeGreaterThan(180);
    expect(await isUnharmed(scene)).toBe(true);
  });

  test('whatever a route answers, it lets no page load or speak to anything but its own host', async () => {
    const { owner } = scene;
    const asked = new Map<string, number>();
    const look = async (method: string, path: string, more: Parameters<typeof ask>[3] = {}): Promise<void> => {
      const { status, headers } = await ask(host.base, method, path, more);
      const said = ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy', 'cache-control'].map((name) => headers.get(name));
      expect(said, `${method} ${path} ${status}`).toEqual([POLICY, 'nosniff', 'DENY', 'no-referrer', said[4]?.startsWith('private') ? said[4] : 'no-store']);
      asked.set(String(status), (asked.get(String(status)) ?? 0) + 1);
    };
    await look('POST', `/vaults/${owner.vault}/push`, { token: owner.token, body: await pushOf(host.base, owner, [opOf(owner)]) });
    await look('GET', `/vaults/${owner.vault}/pull`, { token: owner.token });
    await look('GET', `/vaults/${owner.vault}/blobs/${scene.address}`, { token: owner.token });
    await look('HEAD', `/vaults/${owner.vault}/blobs/${scene.address}`, { token: owner.token });
    await look('GET', '/nowhere');
    for (const { method, path, body } of routesOf(host.services)) if (body !== 'stream') await look(method, path, body === 'none' ? {} : { body: new Uint8Array(3) });
    expect([asked.get('200'), asked.get('401')! > 10]).toEqual([4, true]);
  });
});
