// `kith form ID`: what of a record of one's own can be changed, by name, as YAML; `NAME=VALUE` changes one, `-` reads the whole from standard
// input, `--edit` opens it in the editor that is set. The rooms decide what is right (rooms/forms.ts); one `kith undo` takes it back.

import { stringify } from 'yaml';
import { ok, refuse, type Result } from '#core/result.ts';
import { parseWhole, type YamlValue } from '#formats/front-matter.ts';
import { changeByForm, formFields, isList } from '#rooms/forms.ts';
import type { VaultRecord } from '#core/record.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { sayDone } from './in-circle.ts';
import type { Args } from './options.ts';
import { textFromInput } from './parts.ts';
import { openVault, readEverything } from './session.ts';
import { journalOf, shownByPrefix } from './shown.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { loadRoomWords } from './words.ts';

type Typed = Readonly<Record<string, unknown>>;

const plainOf = (value: YamlValue): unknown =>
  value instanceof Map
    ? Object.fromEntries([...(value as ReadonlyMap<string, YamlValue>)].map(([name, one]) => [name, plainOf(one)]))
    : Array.isArray(value)
      ? value.map(plainOf)
      : value;

/** Refusal: `form-not-read`. */
const typedIn = (text: string): Result<Typed> => {
  const { fields, broken } = parseWhole(text);
  if (broken || fields.size === 0) return refuse({ code: 'form-not-read' });
  return ok(plainOf(fields) as Typed);
};

/** `NAME=VALUE`, as often as one likes. Refusal: `option-value-wrong`. */
const pairsIn = (words: readonly string[], record: VaultRecord): Result<Typed> => {
  const typed: Record<string, unknown> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1) return refuse({ code: 'option-value-wrong', with: { option: 'kith form', value: word.slice(0, 40), right: 'NAME=VALUE' } });
    const [name, value] = [word.slice(0, at), word.slice(at + 1)];
    typed[name] = isList(record, name)
      ? value
          .split(/[,،]/)
          .map((one) => one.trim())
          .filter((one) => one !== '')
      : value;
  }
  return ok(typed);
};

export const runForm = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typedId, ...words] = args.words;
  if (args.has('edit') && words.length > 0) return refuse({ code: 'too-many-words', with: { word: words[0]!.slice(0, 40), command: 'form --edit' } });
  const open = await openVault(context);
  if (!open.ok) return open;
  const found = await shownByPrefix(open.value, typedId);
  if (!found.ok) return found;
  const { record, shown } = found.value;
  const fields = formFields(record);
  if (!fields) return refuse({ code: 'form-none', with: { what: (await loadRoomWords(context.env))(`kind.${shown.kind}`) } });
  const text = stringify(fields, { lineWidth: 0, schema: 'core', version: '1.2' });
  if (words.length === 0 && !args.has('edit')) {
    context.terminal.say(args.has('json') ? toJsonLine({ id: record.id, kind: record.kind, fields }) : context.terminal.outIs ? harmless(text.trimEnd()) : text.trimEnd());
    return ok(EXIT.ok);
  }
  const keep = async (typed: Result<Typed>): Promise<Result<boolean>> => {
    if (!typed.ok) return typed;
    const changes = changeByForm(record, typed.value, context.now(), (await readEverything(open.value)).records);
    if (!changes.ok) return changes;
    const isAny = changes.value.length > 0;
    const done = isAny ? await commitUndoable(open.value, changes.value, { what: 'changed', id: record.id }, journalOf(record), context) : ok(null);
    return done.ok ? ok(isAny) : done;
  };
  const fromInput = async (): Promise<Result<boolean>> => {
    const input = textFromInput();
    return input.ok ? keep(typedIn(input.value)) : input;
  };
  const done = args.has('edit')
    ? await (await import('./editor.ts')).inEditor({ name: 'form.yaml', text, keep: (saved) => keep(saved === text ? ok({}) : typedIn(saved)) }, context)
    : await (words.length === 1 && words[0] === '-' ? fromInput() : keep(pairsIn(words, record)));
  if (done === null) return ok(1);
  if (!done.ok) return done;
  const isAny = done.value;
  return isAny
    ? sayDone(args, context, { id: record.id, changed: true }, 'form.changed', { id: record.id.slice(0, 8) })
    : sayDone(args, context, { id: record.id, changed: false }, 'unchanged');
};
