import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXIT, exitOf } from './exit-codes.ts';
import { COMMANDS, commandNamed, OPTIONS, readArgs } from './options.ts';

const read = (line: string) => {
  const [name, ...rest] = line.split(' ');
  const args = readArgs(commandNamed(name!)!, rest);
  return args.ok ? args.value : args.error;
};

test('Options are read wherever they stand, and as often as they are given', () => {
  const args = readArgs(commandNamed('write')!, ['--topic', 'a', 'hello', '--topic=b', '--energy', '-2', '--', '--not-an-option']);
  expect(args.ok && [args.value.words, args.value.all('topic'), args.value.one('energy'), args.value.has('json'), args.value.all('with')]).toEqual([
    ['hello', '--not-an-option'],
    ['a', 'b'],
    '-2',
    false,
    [],
  ]);
});

test.each([
  ['list --topc x', 'option-unknown'],
  ['list -x', 'option-unknown'],
  ['list --at x', 'option-unknown'],
  ['list --topic', 'option-needs-value'],
  ['list --topic --json', 'option-needs-value'],
  ['list --json=1', 'option-takes-no-value'],
  ['list word', 'too-many-words'],
  ['vault backup a b', 'too-many-words'],
])('%s is refused as %s', (line, code) => {
  expect(read(line)).toMatchObject({ code });
  expect(exitOf(code)).toBe(EXIT.usage);
});

test('A text that begins with a dash and is no option is text; a name that no option has is refused', () => {
  for (const text of ['-5 degrees', '-5', '--- a line', '-well, that was it', '– long dash']) {
    const args = readArgs(commandNamed('write')!, [text, '--topic', text, `--place=${text}`]);
    expect(args.ok && [args.value.words, args.value.one('topic'), args.value.one('place')]).toEqual([[text], text, text]);
  }
  expect(readArgs(commandNamed('write')!, ['-x'])).toMatchObject({ ok: false, error: { code: 'option-unknown' } });
});

test('Whatever is typed is read or refused; it never breaks', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom(...Object.keys(OPTIONS).map((name) => `--${name}`), '--', '-', '--topic=', '-h', '--no-json', '--__proto__', '--constructor=x'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...COMMANDS), fc.array(word, { maxLength: 6 }), (command, argv) => {
      const args = readArgs(command, argv);
      if (!args.ok) expect(exitOf(args.error.code)).toBe(EXIT.usage);
      else for (const name of command.options) expect(args.value.has(name)).toBe(args.value.all(name).length > 0);
    }),
  );
});
