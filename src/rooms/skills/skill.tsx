// One skill: what it means to the person, and what shows it. No level, no bar: what is linked is all there is.

import { Link } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { Form } from '#web/ui/form.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { deleteSkill, MOST, nameOf, noteOnSkill, type Skill } from './model.ts';
import { frameworkHref, nowHere, useSkills } from './use-skills.tsx';

/** What shows it first: evidence. */
const EVIDENCE = ['rests-on', 'about', 'comes-from'] as const;

const Note = ({ skill }: { readonly skill: Skill }) => {
  const t = useWords('skills');
  const act = useAct('skills');
  const inWords = useRefusal('skills');
  const { values, change, clear } = useFormValues(placeOf('skill', skill.id), { note: skill.note });
  return (
    <Row note={t('note')}>
      <Form
        go={t('note-save')}
        look="plain"
        inWords={inWords}
        onGo={async () => {
          const done = await act(noteOnSkill(skill, values.note, nowHere()), 'saved');
          if (done.ok) clear();
          return done;
        }}
      >
        <TextArea label={t('note')} quiet value={values.note} onChange={(note) => change({ note })} maxLength={MOST.note} />
      </Form>
    </Row>
  );
};

export const SkillPage = ({ params }: RoomPageProps) => {
  const t = useWords('skills');
  const remove = useDelete('skills');
  const { skills, frameworks } = useSkills();
  const skill = skills.find(({ id }) => id === params['id']);
  const where = (
    <TextLink href="/act/skills" icon="back">
      {t('title')}
    </TextLink>
  );
  if (!skill) return <NotHere where={where} />;
  const name = nameOf(skill, frameworks);
  const framework = frameworks.find(({ id }) => id === skill.framework);
  return (
    <Page title={name} where={where}>
      <Sheet>
        <Row note="" wide>
          <h1 dir="auto">{name}</h1>
          {framework && (
            <p className="s q">
              <Link href={frameworkHref(framework.id)}>{t('from', { title: framework.title })}</Link>
            </p>
          )}
          <p className="q">{t('shown-how')}</p>
        </Row>
        <Note key={`${skill.id} ${skill.note}`} skill={skill} />
        <Linked id={skill.id} reasons={EVIDENCE} />
        <Row note="" wide>
          <Button look="bare" icon="delete" onPress={() => remove(deleteSkill(skill), '/act/skills', 'skill-deleted', { name })}>
            {t('delete')}
          </Button>
        </Row>
      </Sheet>
    </Page>
  );
};
