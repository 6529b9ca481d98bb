// Looking back on a skill: a note of today, or an entry, and all that was written so, the newest first. Each note has a page of its own, where
// its words and its day are changed.

import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { linkChange, type Link as RecordLink } from '#core/links.ts';
import { recordsOf } from '#core/snapshot.ts';
import { dayOf } from '#core/when.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { useFew } from '#web/ui/few.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { Form } from '#web/ui/form.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { LinkPicker } from '#web/ui/link-picker.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { RecordLine } from '#web/ui/record-line.tsx';
import { useRecords, type Pointing } from '#web/ui/records.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { MOST, nameOf, type Skill } from './model.ts';
import { changeSkillNote, deleteSkillNote, noteOnSkill, notesOn, skillNoteKind, skillNoteOf, type SkillNote } from './notes.ts';
import { nowHere, skillHref, useSkills } from './use-skills.tsx';

export const noteHref = ({ id }: Pick<SkillNote, 'id'>): string => `/act/skills/note/${id}`;

const useDayOf = (): ((when: string) => string) => {
  const t = useWords('skills');
  const locale = useLocale();
  return (when) => (when === '' ? t('look.no-day') : formatNear(when, momentNow().when, locale));
};

export const useNotesOn = (skill: Skill | undefined): readonly SkillNote[] => {
  const notes = recordsOf(useSnapshot(), skillNoteKind.name).values();
  return skill ? notesOn(skill, notes) : [];
};

const Write = ({ skill }: { readonly skill: Skill }) => {
  const t = useWords('skills');
  const act = useAct('skills');
  const desk = useDesk();
  const records = useRecords();
  const [isChoosing, setChoosing] = useState(false);
  const { values, change, clear } = useFormValues(placeOf('skill note', skill.id), { text: '' });
  const lookAlso = ({ to }: RecordLink): void => {
    setChoosing(false);
    const entry = records.record(to);
    const linked = entry && linkChange(entry, [{ to: skill.id, as: 'looks-back-at' }]);
    if (linked) void act([linked], 'look.linked');
  };
  return (
    <Row note="" stack>
      <Form
        go={t('look.save')}
        look="plain"
        isReady={values.text.trim() !== ''}
        onGo={async () => {
          const done = await act(noteOnSkill(skill, values, desk.newId(), nowHere()), 'look.saved');
          if (done.ok) clear();
          return done;
        }}
      >
        <TextArea label={t('look.note')} hint={t('look.note-hint')} value={values.text} onChange={(text) => change({ text })} maxLength={MOST.note} />
      </Form>
      <div className="cluster">
        <LinkButton href={`/journal/write?to=${skill.id}&as=looks-back-at`} icon="write" look="bare">
          {t('look.write')}
        </LinkButton>
        <Button look="bare" icon="link" onPress={() => setChoosing(true)}>
          {t('look.choose')}
        </Button>
      </div>
      {isChoosing && (
        <LinkPicker
          kinds={['entry']}
          reasons={['looks-back-at']}
          without={new Set(records.pointingTo(skill.id).flatMap(({ from, as }) => (as === 'looks-back-at' ? [from.id] : [])))}
          onChoose={lookAlso}
          onClose={() => setChoosing(false)}
        />
      )}
    </Row>
  );
};

/** What another record says looking back: an entry, as a rule. */
const Other = ({ skill, one }: { readonly skill: Skill; readonly one: Pointing }) => {
  const t = useWords('skills');
  const act = useAct('skills');
  const records = useRecords();
  const take = (): void => {
    const record = records.record(one.from.id);
    const taken = record && linkChange(record, [], [{ to: skill.id, as: 'looks-back-at' }]);
    if (taken) void act([taken], 'look.taken');
  };
  return (
    <div className="tx wide between">
      <p>
        <RecordLine shown={one.from} />
      </p>
      <Button look="bare" className="s no-print" onPress={take} aria-label={t('look.take-what', { title: one.from.title })}>
        {t('look.take')}
      </Button>
    </div>
  );
};

export const LookingBack = ({ skill, others }: { readonly skill: Skill; readonly others: readonly Pointing[] }) => {
  const t = useWords('skills');
  const day = useDayOf();
  const notes = useNotesOn(skill);
  type Line = { readonly when: string; readonly id: string; readonly note?: SkillNote; readonly one?: Pointing };
  const lines: readonly Line[] = [...notes.map((note) => ({ when: note.when, id: note.id, note })), ...others.map((one) => ({ when: one.from.when, id: one.from.id, one }))];
  const few = useFew(
    lines.toSorted((a, b) => (dayOf(a.when) > dayOf(b.when) ? -1 : dayOf(a.when) < dayOf(b.when) ? 1 : 0)),
    30,
    (count) => t('show-all', { count }),
  );
  return (
    <section aria-labelledby="look-h" className="sk-part">
      <PartTitle id="look-h" title={t('look.title')}>
        <p className="s q">{t('look.about')}</p>
      </PartTitle>
      <Write skill={skill} />
      {lines.length > 0 && (
        <ul className="ruled">
          {few.shown.map(({ when, id, note, one }) => (
            <li key={id} className="row">
              <p className="mg num">{day(when)}</p>
              {note && (
                <div className="tx wide between">
                  <p className="said as-typed" dir="auto">
                    {note.text}
                  </p>
                  <Link href={noteHref(note)} className="s no-print" aria-label={t('look.change-what', { day: day(when) })}>
                    {t('look.change')}
                  </Link>
                </div>
              )}
              {one && <Other skill={skill} one={one} />}
            </li>
          ))}
        </ul>
      )}
      {few.more && <Row note="">{few.more}</Row>}
    </section>
  );
};

const NoteForm = ({ note, to }: { readonly note: SkillNote; readonly to: string }) => {
  const t = useWords('skills');
  const act = useAct('skills');
  const desk = useDesk();
  const [, go] = useLocation();
  const { values, change, clear } = useFormValues(placeOf('note of a skill', note.id), { text: note.text, day: dayOf(note.when) });
  return (
    <Form
      go={t('note-save')}
      onGo={async () => {
        const done = await act(changeSkillNote(note, values, nowHere(), desk.newId()), 'saved');
        if (done.ok) {
          clear();
          go(to, { replace: true });
        }
        return done;
      }}
      beside={
        <LinkButton href={to} look="bare">
          {t('look.leave')}
        </LinkButton>
      }
    >
      <TextArea label={t('look.note')} quiet value={values.text} onChange={(text) => change({ text })} maxLength={MOST.note} />
      <TextField type="date" label={t('look.day')} {...(note.when === '' ? { hint: t('look.no-day-hint') } : {})} value={values.day} onChange={(to) => change({ day: to })} />
    </Form>
  );
};

/** A note by its id; the one without a day by its skill's. */
export const NotePage = ({ params }: RoomPageProps) => {
  const t = useWords('skills');
  const remove = useDelete('skills');
  const day = useDayOf();
  const { skills, frameworks } = useSkills();
  const id = params['note'] ?? '';
  const record = recordsOf(useSnapshot(), skillNoteKind.name).get(id);
  const dated = record ? skillNoteOf(record) : null;
  const skill = skills.find((one) => one.id === (dated?.of ?? id));
  const note = dated ?? (skill && notesOn(skill, []).at(-1));
  const back = skill ? skillHref(skill.id) : '/act/skills';
  const where = (
    <TextLink href={back} icon="back">
      {skill ? nameOf(skill, frameworks) : t('title')}
    </TextLink>
  );
  if (!note) return <NotHere where={where} />;
  return (
    <Page title={t('look.one')} where={where}>
      <Sheet>
        <Title note={day(note.when)} {...(skill ? {} : { sub: t('look.alone') })}>
          {t('look.one')}
        </Title>
        <Row note="">
          <NoteForm key={note.id} note={note} to={back} />
        </Row>
        {dated && <Linked id={dated.id} />}
        <Row note="" wide>
          <Button look="bare" icon="delete" onPress={() => remove(deleteSkillNote(note), back, 'look.deleted')}>
            {t('look.delete')}
          </Button>
        </Row>
      </Sheet>
    </Page>
  );
};
