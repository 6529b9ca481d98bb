import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '#core/change.ts';
import { linksIn } from '#core/links.ts';
import { orThrow, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import library from './library/words/en.json' with { type: 'json' };
import { LICENCES, licencesFor, markOf, mayAdapt, mayGive } from './licence.ts';
import { adaptPractice, changePractice, draftOf, EMPTY_DRAFT, makePractice, practicesOf, type Practice, type PracticeDraft } from './model.ts';
import { adaptShared, changeShared, deleteShared, ownOf, sharedIn, sharePractice, takeShared, type Shared } from './shared.ts';
import { starterPractices } from './starter.ts';
import { tell, toldsOf } from './told.ts';
import names from './words/en.json' with { type: 'json' };

const [ANA, BELA] = ['a'.repeat(26), 'b'.repeat(26)] as [string, string];
const LIBRARY = starterPractices({ word: (key) => (names as Record<string, string>)[key]!, library: (key) => (library as Record<string, string>)[key]! });
const p10 = LIBRARY.find(({ id }) => id === 'p10')!;
let made = 0;
const newId = (): string => `${(made += 1)}`.padStart(26, 'n');

/** A circle, and each member's own vault. */
const together = () => {
  const circle = createDesk();
  const own = createDesk();
  return {
    circle,
    own,
    shared: (): readonly Shared[] => sharedIn(withRecords(emptySnapshot(), [...circle.records.values()]), LIBRARY),
    mine: (): Practice[] => practicesOf(own.records.values()),
    in: (changes: Result<Change[]>): Shared => {
      circle.apply(changes);
      const { id } = orThrow(changes)[0]!;
      return sharedIn(withRecords(emptySnapshot(), [...circle.records.values()]), LIBRARY).find((one) => one.id === id)!;
    },
  };
};
const refusal = (result: Result<unknown>): string => (result.ok ? '' : result.error.code);
const ownWords = (licence = 'CC BY 4.0'): Practice => {
  const desk = createDesk();
  desk.apply(makePractice({ ...EMPTY_DRAFT, name: 'Tea with one', steps: '2:00 Listen\nSay one word', why: 'To hear.', by: 'Ana', licence }, newId(), NOW));
  return practicesOf(desk.records.values())[0]!;
};

describe('a practice of a circle', () => {
  test('is given whole, played and taken along by another, and adapted there: the chain says who made what', () => {
    const here = together();
    const tea = ownWords();
    const given = here.in(sharePractice(tea, 'Ana', { me: ANA, id: newId() }, NOW));
    expect(given).toMatchObject({ by: ANA, practice: { name: 'Tea with one', by: 'Ana', licence: 'CC BY 4.0', from: [], steps: tea.steps } });

    // What is said after it stays in one's own vault, and points to no record there.
    here.own.apply(tell(given.practice.id, { how: 'worse' }, newId(), NOW));
    expect(toldsOf(here.own.records.values())).toMatchObject([{ practice: given.id, how: 'worse' }]);
    expect(linksIn([...here.own.records.values()][0]!)).toEqual([]);

    const adapted = here.in(adaptShared(given.practice, { ...draftOf(given.practice), name: 'Tea in the break', by: 'Bela' }, { me: BELA, id: newId() }, NOW));
    const again = here.in(adaptShared(adapted.practice, { ...draftOf(adapted.practice), name: 'Tea standing', by: '' }, { me: ANA, id: newId() }, NOW));
    expect(again.practice.from.map(({ name, by }) => `${name}, ${by}`)).toEqual(['Tea in the break, Bela', 'Tea with one, Ana']);
    // A chain goes on into files and pages: it names no account.
    expect(JSON.stringify(again.practice.from)).not.toContain(ANA);

    here.own.apply(takeShared(again, newId(), NOW));
    const [taken] = here.mine();
    expect(taken).toMatchObject({ name: 'Tea standing', from: again.practice.from });
    // What it came from lies in the circle: one's own vault has nothing to point to.
    expect(linksIn(here.own.record(taken!.id))).toEqual([]);
    expect(ownOf(again, here.mine())?.id).toBe(taken!.id);
    expect(ownOf(given, [tea])?.id).toBe(tea.id);
  });

  test('says which skills it trains; what names a framework of one’s own stays at home', () => {
    const here = together();
    const own = `${newId()}:x`;
    const given = here.in(sharePractice({ ...ownWords(), skills: ['idg:R4', own] }, '', { me: ANA, id: newId() }, NOW));
    expect(given.practice.skills).toEqual(['idg:R4']);
    const adapted = here.in(adaptShared(given.practice, { ...draftOf(given.practice), name: 'Tea at ten' }, { me: ANA, id: newId() }, NOW));
    expect(here.in(changeShared(adapted, { ...draftOf(adapted.practice), skills: ['lifecomp:S1', own] }, ANA, [], NOW)).practice.skills).toEqual(['lifecomp:S1']);
  });

  test('is changed and taken out by whoever gave it alone; what was made of it stays', () => {
    const here = together();
    const tea = ownWords();
    const given = here.in(sharePractice(tea, '', { me: ANA, id: newId() }, NOW));
    here.in(adaptShared(given.practice, { ...draftOf(given.practice), name: 'Tea at noon' }, { me: BELA, id: newId() }, NOW));
    expect(refusal(changeShared(given, draftOf(given.practice), BELA, [tea], NOW))).toBe('practice-not-yours');
    expect(refusal(deleteShared(given, BELA))).toBe('practice-not-yours');
    here.circle.apply(changeShared(given, { ...draftOf(given.practice), name: 'Tea with two' }, ANA, [tea], NOW));
    expect(here.shared().map(({ practice: { name } }) => name)).toEqual(['Tea at noon', 'Tea with two']);
    here.circle.apply(deleteShared(given, ANA));
    expect(here.shared().map(({ practice: { name } }) => name)).toEqual(['Tea at noon']);
  });

  test('of the library is read as the reader’s own library has it, given twice it stands once, and a Kith without it reads its text', () => {
    const here = together();
    const given = here.in(sharePractice(p10, 'Ana', { me: ANA, id: newId() }, NOW));
    here.circle.apply(sharePractice(p10, '', { me: BELA, id: newId() }, NOW));
    expect(here.shared()).toHaveLength(1);
    expect(given.practice).toBe(p10);
    expect(refusal(takeShared(given, newId(), NOW))).toBe('practice-of-library');
    expect(refusal(changeShared(given, draftOf(p10), ANA, LIBRARY, NOW))).toBe('practice-of-library');
    const [bare] = sharedIn(withRecords(emptySnapshot(), [...here.circle.records.values()]), []);
    expect(bare!.practice).toMatchObject({ name: p10.name, why: p10.why, by: '', licence: 'CC BY-SA 4.0', from: [{ id: 'p10', by: 'Kith', licence: 'CC BY-SA 4.0' }] });
    expect(bare!.practice.steps.map(({ text }) => text)).toEqual(p10.steps.map(({ text }) => text));
  });

  test('taken along and then changed has what it came as in its chain, and the terms of that: no other licence washes it', () => {
    const here = together();
    const given = here.in(sharePractice(ownWords('CC BY-SA 4.0'), 'Ana', { me: ANA, id: newId() }, NOW));
    here.own.apply(takeShared(given, newId(), NOW));
    const changed = (more: Partial<PracticeDraft>): Practice => {
      here.own.apply(changePractice(here.mine()[0]!, { ...draftOf(here.mine()[0]!), ...more }, NOW));
      return here.mine()[0]!;
    };
    expect(changed({ minutes: 7, skills: ['idg:R4'] })).toMatchObject({ by: 'Ana', from: [], origin: given.practice.origin });
    const free = changed({ licence: 'CC0 1.0' });
    expect(free).toMatchObject({ by: '', from: [{ name: 'Tea with one', by: 'Ana', licence: 'CC BY-SA 4.0' }] });
    expect(refusal(sharePractice(free, '', { me: BELA, id: newId() }, NOW))).toBe('practice-source-keeps');
    expect(licencesFor(free)).toEqual({ ok: true, value: ['CC BY-SA 4.0'] });
    // Once it is one's own form it is that: another change adds nobody.
    expect(changed({ name: 'Tea with none', by: 'Bela', licence: 'CC BY-SA 4.0' }).from).toHaveLength(1);
    const again = here.in(sharePractice(here.mine()[0]!, 'Bela', { me: BELA, id: newId() }, NOW));
    expect(again.practice).toMatchObject({ by: 'Bela', from: [{ by: 'Ana' }] });
  });

  test('taken in without a licence may be given one, and keeps its maker', () => {
    const here = together();
    here.own.apply(makePractice({ ...EMPTY_DRAFT, name: 'Of a tool', by: '', licence: '' }, newId(), NOW, { origin: 'idg:tool' }));
    const [tool] = here.mine();
    here.own.apply(changePractice(tool!, { ...draftOf(tool!), licence: 'CC BY-SA 4.0', by: 'Ana' }, NOW));
    expect(here.mine()[0]).toMatchObject({ origin: 'idg:tool', from: [], licence: 'CC BY-SA 4.0', by: 'Ana' });
  });

  test('of another’s words, given on by who took them, says who made them; its giver takes it out, and changes no word of it', () => {
    const here = together();
    const given = here.in(sharePractice(ownWords('CC BY-SA 4.0'), 'Ana', { me: ANA, id: newId() }, NOW));
    here.own.apply(takeShared(given, newId(), NOW));
    const on = here.in(sharePractice(here.mine()[0]!, 'Bela', { me: BELA, id: newId() }, NOW));
    expect(on.practice.by).toBe('Ana');
    expect(refusal(changeShared(on, { ...draftOf(on.practice), licence: 'CC0 1.0', by: 'Bela' }, BELA, here.mine(), NOW))).toBe('practice-of-another');
    expect(deleteShared(on, BELA).ok).toBe(true);
  });

  test('that was changed as a file of the library’s is read with its own words, not the library’s', () => {
    const here = together();
    here.own.apply(makePractice({ ...draftOf(p10), name: 'Listening, our way', by: 'Kith' }, newId(), NOW, { origin: 'kith:p10' }));
    const given = here.in(sharePractice(here.mine()[0]!, '', { me: ANA, id: newId() }, NOW));
    expect(given.practice.name).toBe('Listening, our way');
    expect(ownOf(given, LIBRARY)).toBeUndefined();
  });

  test('that another’s program wrote is read no longer than one could type it', () => {
    const here = together();
    const long = 'x '.repeat(300_000);
    const texts = { why: long, steps: `${'a\n'.repeat(100)}${long}`, source: long, evidence: long, sceptic: long, care: long };
    const set = { name: `  ${'n'.repeat(9000)}`, by: long, licence: long, origin: long };
    here.circle.apply([
      { id: `${BELA}-${newId()}`, kind: 'practice', v: 1, set, write: texts, add: { skills: Array.from({ length: 500 }, (_, n) => `idg:${n}`) } },
      { id: `${BELA}-${newId()}`, kind: 'practice', v: 1, set: { name: ' \n ' } },
    ]);
    expect(here.shared()).toHaveLength(1);
    expect(JSON.stringify(here.shared()).length).toBeLessThan(130_000);
    expect(takeShared(here.shared()[0]!, newId(), NOW).ok).toBe(true);
  });

  test('that is broken, in nobody’s hand, or of another kind is left out, and the rest is read', () => {
    const here = together();
    here.in(sharePractice(ownWords(), 'Ana', { me: ANA, id: newId() }, NOW));
    const kind = { kind: 'practice', v: 1 };
    here.circle.apply([
      { ...kind, id: newId(), set: { name: 'Nobody’s' } },
      { ...kind, id: `${BELA}-${newId()}`, set: { name: 7 } },
      { ...kind, v: 9, id: `${BELA}-${newId()}`, set: { name: 'Of tomorrow' } },
      { ...kind, id: `${BELA}-${newId()}`, set: { name: 'Odd', from: 'p01', minutes: 'ten', who: 'all', made: 'once', origin: 'kith:p99' }, write: { steps: 'One' } },
    ]);
    expect(here.shared().map(({ practice: { name, from, minutes, who } }) => [name, from, minutes, who])).toEqual([
      ['Odd', [], null, null],
      ['Tea with one', [], null, null],
    ]);
  });

  test('law: however often it is given, adapted and taken along, no name of its chain is lost, and only adapting adds one', () => {
    const step = fc.constantFrom('adapt-here' as const, 'take-and-give' as const, 'take-adapt-give' as const);
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 12 }), (isLibrary, steps) => {
        const here = together();
        const root = isLibrary ? p10 : ownWords();
        const licence = isLibrary ? 'CC BY-SA 4.0' : root.licence;
        let now = here.in(adaptShared(root, { ...draftOf(root), name: 'Form 0', by: 'Maker 0', licence }, { me: ANA, id: newId() }, NOW));
        const all = [root.name, 'Form 0'];
        for (const [at, what] of steps.entries()) {
          const who = at % 2 === 0 ? BELA : ANA;
          const name = `Form ${at + 1}`;
          if (what === 'adapt-here') now = here.in(adaptShared(now.practice, { ...draftOf(now.practice), name, by: `Maker ${at + 1}` }, { me: who, id: newId() }, NOW));
          else {
            const id = newId();
            here.own.apply(takeShared(now, id, NOW));
            let mine = here.mine().find((one) => one.id === id)!;
            if (what === 'take-adapt-give') {
              const next = newId();
              here.own.apply(adaptPractice(mine, { ...draftOf(mine), name, by: `Maker ${at + 1}` }, next, NOW));
              mine = here.mine().find((one) => one.id === next)!;
            }
            now = here.in(sharePractice(mine, mine.by, { me: who, id: newId() }, NOW));
          }
          if (what !== 'take-and-give') all.push(name);
          expect([...now.practice.from.map((one) => one.name).toReversed(), now.practice.name]).toEqual(all);
          expect(now.practice.from.every(({ by, licence: theirs }) => by !== '' && theirs === licence)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('what a licence allows', () => {
  const from = (...licences: readonly string[]): Practice['from'] => licences.map((licence, at) => ({ id: '', name: `Source ${at}`, by: 'Ana', licence }));
  const one = (licence: string, sources: readonly string[] = [], origin = ''): Practice => ({ ...ownWords(licence), from: from(...sources), origin });

  test('is read out of the words people type', () => {
    for (const [text, mark] of [
      ['CC BY-SA 4.0', 'by-sa'],
      ['Creative Commons Attribution-ShareAlike 3.0', 'by-sa'],
      ['https://creativecommons.org/licenses/by/4.0/', 'by'],
      ['cc-by-nc-sa', 'by-nc-sa'],
      ['CC BY-NC 4.0', 'by-nc'],
      ['CC BY-ND 4.0', 'no-change'],
      ['CC BY-NC-ND 4.0', 'no-change'],
      ['CC0', 'cc0'],
      ['Creative Commons Zero', 'cc0'],
      ['public domain', 'cc0'],
      ['dominio público', 'cc0'],
      ['© 2019 A. Press. All rights reserved.', 'closed'],
      ['جميع الحقوق محفوظة', 'closed'],
      ['CC BY\u2011SA 4.0', 'by-sa'],
      ['CC BY\u2013SA\u00a04.0', 'by-sa'],
      ['BY-NC-SA', 'by-nc-sa'],
      ['Attribution-ShareAlike 4.0 International', 'by-sa'],
      ['Atribución-CompartirIgual 4.0', 'by-sa'],
      ['Creative Commons', 'other'],
      ['Ground Zero Press', 'other'],
      ['Not in the public domain, all rights reserved', 'closed'],
      ['CC BY. All rights reserved', 'closed'],
      ['ask Ana', 'other'],
      ['  ', 'unsaid'],
    ] as const)
      expect([text, markOf(text)]).toEqual([text, mark]);
  });

  test('forbids in words: all rights kept, no licence named, no changes, share-alike', () => {
    expect(refusal(mayGive(one('')))).toBe('practice-licence-unsaid');
    expect(refusal(mayGive(one('All rights reserved')))).toBe('practice-licence-closed');
    expect(refusal(mayGive(one('CC BY 4.0', ['CC BY-SA 4.0'])))).toBe('practice-source-keeps');
    expect(refusal(mayGive(one('CC BY 4.0', ['CC BY-ND 4.0'])))).toBe('practice-source-closed');
    expect(refusal(mayGive(one('CC BY 4.0', [''])))).toBe('practice-source-unsaid');
    expect(mayGive(one('CC BY-ND 4.0')).ok).toBe(true);
    expect(refusal(mayAdapt(one('CC BY-ND 4.0')))).toBe('practice-licence-no-change');
    expect(mayGive(one('ask Ana')).ok).toBe(true);
    // What is adapted in the circle keeps it too.
    expect(refusal(adaptShared(p10, { ...draftOf(p10), licence: 'CC0 1.0' }, { me: ANA, id: newId() }, NOW))).toBe('practice-source-keeps');
  });

  test('publishing: the author chooses, the sources bind, and what is not open is not published', () => {
    const may = (practice: Practice): readonly string[] => {
      const licences = licencesFor(practice);
      return licences.ok ? licences.value : [licences.error.code];
    };
    expect(may(one('CC BY 4.0'))).toEqual(['CC BY 4.0', 'CC BY-SA 4.0', 'CC0 1.0']);
    expect(may(one('', []))).toEqual(LICENCES);
    expect(may(one('CC BY-SA 4.0', ['CC BY 4.0']))).toEqual(['CC BY-SA 4.0', 'CC BY 4.0']);
    expect(may(one('CC BY-SA 4.0', ['CC BY-SA 4.0', 'CC0']))).toEqual(['CC BY-SA 4.0']);
    expect(may(one('CC BY-NC 4.0', ['CC BY-NC 4.0']))).toEqual(['practice-source-keeps']);
    expect(may(one('CC BY 4.0', ['ask Ana']))).toEqual(['practice-licence-not-open']);
    expect(may(one('CC BY 4.0', [], 'kith:x'))).toEqual(['CC BY 4.0']);
    expect(may(one('ask Ana', [], 'kith:x'))).toEqual(['practice-licence-not-open']);
    expect(may(one('', [], 'idg:x'))).toEqual(['practice-licence-unsaid']);
    expect(may(p10)).toEqual(['CC BY-SA 4.0']);
  });

  test('law: nothing is ever published more freely than any of its sources', () => {
    const texts = ['CC0 1.0', 'CC BY 4.0', 'CC BY-SA 4.0', 'CC BY-NC 4.0', 'CC BY-NC-SA 4.0', 'CC BY-ND 4.0', 'All rights reserved', 'ask Ana', ''];
    const freedom = (licence: string): number => ({ cc0: 3, by: 2, 'by-sa': 1 })[markOf(licence) as string] ?? 0;
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(fc.constantFrom(...texts), { maxLength: 4 }), fc.boolean(), (licence, sources, isTaken) => {
        const licences = licencesFor(one(licence, sources, isTaken ? 'kith:x' : ''));
        if (!licences.ok) return;
        for (const chosen of licences.value) for (const source of isTaken ? [...sources, licence] : sources) expect(freedom(chosen)).toBeLessThanOrEqual(freedom(source));
        expect(sources.every((source) => freedom(source) > 0)).toBe(true);
      }),
    );
  });
});
