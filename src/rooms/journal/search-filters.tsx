// Filters: those in use as chips to take away, a menu to add one, and the table that says how each is typed. What a
// filter can hold is suggested from the names that are in the journal.

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { NamesField, type Suggestion } from '#web/ui/names-field.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useLanguage } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { searchHref } from './search-address.tsx';
import { chipsOf, FIELDS, filterName, filterText, HAS, hasName, isDate, withFilter, type Field, type Has } from './search-words.ts';
import { namesByUse, spanOf, type NameSort } from './timeline.ts';
import { useJournal, useJournalName, useShownWord } from './use-journal.tsx';

const SORT_OF: Partial<Record<Field, NameSort>> = { topic: 'topics', with: 'people', area: 'areas', place: 'places' };

/** Most names offered to a filter; the rest is found by typing it. */
const MOST = 5000;

/** The names that a filter may hold, the most used first. */
const useNames = (): ((field: Field) => Suggestion[]) => {
  const { timeline, words, journals } = useJournal();
  const nameOf = useJournalName();
  const shown = useShownWord();
  return (field) => {
    const sort = SORT_OF[field];
    if (sort)
      return namesByUse(timeline, sort)
        .slice(0, MOST)
        .map(({ name, count }) => ({ name: field === 'area' ? shown('areas', name) : name, count }));
    if (field === 'feeling') return words.feelings.map(({ id }) => ({ name: shown('feelings', id) }));
    return journals.filter(({ name }) => name !== '').map((journal) => ({ name: nameOf(journal) }));
  };
};

/** A filter as it is typed. What it holds is set apart from its name: after an Arabic name a day's numbers would change their order. */
const Typed = ({ filter }: { readonly filter: string }) => {
  const at = filter.indexOf(':') + 1;
  return (
    <bdi>
      {filter.slice(0, at)}
      <bdi>{filter.slice(at)}</bdi>
    </bdi>
  );
};

interface FiltersProps {
  readonly typed: string;
  readonly onSeek: (typed: string) => void;
}

export const Filters = ({ typed, onSeek }: FiltersProps) => {
  const t = useWords('journal');
  const language = useLanguage();
  const names = useNames();
  const [adding, setAdding] = useState<Field | null>(null);
  const chips = chipsOf(typed, language);
  const offered = FIELDS.filter((field) => field === 'before' || field === 'after' || field === 'has' || names(field).length > 0);
  const add = (field: Field, value: string): void => {
    setAdding(null);
    // A name that no entry has is taken as the beginning of one.
    const isKnown = SORT_OF[field] === undefined || /\s/u.test(value) || names(field).some(({ name }) => name === value);
    onSeek(withFilter(typed, isKnown ? filterText(field, value, language) : `${filterName(field, language)}:${value}`));
  };
  return (
    <>
      <div className="cluster" role="group" aria-label={t('search.filters')}>
        {chips.map(({ text, without }, index) => (
          <button key={`${text} ${index}`} type="button" className="chip" aria-label={t('search.take-away', { filter: text })} onClick={() => onSeek(without)}>
            <Typed filter={text} />
            <Icon name="close" />
          </button>
        ))}
        <Menu label={t('search.add')} icon="filter" shown actions={offered.map((field) => ({ id: field, label: t(`search.field.${field}`), onAction: () => setAdding(field) }))} />
      </div>
      {adding !== null && <AddFilter key={adding} field={adding} names={names(adding)} onAdd={(value) => add(adding, value)} onClose={() => setAdding(null)} />}
    </>
  );
};

interface AddFilterProps {
  readonly field: Field;
  readonly names: readonly Suggestion[];
  readonly onAdd: (value: string) => void;
  readonly onClose: () => void;
}

const AddFilter = ({ field, names, onAdd, onClose }: AddFilterProps) => {
  const t = useWords('journal');
  const close = useEffectEvent(onClose);
  const box = useRef<HTMLDivElement>(null);
  // The first thing in it takes the focus when it appears; Escape is heard from anywhere inside.
  useEffect(() => {
    const here = box.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) close();
    };
    here?.querySelector('input')?.focus();
    here?.addEventListener('keydown', onKeyDown);
    return () => here?.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <div className="leaf stack" role="group" aria-label={t(`search.field.${field}`)} ref={box}>
      {field === 'has' ? (
        <AddHas onAdd={onAdd} />
      ) : field === 'before' || field === 'after' ? (
        <AddDate field={field} onAdd={onAdd} />
      ) : (
        <NamesField label={t(`search.field.${field}`)} value={[]} most={1} suggestions={names} onChange={([name]) => name !== undefined && onAdd(name)} />
      )}
      <Button look="bare" onPress={onClose}>
        {t('search.add-not')}
      </Button>
    </div>
  );
};

const AddHas = ({ onAdd }: { readonly onAdd: (value: string) => void }) => {
  const t = useWords('journal');
  const language = useLanguage();
  return (
    <PickOne<Has>
      legend={t('search.field.has')}
      value={null}
      options={HAS.map((value) => ({ value, label: t(`search.has.${value}`) }))}
      onChange={(value) => value && onAdd(hasName(value, language))}
    />
  );
};

const AddDate = ({ field, onAdd }: { readonly field: Field; readonly onAdd: (value: string) => void }) => {
  const t = useWords('journal');
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isDate(typed)) onAdd(typed.trim());
        else setRefused(t('search.date-refused', { text: typed.trim().slice(0, 40) }));
      }}
    >
      <TextField
        label={t(`search.field.${field}`)}
        hint={t('search.date-hint')}
        value={typed}
        onChange={setTyped}
        inputMode="numeric"
        maxLength={12}
        refused={refused || undefined}
      />
      <Button type="submit">{t('search.add-this')}</Button>
    </form>
  );
};

/** How each filter is typed, with an example of this journal's own. */
export const FilterTable = ({ typed }: { readonly typed: string }) => {
  const t = useWords('journal');
  const language = useLanguage();
  const names = useNames();
  const { timeline } = useJournal();
  const span = spanOf(timeline);
  const year = span ? span.last.slice(0, 4) : '2024';
  const example = (filter: string) => (
    <TextLink href={searchHref({ typed: withFilter(typed, filter) })}>
      <Typed filter={filter} />
    </TextLink>
  );
  const named = (field: Field, otherwise: string): string => {
    const first = names(field)[0]?.name ?? otherwise;
    // A name of one word needs no quotation marks, and is then found by its beginning.
    return /[\s"“”«»]/u.test(first) ? filterText(field, first, language) : `${filterName(field, language)}:${first}`;
  };
  const label = (...fields: Field[]) =>
    fields.map((field, index) => (
      <span key={field}>
        {index > 0 && <span className="q"> {t('search.or')} </span>}
        <bdi>{filterName(field, language)}:</bdi>
      </span>
    ));
  return (
    <Row note={t('search.narrow')} as="section" labelledBy="filters-h" wide stack>
      <h2 id="filters-h">{t('search.table')}</h2>
      <table className="fold">
        <caption className="vh">{t('search.table')}</caption>
        <tbody>
          <tr>
            <th scope="row">{label('with')}</th>
            <td>
              {t('search.about.with')} {example(named('with', t('search.example.with')))}
            </td>
          </tr>
          <tr>
            <th scope="row">{label('topic', 'area')}</th>
            <td>
              {t('search.about.topic')} {example(named('topic', t('search.example.topic')))} {example(named('area', t('search.example.area')))}
            </td>
          </tr>
          <tr>
            <th scope="row">{label('place')}</th>
            <td>
              {t('search.about.place')} {example(named('place', t('search.example.place')))}
            </td>
          </tr>
          <tr>
            <th scope="row">{label('before', 'after')}</th>
            <td>
              {t('search.about.date')} {example(filterText('after', `${year}-01`, language))}
            </td>
          </tr>
          <tr>
            <th scope="row">{label('feeling')}</th>
            <td>
              {t('search.about.feeling')} {example(named('feeling', ''))}
            </td>
          </tr>
          <tr>
            <th scope="row">{label('has')}</th>
            <td>
              {HAS.map((has) => (
                <span key={has}>{example(filterText('has', hasName(has, language), language))} </span>
              ))}
            </td>
          </tr>
          <tr>
            <th scope="row">{t('search.quotes')}</th>
            <td>
              {t('search.about.phrase')} {example(t('search.example.phrase'))}
            </td>
          </tr>
          <tr>
            <th scope="row">
              <bdi>-</bdi>
            </th>
            <td>
              {t('search.about.not')} {example(`-${filterText('has', hasName('note', language), language)}`)}
            </td>
          </tr>
        </tbody>
      </table>
    </Row>
  );
};
