// Looking back on a skill: a note of today, or an entry, and all that was written so, the newest first. Each note has a page of its own, where
// its words and its day are changed.

import { useState } from 'react';
import { Link } from 'wouter';
import type { DatedNote } from '#core/dated-notes.ts';
import { linkChange, type Link as RecordLink } from '#core/links.ts';
import { recordsOf } from '#core/snapshot.ts';
import { dayOf } from '#core/when.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { DatedNotePage } from '#web/ui/dated-note.tsx';
import { useFew } from '#web/ui/few.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { Form } from '#web/ui/form.tsx';
import { LinkPicker } from '#web/ui/link-picker.tsx';
import { useAct } from '#web/ui/own.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { RecordLine } from '#web/ui/record-line.tsx';
import { useRecords, type Pointing } from '#web/ui/records.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { MOST, nameOf, type Skill } from './model.ts';
import { changeSkillNote, deleteSkillNote, noteOnSkill, notesOn, skillNoteKind, skillNoteOf } from './notes.ts';
import { nowHere, skillHref, useSkills } from './use-skills.tsx';

export const noteHref = ({ id }: Pick<DatedNote, 'id'>): string => `/act/skills/note/${id}`;

const useDayOf = (): ((when: string) => string) => {
  const t = useWords('skills');
  const locale = useLocale();
  return (when) => (when === '' ? t('look.no-day') : formatNear(when, momentNow().when, locale));
};

export const useNotesOn = (skill: Skill | undefined): readonly DatedNote[] => {
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
  type Line = { readonly when: string; readonly id: string; readonly note?: DatedNote; readonly one?: Pointing };
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

/** A note by its id; the one without a day by its skill's. */
export const NotePage = ({ params }: RoomPageProps) => {
  const t = useWords('skills');
  const act = useAct('skills');
  const desk = useDesk();
  const day = useDayOf();
  const { skills, frameworks } = useSkills();
  const id = params['note'] ?? '';
  const record = recordsOf(useSnapshot(), skillNoteKind.name).get(id);
  const dated = record ? skillNoteOf(record) : null;
  const skill = skills.find((one) => one.id === (dated?.of ?? id));
  const note = dated ?? (skill && notesOn(skill, []).at(-1)) ?? null;
  return (
    <DatedNotePage
      room="skills"
      words={{
        one: t('look.one'),
        alone: t('look.alone'),
        text: t('look.note'),
        day: t('look.day'),
        noDayHint: t('look.no-day-hint'),
        save: t('note-save'),
        leave: t('look.leave'),
        delete: t('look.delete'),
      }}
      note={note}
      day={note ? day(note.when) : ''}
      most={MOST.note}
      about={skill ? nameOf(skill, frameworks) : null}
      back={skill ? skillHref(skill.id) : '/act/skills'}
      list={t('title')}
      onSave={(one, draft) => act(changeSkillNote(one, draft, nowHere(), desk.newId()), 'saved')}
      onDelete={deleteSkillNote}
      deleted="look.deleted"
    />
  );
};
