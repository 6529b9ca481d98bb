// A circle as full as one gets, for pictures: nine more people come into one, with names and words that stretch a page (long, of one
// word, from the right, in other scripts), and each says a great deal. All of it goes through the gate and to the host, as people's words do.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { ONLY_READ } from '#core/terms.ts';
import { addDays } from '#core/when.ts';
import { fragmentToLink } from '#crypto/invites.ts';
import { askFor } from '#rooms/actions/model.ts';
import { proposeAgreement } from '#rooms/agreements/model.ts';
import { nameCircle, nameMember, readName } from '#rooms/circles/model.ts';
import { raiseIssue } from '#rooms/issues/deeds.ts';
import { voiceNeed } from '#rooms/needs/write.ts';
import { ask } from '#rooms/promptings/write.ts';
import { share } from '#rooms/sharing/model.ts';
import { createTestCircles } from '../test/contracts/circle-device.ts';
import { createTestDevice, type TestDevice } from '../test/contracts/synced-device.ts';

/** What the circle is called from then on. */
export const CROWD = 'جيران شارع الميناء and all with a key on Harbour Street';

const NAMES = [
  'Maximiliane von und zu Hohenstein-Lauterbach',
  'عبد الرحمن بن محمد الأندلسي',
  'Wolfeschlegelsteinhausenbergerdorff',
  'שירה',
  '李小龍',
  'O',
  'María de los Ángeles Fernández-Villaverde y Gutiérrez',
  'न्यूटन',
  '🌿 Ivy',
];
const LINES = [
  'Somebody to take my early visit.',
  'أحتاج إلى من يرافقني إلى الطبيب يوم الأحد.',
  'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen, or a photograph of one, for the evening about words that nobody can say at once',
  'מישהו שיודע לתקן אופניים',
  'A longer line about something that took a while to say, because it matters who hears it, and because the first three times I tried to say it nobody was in the room who could do anything about it.',
  '借一把梯子，星期六還。',
  'Tea',
];
const EACH = 22;
const line = (n: number): string => LINES[n % LINES.length]!;
const long = (n: number): string => Array.from({ length: 12 }, (_, at) => line(n + at)).join(' ');

/** Comes into the circle that a link opens, at a host that counts accounts by the address a proxy names. */
export const fillCrowd = async (host: string, link: string): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-crowd-'));
  const circles = createTestCircles(folder);
  const devices: TestDevice[] = [];
  try {
    for (const [at, name] of NAMES.entries()) {
      const device = await createTestDevice(
        folder,
        `crowd-${at}`,
        (fetch) => (address, init) => fetch(address, { ...init, headers: { ...init.headers, 'x-forwarded-for': `10.0.1.${at}` } }),
      );
      devices.push(device);
      await device.begin();
      const { account: me } = orThrow(await device.create(host, `crowd.${at}`, 'seven small boats at noon'));
      const one = await circles.join(device, `crowd-${at}`, orThrow(fragmentToLink(link)));
      await one.sync.settled();
      const members = [...one.circle.ring.state()!.members.keys()];
      const instant = new Date().toISOString();
      const day = instant.slice(0, 10);
      const id = (): string => newId(random);
      const here = { me, members: members.map((each) => ({ id: each, since: instant })), now: { day, instant }, newId: id };
      const changes: Change[] = [nameMember(me, orThrow(readName(name)))];
      for (let n = at; n < at + EACH; n++)
        changes.push(orThrow(voiceNeed(me, id(), { text: line(n), side: n % 3 === 0 ? 'offered' : 'needed', until: n % 4 === 0 ? addDays(day, n) : '' }, { instant, today: day })));
      changes.push(
        ...orThrow(
          raiseIssue(
            { title: line(at), happens: long(at), area: 'demands', cause: long(at + 2), role: line(at + 4), ask: line(at + 1), due: addDays(day, 400) },
            { me, id: id(), instant },
          ),
        ),
        ...orThrow(askFor(here, { ask: line(at + 1), more: long(at), role: line(at + 3).slice(0, 60) })),
        ...orThrow(
          proposeAgreement(here, {
            words: line(at + 2),
            evenWhen: line(at + 4),
            rule: long(at).slice(0, 200),
            owner: line(at).slice(0, 60),
            review: addDays(day, 100),
            until: addDays(day, 7),
          }),
        ),
        ...orThrow(share(`# ${line(at + 4)}\n\n${long(at)}\n\n${long(at + 3)}`, { ...ONLY_READ, quote: 'named' }, members, { account: me, id: id(), at: instant, today: day })),
        ...orThrow(
          ask(
            { text: line(at + 4), to: 'all', until: '', answers: 'any', lend: 'named', first: null, question: '' },
            { circle: one.circle.vault, me, members: new Set(members), isIn: true, today: day },
            { now: { instant, when: instant.slice(0, 16), zone: '+00:00' }, newId: id },
          ),
        ).circle,
      );
      if (at === 0) changes.push(nameCircle(orThrow(readName(CROWD))));
      orThrow(await one.circle.session.vault.commit(changes, Date.now()));
      one.sync.wrote();
      await one.sync.settled();
    }
  } finally {
    await circles.close();
    for (const device of devices) await device.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
