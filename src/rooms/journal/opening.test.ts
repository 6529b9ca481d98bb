import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstLine, openingOf, plainWords } from './opening.ts';
import { quoteOf } from './quote.ts';

describe('how a text begins', () => {
  test('is its heading apart and the words after it, so that a list of titled entries says more than titles', () => {
    expect(openingOf('# The talk\n\nWe sat **by the canal**.\n\n- ask her\n')).toEqual({ title: 'The talk', text: 'We sat by the canal. ask her' });
    expect(openingOf('No title.\n\n# Later\n\nMore.')).toEqual({ title: '', text: 'No title. Later More.' });
    expect(openingOf('---\n\n```\ncode\n```')).toEqual({ title: '', text: 'code' });
    expect(openingOf('# Alone')).toEqual({ title: 'Alone', text: '' });
  });

  test('is never longer than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '#', '*', '_', '[', ']', '(', '`', '.'), maxLength: 300 }), fc.integer({ min: 4, max: 60 }), (text, most) => {
        const { title, text: words } = openingOf(text, most);
        expect(title.length + words.length).toBeLessThanOrEqual(most + 1);
        expect(firstLine(text, most).length).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('keeps the letters of the writer: signs that pair up go, others stay', () => {
    expect(firstLine('It cost 2*3 and the file is snake_case_name.')).toBe('It cost 2*3 and the file is snake_case_name.');
    expect(firstLine('That **is** _true_, ~~not~~ `so`.')).toBe('That is true, not so.');
    expect(firstLine('What the d***!')).toBe('What the d***!');
  });
});

describe('a quoted beginning', () => {
  test('has no sign left open, begins with a word, and a heading does not run into what follows', () => {
    expect(quoteOf('# The talk with Amina\n\nWe sat on the bench. **That is true.** I did not like it.')?.text.replace(/\s+/g, ' ')).toBe(
      'The talk with Amina · We sat on the bench. That is true. I did not like it.',
    );
    expect(quoteOf('## Why?\n\nBecause.')?.text.replace(/\s+/g, ' ')).toBe('Why? Because.');
  });

  test('stays linear in the letters of a text made of signs', () => {
    for (const sign of ['*', '_a', '[', '![', '`', '> ', '# ', '- ']) expect(plainWords(sign.repeat(20_000)).length).toBeLessThanOrEqual(40_000);
  });
});
