// Choosing words: chips from a list that the person can add to, the four quarters of feeling with their words, and
// energy from drains to gives. Shared by the check-in and the writing page.

import { useId, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { PickMany, Scale } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { useWords } from '#web/ui/words.ts';
import type { Energy } from './model.ts';
import { useAct, useJournal, useShownWord } from './use-journal.tsx';
import { addWord, wordToId, type ListName, type Quadrant } from './vocabularies.ts';

interface AddOwnProps {
  readonly list: ListName;
  readonly quadrant?: Quadrant | null;
  readonly onAdded: (id: string) => void;
}

/** Adds a word of one's own to a list, and chooses it. */
const AddOwn = ({ list, quadrant = null, onAdded }: AddOwnProps) => {
  const t = useWords('journal');
  const shown = useShownWord();
  const { vocabularies, words } = useJournal();
  const act = useAct();
  const [typed, setTyped] = useState<string | null>(null);
  if (typed === null)
    return (
      <Button look="bare" icon="add" onPress={() => setTyped('')}>
        {t('choose.own')}
      </Button>
    );
  const add = async (): Promise<void> => {
    const known = Object.fromEntries(words[list].map(({ id }) => [`${list}.${id}`, shown(list, id)]));
    const id = wordToId(list, typed, known);
    if (id === '') return setTyped(null);
    const done = await act(addWord(vocabularies[list], id, quadrant));
    if (!done.ok) return;
    onAdded(words[list].find((word) => word.id.toLowerCase() === id.toLowerCase())?.id ?? id);
    setTyped(null);
  };
  return (
    <form
      className="add-own"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void add();
      }}
    >
      <TextField
        label={t('choose.own-label')}
        value={typed}
        onChange={setTyped}
        autoFocus
        maxLength={60}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            event.stopPropagation();
            void add();
          }
        }}
      />
      <Button onPress={() => void add()}>{t('choose.add')}</Button>
    </form>
  );
};

interface ChipsProps {
  readonly list: ListName;
  readonly legend: string;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly quiet?: boolean;
}

/** Any words of a list; one that is chosen and no longer offered stays in sight. */
export const Chips = ({ list, legend, value, onChange, quiet }: ChipsProps) => {
  const { words } = useJournal();
  const shown = useShownWord();
  const ids = [...words[list].map(({ id }) => id), ...value.filter((id) => words[list].every((word) => word.id !== id))];
  return (
    <div className="stack chips">
      <PickMany legend={legend} quiet={quiet} value={value} onChange={onChange} options={ids.map((id) => ({ value: id, label: shown(list, id) }))} />
      <AddOwn list={list} onAdded={(id) => onChange([...new Set([...value, id])])} />
    </div>
  );
};

// As they stand on the page: unpleasant before pleasant, more energy above less.
const QUARTERS: readonly { readonly id: Quadrant; readonly colour: string; readonly texture: 'lines' | 'dots' | 'bars' | 'rules' }[] = [
  { id: 'high-unpleasant', colour: 'tense', texture: 'lines' },
  { id: 'high-pleasant', colour: 'glad', texture: 'dots' },
  { id: 'low-unpleasant', colour: 'low', texture: 'bars' },
  { id: 'low-pleasant', colour: 'calm', texture: 'rules' },
];

export const colourOf = (quadrant: Quadrant): string => QUARTERS.find(({ id }) => id === quadrant)!.colour;

const Texture = ({ id, sort }: { readonly id: string; readonly sort: (typeof QUARTERS)[number]['texture'] }) => (
  <svg className="tx-ture" aria-hidden="true">
    <defs>
      <pattern
        id={id}
        width={sort === 'dots' ? 13 : sort === 'rules' ? 14 : 11}
        height={sort === 'dots' ? 13 : sort === 'rules' ? 14 : 11}
        patternUnits="userSpaceOnUse"
        patternTransform={sort === 'lines' ? 'rotate(45)' : undefined}
      >
        {sort === 'lines' && <path d="M0 0v11" stroke="var(--texture)" strokeWidth="2.2" />}
        {sort === 'dots' && <circle cx="6" cy="6" r="1.7" fill="var(--texture)" />}
        {sort === 'bars' && <path d="M5 0v11" stroke="var(--texture)" strokeWidth="1.3" />}
        {sort === 'rules' && <path d="M0 7h14" stroke="var(--texture)" strokeWidth="1" />}
      </pattern>
    </defs>
    <rect width="100%" height="100%" fill={`url(#${id})`} />
  </svg>
);

interface FeelingsFieldProps {
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** A quarter, then words; words of several quarters can stand together. */
export const FeelingsField = ({ value, onChange }: FeelingsFieldProps) => {
  const t = useWords('journal');
  const shown = useShownWord();
  const { words } = useJournal();
  const locale = useLocale();
  const id = useId();
  const quadrantOf = (word: string): Quadrant | null => words.feelings.find((one) => one.id === word)?.quadrant ?? null;
  const [quarter, setQuarter] = useState<Quadrant | null>(() => value.map(quadrantOf).find((one) => one !== null) ?? null);
  const unsure = words.feelings.filter((word) => word.quadrant === null && !word.own).map((word) => word.id);
  const inQuarter = words.feelings.filter((word) => word.quadrant === quarter || (word.quadrant === null && word.own && quarter !== null)).map((word) => word.id);
  const sample = (of: Quadrant): string =>
    words.feelings
      .filter((word) => word.quadrant === of)
      .slice(0, 3)
      .map((word) => shown('feelings', word.id))
      .join(t('comma'));
  const list = new Intl.ListFormat(locale, { style: 'short', type: 'unit' });
  return (
    <div className="stack feel">
      <div className="axis" aria-hidden="true">
        <span>{t('feel.unpleasant')}</span>
        <span>{t('feel.more-energy')}</span>
        <span>{t('feel.pleasant')}</span>
      </div>
      <fieldset>
        <legend className="vh">{t('feel.choose')}</legend>
        <div className="quad">
          {QUARTERS.map(({ id: one, colour, texture }) => (
            <label key={one} className={`q-${colour}`}>
              <Texture id={`${id}-${one}`} sort={texture} />
              <input type="radio" name={`${id}-quarter`} checked={quarter === one} onChange={() => setQuarter(one)} />
              <span>{t(one.endsWith('unpleasant') ? 'feel.unpleasant-title' : 'feel.pleasant-title')}</span>{' '}
              <small>{t(one.startsWith('high') ? 'feel.high' : 'feel.low', { words: sample(one) })}</small>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="axis" aria-hidden="true">
        <span />
        <span>{t('feel.less-energy')}</span>
        <span />
      </div>
      {quarter !== null && (
        <PickMany
          legend={<span className="hint">{t('feel.which')}</span>}
          value={value.filter((word) => inQuarter.includes(word))}
          onChange={(chosen) => onChange([...value.filter((word) => !inQuarter.includes(word)), ...chosen])}
          options={inQuarter.map((word) => ({ value: word, label: shown('feelings', word) }))}
        />
      )}
      {unsure.length > 0 && (
        <PickMany
          legend={t('feel.unsure')}
          quiet
          value={value.filter((word) => unsure.includes(word))}
          onChange={(chosen) => onChange([...value.filter((word) => !unsure.includes(word)), ...chosen])}
          options={unsure.map((word) => ({ value: word, label: shown('feelings', word) }))}
        />
      )}
      <div className="cluster">
        {value.length > 0 && (
          <p className="s" role="status">
            <b>{t('feel.chosen')}</b> {list.format(value.map((word) => shown('feelings', word)))}
          </p>
        )}
        {quarter !== null && <AddOwn list="feelings" quadrant={quarter} onAdded={(word) => onChange([...new Set([...value, word])])} />}
      </div>
    </div>
  );
};

/** A number with its sign, the minus as long as the plus. */
export const signed = (value: number, locale: string): string => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }).format(value).replace('-', '−');

/** From −2 to +2; choosing the chosen one again takes it back. */
export const EnergyField = ({ value, onChange }: { readonly value: Energy; readonly onChange: (value: Energy) => void }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const options = [-2, -1, 0, 1, 2].map((step) => ({ value: step, label: <span className="num">{signed(step, locale)}</span> }));
  return <Scale legend={t('energy.ask')} quiet value={value} onChange={(step) => onChange(step as Energy)} options={options} from={t('energy.drains')} to={t('energy.gives')} />;
};
