// A check-in: how it is now, in four taps. A quarter, a word, energy, save; one line and the body for whoever wants
// them. Kept as a draft while one chooses, like anything else.

import { useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { LineField } from '#web/ui/field.tsx';
import { useKeys } from '#web/ui/keys.tsx';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { BodyField } from './body-map.tsx';
import { EnergyField, FeelingsField } from './choose.tsx';
import { draftAt, draftToEntry, dropDraft } from './drafts.ts';
import { useDraft } from './use-draft.tsx';
import { bookOf, useAct, useGo } from './use-journal.tsx';

export const CheckInPage = () => {
  const t = useWords('journal');
  const desk = useDesk();
  const go = useGo();
  const act = useAct();
  const inWords = useRefusal('journal');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSaving, setSaving] = useState(false);
  const {
    values,
    keeper,
    refusal: kept,
  } = useDraft('check-in', () => {
    const book = bookOf(desk);
    return { draft: draftAt('check-in', book.drafts), values: book.settings.journal === '' ? {} : { journal: book.settings.journal }, basis: null };
  });
  const save = async (): Promise<void> => {
    if (isSaving) return;
    setSaving(true);
    setRefusal(null);
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const id = desk.newId();
    const made = draftToEntry(draft, id, [], momentNow());
    const done = made.ok
      ? await keeper.settle(() =>
          desk.commit(
            made.value.filter(({ kind }) => isKept || kind !== 'draft'),
            'done.checked-in',
          ),
        )
      : made;
    setSaving(false);
    if (!done.ok) return setRefusal(done.error);
    go(`/journal/e/${id}`, { replace: true });
  };
  const leave = async (): Promise<void> => {
    await keeper.flush();
    const { draft, isKept } = keeper.current();
    const done = await keeper.settle(() => act(isKept ? dropDraft(draft) : [], 'done.put-away'));
    if (done.ok) go('/journal');
  };
  useKeys([{ keys: 'mod+Enter', label: t('keys.save'), run: () => void save() }]);
  const shown = refusal ?? kept;
  return (
    <Page
      title={t('check-in.title')}
      where={
        <TextLink href="/journal" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Sheet>
          <Title sub={t('check-in.about', { seconds: 20 })}>{t('check-in.title')}</Title>
          <Row as="section" note={t('fields.feeling')} wide>
            <FeelingsField value={values.feelings ?? []} onChange={(feelings) => keeper.change({ feelings })} />
          </Row>
          <Row as="section" note={t('fields.energy')} wide>
            <EnergyField value={values.energy ?? null} onChange={(energy) => keeper.change({ energy })} />
          </Row>
          <Row as="section" note={t('check-in.line')} wide>
            <LineField label={t('check-in.line')} value={values.text ?? ''} onChange={(text) => keeper.change({ text })} />
          </Row>
          <Row as="section" note={t('fields.body')} wide>
            <details open={(values.body ?? []).length > 0 || undefined}>
              <summary>{t('fields.body-show')}</summary>
              <BodyField value={values.body ?? []} onChange={(body) => keeper.change({ body })} />
            </details>
          </Row>
          <Row note="" wide stack>
            {shown && (
              <p className="note" role="alert">
                {inWords(shown)}
              </p>
            )}
            <div className="cluster">
              <Button look="go" type="submit" isDisabled={isSaving}>
                {t('check-in.save')}
              </Button>
              <Button look="bare" onPress={() => void leave()}>
                {t('check-in.leave')}
              </Button>
            </div>
          </Row>
          <Row note="" wide>
            <p className="s q">{t('check-in.nobody')}</p>
            <p className="links">
              <TextLink href="/journal/write">{t('check-in.write')}</TextLink>
              <TextLink href="/know/feelings/help">{t('check-in.person')}</TextLink>
            </p>
          </Row>
        </Sheet>
      </form>
    </Page>
  );
};
