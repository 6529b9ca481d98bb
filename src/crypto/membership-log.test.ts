// Laws of the membership log: whatever people do at the same time, everybody who reads the log sees the same circle, nobody
// outside changes it, and nobody who was sent away reads what came after.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sodium, VAULT, NOW, PEOPLE, ANA, BEN, CAI, DEE, EVE, doing, good, refused, circle, crafted } from '../../test/circles.ts';
import { keysFromSeeds, type OwnKeys } from './device-keys.ts';
import { keysBack, openEpoch, openEpochKey } from './epochs.ts';
import { linkKeys, type InviteLink } from './invites.ts';
import { inOrder, type Deed, type EpochParts, type LogEntry, type Member } from './log-entries.ts';
import * as deeds from './membership-deeds.ts';
import { extend, readLog, writersAt, type LogState } from './membership-log.ts';

interface World {
  readonly state: LogState;
  readonly entries: readonly LogEntry[];
  /** True keys by epoch. */
  readonly keys: readonly Uint8Array[];
  readonly links: readonly InviteLink[];
}

type Intent = { readonly actor: number; readonly deed: 'remove' | 'leave' | 'role' | 'invite' | 'join' | 'epoch'; readonly target: number };

const attempt = (world: World, { actor, deed, target }: Intent) => {
  const [by, whom, key] = [doing(PEOPLE[actor]!), PEOPLE[target]!, world.keys.at(-1)!];
  const link = world.links.at(-1);
  if (deed === 'remove') return deeds.removeMembers(by, world.state, [whom.id], key);
  if (deed === 'leave') return deeds.leave(by, world.state);
  if (deed === 'role') return deeds.setRole(by, world.state, whom.id, target % 2 ? 'facilitator' : 'member');
  if (deed === 'invite') return deeds.invitePeople(by, world.state, key);
  if (deed === 'join') return link ? deeds.joinByLink(by, world.state, link) : null;
  return deeds.newEpoch(by, world.state, key);
};

/** What a host does with entries made at the same time: the first that fits is kept; the others hear of it and try again. */
const together = (world: World, intents: readonly Intent[]): World => {
  const waiting = intents.map((intent) => ({ intent, first: attempt(world, intent) }));
  let now = world;
  for (const { intent, first } of waiting) {
    if (!first?.ok) continue;
    const accepted = extend(sodium, now.state, first.value.entry, { now: NOW });
    if (!accepted.ok) expect(accepted).toEqual(refused('log-behind'));
    const done = accepted.ok ? first : attempt(now, intent);
    if (!done?.ok) continue;
    const { entry } = done.value;
    now = {
      state: good(extend(sodium, now.state, entry, { now: NOW })),
      entries: [...now.entries, entry],
      keys: done.value.state.epoch > now.state.epoch && 'key' in done.value ? [...now.keys, done.value.key as Uint8Array] : now.keys,
      links: 'link' in done.value ? [...now.links, done.value.link as InviteLink] : now.links,
    };
    afterEach(now);
  }
  return now;
};

/** What always holds. */
const afterEach = ({ state, keys }: World): void => {
  const there = [...state.members.values()];
  if (there.length > 0) expect(there.some(({ role }) => role === 'facilitator')).toBe(true);
  expect(keys.length).toBe(state.epoch);
  for (const own of PEOPLE) {
    if (state.members.has(own.id)) {
      // Everybody in it, late comers too, has the key and reads back to the beginning.
      const key = good(openEpoch(sodium, state, own));
      const chain = keysBack(sodium, state, state.epoch, key);
      expect(chain.broken).toBeNull();
      expect([...chain.keys.values()].reverse()).toEqual(keys);
      expect(writersAt(state, own.id, state.epoch)).toContain(own.publicKeys.sign);
    } else {
      // Who is not in it opens no epoch that began after they were gone, with anything that was ever sealed for anybody.
      const last = (state.writers.get(own.id) ?? []).reduce((most, { to }) => Math.max(most, to ?? 0), 0);
      for (let epoch = last + 1; epoch <= state.epoch; epoch++) {
        for (const sealed of state.epochs[epoch - 1]!.keys.values()) expect(openEpochKey(sodium, sealed, own, VAULT, epoch)).toBeNull();
        expect(writersAt(state, own.id, epoch)).toEqual([]);
      }
    }
  }
};

const intent: fc.Arbitrary<Intent> = fc.record({
  actor: fc.nat(5),
  deed: fc.constantFrom('remove', 'leave', 'role', 'invite', 'invite', 'join', 'join', 'epoch'),
  target: fc.nat(5),
});

test('whatever is done at the same time, everybody who reads the log comes to the same circle', () => {
  let [entries, refusals, epochs] = [0, 0, 0];
  fc.assert(
    fc.property(fc.array(fc.array(intent, { minLength: 2, maxLength: 4 }), { minLength: 2, maxLength: 6 }), fc.integer({ min: 2, max: 4 }), (rounds, leads) => {
      const begun = circle(5, leads);
      let world: World = { state: begun.state, entries: begun.entries, keys: [begun.key], links: [] };
      for (const round of rounds) {
        const before = world.entries.length;
        world = together(world, round);
        refusals += round.length - (world.entries.length - before);
      }
      entries += world.entries.length;
      epochs += world.state.epoch;
      const whole = good(readLog(sodium, world.entries));
      expect(whole.state).toEqual(world.state);
      expect(whole.hashes.length).toBe(world.entries.length);
      // In parts, and with signatures that this device has checked before.
      const half = world.entries.length >> 1;
      const from = half > 0 ? good(readLog(sodium, world.entries.slice(0, half))) : undefined;
      expect(good(readLog(sodium, world.entries.slice(half), from ? { from } : {}))).toEqual(whole);
      expect(good(readLog(sodium, world.entries, { trusted: whole.hashes[half] ?? '' }))).toEqual(whole);
    }),
    { numRuns: 40 },
  );
  expect(entries).toBeGreaterThan(80);
  expect(refusals).toBeGreaterThan(20);
  expect(epochs).toBeGreaterThan(50);
});

test('two who send each other away: the first at the host stays, the other is judged anew and is out', () => {
  const begun = circle(3, 2);
  const start: World = { state: begun.state, entries: begun.entries, keys: [begun.key], links: [] };
  const [one, other]: Intent[] = [
    { actor: 0, deed: 'remove', target: 1 },
    { actor: 1, deed: 'remove', target: 0 },
  ] as const;
  expect([...together(start, [one!, other!]).state.members.keys()]).toEqual([ANA.id, CAI.id]);
  expect([...together(start, [other!, one!]).state.members.keys()]).toEqual([BEN.id, CAI.id]);
});

test('two who send the same away, or others: both are gone, whoever was first', () => {
  const begun = circle(4, 2);
  const start: World = { state: begun.state, entries: begun.entries, keys: [begun.key], links: [] };
  const same: Intent[] = [0, 1].map((actor) => ({ actor, deed: 'remove', target: 2 }));
  const different: Intent[] = [0, 1].map((actor) => ({ actor, deed: 'remove', target: 2 + actor }));
  for (const order of [(a: Intent[]) => a, (a: Intent[]) => a.toReversed()]) {
    const once = together(start, order(same)).state;
    expect([[...once.members.keys()], once.epoch]).toEqual([[ANA.id, BEN.id, DEE.id], 2]);
    const both = together(start, order(different)).state;
    expect([[...both.members.keys()], both.epoch]).toEqual([[ANA.id, BEN.id], 3]);
  }
});

test('with the last facilitator gone, the longest-standing member is one', () => {
  const begun = circle(3);
  const left = good(deeds.leave(doing(ANA), begun.state)).state;
  expect([...left.members.values()].map(({ id, role }) => [id, role])).toEqual([
    [BEN.id, 'facilitator'],
    [CAI.id, 'member'],
  ]);
  expect(left.due).toBe(true);
  const settled = good(deeds.newEpoch(doing(CAI), left, begun.key)).state;
  expect([settled.due, settled.epoch]).toEqual([false, 2]);
  // Whoever comes second with the new epoch finds it done.
  expect(deeds.newEpoch(doing(CAI), settled, begun.key)).toEqual(refused('log-epoch-not-due'));
  const alone = good(deeds.leave(doing(BEN), good(deeds.leave(doing(CAI), left)).state)).state;
  expect(deeds.leave(doing(BEN), alone)).toEqual(refused('log-closed'));
});

describe('an entry', () => {
  const begun = circle(3);
  const invited = good(deeds.invitePeople(doing(ANA), begun.state, begun.key));
  const joined = good(deeds.joinByLink(doing(DEE), invited.state, invited.link));
  const removed = good(deeds.removeMembers(doing(ANA), joined.state, [BEN.id], begun.key));
  const steps: readonly (readonly [string, LogState | null, LogEntry])[] = [
    ['begin', null, begun.entries[0]!],
    ['invite', begun.state, invited.entry],
    ['join', invited.state, joined.entry],
    ['remove', joined.state, removed.entry],
  ];

  test.each(steps)('%s with any bit flipped is refused', (name, state, entry) => {
    // Every bit of one that has all parts; of the longer ones every third of the text.
    for (let bit = 0; bit < (entry.bytes.length + entry.sig.length) * 8; bit += name === 'join' || bit >= entry.bytes.length * 8 ? 1 : 3) {
      const bent = { bytes: entry.bytes.slice(), sig: entry.sig.slice() };
      const at = bit >> 3;
      if (at < entry.bytes.length) bent.bytes[at]! ^= 1 << (bit & 7);
      else bent.sig[at - entry.bytes.length]! ^= 1 << (bit & 7);
      expect(extend(sodium, state, bent).ok, `bit ${bit}`).toBe(false);
    }
  });

  test('swapped, replayed, left out, of another vault or put together from two is refused', () => {
    const entries = [...begun.entries, invited.entry, joined.entry, removed.entry];
    const states = entries.map((_, n) => (n === 0 ? null : good(readLog(sodium, entries.slice(0, n))).state));
    expect(readLog(sodium, entries).ok).toBe(true);
    expect(readLog(sodium, [])).toEqual(refused('log-empty'));
    expect(readLog(sodium, entries.slice(1))).toEqual(refused('log-behind'));
    for (let i = 0; i < entries.length - 1; i++) {
      const swapped = entries.with(i, entries[i + 1]!).with(i + 1, entries[i]!);
      expect(readLog(sodium, swapped).ok).toBe(false);
      expect(readLog(sodium, entries.toSpliced(i + 1, 0, entries[i]!))).toEqual(refused('log-behind'));
      expect(readLog(sodium, entries.toSpliced(i, 1)).ok).toBe(false);
      expect(extend(sodium, states[i]!, { bytes: entries[i]!.bytes, sig: entries[i + 1]!.sig }).ok).toBe(false);
    }
    const elsewhere = good(deeds.beginCircle(doing(ANA), BEN.id));
    expect(extend(sodium, elsewhere.state, invited.entry)).toEqual(refused('log-elsewhere'));
  });

  test('that stands on another history is refused, though its number fits', () => {
    const other = good(deeds.setRole(doing(ANA), begun.state, BEN.id, 'facilitator')).state;
    expect(extend(sodium, other, joined.entry)).toEqual(refused('log-behind'));
    expect(extend(sodium, good(deeds.leave(doing(BEN), begun.state)).state, joined.entry)).toEqual(refused('log-behind'));
  });

  test('of a new epoch has a key for everybody who stays and for nobody else', () => {
    const { keys, back, before, check } = JSON.parse(new TextDecoder().decode(good(deeds.newEpoch(doing(ANA), begun.state, begun.key)).entry.bytes)) as EpochParts;
    const epoch = (some: readonly string[]) =>
      crafted(ANA, begun.state, { do: 'epoch', epoch: 2, keys: inOrder(new Map(some.map((id) => [id, keys[ANA.id]!]))), back, before, check });
    expect(epoch([ANA.id, BEN.id, CAI.id]).ok).toBe(true);
    for (const some of [[ANA.id, BEN.id], [ANA.id, BEN.id, CAI.id, DEE.id], [ANA.id, BEN.id, DEE.id], []]) expect(epoch(some)).toEqual(refused('log-keys-wrong'));
    for (const number of [3, 4]) expect(crafted(ANA, begun.state, { do: 'epoch', epoch: number, keys, back, before, check })).toEqual(refused('log-epoch-wrong'));
    expect(crafted(ANA, begun.state, { do: 'remove', members: [ANA.id], epoch: 2, keys, back, before, check })).toEqual(refused('log-leave-instead'));
    expect(crafted(ANA, begun.state, { do: 'remove', members: [DEE.id], epoch: 2, keys, back, before, check })).toEqual(refused('log-member-unknown'));
  });

  test('by somebody outside, in another’s name, or with another’s keys is refused', () => {
    const forged = { ...ANA, signSecret: EVE.signSecret };
    for (const by of [EVE, forged, { ...EVE, id: ANA.id }]) {
      const outside = [
        deeds.setRole(doing(by), begun.state, CAI.id, 'facilitator'),
        deeds.invitePeople(doing(by), begun.state, begun.key),
        deeds.removeMembers(doing(by), begun.state, [CAI.id], begun.key),
        deeds.leave(doing(by), begun.state),
        deeds.rekey(doing(by), begun.state, EVE),
      ];
      for (const attempt of outside) expect(attempt.ok ? 'accepted' : attempt.error.code).toMatch(/^log-(not-member|signature|key-unfit|member-there)$/);
    }
    expect(deeds.beginCircle(doing(forged), VAULT)).toEqual(refused('log-signature'));
    expect(deeds.joinByLink(doing({ ...DEE, signSecret: EVE.signSecret }), invited.state, invited.link)).toEqual(refused('log-signature'));
    // Somebody who was sent away.
    expect(deeds.leave(doing(BEN), removed.state)).toEqual(refused('log-not-member'));
    expect(deeds.newEpoch(doing(BEN), removed.state, begun.key)).toEqual(refused('log-not-member'));
    // A member who does not lead.
    for (const attempt of [
      deeds.removeMembers(doing(CAI), begun.state, [BEN.id], begun.key),
      deeds.setRole(doing(CAI), begun.state, CAI.id, 'facilitator'),
      deeds.invitePeople(doing(CAI), begun.state, begun.key),
    ])
      expect(attempt).toEqual(refused('log-not-facilitator'));
  });

  test('with a key that is another’s, or that nothing can be sealed to, is refused', () => {
    const [{ state, link }] = [invited];
    const key = state.invites.get(link.invite)!.key;
    const as = (own: OwnKeys, keys: Partial<OwnKeys['publicKeys']> = {}) =>
      crafted(own, state, { do: 'join', invite: link.invite, member: { ...deeds.memberFrom(own), ...keys }, key }, linkKeys(sodium, link));
    expect(as(DEE)).toMatchObject({ ok: true });
    expect(as({ ...DEE, signSecret: BEN.signSecret }, { sign: BEN.publicKeys.sign })).toEqual(refused('log-key-unfit'));
    expect(as(DEE, { box: BEN.publicKeys.box })).toEqual(refused('log-key-unfit'));
    expect(as(DEE, { box: `${'A'.repeat(43)}=` })).toEqual(refused('log-key-unfit'));
    expect(as(BEN)).toEqual(refused('log-member-there'));
  });

  test('that a newer Kith made is not guessed at; other text is damaged', () => {
    const [first] = begun.entries as [LogEntry];
    const bytes = (text: string) => ({ bytes: new TextEncoder().encode(text), sig: first.sig });
    const text = new TextDecoder().decode(first.bytes);
    expect(extend(sodium, null, bytes(text.replace('"begin"', '"merge"')))).toEqual(refused('log-newer'));
    for (const other of ['', 'null', '[]', '{}', ` ${text}`, text.replace('"n":0', '"n":0.0'), text.replace('"n":0', '"n":0,"n":0'), text.replace('"do"', '"more":1,"do"')])
      expect(extend(sodium, null, bytes(other))).toEqual(refused('log-damaged'));
    fc.assert(fc.property(fc.uint8Array(), fc.uint8Array({ minLength: 64, maxLength: 64 }), (some, sig) => void expect(extend(sodium, null, { bytes: some, sig }).ok).toBe(false)));
  });
});

test('in a circle new keys are accepted from who has the old, make an epoch due, and the old ones write nothing later', () => {
  const begun = circle(3);
  const fresh = keysFromSeeds(sodium, BEN.id, { sign: new Uint8Array(32).fill(77), box: new Uint8Array(32).fill(78) });
  expect(deeds.rekey(doing({ ...fresh }), begun.state, fresh)).toEqual(refused('log-signature'));
  expect(deeds.rekey(doing(BEN), begun.state, CAI)).toEqual(refused('log-key-unfit'));
  const changed = good(deeds.rekey(doing(BEN), begun.state, fresh)).state;
  const { state, key } = good(deeds.newEpoch(doing(fresh), changed, begun.key));
  expect(openEpoch(sodium, state, fresh)).toEqual({ ok: true, value: key });
  expect(openEpoch(sodium, state, BEN)).toEqual(refused('epoch-key-damaged'));
  expect(writersAt(state, BEN.id, 1)).toEqual([BEN.publicKeys.sign, fresh.publicKeys.sign]);
  expect(writersAt(state, BEN.id, 2)).toEqual([fresh.publicKeys.sign]);
});

test('nobody puts another into a circle: not when it begins, and not later', () => {
  const begun = circle(1);
  const { keys, check } = JSON.parse(new TextDecoder().decode(begun.entry.bytes)) as { keys: Record<string, string>; check: string };
  const both = inOrder(new Map([ANA, BEN].map(({ id }) => [id, keys[ANA.id]!])));
  const [lead, member] = [deeds.memberFrom(ANA, 'facilitator'), deeds.memberFrom(BEN)];
  expect(crafted(ANA, null, { do: 'begin', kind: 'circle', account: null, members: [lead, member], keys: both, check })).toEqual(refused('log-not-here'));
  for (const own of [ANA, BEN]) expect(crafted(own, begun.state, { do: 'add', member, key: keys[ANA.id]! }).ok).toBe(false);
});

test('a vault begins with its author in it: a circle with a facilitator, one’s own with one device and an account', () => {
  const { entry } = circle(1);
  const { keys, check } = JSON.parse(new TextDecoder().decode(entry.bytes)) as { keys: Record<string, string>; check: string };
  const begin = (own: OwnKeys, members: readonly Member[], more: Partial<Extract<Deed, { do: 'begin' }>> = {}, second?: OwnKeys) =>
    crafted(own, null, { do: 'begin', kind: 'circle', account: null, members, keys, check, ...more }, second);
  const lead = deeds.memberFrom(ANA, 'facilitator');
  expect(begin(ANA, [lead]).ok).toBe(true);
  expect(begin(ANA, [deeds.memberFrom(ANA)])).toEqual(refused('log-not-facilitator'));
  expect(begin(CAI, [lead])).toEqual(refused('log-not-member'));
  expect(begin(BEN, [deeds.memberFrom(BEN, 'facilitator')])).toEqual(refused('log-keys-wrong'));
  expect(begin(ANA, [lead, lead])).toEqual(refused('log-not-here'));
  expect(begin(ANA, [lead], { kind: 'personal' })).toEqual(refused('log-not-here'));
  const account = { id: CAI.id, sign: CAI.publicKeys.sign, box: CAI.publicKeys.box };
  expect(begin(ANA, [lead], { account }, CAI)).toEqual(refused('log-not-here'));
  expect(begin(ANA, [lead], { account })).toEqual(refused('log-signature'));
  expect(begin(ANA, [lead], {}, CAI)).toEqual(refused('log-signature'));
});

test('a question pins its key and asks for five at least', () => {
  const begun = circle(2);
  const publicKey = `${'A'.repeat(392)}`;
  for (const k of [0, 4, 4.5, -5]) expect(deeds.ask(doing(BEN), begun.state, { publicKey, closes: NOW, k })).toEqual(refused('log-damaged'));
  const asked = good(deeds.ask(doing(BEN), begun.state, { publicKey, closes: NOW, k: 5 }));
  expect(asked.state.questions.get(asked.id)).toMatchObject({ publicKey, k: 5, by: BEN.id, epoch: 1 });
});
