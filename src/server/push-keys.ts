// Keys under which pushes come, so that none is taken on a session's word alone (docs/decisions/0022). A key is made of a secret of
// this host, the session, its device, the vault and the keys that its member has there: every node makes the same one, nothing is
// stored for it, and it ends with the session, or when the member changes keys. It goes out only sealed to that member; what a push
// bears is written by crypto/push-tag.ts.

import { randomBytes } from 'node:crypto';
import { ok, refuse, type Result } from '#core/result.ts';
import { deriveKey } from '#crypto/domain.ts';
import { isTaggedWith, sealPushKey } from '#crypto/push-tag.ts';
import { remember, type Access, type Inside } from './access.ts';
import type { OpenSession } from './call.ts';
import { settingOr, type HostDatabase } from './database.ts';
import type { Logs } from './log.ts';
import { sodiumWhenNeeded } from './sodium.ts';

const SECRET_BYTES = 32;

/** A session as a push needs it. */
export type Pusher = Pick<OpenSession, 'account' | 'device' | 'hash' | 'name' | 'isRecalled'>;

export const createPushKeys = (database: HostDatabase, access: Access, logs: Pick<Logs, 'boxOf'>) => {
  let secret: Promise<Uint8Array> | undefined;
  const secretOnce = (): Promise<Uint8Array> => {
    secret ??= settingOr(database, 'push-secret', () => randomBytes(SECRET_BYTES).toString('base64')).then((text) => Buffer.from(text, 'base64'));
    secret.catch(() => (secret = undefined));
    return secret;
  };
  const made = new Map<string, Uint8Array>();

  const keyOf = async ({ name: session, device }: Pusher, { vault, view, author }: Inside): Promise<Uint8Array> => {
    const parts = [session, device, vault, view.members.get(author)!];
    const name = parts.join(' ');
    return made.get(name) ?? remember(made, name, deriveKey(await sodiumWhenNeeded(), await secretOnce(), 'push', parts));
  };

  return {
    /** The key for this session, sealed to the member that it is. Refusal: `not-found`. */
    async give(session: Pusher, vault: string): Promise<Result<{ readonly sealed: string }>> {
      const entered = await access.enter(session, vault);
      const box = entered && (await logs.boxOf(entered.number, entered.view.log, entered.author));
      const sealed = box && sealPushKey(await sodiumWhenNeeded(), randomBytes, await keyOf(session, entered), box, { vault, device: session.device });
      return sealed ? ok({ sealed }) : refuse({ code: 'not-found' });
    },

    /** Whether a push is what this session's device sent to the vault that it entered. */
    async isTagged(session: Pusher, inside: Inside, push: Uint8Array): Promise<boolean> {
      return isTaggedWith(await sodiumWhenNeeded(), await keyOf(session, inside), push);
    },
  };
};

export type PushKeys = ReturnType<typeof createPushKeys>;
