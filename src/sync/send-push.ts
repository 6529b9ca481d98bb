// A push on its way: under the key that the host gave for this session, which is asked for before the first one, and again when
// another session has begun since.

import { refuse } from '#core/result.ts';
import type { Answer, HostPort, Ring } from './ports.ts';
import type { PushAnswer } from './protocol.ts';

/** Failures: the host's, and `tag-wrong` also where the key that it gave is sealed to somebody else. */
export const sendPush = async (host: HostPort, ring: Ring, frame: Uint8Array): Promise<Answer<PushAnswer>> => {
  const before = ring.tagPush(frame);
  if (before) {
    const answer = await host.push(before);
    if (answer.ok || answer.error.code !== 'tag-wrong') return answer;
  }
  const key = await host.pushKey();
  if (!key.ok) return key;
  const push = ring.takePushKey(key.value.sealed) ? ring.tagPush(frame) : null;
  return push ? host.push(push) : refuse({ code: 'tag-wrong' });
};
