// How people come into a simulated circle and go: deeds on the membership log over the failing network, made anew when somebody was
// first, as adapters/circles.ts does it over a real one. Invariant: nothing is done once all is to be quiet.

import { readUp } from '#adapters/account-parts.ts';
import type { Result } from '#core/result.ts';
import type { OwnKeys } from '#crypto/device-keys.ts';
import { inviteProof, type InviteLink } from '#crypto/invites.ts';
import { invitePeople, joinByLink, removeMembers, type Doing, type Made } from '#crypto/membership-deeds.ts';
import type { LogState } from '#crypto/membership-log.ts';
import type { Sodium } from '#crypto/seal.ts';
import { entryToText, type KeyRing } from '#sync/ring.ts';
import type { Person } from './circle.ts';
import type { SimDevice } from './device.ts';
import type { Dice } from './dice.ts';
import type { SimHost } from './host.ts';
import type { World } from './world.ts';

/** Milliseconds until an answer is given up. */
export const PATIENCE = 20_000;

interface Parts {
  readonly world: World;
  readonly sodium: Sodium;
  readonly random: (length: number) => Uint8Array;
  readonly host: SimHost;
  readonly persons: readonly Person[];
  readonly chance: Dice;
  readonly count: (what: string) => void;
  readonly isOver: () => boolean;
}

export const createDoors = ({ world, sodium, random, host, persons, chance, count, isOver }: Parts) => {
  const links: InviteLink[] = [];
  const entered = new Set<SimDevice>();
  const within = <T>(work: Promise<T>): Promise<T | null> =>
    new Promise((resolve) => {
      world.after(PATIENCE, () => resolve(null));
      void work.then(resolve);
    });
  const pause = (ms: number): Promise<void> => new Promise((resolve) => world.after(ms, resolve));
  const doingOf = (device: SimDevice, own: OwnKeys): Doing => ({ sodium, random, now: device.wall(), own });
  // What a host that went back has lost is nobody's to write anew: only who has the longest log does something.
  let longest = 1;
  const lookAtLog = async (): Promise<void> => {
    longest = Math.max(longest, (await host.standing()).log);
  };

  const enter = async (person: Person, device: SimDevice): Promise<void> => {
    entered.add(device);
    await device.start();
    if (device !== person.devices[0]) return;
    for (const other of person.devices.slice(1)) void enterFurther(person, other);
  };
  /** Another device of somebody who is in it, from the host's log alone. */
  const enterFurther = async (person: Person, device: SimDevice): Promise<void> => {
    for (let tries = 0; tries < 20 && !isOver(); tries++) {
      await pause(5000 + chance.below(20_000));
      const ring = await device.openRing();
      const read = device.reachable ? await within(readUp(device.hostPort, ring)) : null;
      if (read?.ok && ring.state()?.members.has(person.own.id)) return (count('further device'), enter(person, device));
    }
  };

  const join = async (person: Person, link: InviteLink): Promise<boolean> => {
    const device = person.devices[0]!;
    const [invite, sig] = inviteProof(sodium, link).split(' ') as [string, string];
    for (let tries = 0; tries < 10 && !isOver(); tries++) {
      if (tries > 0) await pause(2000 + chance.below(8000));
      if (!device.reachable || device.running) continue;
      const ring = await device.openRing();
      const page = await within(device.call((at) => at.log(device.session, ring.standing().n, { invite, sig })));
      if (page && !page.ok && page.error.code === 'not-found') return (count('link was over'), false);
      if (!page?.ok || !(await within(ring.extend(page.value.entries, ring.standing().n)))?.ok) continue;
      const state = ring.state();
      if (!state || state.n < page.value.n) continue;
      if (!state.members.has(person.own.id)) {
        const made = joinByLink(doingOf(device, person.own), state, link);
        if (!made.ok) return (count(`join ${made.error.code}`), false);
        const posted = await within(device.hostPort.postLog(entryToText(made.value.entry)));
        if (!posted?.ok) {
          if (posted && !posted.ok && posted.error.code !== 'log-behind') count(`join ${String(posted.error.code)}`);
          continue;
        }
        if (!(await within(ring.extend([entryToText(made.value.entry)], state.n)))?.ok) continue;
      }
      count('joined');
      await enter(person, device);
      return true;
    }
    return false;
  };

  /** A deed on the newest log, and anew when somebody was first; null where it came to nothing. */
  const deed = async <T extends Made>(person: Person, what: string, make: (doing: Doing, state: LogState, ring: KeyRing) => Result<T> | null): Promise<T | null> => {
    for (let tries = 0; tries < 10 && !isOver(); tries++) {
      if (tries > 0) await pause(3000 + chance.below(8000));
      const device = chance.pick(person.devices);
      const ring = device.running?.ring;
      if (!ring || !device.reachable) continue;
      await lookAtLog();
      const read = await within(readUp(device.hostPort, ring));
      const state = ring.state();
      if (!read?.ok || !state || state.n < longest) continue;
      if (!read.value || !state.members.has(person.own.id)) return null;
      const made = make(doingOf(device, person.own), state, ring);
      if (!made?.ok) return (made && count(`${what}: ${made.error.code}`), null);
      const posted = await within(device.hostPort.postLog(entryToText(made.value.entry)));
      if (!posted?.ok) continue;
      count(what);
      void ring.extend([entryToText(made.value.entry)], state.n);
      return made.value;
    }
    return null;
  };

  const invite = async (person: Person): Promise<InviteLink | null> => {
    const made = await deed(person, 'invited', (doing, state, ring) => {
      const key = ring.epochKey(state.epoch);
      return key ? invitePeople(doing, state, key) : null;
    });
    if (made) links.push(made.link);
    return made?.link ?? null;
  };
  const leaders = (): Person[] => {
    const state = persons.map(({ devices: [first] }) => first!.running?.ring.state()).reduce((a, b) => ((b?.n ?? 0) > (a?.n ?? 0) ? b : a), undefined);
    return persons.filter(({ own }) => state?.members.get(own.id)?.role === 'facilitator');
  };
  const members = (): Person[] => persons.filter(({ devices: [first] }) => first!.running?.ring.standing().isMember);
  /** Asks for a link and comes in with it, a few times: a link may be over before it is used. */
  const comeIn = async (person: Person): Promise<void> => {
    for (let tries = 0; tries < 3 && !isOver(); tries++) {
      const lead = leaders();
      const link = lead.length > 0 ? await invite(chance.pick(lead)) : null;
      if (link && (await join(person, link))) return;
      await pause(5000);
    }
  };
  const remove = (by: Person, who: Person): Promise<unknown> =>
    deed(by, 'removed', (doing, state, ring) => {
      const key = ring.epochKey(ring.keyEpoch());
      return key && state.members.size > 2 && who !== by ? removeMembers(doing, state, [who.own.id], key) : null;
    });

  return { links, entered, enter, join, deed, invite, leaders, members, comeIn, remove, lookAtLog };
};
