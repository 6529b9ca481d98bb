// Nobody gets at what is not theirs: every route, every role, on both databases.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attempt, isUnharmed, setScene, type Scene } from '../access-roles.ts';
import { engines, startHost, type TestHost } from './host-people.ts';

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
});
