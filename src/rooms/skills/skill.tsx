// One skill: what shows it, what was written looking back on it, what trains it. No level, no bar: what is linked and written is all there is.

import { Link } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { useFew } from '#web/ui/few.tsx';
import { TextField } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { Form } from '#web/ui/form.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { useRecords } from '#web/ui/records.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { usePracticesFor } from '#web/ui/trains.ts';
import { useWords } from '#web/ui/words.ts';
import { isOfShipped, MOST, nameOf, renameSkill, type Skill } from './model.ts';
import { deleteSkill } from './notes.ts';
import { LookingBack, useNotesOn } from './notes.tsx';
import { frameworkHref, nowHere, useSkills } from './use-skills.tsx';

/** What shows it first: evidence. */
const EVIDENCE = ['rests-on', 'about', 'comes-from'] as const;

const Rename = ({ skill }: { readonly skill: Skill }) => {
  const t = useWords('skills');
  const act = useAct('skills');
  const { values, change, clear } = useFormValues(placeOf('skill name', skill.id), { name: skill.name });
  return (
    <details>
      <summary>{t('rename')}</summary>
      <Form
        go={t('note-save')}
        look="plain"
        onGo={async () => {
          const done = await act(renameSkill(skill, values.name, nowHere()), 'saved');
          if (done.ok) clear();
          return done;
        }}
      >
        <TextField label={t('name')} value={values.name} onChange={(name) => change({ name })} maxLength={MOST.name} />
      </Form>
    </details>
  );
};

/** What trains it: of the library, and one's own. */
const Practices = ({ skill }: { readonly skill: Skill }) => {
  const t = useWords('skills');
  const practices = usePracticesFor(skill);
  const few = useFew(practices, 8, (count) => t('show-all', { count }));
  if (practices.length === 0) return null;
  return (
    <Row as="section" note={t('practices')} labelledBy="practices-h" wide stack>
      <h2 className="vh" id="practices-h">
        {t('practices')}
      </h2>
      <ul className="list">
        {few.shown.map(({ id, name, href, facts }) => (
          <li key={id} className="between">
            <Link href={href} dir="auto">
              {name}
            </Link>
            <span className="s q num">{facts}</span>
          </li>
        ))}
      </ul>
      {few.more}
    </Row>
  );
};

export const SkillPage = ({ params }: RoomPageProps) => {
  const t = useWords('skills');
  const remove = useDelete('skills');
  const records = useRecords();
  const { skills, frameworks } = useSkills();
  const skill = skills.find(({ id }) => id === params['id']);
  const notes = useNotesOn(skill);
  const where = (
    <TextLink href="/act/skills" icon="back">
      {t('title')}
    </TextLink>
  );
  if (!skill) return <NotHere where={where} />;
  const name = nameOf(skill, frameworks);
  const framework = frameworks.find(({ id }) => id === skill.framework);
  const looking = records.pointingTo(skill.id).filter(({ as }) => as === 'looks-back-at');
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
        <Linked id={skill.id} reasons={EVIDENCE} listed={new Set(looking.map(({ from }) => from.id))} />
        <LookingBack key={skill.id} skill={skill} others={looking.filter(({ from }) => from.kind !== 'skill-note')} />
        <Practices skill={skill} />
        <Row note="" wide stack>
          {!isOfShipped(skill) && <Rename key={`${skill.id} ${skill.name}`} skill={skill} />}
          <p>
            <Button look="bare" icon="delete" onPress={() => remove(deleteSkill(skill, notes), '/act/skills', 'skill-deleted', { name })}>
              {t('delete')}
            </Button>
          </p>
        </Row>
      </Sheet>
    </Page>
  );
};
