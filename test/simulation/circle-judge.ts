// What is there when all is quiet, held against what a person may rely on: all who are in a circle have the same; nothing written is
// lost, and what somebody had not sent when they went is theirs; nobody outside opens anything of a later key; words are before whom they
// were given to, for what was allowed; a letter comes once, to one. A host that went back costs what no other device can give it again.

import { letterWrongs } from './circle-letters-judge.ts';
import { marksIn, recordsIn, type People } from './circle-people.ts';
import { answers, isTakenBack, type Using } from './circle-words.ts';
import type { Circle, Person } from './circle.ts';
import type { SimDevice } from './device.ts';
import { handOf } from '#core/one-hand.ts';
import { merge, type VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { mayUse } from '#core/terms.ts';
import { textToBytes } from '#core/text.ts';
import { addDays } from '#core/when.ts';
import { hashHex } from '#crypto/domain.ts';
import { openEpochKey } from '#crypto/epochs.ts';
import { linkKeys } from '#crypto/invites.ts';
import { extend, type LogState } from '#crypto/membership-log.ts';
import { sharingIn, shownTo, takenOutBy } from '#rooms/sharing/model.ts';
import type { LogEntryText } from '#sync/protocol.ts';
import { textToEntry } from '#sync/ring.ts';

/** The log as the host has it, and each state on its way. */
const logOf = async ({ host, persons, sodium }: Circle): Promise<{ readonly entries: readonly LogEntryText[]; readonly states: readonly LogState[] }> => {
  for (const { own, devices } of persons) {
    const page = await host.log({ account: own.id, device: devices[0]!.session.device }, 0);
    if (!page.ok) continue;
    const states: LogState[] = [];
    for (const entry of page.value.entries) states.push(orThrow(extend(sodium, states.at(-1) ?? null, textToEntry(entry))));
    return { entries: page.value.entries, states };
  }
  throw new Error('nobody is in the circle');
};

export const judgeCircle = async (
  circle: Circle,
  atRest: (device: SimDevice) => Promise<boolean>,
  people: People,
): Promise<{ readonly wrong: string[]; readonly fingerprints: readonly string[] }> => {
  const { sodium, shared, host, persons, devices, entered, history, rolledBack, count } = circle;
  const wrong = [...people.wrong, ...host.wrong];
  const { entries, states } = await logOf(circle);
  const last = states.at(-1)!;
  const hostRows = await host.rows();
  const isMember = ({ own }: Person): boolean => last.members.has(own.id);
  const isInNow = (account: string): boolean => last.members.has(account);
  const personOf = new Map(persons.flatMap((person) => person.devices.map((device) => [device, person] as const)));
  /** Another history than the host's own: it had lost an entry, and somebody wrote another in its place. */
  const isForked = (device: SimDevice): boolean => rolledBack && !states.some(({ head }) => head === device.running!.ring.state()?.head);
  const within = [...entered].filter((device) => isMember(personOf.get(device)!) && !isForked(device));
  const forked = [...entered].filter(isForked);
  const outside = [...entered].filter((device) => !isMember(personOf.get(device)!));
  count('in at the end', within.length);
  count('out at the end', outside.length);
  if (forked.length > 0) count('two histories', forked.length);

  for (const device of [...within, ...outside])
    if (!isForked(device) && !(await atRest(device))) {
      const state = device.running?.sync.state();
      wrong.push(
        `device ${device.name} does not come to rest: unsent ${device.store.unsentCount()}, stopped ${state?.stopped}, cursor ${state?.kept.cursor} of ${hostRows.at(-1)?.seq}, log ${state?.standing.n} of ${last.n}, ${JSON.stringify(state?.doing)} ${JSON.stringify(state?.want)} failures ${state?.failures}`,
      );
    }

  // ---- the same for all who are in it, and nothing lost
  const records = new Map<string, VaultRecord>();
  const fingerprints: string[] = [];
  /** By a host that had lost their coming, and in again since others gave it back: what they had not sent became their own meanwhile. */
  const turnedAway = new Set(rolledBack ? within.filter(({ copies }) => copies.size > 0).map((device) => personOf.get(device)!.own.id) : []);
  count('turned away, and in again', turnedAway.size);
  /** Of somebody who has gone, a host that went back may have lost what nobody else can send again. */
  const counts = (id: string): boolean => {
    const hand = handOf(id);
    return !rolledBack || hand === null || isInNow(hand);
  };
  const openedBy = new Map<SimDevice, VaultRecord[]>();
  for (const device of within) {
    const held: string[] = [];
    const mine: VaultRecord[] = [];
    for (const row of [...(await device.store.all())].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const opened = device.running!.opener.open(row);
      if (typeof opened === 'string') {
        wrong.push(`device ${device.name} holds a row that is ${opened}: ${row.id} of epoch ${row.epoch}`);
        continue;
      }
      mine.push(opened);
      if (opened.kind === 'tip') continue;
      const before = records.get(opened.id);
      records.set(opened.id, before ? merge(before, opened) : opened);
      if (counts(opened.id)) held.push(JSON.stringify(merge(opened, opened)));
    }
    openedBy.set(device, mine);
    fingerprints.push(hashHex(sodium, textToBytes(held.join('\n'))));
    if (rolledBack) continue;
    const here = new Map((await device.store.all()).map((row) => [row.id, row]));
    for (const row of hostRows) if (here.get(row.id)?.ver !== row.ver) wrong.push(`device ${device.name} has version ${here.get(row.id)?.ver} of ${row.id}, the host ${row.ver}`);
    if (here.size !== hostRows.length) wrong.push(`device ${device.name} has ${here.size} rows, the host ${hostRows.length}`);
  }
  if (new Set(fingerprints).size > 1) wrong.push(`the devices differ: ${within.map(({ name }, i) => `${name}:${fingerprints[i]!.slice(0, 6)}`).join(' ')}`);
  if (within.length > 1) count('compared', within.length);
  const apart = [...outside, ...forked];
  const theirs = apart.flatMap((device) => [...device.copies.values()]);
  count('own again', theirs.length);
  if (theirs.some((record) => ![null, personOf.get(apart.find(({ copies }) => copies.has(record.id))!)!.own.id].includes(handOf(record.id))))
    wrong.push('what became somebody’s own is another’s');
  const still: VaultRecord[] = [];
  if (rolledBack)
    for (const device of apart) for (const row of await device.store.all()) still.push(...[device.running!.opener.open(row)].filter((record) => typeof record !== 'string'));
  wrong.push(...history.judge({ records, copies: [...theirs, ...still], gone: new Set(apart.map(({ name }) => name)) }));

  // ---- nothing opens for those outside
  const opensAny = (who: string, keys: readonly Uint8Array[], after: number): void => {
    for (const row of hostRows)
      if (row.epoch > after && keys.some((key) => shared.sealer.open(row.blob, key, { vault: shared.vault, ...row }) !== null))
        wrong.push(`${who}, out since epoch ${after}, opens ${row.id} of epoch ${row.epoch}`);
  };
  const later = (after: number) => last.epochs.slice(after);
  for (const device of outside) {
    const { own } = personOf.get(device)!;
    const until = last.writers.get(own.id)?.at(-1)?.to ?? 0;
    const { ring } = device.running!;
    // With everything that the host has in their hands.
    if (!isForked(device)) {
      void ring.extend(entries.slice(ring.standing().n), ring.standing().n);
      await circle.world.run(() => false, 1000);
      if (ring.standing().n !== last.n) wrong.push(`device ${device.name} cannot read the log that it is given`);
    }
    const keys = Array.from({ length: last.epoch }, (_, n) => ring.epochKey(n + 1)).filter((key) => key !== null);
    // Somebody of whose coming a host lost every trace has the keys of then.
    if (!last.writers.has(own.id) && rolledBack) continue;
    for (let epoch = until + 1; epoch <= last.epoch; epoch++) if (ring.epochKey(epoch)) wrong.push(`device ${device.name}, out since epoch ${until}, has the key of ${epoch}`);
    for (const { keys: sealed } of later(until)) if (sealed.has(own.id)) wrong.push(`device ${device.name}, out since epoch ${until}, is given a later key`);
    opensAny(`device ${device.name}`, keys, until);
    count('later rows shut', hostRows.filter(({ epoch }) => epoch > until).length);
  }
  for (const link of circle.links) {
    const at = states.find(({ invites }) => invites.has(link.invite));
    if (!at) continue;
    const keys = linkKeys(sodium, link);
    const key = openEpochKey(sodium, at.invites.get(link.invite)!.key, keys, shared.vault, at.epoch);
    if (!key) wrong.push(`link ${link.invite} opens nothing`);
    else opensAny(`link ${link.invite}`, [key], at.epoch);
    if (last.epoch > at.epoch) count('links over');
  }
  for (const [n, { keys }] of last.epochs.entries())
    for (const sealed of keys.values()) if (openEpochKey(sodium, sealed, circle.stranger, shared.vault, n + 1)) wrong.push(`a stranger opens the key of epoch ${n + 1}`);
  const strangers = await host.pull({ account: circle.stranger.id, device: devices[0]!.session.device }, { after: 0, limit: 10, bytes: 10_000 });
  if (strangers.ok) wrong.push('a stranger pulls');

  // ---- terms
  const isGone = (account: string): boolean => !isInNow(account) || turnedAway.has(account) || forked.some((device) => personOf.get(device)!.own.id === account);
  for (const today of [people.today, addDays(people.today, 2), addDays(people.today, 10)])
    for (const device of within) {
      const account = personOf.get(device)!.own.id;
      const asker = { account, isIn: true };
      const sharing = sharingIn(withRecords(emptySnapshot(), openedBy.get(device)!));
      const shown = marksIn(shownTo(sharing, asker, today), people.items);
      const out = new Set(takenOutBy(sharing, asker, today).map(({ id }) => id));
      const words = new Map([...sharing.shared, ...sharing.shared.flatMap(({ remarks }) => remarks)].map((one) => [one.id, one]));
      for (const item of people.items.values()) {
        if (rolledBack && (isGone(item.by) || (item.on && isGone(item.on.by)))) continue;
        const check = (use: Using, is: boolean): void => {
          if (!answers(use, item, account, today, isGone).has(is)) wrong.push(`${use} of ${item.id} by device ${device.name} on ${today}: ${is}`);
          count(is ? `${use} allowed` : `${use} not allowed`);
        };
        check('show', shown.has(item.id));
        const one = words.get(item.id);
        if (item.by === account || !one) continue;
        check('count', mayUse('count', one.given, asker, today).may);
        check('ai', mayUse('ai', one.given, asker, today).may);
        check('export', out.has(item.id));
      }
    }
  for (const device of within) {
    const all = JSON.stringify(openedBy.get(device));
    for (const item of people.items.values())
      if (isTakenBack(item) && !isGone(item.by)) {
        if (all.includes(item.mark)) wrong.push(`device ${device.name} still has ${item.id}, which was taken back`);
        count('taken back for good');
      }
  }
  for (const device of outside) {
    const { own } = personOf.get(device)!;
    const seen = marksIn(shownTo(sharingIn(withRecords(emptySnapshot(), await recordsIn(device))), { account: own.id, isIn: false }, people.today), people.items);
    for (const id of seen) if (handOf(id) !== own.id) wrong.push(`device ${device.name} is out, and is shown ${id}`);
  }

  wrong.push(...(await letterWrongs(circle, people, states)));
  for (const device of entered)
    for (const { code, ...rest } of device.notices) {
      count(`said ${code}`);
      if (!rolledBack && ['host-went-back', 'withheld', 'log-forked', 'row-refused', 'row-not-sent', 'epoch-key-wrong'].includes(code))
        wrong.push(`device ${device.name} accuses an honest host: ${code} ${JSON.stringify(rest)}`);
    }
  count('rows', hostRows.length);
  return { wrong, fingerprints };
};
