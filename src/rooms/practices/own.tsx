// Making a practice of one's own, adapting one, changing one's own: one form. Only the name is needed; the steps are lines. What is
// typed is kept as it is typed.

import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { isReason } from '#core/links.ts';
import { LinkButton } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere, ToPlace } from '#web/ui/in-place.tsx';
import { useAct, type Act } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickMany, PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useSkillChoices } from '#web/ui/trains.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import type { Change } from '#core/change.ts';
import type { Result } from '#core/result.ts';
import {
  adaptPractice,
  changePractice,
  draftOf,
  EMPTY_DRAFT,
  isKind,
  isNeed,
  isSkillCode,
  isWho,
  KINDS,
  makePractice,
  MOST,
  NEEDS,
  skillsForOthers,
  WHO,
  type PracticeDraft,
} from './model.ts';
import { ToList } from './practice.tsx';
import { nowHere, practiceHref, usePractices } from './use-practices.tsx';

/** Fields hold texts: a choice is its word, several are words with spaces between. */
const toTexts = ({ kind, who, minutes, needs, skills, ...texts }: PracticeDraft) => ({
  name: texts.name,
  why: texts.why,
  steps: texts.steps,
  source: texts.source,
  licence: texts.licence,
  evidence: texts.evidence,
  sceptic: texts.sceptic,
  care: texts.care,
  by: texts.by,
  kind: kind ?? '-',
  who: who ?? '-',
  minutes: minutes === null ? '' : String(minutes),
  needs: needs.length === 0 ? '-' : needs.join(' '),
  skills: skills.length === 0 ? '-' : skills.join('\n'),
});

const toDraft = ({ kind, who, minutes, needs, skills, ...texts }: ReturnType<typeof toTexts>): PracticeDraft => ({
  ...texts,
  kind: isKind(kind) ? kind : null,
  who: isWho(who) ? who : null,
  minutes: minutes.trim() === '' ? null : Number(minutes),
  needs: needs.split(' ').filter(isNeed),
  skills: skills.split('\n').filter(isSkillCode),
});

interface PracticeFormProps {
  readonly place: string;
  readonly begins: PracticeDraft;
  readonly back: string;
  readonly save: (draft: PracticeDraft, id: string) => Result<Change[]>;
  /** Of the practice that is changed; null for a new one. */
  readonly id: string | null;
  /** Where it is kept, and its page there; one's own vault where none is said. */
  readonly keep?: { readonly act: Act; readonly href: (id: string) => string };
}

export const PracticeForm = ({ place, begins, back, save, id, keep }: PracticeFormProps) => {
  const t = useWords('practices');
  const desk = useDesk();
  const own = useAct('practices');
  const { act, href } = keep ?? { act: own, href: practiceHref };
  const inWords = useRefusal('practices');
  const [, go] = useLocation();
  const { values, change, clear } = useFormValues(place, toTexts(begins));
  const [isMore] = useState(() => [values.care, values.evidence, values.sceptic, values.source].some((text) => text !== ''));
  const draft = toDraft(values);
  // Names of one's own frameworks do not leave the vault: a circle's form of it is not offered them.
  const skills = useSkillChoices(begins.skills).filter(({ value }) => keep === undefined || skillsForOthers([value]).length > 0);
  return (
    <Form
      go={t('own.save')}
      inWords={inWords}
      onGo={async () => {
        const made = id ?? desk.newId();
        const changes = save(draft, made);
        if (!changes.ok) return changes;
        const done = await act(changes, 'own.saved');
        if (done.ok) {
          clear();
          go(href(changes.value[0]?.id ?? made), { replace: true });
        }
        return done;
      }}
      beside={
        <LinkButton href={back} look="bare">
          {t('own.back')}
        </LinkButton>
      }
    >
      <TextField label={t('own.name')} value={values.name} onChange={(name) => change({ name })} maxLength={MOST.name} required />
      <TextArea label={t('own.why')} value={values.why} onChange={(why) => change({ why })} />
      <TextArea label={t('own.steps')} hint={t('own.steps-hint')} value={values.steps} onChange={(steps) => change({ steps })} />
      <PickOne
        legend={t('own.kind')}
        none
        options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        value={draft.kind}
        onChange={(kind) => change({ kind: kind ?? '-' })}
      />
      <PickOne legend={t('own.who')} none options={WHO.map((who) => ({ value: who, label: t(`who.${who}`) }))} value={draft.who} onChange={(who) => change({ who: who ?? '-' })} />
      <TextField label={t('own.minutes')} inputMode="numeric" maxLength={3} value={values.minutes} onChange={(minutes) => change({ minutes })} />
      <PickMany
        legend={t('own.needs')}
        options={NEEDS.map((need) => ({ value: need, label: t(`need.${need}`) }))}
        value={draft.needs}
        onChange={(needs) => change({ needs: needs.length === 0 ? '-' : needs.join(' ') })}
      />
      {skills.length > 0 && (
        <PickMany legend={t('own.skills')} options={skills} value={draft.skills} onChange={(chosen) => change({ skills: chosen.length === 0 ? '-' : chosen.join('\n') })} />
      )}
      <details open={isMore}>
        <summary>{t('own.more')}</summary>
        <div className="stack">
          <TextArea label={t('own.care')} value={values.care} onChange={(care) => change({ care })} />
          <TextArea label={t('own.evidence')} value={values.evidence} onChange={(evidence) => change({ evidence })} />
          <TextArea label={t('own.sceptic')} value={values.sceptic} onChange={(sceptic) => change({ sceptic })} />
          <TextArea label={t('own.source')} value={values.source} onChange={(source) => change({ source })} />
          <TextField label={t('own.licence')} hint={t('own.licence-hint')} value={values.licence} onChange={(licence) => change({ licence })} maxLength={MOST.line} />
          <TextField label={t('own.by')} hint={t('own.by-hint')} value={values.by} onChange={(by) => change({ by })} maxLength={MOST.line} />
        </div>
      </details>
    </Form>
  );
};

export const NewPracticePage = () => {
  const t = useWords('practices');
  const [search] = useSearchParams();
  // What it is made about: `?to=ID&as=REASON`, as other pages say it.
  const [to, as] = [search.getAll('to'), search.getAll('as')];
  const links = to.flatMap((id, at) => (isReason(as[at]) ? [{ to: id, as: as[at] }] : []));
  return (
    <Page title={t('own.new')} where={<ToList />}>
      <Sheet>
        <Title sub={t('own.new-about')}>{t('own.new')}</Title>
        <Row note="">
          <PracticeForm place="practice new" begins={EMPTY_DRAFT} back="/act/practices" id={null} save={(draft, id) => makePractice(draft, id, nowHere(), { links })} />
        </Row>
      </Sheet>
    </Page>
  );
};

export const AdaptPage = ({ params }: RoomPageProps) => {
  const t = useWords('practices');
  const practice = usePractices().one(params['id'] ?? '');
  if (!practice) return <NotHere where={<ToPlace place="act" />} />;
  const title = t('own.adapt-title', { name: practice.name });
  const begins = { ...draftOf(practice), by: '' };
  return (
    <Page title={title} where={<ToList />}>
      <Sheet>
        <Title sub={t('own.adapt-about')}>{title}</Title>
        <Row note="">
          <PracticeForm
            key={practice.id}
            place={placeOf('adapt', practice.id)}
            begins={begins}
            back={practiceHref(practice.id)}
            id={null}
            save={(draft, id) => adaptPractice(practice, draft, id, nowHere())}
          />
        </Row>
      </Sheet>
    </Page>
  );
};

export const ChangePage = ({ params }: RoomPageProps) => {
  const t = useWords('practices');
  const practice = usePractices().one(params['id'] ?? '');
  if (!practice || practice.isStarter) return <NotHere where={<ToPlace place="act" />} />;
  const title = t('own.change-title', { name: practice.name });
  return (
    <Page title={title} where={<ToList />}>
      <Sheet>
        <Title {...(practice.origin === '' ? {} : { sub: t('own.change-taken') })}>{title}</Title>
        <Row note="">
          <PracticeForm
            key={practice.id}
            place={placeOf('practice', practice.id)}
            begins={draftOf(practice)}
            back={practiceHref(practice.id)}
            id={practice.id}
            save={(draft) => changePractice(practice, draft, nowHere())}
          />
        </Row>
      </Sheet>
    </Page>
  );
};
