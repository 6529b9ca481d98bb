import fc from 'fast-check';
import { createElement, type ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Markdown, safeHref } from './markdown.tsx';

const drawn = (text: string, rest: Partial<ComponentProps<typeof Markdown>> = {}): string => renderToStaticMarkup(createElement(Markdown, { text, ...rest }));

const hostile = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '<script>',
        '</script>',
        '<img src=x onerror=alert(1)>',
        '[a](javascript:alert(1))',
        '![a](http://x/y.png)',
        '<svg/onload=1>',
        '&#x6a;avascript:',
        '[x](&#106;avascript:1)',
        '`',
        '**',
        '> ',
        '- ',
        '1. ',
        '\n\n',
        '|a|b|\n|-|-|\n',
        '<a href="javascript:1">',
        '](',
        '![',
        'data:text/html,x',
        '[r]: javascript:1\n',
        '[r]',
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);

describe('Markdown on the page', () => {
  test('never becomes an element or an address that was not meant, whatever is written', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const html = drawn(text);
        expect(html).not.toMatch(/<(?:script|img|svg|iframe|style|object|embed|form|input|link|meta|base)\b/i);
        for (const [, href] of html.matchAll(/<a[^>]*\shref="([^"]*)"/g)) expect(href).toMatch(/^(?:https?:|mailto:|tel:|\/(?!\/)|#)/i);
        expect(html.replace(/<[^>]*>/g, '')).not.toMatch(/<script/i);
        expect(html).not.toMatch(/<[^>]*\son\w+=/i);
      }),
      { numRuns: 300 },
    );
  });

  test('shows HTML as it was typed', () => {
    expect(drawn('Before <b onclick="x()">bold</b> after')).toContain('&lt;b onclick=&quot;x()&quot;&gt;bold&lt;/b&gt;');
  });

  test('links open apart and tell nobody where they came from', () => {
    expect(drawn('[a](https://example.org/?a=1&b=2)')).toContain('<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">a</a>');
    expect(safeHref('java\nscript:alert(1)')).toBe(null);
    expect(safeHref(' JAVASCRIPT:alert(1)')).toBe(null);
    expect(safeHref('//evil.example/x')).toBe(null);
    expect(safeHref('/journal/e/1')).toBe('/journal/e/1');
  });

  test('asks for attachments by id, and fetches no picture from elsewhere', () => {
    const html = drawn('![a fern](attachment:abc) ![out](https://example.org/p.png)', { attachment: (id, alt) => `[${id}:${alt}]` });
    expect(html).toContain('[abc:a fern]');
    expect(html).toContain('>out</a>');
  });

  test('task lists, tables, headings under the title, entities', () => {
    const html = drawn('# One\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nfish &amp; chips &copy;');
    expect(html).toContain('<h2>One</h2>');
    expect(html).toContain('☑');
    expect(html).toContain('☐');
    expect(html).toContain('<td>1</td>');
    expect(html).toContain('fish &amp; chips ©');
  });

  test('text nested thousands deep, or a megabyte long, is shown and not drowned in', () => {
    expect(drawn('> '.repeat(5000) + 'deep')).toContain('deep');
    expect(drawn(`${'['.repeat(20_000)}x`)).toContain('x');
    expect(drawn('word '.repeat(250_000))).toContain('word word');
  });
});
