import { checkPageDay } from '#core/page-day.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPracticeFile, practiceToMarkdown } from '#formats/practice-file.ts';
import { orThrow, type Result } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import { LICENCES } from './licence.ts';
import { adaptPractice, draftOf, EMPTY_DRAFT, makePractice, practicesOf, type Practice } from './model.ts';
import { forgetPage, notePage, pagesOf, publishedAs, publishedFromJson, publishedToJson } from './publish.ts';
import { adaptShared } from './shared.ts';
import { starterPractices } from './starter.ts';

const ANA = 'a'.repeat(26);
const LIBRARY = starterPractices({ word: (key) => key, library: (key) => key });
const refusal = (result: Result<unknown>): string => (result.ok ? '' : result.error.code);
const tea = (): Practice => {
  const desk = createDesk();
  desk.apply(
    makePractice({ ...EMPTY_DRAFT, name: 'Tea with one', steps: '2:00 Listen\nSay one word', why: 'To hear.', care: 'Warm.', by: 'Ana', who: 'pair' }, 't'.repeat(26), NOW),
  );
  return practicesOf(desk.records.values())[0]!;
};
const pageOf = (practice: Practice): unknown => JSON.parse(publishedToJson(practice, '2026-11-26', '2026-12-26'));

describe('a practice that is published', () => {
  test('is read from outside as it was seen before it went, and its file comes in with what it came from', () => {
    const desk = createDesk();
    desk.apply(adaptPractice(tea(), { ...draftOf(tea()), name: 'Tea standing', by: 'Ana B.' }, 's'.repeat(26), NOW));
    const [own] = practicesOf(desk.records.values());
    const going = orThrow(publishedAs(own!, 'CC BY-SA 4.0', 'Ana B.'));
    const read = publishedFromJson(pageOf(going))!;
    expect(read).toMatchObject({ licence: 'CC BY-SA 4.0', day: '2026-11-26', until: '2026-12-26' });
    for (const part of ['name', 'why', 'who', 'steps', 'care', 'by', 'licence', 'from'] as const) expect(read.practice[part]).toEqual(going[part]);
    expect(readPracticeFile(textToBytes(practiceToMarkdown(read.practice)), 'x.md', 'en')).toMatchObject({
      troubles: [],
      found: [{ draft: { name: 'Tea standing', licence: 'CC BY-SA 4.0', by: 'Ana B.' }, from: [{ name: 'Tea with one', by: 'Ana' }], origin: `kith:${'s'.repeat(26)}` }],
    });
  });

  test('bears a licence that its sources allow, and no other; no id of an account goes', () => {
    const p10 = LIBRARY.find(({ id }) => id === 'p10')!;
    const desk = createDesk();
    desk.apply(adaptShared(p10, { ...draftOf(p10), name: 'At lunch' }, { me: ANA, id: 'x'.repeat(26) }, NOW));
    const [there] = practicesOf(desk.records.values());
    expect(refusal(publishedAs(there!, 'CC0 1.0', ''))).toBe('practice-licence-not-open');
    expect(publishedToJson(orThrow(publishedAs(there!, 'CC BY-SA 4.0', '')), '2026-11-26', '')).not.toContain(ANA);
    for (const licence of LICENCES) expect(orThrow(publishedAs(tea(), licence, 'Ana')).licence).toBe(licence);
    expect(refusal(publishedAs({ ...tea(), origin: 'idg:x', licence: '' }, 'CC BY 4.0', ''))).toBe('practice-licence-unsaid');
  });

  test('is noted in one’s own vault while it lies at the host', () => {
    const desk = createDesk();
    desk.apply(notePage('t1', { secret: 'x', licence: 'CC BY 4.0', by: '', until: '2026-12-26' }, 'p1', NOW));
    desk.apply([{ id: 'p2', kind: 'practice-page', v: 1, set: { practice: 't1', secret: 'y', licence: 'mine', until: '2026-12-26' } }]);
    expect(pagesOf(desk.records.values(), 't1')).toMatchObject([{ id: 'p1', licence: 'CC BY 4.0', by: '' }]);
    // Shown anew it names whom it named when it was seen, and not who stands in the practice.
    const [page] = pagesOf(desk.records.values(), 't1');
    expect(publishedToJson(orThrow(publishedAs(tea(), page!.licence, page!.by)), '2026-11-27', page!.until)).not.toContain('Ana');
    desk.apply(forgetPage({ id: 'p1' }));
    expect(pagesOf(desk.records.values())).toEqual([]);
    expect(refusal(checkPageDay('2026-11-25', '2026-11-26', 'practice-page-day'))).toBe('practice-page-day');
    expect(refusal(checkPageDay('2027-11-27', '2026-11-26', 'practice-page-day'))).toBe('practice-page-day');
    expect(refusal(checkPageDay('soon', '2026-11-26', 'practice-page-day'))).toBe('date-not-understood');
    expect(checkPageDay('2026-11-26', '2026-11-26', 'practice-page-day').ok).toBe(true);
  });

  test('law: whatever anybody laid under a link is read within bounds or not at all', () => {
    const whole = pageOf(orThrow(publishedAs(tea(), 'CC BY 4.0', 'Ana'))) as Record<string, unknown>;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(whole)), fc.jsonValue(), (part, value) => {
        const read = publishedFromJson({ ...whole, [part]: value });
        if (!read) return;
        expect(LICENCES).toContain(read.licence);
        expect(typeof practiceToMarkdown(read.practice)).toBe('string');
      }),
    );
    for (const nothing of [null, 7, [], 'practice', { v: 1, is: 'issue' }, { ...whole, licence: 'All rights reserved' }]) expect(publishedFromJson(nothing)).toBeNull();
    expect(publishedFromJson({ ...whole, why: 'x'.repeat(50_000), from: Array.from({ length: 900 }, () => ({ name: 'A' })) })!.practice).toMatchObject({ why: 'x'.repeat(20_000) });
  });
});
