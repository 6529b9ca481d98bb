// What one can rely on: nothing is required but a word of any kind; what two devices wrote at once both stands; a conversation and what
// was written after it know each other; the lines to call are ones that can be called.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { isAlive, merge, type VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { countryOfTag, GATHERED, HELP, helpIn, telOf } from './helplines.ts';
import {
  afterOf,
  askNoMore,
  changeTalk,
  changeTelling,
  chooseCountry,
  debriefTalk,
  deleteTalk,
  listen,
  MOST,
  NEEDS,
  placeOf,
  prepareTalk,
  talkIdOf,
  talkOf,
  TELLING_SETS,
  TELLING_TEXTS,
  tellingOf,
  toLookBackAt,
} from './model.ts';
import { shown } from './shown.ts';
import ar from './words/ar.json' with { type: 'json' };
import en from './words/en.json' with { type: 'json' };
import es from './words/es.json' with { type: 'json' };

const [DEVICE, OTHER] = ['0'.repeat(13), '1'.repeat(13)];
const NOW = { when: '2026-11-26T09:00', instant: '2026-11-26T08:00:00.000Z' };
let clock = '';
const made = (changes: readonly Change[], before?: VaultRecord, device = DEVICE): VaultRecord =>
  changes.reduce<VaultRecord | undefined>((record, change) => {
    clock = tick(clock, Date.parse(NOW.instant));
    return applyChange(record, change, stampOf(clock, device), device);
  }, before)!;
const ID = 'a'.repeat(26);

describe('what a feeling may be telling', () => {
  test('any one word is enough, and nothing at all is refused', () => {
    expect(listen({ telling: '  ', needs: [' '] }, ID, NOW)).toMatchObject({ ok: false, error: { code: 'felt-empty' } });
    for (const draft of [{ needs: ['rest'] }, { causes: ['sleep'] }, { feelings: ['mixed'] }, { ease: 'Tea.' }])
      expect(tellingOf(made(orThrow(listen(draft, ID, NOW)))), JSON.stringify(draft)).not.toBeNull();
  });

  test('what was written is what is read, whatever it is; changing it to the same changes nothing', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '' && !/\s/u.test(text));
    const draft = fc.record({
      ...Object.fromEntries(TELLING_TEXTS.map((name) => [name, fc.string({ unit: 'grapheme', maxLength: 40 })])),
      ...Object.fromEntries(TELLING_SETS.map((name) => [name, fc.uniqueArray(word, { maxLength: 4 })])),
    });
    fc.assert(
      fc.property(draft, (given) => {
        const changes = listen(given, ID, NOW);
        if (!changes.ok) {
          expect(changes.error.code).toBe('felt-empty');
          return;
        }
        const telling = tellingOf(made(changes.value))!;
        for (const name of TELLING_TEXTS) expect(telling.texts[name]).toBe((given as Record<string, string>)[name]!.trim());
        for (const name of TELLING_SETS) expect([...telling.sets[name]].sort()).toEqual([...new Set((given as unknown as Record<string, string[]>)[name])].sort());
        expect(changeTelling(telling, { ...telling.texts, ...telling.sets }, NOW)).toEqual({ ok: true, value: [] });
      }),
      { numRuns: 60 },
    );
  });

  test('what two devices wrote at once stands both, one below the other, until one writes over both', () => {
    const base = made(orThrow(listen({ telling: 'Too much.' }, ID, NOW)));
    const [here, there] = [
      made(orThrow(changeTelling(tellingOf(base)!, { telling: 'Too many nights.' }, NOW)), base),
      made(orThrow(changeTelling(tellingOf(base)!, { telling: 'Too few people.' }, NOW)), base, OTHER),
    ];
    const both = merge(here, there);
    const telling = tellingOf(both)!;
    expect(telling.texts.telling.split('\n\n').sort()).toEqual(['Too few people.', 'Too many nights.']);
    expect(tellingOf(made(orThrow(changeTelling(telling, { telling: 'Both.' }, NOW)), both))!.texts.telling).toBe('Both.');
  });

  test('too long, too many and emptied are refused, and nothing is changed', () => {
    const telling = tellingOf(made(orThrow(listen({ needs: ['rest'] }, ID, NOW))))!;
    expect(changeTelling(telling, { needs: [] }, NOW)).toMatchObject({ ok: false, error: { code: 'felt-empty' } });
    expect(listen({ telling: 'x'.repeat(MOST.text + 1) }, ID, NOW)).toMatchObject({ ok: false, error: { code: 'felt-too-long' } });
    expect(listen({ needs: Array.from({ length: MOST.words + 1 }, (_, n) => `n${n}`) }, ID, NOW)).toMatchObject({ ok: false, error: { code: 'felt-many' } });
  });

  test('a record of another hand that holds anything reads as what it has, or as nothing, and never throws', () => {
    const whole = made(orThrow(listen({ telling: 'x', needs: ['rest'] }, ID, NOW)));
    for (const set of [{ when: 'soon', made: 7 }, { when: '2026-11-26', made: null }, { telling: { a: 1 } }] as const) {
      const record = made([{ id: ID, kind: 'telling', v: 1, set: set as never }], whole);
      for (const kind of shown) expect(() => kind.read(record)).not.toThrow();
    }
    expect(tellingOf({ ...whole, v: 99 })).toBeNull();
  });

  test('each need has its word in every language', () => {
    for (const words of [en, es, ar] as Record<string, string>[]) for (const need of NEEDS) expect(words[`need.${need}`], need).toBeTruthy();
  });
});

describe('a hard conversation', () => {
  test('is prepared, looked back at, and each shows the other; deleted, what was written after it goes too', () => {
    const talk = made(orThrow(prepareTalk({ about: 'The late visits', ask: 'No more than two in a row.', people: ['Ana'], on: '2026-11-20' }, ID, NOW)));
    const after = made(orThrow(debriefTalk({ id: ID }, { happened: 'She listened.', theirs: 'Two are ill.', got: 'part' }, 'b'.repeat(26), NOW)));
    expect(talkIdOf(afterOf(after)!)).toBe(ID);
    expect(shown.find(({ kind }) => kind === 'conversation-after')!.read(after)).toMatchObject({ title: 'She listened.', links: [{ to: ID, as: 'looks-back-at' }] });
    expect(shown.find(({ kind }) => kind === 'conversation')!.read(talk)).toMatchObject({ title: 'The late visits', people: ['Ana'] });
    // One tap is enough.
    expect(afterOf(made(orThrow(debriefTalk(null, { got: 'no' }, ID, NOW))))?.marks.got).toBe('no');
    const gone = deleteTalk(talkOf(talk)!, [afterOf(after)!]);
    expect(gone.map((change) => change.id)).toEqual([ID, after.id]);
    expect(isAlive(made([gone[0]!], talk))).toBe(false);
  });

  test('Now asks how it went from its day on, for a month, until one wrote of it or said no', () => {
    const talk = made(orThrow(prepareTalk({ about: 'Rota', on: '2026-11-20' }, ID, NOW)));
    const asked = (record: VaultRecord, afters: readonly VaultRecord[], today: string, earliest: string): number => toLookBackAt([talkOf(record)!], afters, today, earliest).length;
    expect(asked(talk, [], '2026-11-19', '2026-10-20')).toBe(0);
    expect(asked(talk, [], '2026-11-20', '2026-10-21')).toBe(1);
    expect(asked(talk, [], '2027-01-20', '2026-12-21')).toBe(0);
    expect(asked(talk, [made(orThrow(debriefTalk({ id: ID }, { learnt: 'Ask first.' }, 'b'.repeat(26), NOW)))], '2026-11-21', '2026-10-22')).toBe(0);
    expect(asked(made(orThrow(askNoMore(talkOf(talk)!, NOW)), talk), [], '2026-11-21', '2026-10-22')).toBe(0);
    expect(changeTalk(talkOf(talk)!, { on: '2026-02-30' }, NOW)).toMatchObject({ ok: false, error: { code: 'date-does-not-exist' } });
  });
});

describe('whom to call', () => {
  test('every country has a number for danger, every number can be called and names the page it is from, and no country stands twice', () => {
    expect(new Set(HELP.map(({ country }) => country)).size).toBe(HELP.length);
    for (const { country, emergency, emergencySource, lines } of HELP) {
      expect(new Intl.DisplayNames('en', { type: 'region' }).of(country)).not.toBe(country);
      for (const { name, phone, source } of [{ name: country, phone: emergency, source: emergencySource }, ...lines]) {
        expect(phone, country).toMatch(/^[*\d(][\d ()-]*$/);
        expect(telOf(phone), country).toMatch(/^tel:\*?\d{3,15}$/);
        expect(name.trim(), country).not.toBe('');
        expect(URL.parse(source)?.hostname, `${country} ${name}`).toMatch(/^[a-z\d-]+(\.[a-z\d-]+)+$/);
      }
    }
    expect(GATHERED).toMatch(/^\d{4}-\d{2}$/);
  });

  test('in every country of the Union the number for danger is 112', () => {
    const union = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
    expect(union.map((country) => helpIn(country)?.emergency)).toEqual(union.map(() => '112'));
  });

  test('the country is the one that was chosen, else the one the language names, else none', () => {
    expect([countryOfTag('es-MX'), countryOfTag('de-Latn-AT'), countryOfTag('en'), countryOfTag('en-AQ'), countryOfTag('x')]).toEqual(['MX', 'AT', '', '', '']);
    expect(helpIn('es')?.emergency).toBe('112');
    expect(placeOf(made(orThrow(chooseCountry('ES'))))).toBe('ES');
    expect(chooseCountry('Spain').ok).toBe(false);
  });
});
