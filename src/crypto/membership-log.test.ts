// Laws of the membership log: whatever people do at the same time, everybody who reads the log sees the same circle, nobody
// outside changes it, and nobody who was sent away reads what came after.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { sealUnder } from './boxed.ts';
import { keysFromSeeds, signDomain, type OwnKeys } from './device-keys.ts';
import { joinBytes } from './domain.ts';
import { keysBack, openEpoch, openEpochKey } from './epochs.ts';
import { fragmentToLink, linkKeys, linkToFragment, openLink, type InviteLink } from './invites.ts';
import { entryToBytes, inOrder, NO_ENTRY, type Deed, type EpochParts, type LogEntry, type Member, type Role } from './log-entries.ts';
import * as deeds from './membership-deeds.ts';
import { extend, LINK_LIVES, readLog, writersAt, type LogState } from './membership-log.ts';

const sodium = await readySodium();
const random = sodium.randombytes_buf;
const VAULT = '5vvvvvvvvvvvvvvvvvvvvvvvvv';
const NOW = Date.parse('2026-11-25T12:00:00.000Z');
const person = (n: number): OwnKeys => keysFromSeeds(sodium, `${'0'.repeat(25)}${n}`, { sign: new Uint8Array(32).fill(n + 1), box: new Uint8Array(32).fill(n + 101) });
const PEOPLE = Array.from({ length: 9 }, (_, n) => person(n));
const [ANA, BEN, CAI, DEE, EVE] = PEOPLE as [OwnKeys, OwnKeys, OwnKeys, OwnKeys, OwnKeys];
const doing = (own: OwnKeys, now = NOW): deeds.Doing => ({ sodium, random, now, own });
const good = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });

/** A circle of the first `size` people, the first `leads` of them facilitators. */
const circle = (size: number, leads = 1) =>
  good(
    deeds.beginCircle(
      doing(ANA),
      VAULT,
      PEOPLE.slice(1, size).map((own, i) => deeds.memberFrom(own, i + 1 < leads ? 'facilitator' : 'member')),
    ),
  );

/** An entry as somebody with a changed program could make it. */
const crafted = (own: OwnKeys, state: LogState | null, deed: Deed, second?: OwnKeys) => {
  const bytes = entryToBytes({ vault: VAULT, n: state?.n ?? 0, prev: state?.head ?? NO_ENTRY, author: own.id, at: new Date(NOW).toISOString() }, deed);
  const first = signDomain(sodium, own.signSecret, 'log', [], bytes);
  const entry = { bytes, sig: second ? joinBytes(first, signDomain(sodium, second.signSecret, 'log second', [], bytes)) : first };
  const next = extend(sodium, state, entry);
  return next.ok ? { ok: true as const, value: { entry, state: next.value } } : next;
};

interface World {
  readonly state: LogState;
  readonly entries: readonly LogEntry[];
  /** True keys by epoch. */
  readonly keys: readonly Uint8Array[];
  readonly links: readonly InviteLink[];
}

type Intent = { readonly actor: number; readonly deed: 'remove' | 'leave' | 'role' | 'invite' | 'join' | 'epoch' | 'add'; readonly target: number };

const attempt = (world: World, { actor, deed, target }: Intent) => {
  const [by, whom, key] = [doing(PEOPLE[actor]!), PEOPLE[target]!, world.keys.at(-1)!];
  const link = world.links.at(-1);
  if (deed === 'remove') return deeds.removeMembers(by, world.state, [whom.id], key);
  if (deed === 'leave') return deeds.leave(by, world.state);
  if (deed === 'role') return deeds.setRole(by, world.state, whom.id, target % 2 ? 'facilitator' : 'member');
  if (deed === 'invite') return deeds.invitePeople(by, world.state, key);
  if (deed === 'add') return deeds.addMember(by, world.state, deeds.memberFrom(whom), key);
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
  deed: fc.constantFrom('remove', 'leave', 'role', 'invite', 'invite', 'join', 'join', 'epoch', 'add'),
  target: fc.nat(5),
});

test('whatever is done at the same time, everybody who reads the log comes to the same circle', () => {
  let [entries, refusals, epochs] = [0, 0, 0];
  fc.assert(
    fc.property(fc.array(fc.array(intent, { minLength: 2, maxLength: 4 }), { minLength: 2, maxLength: 6 }), fc.integer({ min: 2, max: 4 }), (rounds, leads) => {
      const begun = circle(5, leads);
      let world: World = { state: begun.state, entries: [begun.entry], keys: [begun.key], links: [] };
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
  const start: World = { state: begun.state, entries: [begun.entry], keys: [begun.key], links: [] };
  const [one, other]: Intent[] = [
    { actor: 0, deed: 'remove', target: 1 },
    { actor: 1, deed: 'remove', target: 0 },
  ] as const;
  expect([...together(start, [one!, other!]).state.members.keys()]).toEqual([ANA.id, CAI.id]);
  expect([...together(start, [other!, one!]).state.members.keys()]).toEqual([BEN.id, CAI.id]);
});

test('two who send the same away, or others: both are gone, whoever was first', () => {
  const begun = circle(4, 2);
  const start: World = { state: begun.state, entries: [begun.entry], keys: [begun.key], links: [] };
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
    ['begin', null, begun.entry],
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
    const entries = steps.map(([, , entry]) => entry);
    expect(readLog(sodium, entries).ok).toBe(true);
    expect(readLog(sodium, [])).toEqual(refused('log-empty'));
    expect(readLog(sodium, entries.slice(1))).toEqual(refused('log-behind'));
    for (let i = 0; i < entries.length - 1; i++) {
      const swapped = entries.with(i, entries[i + 1]!).with(i + 1, entries[i]!);
      expect(readLog(sodium, swapped).ok).toBe(false);
      expect(readLog(sodium, entries.toSpliced(i + 1, 0, entries[i]!))).toEqual(refused('log-behind'));
      expect(readLog(sodium, entries.toSpliced(i, 1)).ok).toBe(false);
      expect(extend(sodium, steps[i]![1], { bytes: entries[i]!.bytes, sig: entries[i + 1]!.sig }).ok).toBe(false);
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
        deeds.addMember(doing(by), begun.state, deeds.memberFrom(DEE), begun.key),
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
      deeds.addMember(doing(CAI), begun.state, deeds.memberFrom(DEE), begun.key),
    ])
      expect(attempt).toEqual(refused('log-not-facilitator'));
  });

  test('with a key that is another’s, or that nothing can be sealed to, is refused', () => {
    const as = (keys: Partial<deeds.Doing['own']['publicKeys']>) => deeds.addMember(doing(ANA), begun.state, { ...deeds.memberFrom(DEE), ...keys }, begun.key);
    expect(as({})).toMatchObject({ ok: true });
    expect(as({ sign: BEN.publicKeys.sign })).toEqual(refused('log-key-unfit'));
    expect(as({ box: BEN.publicKeys.box })).toEqual(refused('log-key-unfit'));
    expect(as({ box: `${'A'.repeat(43)}=` })).toEqual(refused('log-key-unfit'));
    expect(deeds.addMember(doing(ANA), begun.state, { ...deeds.memberFrom(BEN) }, begun.key)).toEqual(refused('log-member-there'));
  });

  test('that a newer Kith made is not guessed at; other text is damaged', () => {
    const bytes = (text: string) => ({ bytes: new TextEncoder().encode(text), sig: begun.entry.sig });
    const text = new TextDecoder().decode(begun.entry.bytes);
    expect(extend(sodium, null, bytes(text.replace('"begin"', '"merge"')))).toEqual(refused('log-newer'));
    for (const other of ['', 'null', '[]', '{}', ` ${text}`, text.replace('"n":0', '"n":0.0'), text.replace('"n":0', '"n":0,"n":0'), text.replace('"do"', '"more":1,"do"')])
      expect(extend(sodium, null, bytes(other))).toEqual(refused('log-damaged'));
    fc.assert(fc.property(fc.uint8Array(), fc.uint8Array({ minLength: 64, maxLength: 64 }), (some, sig) => void expect(extend(sodium, null, { bytes: some, sig }).ok).toBe(false)));
  });
});

describe('a link', () => {
  const begun = circle(2);
  const { state, link } = good(deeds.invitePeople(doing(ANA), begun.state, begun.key));

  test('as text and back is the same; with any letter changed it opens nothing', () => {
    const text = linkToFragment(link);
    expect(good(fragmentToLink(text))).toEqual(link);
    expect(good(fragmentToLink(`https://kith.example/join${text} `))).toEqual(link);
    expect(openLink(sodium, state, link, NOW)).toEqual({ ok: true, value: begun.key });
    for (let i = 1; i < text.length; i++) {
      const bent = fragmentToLink(`${text.slice(0, i)}${text[i] === '7' ? '8' : '7'}${text.slice(i + 1)}`);
      expect(bent.ok && openLink(sodium, state, bent.value, NOW).ok, `letter ${i}`).toBe(false);
      expect(fragmentToLink(text.slice(0, i))).toEqual(refused('link-damaged'));
    }
    expect(fragmentToLink(text.replace('kith1', 'kith2'))).toEqual(refused('link-newer'));
  });

  test('lives seven days by the host’s clock and dies at the next epoch', () => {
    const joined = good(deeds.joinByLink(doing(CAI), state, link));
    for (const [now, fits] of [
      [NOW, true],
      [NOW + LINK_LIVES - 1, true],
      [NOW + LINK_LIVES, false],
    ] as const)
      expect(extend(sodium, state, joined.entry, { now }).ok).toBe(fits);
    expect(openLink(sodium, state, link, NOW + LINK_LIVES)).toEqual(refused('link-over'));
    const later = good(deeds.newEpoch(doing(ANA), state, begun.key)).state;
    expect(deeds.joinByLink(doing(CAI), later, link)).toEqual(refused('link-over'));
    expect(later.epochs.at(-1)!.keys.size).toBe(2);
    // A host that judges time takes no link that would live longer, or that is over already.
    const invite = good(deeds.invitePeople(doing(ANA, NOW), begun.state, begun.key)).entry;
    expect(extend(sodium, begun.state, invite, { now: NOW - LINK_LIVES })).toEqual(refused('log-invite-over'));
    expect(extend(sodium, begun.state, invite, { now: NOW + LINK_LIVES })).toEqual(refused('log-invite-over'));
  });

  test('lets several people in, each once, and only with its secret', () => {
    const one = good(deeds.joinByLink(doing(CAI), state, link)).state;
    const two = good(deeds.joinByLink(doing(DEE), one, link)).state;
    expect([...two.members.keys()]).toEqual([ANA.id, BEN.id, CAI.id, DEE.id]);
    expect(deeds.joinByLink(doing(CAI), two, link)).toEqual(refused('log-member-there'));
    expect(deeds.joinByLink(doing(CAI), state, { ...link, secret: new Uint8Array(16) })).toEqual(refused('link-damaged'));
  });

  test('lets nobody in as more than a member, nor in another’s name', () => {
    const join = (own: OwnKeys, member: OwnKeys, role: Role, by = linkKeys(sodium, link)) =>
      crafted(own, state, { do: 'join', invite: link.invite, member: deeds.memberFrom(member, role), key: state.invites.get(link.invite)!.key }, by);
    expect(join(CAI, CAI, 'member').ok).toBe(true);
    expect(join(CAI, CAI, 'facilitator')).toEqual(refused('log-not-facilitator'));
    expect(join(CAI, DEE, 'member')).toEqual(refused('log-not-member'));
    expect(join(BEN, CAI, 'member')).toEqual(refused('log-not-member'));
    expect(join(CAI, CAI, 'member', EVE)).toEqual(refused('log-signature'));
    expect(join(CAI, CAI, 'member', CAI)).toEqual(refused('log-signature'));
  });

  test('is over when everybody has left, and never lives longer than seven days', () => {
    const empty = [ANA, BEN].reduce((each, own) => good(deeds.leave(doing(own), each)).state, state);
    expect(empty.members.size).toBe(0);
    expect(deeds.joinByLink(doing(CAI), empty, link)).toEqual(refused('link-over'));
    const { id, publicKeys } = linkKeys(sodium, link);
    const invite = (until: number) =>
      crafted(ANA, begun.state, { do: 'invite', invite: { id, ...publicKeys }, until: new Date(until).toISOString(), key: state.invites.get(link.invite)!.key });
    expect(invite(NOW + LINK_LIVES).ok).toBe(true);
    for (const until of [NOW + LINK_LIVES + 1, NOW, NOW - 1]) expect(invite(until)).toEqual(refused('log-invite-over'));
  });

  test('shown beside another’s circle or another inviter is named forged', () => {
    const other = good(deeds.beginCircle(doing(EVE), VAULT));
    const bait = good(deeds.invitePeople(doing(EVE), other.state, other.key));
    const invites = new Map([[link.invite, { ...bait.state.invites.get(bait.link.invite)!, id: link.invite }]]);
    expect(openLink(sodium, { ...bait.state, invites }, link, NOW)).toEqual(refused('link-forged'));
  });
});

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

test('a vault begins with its author in it: a circle with a facilitator, one’s own with one device and an account', () => {
  const { entry } = circle(2);
  const { keys, check } = JSON.parse(new TextDecoder().decode(entry.bytes)) as { keys: Record<string, string>; check: string };
  const begin = (own: OwnKeys, members: readonly Member[], more: Partial<Extract<Deed, { do: 'begin' }>> = {}, second?: OwnKeys) =>
    crafted(own, null, { do: 'begin', kind: 'circle', account: null, members, keys, check, ...more }, second);
  const [lead, member] = [deeds.memberFrom(ANA, 'facilitator'), deeds.memberFrom(BEN)];
  expect(begin(ANA, [lead, member]).ok).toBe(true);
  expect(begin(BEN, [lead, member])).toEqual(refused('log-not-facilitator'));
  expect(begin(ANA, [deeds.memberFrom(ANA), member])).toEqual(refused('log-not-facilitator'));
  expect(begin(CAI, [lead, member])).toEqual(refused('log-not-member'));
  expect(begin(ANA, [lead])).toEqual(refused('log-keys-wrong'));
  expect(begin(ANA, [lead, lead])).toEqual(refused('log-member-there'));
  expect(begin(ANA, [lead, member], { kind: 'personal' })).toEqual(refused('log-not-here'));
  const account = { id: CAI.id, sign: CAI.publicKeys.sign, box: CAI.publicKeys.box };
  expect(begin(ANA, [lead, member], { account }, CAI)).toEqual(refused('log-not-here'));
  expect(begin(ANA, [lead, member], { account })).toEqual(refused('log-signature'));
  expect(begin(ANA, [lead, member], {}, CAI)).toEqual(refused('log-signature'));
});

test('a question pins its key and asks for five at least', () => {
  const begun = circle(2);
  const publicKey = `${'A'.repeat(392)}`;
  for (const k of [0, 4, 4.5, -5]) expect(deeds.ask(doing(BEN), begun.state, { publicKey, closes: NOW, k })).toEqual(refused('log-damaged'));
  const asked = good(deeds.ask(doing(BEN), begun.state, { publicKey, closes: NOW, k: 5 }));
  expect(asked.state.questions.get(asked.id)).toMatchObject({ publicKey, k: 5, by: BEN.id, epoch: 1 });
});
