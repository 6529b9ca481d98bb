// The real desk in a page without views, writing as fast as it can, for test/crash-tab.ts: entries alone, three in one
// commit, and one entry changed again and again. What was acknowledged is called out at once, before anything else.

import { orThrow } from '#core/result.ts';
import { recordsOf } from '#core/snapshot.ts';
import { changeEntry, entryOf, writeEntry, type Entry, type Moment } from '#rooms/journal/model.ts';
import { Desk } from '#web/ui/vault.ts';

const NOW: Moment = { when: '2026-11-22T20:00', zone: 'Z', instant: '2026-11-22T20:00:00Z' };
const desk = new Desk();

/** Set by the test: hears each acknowledged text. */
declare const acknowledged: (text: string) => void;

const entries = (): Entry[] => [...recordsOf(desk.state().snapshot, 'entry').values()].flatMap((record) => entryOf(record) ?? []);

const harness = {
  /** Opens what is there, or begins; how many entries and damaged records there are. */
  async open(): Promise<{ readonly phase: string; readonly damaged: number; readonly texts: readonly string[] }> {
    await desk.attach();
    if (desk.state().phase === 'absent') orThrow(await desk.begin());
    return { phase: desk.state().phase, damaged: desk.state().quarantined.length, texts: entries().map(({ text }) => text) };
  },
  /** Writes until the tab is ended. Texts: `run.n alone`, `run.n of-three k`, `run.n changed` (always the same entry). */
  async write(run: number): Promise<never> {
    const one = orThrow(await desk.commit(orThrow(writeEntry({ text: `${run}.0 changed` }, desk.newId(), NOW)))).records[0]!;
    acknowledged(`${run}.0 changed`);
    for (let n = 1; ; n++) {
      const words = ' words'.repeat(n % 7 === 0 ? 3000 : 20);
      const id = desk.newId();
      orThrow(await desk.commit(orThrow(writeEntry({ text: `${run}.${n} alone${words}` }, id, NOW))));
      acknowledged(`${run}.${n} alone`);
      const three = [1, 2, 3].flatMap((k) => orThrow(writeEntry({ text: `${run}.${n} of-three ${k}` }, desk.newId(), NOW)));
      orThrow(await desk.commit(three));
      acknowledged(`${run}.${n} of-three`);
      const before = entryOf(recordsOf(desk.state().snapshot, 'entry').get(one.id)!)!;
      orThrow(await desk.commit(orThrow(changeEntry(before, { text: `${run}.${n} changed` }, NOW))));
      acknowledged(`${run}.${n} changed`);
    }
  },
};

export type Harness = typeof harness;

Object.assign(globalThis, { harness });
