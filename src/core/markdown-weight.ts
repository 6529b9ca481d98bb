// Whether a text is too much for the Markdown library: its time grows with the square of the signs in one paragraph
// (250 KB of `**a*_` took 223 s), so such a text is shown as plain paragraphs, in the page and in what is printed.

const MOST_LAID_OUT = 300_000;
/** Signs that pair up, in one paragraph. */
const MOST_SIGNS = 1_500;
const SIGN = /[*_~`[\]<>!\\&|@:]/g;
const OWN_BLOCK = /^(?:[ \t]*(?:[-+*>|#]|\d{1,9}[.)][ \t])|[ \t]*$)/;

/** Thousands of signs in one paragraph, deep nesting, or a text like a long book. Linear in its length. */
export const isHeavyMarkdown = (text: string): boolean => {
  if (text.length > MOST_LAID_OUT || /[ \t]{400}/.test(text)) return true;
  let signs = 0;
  let indented = 0;
  for (const line of text.split('\n')) {
    if (OWN_BLOCK.test(line)) signs = 0;
    signs += line.match(SIGN)?.length ?? 0;
    if (/^[ \t]{40}/.test(line)) indented += 1;
    if (signs > MOST_SIGNS || indented > 2_000 || /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])){30}/.test(line)) return true;
  }
  return false;
};
