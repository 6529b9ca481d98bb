// Everything about an entry that is not its text: when, where, with whom, what about, how it felt. Folded away until it
// is asked for, because most entries need none of it.

import type { Link } from '#core/links.ts';
import { Choice } from '#web/ui/field.tsx';
import { NamesField, type Suggestion } from '#web/ui/names-field.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { BodyField } from './body-map.tsx';
import { Chips, EnergyField, FeelingsField } from './choose.tsx';
import type { EntryDraft } from './model.ts';
import { namesByUse, type NameSort } from './timeline.ts';
import type { DraftKeeper, Writing } from './use-draft.tsx';
import { useJournal, useJournalName } from './use-journal.tsx';
import { WhenField } from './when-field.tsx';

/** Whether something stands in the fields that are folded away. */
export const saysMore = ({ when, place, topics, people, areas, feelings, energy, body, links }: EntryDraft): boolean =>
  when !== undefined ||
  Boolean(place) ||
  energy != null ||
  [topics, people, areas, feelings, body].some((list) => (list ?? []).length > 0) ||
  (links ?? []).some(({ as }) => as === 'gathers-under');

interface WriteFieldsProps {
  readonly writing: Writing;
  readonly keeper: DraftKeeper;
  /** A look-back note stays in the journal of what it looks back at. */
  readonly fixedJournal: boolean;
}

export const WriteFields = ({ writing, keeper, fixedJournal }: WriteFieldsProps) => {
  const t = useWords('journal');
  const nameOf = useJournalName();
  const book = useJournal();
  const { values } = writing;
  const used = (sort: NameSort): Suggestion[] =>
    namesByUse(book.timeline, sort)
      .slice(0, 1000)
      .map(({ name, count }) => ({ name, count }));
  const links = values.links ?? [];
  const under = links.find(({ as }) => as === 'gathers-under')?.to ?? '';
  const gather = (to: string): void => {
    const others = links.filter(({ as, to: id }) => as !== 'gathers-under' || id !== under);
    const next: Link[] = to === '' ? [...others] : [...others, { as: 'gathers-under', to }];
    keeper.change({ links: next });
  };
  const questions = book.questions.filter(({ id, closed }) => closed === '' || id === under);
  const journals = book.journals.filter(({ id }) => !book.locked.has(id));
  return (
    <>
      <Row note={t('fields.when')} wide>
        <WhenField writing={writing} keeper={keeper} />
      </Row>
      <Row note={t('fields.where')} wide>
        <NamesField
          label={t('fields.place')}
          value={values.place ? [values.place] : []}
          onChange={(names) => keeper.change({ place: names.at(-1) ?? '' })}
          suggestions={used('places')}
          most={1}
        />
      </Row>
      <Row note={t('fields.who')} wide>
        <NamesField
          label={t('fields.people')}
          value={values.people ?? []}
          onChange={(people) => keeper.change({ people })}
          suggestions={used('people')}
          hint={t('fields.names-hint')}
        />
      </Row>
      <Row note={t('fields.about')} wide stack>
        <NamesField label={t('fields.topics')} value={values.topics ?? []} onChange={(topics) => keeper.change({ topics })} suggestions={used('topics')} />
        {questions.length > 0 && (
          <Choice
            label={t('fields.question')}
            value={under}
            onChange={gather}
            options={[{ value: '', label: t('fields.no-question') }, ...questions.map(({ id, text }) => ({ value: id, label: text.slice(0, 120) }))]}
          />
        )}
      </Row>
      <Row note={t('fields.areas')} wide>
        <Chips list="areas" legend={t('fields.areas-legend')} quiet value={values.areas ?? []} onChange={(areas) => keeper.change({ areas })} />
      </Row>
      <Row note={t('fields.feeling')} wide>
        <FeelingsField value={values.feelings ?? []} onChange={(feelings) => keeper.change({ feelings })} />
      </Row>
      <Row note={t('fields.energy')} wide>
        <EnergyField value={values.energy ?? null} onChange={(energy) => keeper.change({ energy })} />
      </Row>
      <Row note={t('fields.body')} wide>
        <details open={(values.body ?? []).length > 0 || undefined}>
          <summary>{t('fields.body-show')}</summary>
          <BodyField value={values.body ?? []} onChange={(body) => keeper.change({ body })} />
        </details>
      </Row>
      {journals.length > 1 && !fixedJournal && (
        <Row note={t('fields.journal')} wide>
          <Choice
            label={t('fields.journal-legend')}
            quiet
            value={values.journal ?? ''}
            onChange={(journal) => keeper.change({ journal })}
            options={journals.map((journal) => ({ value: journal.id, label: nameOf(journal) }))}
          />
        </Row>
      )}
    </>
  );
};
