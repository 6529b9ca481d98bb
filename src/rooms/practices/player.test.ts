import fc from 'fast-check';
import { expect, test } from 'vitest';
import { begin, bellsAhead, goOn, pause, playNow, playOfText, playToText, skip, type Play, type Times } from './player.ts';

const START = 1_800_000_000_000;
const times = fc.array(fc.option(fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 8 });
const timed = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 });
/** What a person may press, and how many milliseconds later. */
const presses = fc.array(fc.tuple(fc.constantFrom('pause', 'go-on', 'skip'), fc.integer({ min: 0, max: 400_000 })), { maxLength: 12 });

const press = (play: Play, what: string, of: Times, now: number): Play => (what === 'pause' ? pause(play, of, now) : what === 'skip' ? skip(play, of, now) : goOn(play, now));

const play = (of: Times, pressed: readonly (readonly [string, number])[]): { readonly now: number; readonly state: Play; readonly ran: number; readonly skips: number } => {
  let [now, state, ran, skips] = [START, begin(START), 0, 0];
  for (const [what, wait] of pressed) {
    if (state.since !== null) ran += wait;
    now += wait;
    if (what === 'skip') skips += 1;
    state = press(state, what, of, now);
  }
  return { now, state, ran, skips };
};

test('a practice keeps its time however long the tab slept, and is over after the sum of its parts', () => {
  fc.assert(
    fc.property(timed, fc.integer({ min: 0, max: 10_000_000 }), (of, slept) => {
      const total = of.reduce((sum, seconds) => sum + seconds * 1000, 0);
      const now = playNow(begin(START), of, START + slept);
      expect(now.isOver).toBe(slept >= total);
      if (now.isOver) return;
      const before = of.slice(0, now.at).reduce((sum, seconds) => sum + seconds * 1000, 0);
      expect(before + now.gone).toBe(slept);
      expect(now.left).toBe(of[now.at]! * 1000 - now.gone);
    }),
  );
});

test('what it shows is the same whether one looked between or not, pausing takes no time, and a clock set back takes no part away', () => {
  fc.assert(
    fc.property(times, presses, fc.integer({ min: 0, max: 900_000 }), (of, pressed, more) => {
      const { now, state } = play(of, pressed);
      const later = now + more;
      const straight = playNow(state, of, later);
      // A pause and going on at the same moment leave everything as it was.
      const rested = state.since === null ? state : goOn(pause(state, of, now), now);
      expect(playNow(rested, of, later)).toEqual(straight);
      const paused = pause(state, of, now);
      expect(playNow(paused, of, later)).toEqual(playNow(paused, of, now));
      expect(playNow(state, of, START - 5_000_000).at).toBe(playNow(state, of, state.since ?? now).at);
    }),
  );
});

test('time in parts is what it ran, less what was skipped; every skip goes one part on, and never beyond the end', () => {
  fc.assert(
    fc.property(timed, presses, (of, pressed) => {
      const { now, state, ran, skips } = play(of, pressed);
      const shown = playNow(state, of, now);
      const spent = of.slice(0, shown.at).reduce((sum, seconds) => sum + seconds * 1000, 0) + shown.gone;
      if (skips === 0 && !shown.isOver) expect(spent).toBe(ran);
      expect(shown.at).toBeGreaterThanOrEqual(Math.min(skips, of.length));
      expect(shown.at).toBeLessThanOrEqual(of.length);
    }),
  );
});

test('the bell rings at the end of each part, until one that waits for the person', () => {
  fc.assert(
    fc.property(times, presses, (of, pressed) => {
      const { now, state } = play(of, pressed);
      const shown = playNow(state, of, now);
      const bells = bellsAhead(state, of, now);
      if (!shown.isRunning || shown.left === null) {
        expect(bells).toEqual([]);
        return;
      }
      expect(bells.every((bell, at) => bell > 0 && (at === 0 || bell > bells[at - 1]!))).toBe(true);
      for (const [at, bell] of bells.entries()) {
        expect(playNow(state, of, now + bell).at).toBe(shown.at + at + 1);
        expect(playNow(state, of, now + bell - 1).at).toBe(shown.at + at);
      }
      const end = playNow(state, of, now + bells.at(-1)!);
      expect(end.isOver || end.left === null).toBe(true);
    }),
  );
});

test('what was kept is read back; what somebody else wrote there is nothing', () => {
  fc.assert(
    fc.property(times, presses, (of, pressed) => {
      expect(playOfText(playToText(play(of, pressed).state))).toEqual(play(of, pressed).state);
    }),
  );
  for (const text of ['', '{}', '[1]', '[-1,null,0]', '[1.5,null,0]', '["0",null,0]', '[0,"x",0]', 'null', '[0,null,1e999]']) expect(playOfText(text), text).toBeNull();
});
