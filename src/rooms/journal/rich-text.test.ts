import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromEditor, survives, toEditor } from './rich-text.tsx';

const PIECES = [
  'a',
  'b c',
  '*',
  '_',
  '**',
  '`',
  '# ',
  '- ',
  '1. ',
  '> ',
  '\n',
  '\n\n',
  '<b>',
  '&',
  '&amp;',
  '[x](y)',
  '!',
  '\\',
  'http://a.b',
  '  ',
  '“”',
  'السلام',
  '日本',
  '|',
  '~~',
  '---',
  '\t',
  '5 > 3',
];
const typed = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => parts.join(''));

describe('the editor keeps what was typed', () => {
  test('a text it takes comes out exactly as it went in', () => {
    fc.assert(fc.property(typed, (text) => !survives(text) || fromEditor(toEditor(text)) === text));
  });

  test('whatever stands in it, every letter is in what is kept', () => {
    const paragraph = fc.string({ maxLength: 20 }).map((text) => ({ type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text }] }));
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1, maxLength: 5 }), (content) => {
        const kept = fromEditor({ type: 'doc', content });
        for (const { content: inside } of content) for (const { text } of inside) for (const word of text.split(/\s+/)) expect(kept).toContain(word);
      }),
    );
  });

  test.each([
    '',
    'hello',
    'two\nlines',
    'one\n\ntwo',
    'snake_case and 5 > 3 & <b>',
    'see http://example.org/a_b',
    '**bold** and *it*',
    '- a\n- b',
    '1. one\n2. two',
    '# A title\n\ntext',
    '> quoted',
    'الحمد لله\n\nسطر',
    '“quotes” – dash',
  ])('takes everyday writing: %j', (text) => {
    expect(survives(text)).toBe(true);
  });

  test.each(['a &amp; b', 'a\\*b', '![photo](attachment:abc)', 'a | b\n--|--\n1 | 2', 'end\r\nof line', '- [ ] a task'])('leaves alone what it would change: %j', (text) => {
    expect(survives(text)).toBe(false);
  });
});
