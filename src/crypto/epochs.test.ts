import { describe, expect, test } from 'vitest';
import { sodium, random, VAULT, ANA, BEN, CAI, EVE, doing, good, refused, circle, crafted } from '../../test/circles.ts';
import { sealUnder } from './boxed.ts';
import { keysFromSeeds } from './device-keys.ts';
import { keysBack, openEpoch } from './epochs.ts';
import type { EpochParts } from './log-entries.ts';
import * as deeds from './membership-deeds.ts';
import { writersAt } from './membership-log.ts';

describe('an epoch whose key is wrong is named, with who brought it', () => {
  const begun = circle(3);
  const next = good(deeds.removeMembers(doing(ANA), begun.state, [CAI.id], begun.key));

  test('when what was sealed for us does not open, or opens to another key', () => {
    const last = next.state.epochs[1]!;
    const broken = { ...next.state, epochs: [next.state.epochs[0]!, { ...last, keys: new Map([[BEN.id, last.keys.get(ANA.id)!]]) }] };
    expect(openEpoch(sodium, broken, BEN)).toEqual(refused('epoch-key-damaged'));
    expect(openEpoch(sodium, next.state, CAI)).toEqual(refused('epoch-not-ours'));
    const lied = { ...next.state, epochs: [next.state.epochs[0]!, { ...last, check: next.state.epochs[0]!.check }] };
    expect(openEpoch(sodium, lied, BEN)).toMatchObject({ ok: false, error: { code: 'epoch-key-wrong', with: { epoch: 2, by: ANA.id } } });
  });

  test('when the key before it is not the one', () => {
    const { entry } = next;
    const { keys, check } = JSON.parse(new TextDecoder().decode(entry.bytes)) as { keys: Record<string, string>; check: string };
    const before = Buffer.from(sealUnder(sodium, random, new Uint8Array(32), next.key, 'epoch before', [VAULT, 2, 1])).toString('base64');
    const lie = { do: 'remove', members: [CAI.id], epoch: 2, keys, back: 1, before, check } as const;
    const { state } = good(crafted(ANA, begun.state, lie));
    const chain = keysBack(sodium, state, 2, good(openEpoch(sodium, state, BEN)));
    expect([...chain.keys.keys()]).toEqual([2]);
    expect(chain.broken).toMatchObject({ code: 'epoch-key-wrong', with: { epoch: 1, by: ANA.id } });
    expect(crafted(ANA, begun.state, { ...lie, back: 2 })).toEqual(refused('log-epoch-wrong'));
    expect(keysBack(sodium, next.state, 2, begun.key).broken).toMatchObject({ code: 'epoch-key-wrong', with: { epoch: 2 } });
    expect(deeds.newEpoch(doing(ANA), begun.state, new Uint8Array(32))).toEqual(refused('epoch-key-wrong'));
  });

  test('who gave others a wrong key is sent away, and what was before stays readable', () => {
    // Ben leaves, and Cai brings an epoch whose key only Cai has.
    const left = good(deeds.leave(doing(BEN), begun.state)).state;
    const own = good(deeds.newEpoch(doing(CAI), left, begun.key));
    const text = JSON.parse(new TextDecoder().decode(own.entry.bytes)) as EpochParts;
    const sealed = text.keys[CAI.id]!;
    const lied = good(crafted(CAI, left, { do: 'epoch', epoch: 2, keys: { [ANA.id]: sealed, [CAI.id]: sealed }, back: 1, before: text.before, check: text.check })).state;
    expect(openEpoch(sodium, lied, ANA)).toMatchObject({ ok: false, error: { code: 'epoch-key-damaged', with: { by: CAI.id } } });
    const mended = good(deeds.removeMembers(doing(ANA), lied, [CAI.id], begun.key));
    const chain = keysBack(sodium, mended.state, 3, good(openEpoch(sodium, mended.state, ANA)));
    expect(chain.broken).toBeNull();
    expect([...chain.keys]).toEqual([
      [3, mended.key],
      [1, begun.key],
    ]);
  });
});

describe('one’s own vault', () => {
  const device = (n: number) => keysFromSeeds(sodium, `${'0'.repeat(12)}${n}`, { sign: new Uint8Array(32).fill(n + 50), box: new Uint8Array(32).fill(n + 150) });
  const [phone, laptop, lost] = [device(1), device(2), device(3)];
  const key = new Uint8Array(32).fill(9);
  const begun = good(deeds.beginPersonal(doing(phone), VAULT, ANA, key));
  const all = [laptop, lost].reduce((state, own) => good(deeds.addDevice(doing(own), state, ANA, key)).state, begun.state);

  test('keeps the key that it had, and every device opens it', () => {
    for (const own of [phone, laptop, lost]) expect(openEpoch(sodium, all, own)).toEqual({ ok: true, value: key });
  });

  test('takes in and sends away devices only with the account’s signature', () => {
    expect(deeds.addDevice(doing(device(4)), all, EVE, key)).toEqual(refused('log-signature'));
    expect(deeds.removeMembers(doing(lost), all, [phone.id], key)).toEqual(refused('log-signature'));
    expect(deeds.removeMembers(doing(lost), all, [phone.id], key, EVE)).toEqual(refused('log-signature'));
    expect(deeds.invitePeople(doing(phone), all, key)).toEqual(refused('log-not-here'));
  });

  test('after a device was lost: the account’s keys change, the device goes, a new epoch begins', () => {
    const fresh = keysFromSeeds(sodium, ANA.id, { sign: new Uint8Array(32).fill(77), box: new Uint8Array(32).fill(78) });
    expect(deeds.rekey(doing({ ...ANA, id: phone.id }), all, fresh)).toEqual(refused('log-not-member'));
    expect(deeds.rekey(doing(phone), all, fresh)).toEqual(refused('log-not-member'));
    const changed = good(deeds.rekey(doing(ANA), all, fresh));
    expect([changed.state.due, changed.state.account!.sign]).toEqual([true, fresh.publicKeys.sign]);
    expect(deeds.removeMembers(doing(phone), changed.state, [lost.id], key, ANA)).toEqual(refused('log-signature'));
    const { state, key: next } = good(deeds.removeMembers(doing(phone), changed.state, [lost.id], key, fresh));
    expect([state.due, state.epoch]).toEqual([false, 2]);
    expect(openEpoch(sodium, state, laptop)).toEqual({ ok: true, value: next });
    expect(openEpoch(sodium, state, lost).ok).toBe(false);
    expect(writersAt(state, lost.id, 1)).toEqual([lost.publicKeys.sign]);
    expect(writersAt(state, lost.id, 2)).toEqual([]);
    expect(deeds.addDevice(doing(device(4)), state, ANA, next)).toEqual(refused('log-signature'));
  });

  test('that no device is in any more is taken up again by the account', () => {
    const empty = good(deeds.leave(doing(phone), begun.state)).state;
    const again = good(deeds.addDevice(doing(laptop), empty, ANA, key)).state;
    const { state, key: next } = good(deeds.newEpoch(doing(laptop), again, key));
    expect(openEpoch(sodium, state, laptop)).toEqual({ ok: true, value: next });
  });
});
