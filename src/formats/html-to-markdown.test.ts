import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlToMarkdown, plainToMarkdown } from '#formats/html-to-markdown.ts';
import { escapeHtml, markdownToHtml } from '#formats/markdown-to-html.ts';
import { parseMarkup } from '#formats/markup-tree.ts';

const md = (html: string): string => htmlToMarkdown(html).text;

describe('HTML to Markdown', () => {
  test('plain text stays what it shows, whatever signs are in it', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'grapheme-ascii', maxLength: 15 }),
            fc.constantFrom('# x', '* y', '1. z', '> q', '_a_', '**b**', '`c`', '[d](http://e)', '<b>', '&amp;', '- ', '---', '~~f~~', '\\'),
          ),
          { minLength: 1, maxLength: 5 },
        ),
        (lines) => {
          const shown = lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '' && !/https?:|www\.|@/.test(line));
          const markdown = md(shown.map((line) => `<p>${escapeHtml(line)}</p>`).join(''));
          const html = markdownToHtml(markdown);
          const back = [...html.matchAll(/<p>([^]*?)<\/p>/g)].map(([, inner]) => parseMarkup(inner!, 'html').root.children.join(''));
          expect(back).toEqual(shown);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('what a journal holds comes out as Markdown', () => {
    expect(md('<h1>T <b>x</b></h1>para<br>two<br><br>three')).toBe('# T **x**\n\npara  \ntwo\n\nthree');
    expect(md('<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul><ol start="3"><li>x</li><li>y</li></ol>')).toBe('- a\n  - b\n  - c\n- d\n\n3. x\n4. y');
    expect(md('<ul><li><input type="checkbox" checked>done</li><li><input type="checkbox">not</li></ul>')).toBe('- [x] done\n- [ ] not');
    expect(md('<blockquote><p>q</p><p>r</p></blockquote><hr><pre>a\n  b</pre>')).toBe('> q\n>\n> r\n\n---\n\n```\na\n  b\n```');
    expect(md('<b>bold </b><i> it</i><s>no</s> <code>x`y</code> <strong><em>both</em></strong>')).toBe('**bold** *it*~~no~~ ``x`y`` ***both***');
    expect(md('<a href="https://a.b/c d?(e)">text</a> <a href="javascript:alert(1)">js</a> <a href=" JAVA\tSCRIPT:x">js</a>')).toBe('[text](<https://a.b/c%20d?(e)>) js js');
    expect(md('<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>')).toBe('| a | b |\n| --- | --- |\n| 1\\|2 | 3 |');
    expect(md('<p>one&nbsp;two&eacute;&#8217;</p><p dir="rtl">مرحبا</p>')).toBe('one twoé’\n\nمرحبا');
  });

  test('what runs is dropped, images are given apart, remote ones stay links', () => {
    expect(
      htmlToMarkdown('<style>p{}</style><script>alert("x")</script><p onclick="x()">a<img src="b.png" alt="B"><iframe src="c"></iframe></p><img src="https://h/x.png" alt="far">'),
    ).toEqual({
      text: 'a\n\n[far](https://h/x.png)',
      images: [
        { source: 'b.png', alt: 'B' },
        { source: 'https://h/x.png', alt: 'far' },
      ],
      cut: false,
    });
  });

  test('however deep or broken, it ends, and stays about as long as it was', () => {
    const hard = [
      '<div>'.repeat(200_000),
      '<blockquote>x'.repeat(5_000),
      '<ul><li>x'.repeat(3_000),
      '<a>'.repeat(50_000) + '</b>'.repeat(50_000),
      '<'.repeat(200_000),
      '&'.repeat(200_000),
      '<a href="'.repeat(50_000),
      '<br>'.repeat(100_000),
      '_'.repeat(200_000),
      `<code>${'`'.repeat(100_000)}`,
      `x${' '.repeat(300_000)}y`,
      '<table><tr>' + '<td>x'.repeat(50_000),
    ];
    for (const html of hard) expect(md(html).length).toBeLessThan(html.length * 12 + 100);
    fc.assert(
      fc.property(
        fc
          .array(
            fc.oneof(
              fc.constantFrom(
                '<p>',
                '</p>',
                '<ul>',
                '<li>',
                '</ul>',
                '<b>',
                '</b>',
                '<table>',
                '<tr>',
                '<td>',
                '<pre>',
                '<a href="x">',
                '<br>',
                '<!--',
                '-->',
                '<![CDATA[',
                '&#x;',
                '<img src=x>',
                '<h1>',
                '<blockquote>',
              ),
              fc.string({ maxLength: 5 }),
            ),
            { maxLength: 60 },
          )
          .map((parts) => parts.join('')),
        (html) => {
          expect(typeof md(html)).toBe('string');
        },
      ),
      { numRuns: 300 },
    );
    expect(htmlToMarkdown(`${'<div>'.repeat(5_000)}the end</div>`)).toMatchObject({ text: 'the end', cut: true });
  });

  test('a box to tick stands on the line of its words, however they are wrapped', () => {
    const item = (checked: string, words: string): string => `<li><label><input type="checkbox"${checked}></label><div><p>${words}</p></div></li>`;
    expect(htmlToMarkdown(`<ul>${item(' checked', 'done')}${item('', 'not <b>yet</b>')}</ul>`).text).toBe('- [x] done\n- [ ] not **yet**');
  });

  test('plain text keeps its lines', () => {
    expect(plainToMarkdown('a\nb\n\n* c')).toBe('a  \nb\n\n\\* c');
  });
});

describe('Markdown to HTML', () => {
  test('whatever was written, only known tags come out and no address that runs', () => {
    fc.assert(
      fc.property(
        fc
          .array(
            fc.oneof(
              fc.string({ maxLength: 12 }),
              fc.constantFrom(
                '<script>',
                '</p>',
                '[a](javascript:x)',
                '![b](x)',
                '<img src=x onerror=y>',
                '<!--',
                '`<i>`',
                '\n\n',
                '- ',
                '> ',
                '<http://a.b>',
                '[c]: javascript:z',
                '[c]',
                '|a|b|\n|-|-|\n',
              ),
            ),
            { maxLength: 12 },
          )
          .map((parts) => parts.join('')),
        (text) => {
          const html = markdownToHtml(text);
          for (const [, name] of html.matchAll(/<\/?([^\s/>]*)/g))
            expect([
              'p',
              'a',
              'h1',
              'h2',
              'h3',
              'h4',
              'h5',
              'h6',
              'ul',
              'ol',
              'li',
              'em',
              'strong',
              'del',
              'code',
              'pre',
              'blockquote',
              'br',
              'hr',
              'table',
              'thead',
              'tbody',
              'tr',
              'th',
              'td',
            ]).toContain(name);
          expect(html).not.toMatch(/<[^>]*(?:javascript:|\son\w+=)/i);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('raw HTML is shown as typed', () => {
    expect(markdownToHtml('a <b>x</b> & [k](http://e?f&g)')).toBe('<p>a &lt;b&gt;x&lt;/b&gt; &amp; <a href="http://e?f&#38;g">k</a></p>');
  });

  test('texts that are hard to lay out come as plain paragraphs', () => {
    for (const text of [
      '**a*_'.repeat(50_000),
      '> '.repeat(50_000),
      `a${' '.repeat(250_000)}b`,
      '['.repeat(100_000),
      Array.from({ length: 3_000 }, (_, i) => `${'  '.repeat(i)}- x`)
        .join('\n')
        .slice(0, 290_000),
    ])
      expect(markdownToHtml(text).startsWith('<p>')).toBe(true);
  });
});
