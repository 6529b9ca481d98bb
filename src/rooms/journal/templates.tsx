// Templates: texts of one's own to begin from. Made and changed here; what is typed is kept as a draft until it is saved.
// Using one makes a draft of an entry, never an entry.

import './looking.css';
import { useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { NamesField } from '#web/ui/names-field.tsx';
import { Page } from '#web/ui/page.tsx';
import { Example, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { draftAt, dropDraft, type DraftPlace } from './drafts.ts';
import { Chips } from './choose.tsx';
import { openingOf } from './opening.ts';
import { changeTemplate, createTemplate, deleteTemplate, MOST_TEMPLATE_NAME, type Template, type TemplateDraft } from './templates.ts';
import { namesByUse } from './timeline.ts';
import { useDraft } from './use-draft.tsx';
import { bookOf, useAct, useGo, useJournal, useShownWord } from './use-journal.tsx';

const Names = ({ template }: { readonly template: Template }) => {
  const t = useWords('journal');
  const shown = useShownWord();
  const names = [...template.topics, ...template.people, ...template.areas.map((area) => shown('areas', area)), ...(template.place === '' ? [] : [template.place])];
  return names.length === 0 ? null : <p className="s q">{t('template.with-names', { names })}</p>;
};

export const TemplatesPage = () => {
  const t = useWords('journal');
  const act = useAct();
  const { templates, drafts } = useJournal();
  const begun = draftAt('template:new', drafts);
  return (
    <Page
      title={t('template.title')}
      where={
        <TextLink href="/journal" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title note={templates.length === 0 ? '' : t('template.count', { count: templates.length })} sub={t('template.about')}>
          {t('template.title')}
        </Title>
        <Row note="" wide>
          <LinkButton href="/journal/templates/new" icon="add" look={templates.length === 0 ? 'go' : 'plain'}>
            {t(begun ? 'template.go-on' : 'template.make')}
          </LinkButton>
        </Row>
        {templates.length === 0 && (
          <Row note="">
            <Example caption={t('template.example-caption')}>
              <p className="as-typed">{t('template.example')}</p>
            </Example>
          </Row>
        )}
        <ul className="plain">
          {templates.map((template) => (
            <li key={template.id} className="row">
              <p className="mg" />
              <div className="tx wide stack">
                <h2 dir="auto">{template.name}</h2>
                <p className="said gist" dir="auto">
                  {Object.values(openingOf(template.text, 200)).filter(Boolean).join(' · ')}
                </p>
                <Names template={template} />
                <div className="cluster">
                  <LinkButton href={`/journal/write?template=${template.id}`} icon="write">
                    {t('template.use')}
                  </LinkButton>
                  <LinkButton href={`/journal/templates/${template.id}`} icon="edit" look="bare">
                    {t('template.change')}
                  </LinkButton>
                  <Button
                    icon="delete"
                    look="bare"
                    aria-label={t('template.delete-label', { name: template.name })}
                    onPress={() => void act(deleteTemplate(template), 'template.deleted', { name: template.name })}
                  >
                    {t('template.delete')}
                  </Button>
                </div>
              </div>
            </li>
          ))}
        </ul>
      </Sheet>
    </Page>
  );
};

const Form = ({ template }: { readonly template: Template | null }) => {
  const t = useWords('journal');
  const desk = useDesk();
  const act = useAct();
  const go = useGo();
  const inWords = useRefusal('journal');
  const { timeline } = useJournal();
  const place: DraftPlace = `template:${template?.id ?? 'new'}`;
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const writing = useDraft(place, () => {
    const values = template ? { text: template.text, topics: template.topics, people: template.people, areas: template.areas, place: template.place } : {};
    return { draft: draftAt(place, bookOf(desk).drafts), values, basis: template ? values : null };
  });
  const { values, typed, keeper } = writing;
  const name = typed['name'] ?? template?.name ?? '';
  const save = async (): Promise<void> => {
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const wanted: TemplateDraft = { name, text: values.text ?? '', topics: values.topics ?? [], people: values.people ?? [], areas: values.areas ?? [], place: values.place ?? '' };
    const { templates } = bookOf(desk);
    const made = template ? changeTemplate(template, wanted, templates) : createTemplate(wanted, desk.newId(), templates, momentNow());
    if (!made.ok) return setRefusal(made.error);
    const done = await keeper.settle(() => act([...made.value, ...(isKept ? dropDraft(draft) : [])], 'template.saved'));
    if (!done.ok) return;
    go('/journal/templates', { replace: true });
  };
  const putAway = async (): Promise<void> => {
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const done = await keeper.settle(() => act(isKept ? dropDraft(draft) : [], 'template.put-away'));
    if (!done.ok) return;
    go('/journal/templates', { replace: true });
  };
  const isName = refusal !== null && refusal.code.startsWith('name-');
  return (
    <Row note="" wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t('template.name')}
          value={name}
          maxLength={MOST_TEMPLATE_NAME}
          autoFocus={template === null}
          onChange={(next) => keeper.type('name', next)}
          refused={isName ? inWords(refusal) : undefined}
        />
        <TextArea
          label={t('template.text')}
          value={values.text ?? ''}
          hint={t('template.places', { date: '{{date}}', time: '{{time}}', weekday: '{{weekday}}' })}
          onChange={(text) => keeper.change({ text })}
        />
        <NamesField
          label={t('names.topics')}
          value={values.topics ?? []}
          suggestions={namesByUse(timeline, 'topics').slice(0, 2000)}
          onChange={(topics) => keeper.change({ topics })}
        />
        <NamesField
          label={t('names.people')}
          value={values.people ?? []}
          suggestions={namesByUse(timeline, 'people').slice(0, 2000)}
          onChange={(people) => keeper.change({ people })}
        />
        <Chips list="areas" legend={t('names.areas')} value={values.areas ?? []} onChange={(areas) => keeper.change({ areas })} />
        <NamesField
          label={t('names.one-places')}
          most={1}
          value={values.place ? [values.place] : []}
          suggestions={namesByUse(timeline, 'places').slice(0, 2000)}
          onChange={([where]) => keeper.change({ place: where ?? '' })}
        />
        {refusal && !isName && (
          <p className="note" role="alert">
            {inWords(refusal)}
          </p>
        )}
        {writing.refusal && (
          <p className="note" role="alert">
            {inWords(writing.refusal)}
          </p>
        )}
        <div className="cluster">
          <Button look="go" type="submit">
            {t('template.save')}
          </Button>
          <Button look="bare" onPress={() => void putAway()}>
            {t(template ? 'template.leave' : 'draft.put-away')}
          </Button>
        </div>
      </form>
    </Row>
  );
};

export const TemplatePage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const t = useWords('journal');
  const { templates } = useJournal();
  const id = params['id'] ?? 'new';
  const template = templates.find((one) => one.id === id) ?? null;
  const title = t(id === 'new' ? 'template.make' : template ? 'template.change-title' : 'template.gone');
  return (
    <Page
      title={title}
      where={
        <TextLink href="/journal/templates" icon="back">
          {t('template.title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title>{title}</Title>
        {id === 'new' || template ? (
          <Form key={id} template={template} />
        ) : (
          <Row note="">
            <p>{t('template.gone-about')}</p>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};
