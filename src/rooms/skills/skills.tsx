// One's skills with how many records show each, one of one's own, the frameworks, and a file taken in.

import { useState } from 'react';
import { Link } from 'wouter';
import { linksIn } from '#core/links.ts';
import { recordById } from '#core/snapshot.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { readCaseFile, type ReadCase } from '#web/ui/case-file.ts';
import { useFew } from '#web/ui/few.tsx';
import { Files, TextField } from '#web/ui/field.tsx';
import { useFormValues } from '#web/ui/form-values.ts';
import { Form } from '#web/ui/form.tsx';
import { ToPlace } from '#web/ui/in-place.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { useRecords } from '#web/ui/records.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { frameworkHere, MOST, nameOf, takeInFramework, treeOf, type Framework } from './model.ts';
import { frameworkHref, nowHere, skillHref, useSkills, useTakeUp } from './use-skills.tsx';

const Mine = () => {
  const t = useWords('skills');
  const snapshot = useSnapshot();
  const { skills, frameworks } = useSkills();
  const few = useFew(skills, 30, (count) => t('show-all', { count }));
  const records = useRecords();
  const shows = (id: string): string => {
    const record = recordById(snapshot, 'skill', id);
    const pointing = records.pointingTo(id);
    const back = pointing.filter((each) => each.as === 'looks-back-at').length;
    const count = (record ? linksIn(record).length : 0) + pointing.length - back;
    return [count > 0 && t('shows', { count }), back > 0 && t('shows-back', { count: back })].filter(Boolean).join(' · ') || t('shows-none');
  };
  return (
    <section aria-labelledby="mine-h" className="sk-part">
      <PartTitle id="mine-h" title={t('mine')}>
        {skills.length === 0 && <p className="q">{t('none')}</p>}
      </PartTitle>
      <ul className="ruled">
        {few.shown.map((skill) => (
          <li key={skill.id} className="row">
            <p className="mg" />
            <div className="tx wide between">
              <Link href={skillHref(skill.id)} className="b" dir="auto">
                {nameOf(skill, frameworks)}
              </Link>
              <span className="s q num">{shows(skill.id)}</span>
            </div>
          </li>
        ))}
      </ul>
      {few.more && <Row note="">{few.more}</Row>}
    </section>
  );
};

const Own = () => {
  const t = useWords('skills');
  const takeUp = useTakeUp();
  const inWords = useRefusal('skills');
  const { values, change, clear } = useFormValues('skill new', { name: '' });
  return (
    <Row note={t('new')}>
      <Form
        go={t('add')}
        inWords={inWords}
        onGo={async () => {
          const done = await takeUp({ name: values.name });
          if (done.ok) clear();
          return done;
        }}
      >
        <TextField label={t('name')} value={values.name} onChange={(name) => change({ name })} maxLength={MOST.name} />
      </Form>
    </Row>
  );
};

const TakeIn = ({ frameworks }: { readonly frameworks: readonly Framework[] }) => {
  const t = useWords('skills');
  const desk = useDesk();
  const act = useAct('skills');
  const [read, setRead] = useState<ReadCase | 'reading' | null>(null);
  const found = read === null || read === 'reading' ? null : read;
  const framework = found?.framework ?? null;
  const isHere = framework !== null && frameworkHere(framework, frameworks) !== undefined;
  return (
    <Row note="" wide stack>
      <Files
        label={t('bring')}
        hint={t('bring-hint', { most: 20 })}
        accept=".json"
        onFiles={([file]) => {
          if (!file) return;
          setRead('reading');
          void readCaseFile(file).then(setRead);
        }}
      />
      <p role="status">{read === 'reading' ? t('bring-reads') : framework ? t('bring-found', { title: framework.title, count: framework.items.length }) : ''}</p>
      {framework &&
        (isHere ? (
          <p className="q">{t('bring-here')}</p>
        ) : (
          <Button onPress={() => void act(takeInFramework(framework, desk.newId(), nowHere()), 'bring-taken')}>{t('bring-take')}</Button>
        ))}
      {found && found.dropped.size > 0 && (
        <div>
          <p className="b">{t('bring-dropped')}</p>
          <ul className="s q">
            {[...found.dropped].map(([why, count]) => (
              <li key={why}>{t(`dropped.${why}`, { count, most: MOST.items })}</li>
            ))}
          </ul>
        </div>
      )}
    </Row>
  );
};

export const SkillsPage = () => {
  const t = useWords('skills');
  const { frameworks } = useSkills();
  return (
    <Page title={t('title')} where={<ToPlace place="act" />}>
      <Sheet>
        <Title sub={t('intro')}>{t('title')}</Title>
        <Mine />
        <Own />
        <section aria-labelledby="frameworks-h" className="sk-part">
          <PartTitle id="frameworks-h" title={t('frameworks')}>
            <p className="s q">{t('frameworks-about')}</p>
          </PartTitle>
          <ul className="ruled">
            {frameworks.map(({ id, title, items, isShipped }) => (
              <li key={id} className="row">
                <p className="mg num">{t('names-count', { count: treeOf(items).filter(({ hasParts }) => !hasParts).length })}</p>
                <div className="tx wide">
                  <Link href={frameworkHref(id)} className="b" dir="auto">
                    {title}
                  </Link>
                  {isShipped && <p className="s q">{t(`framework.${id}.about`)}</p>}
                </div>
              </li>
            ))}
          </ul>
          <Row note="" wide>
            <LinkButton look="bare" icon="add" href="/act/skills/framework/new">
              {t('make')}
            </LinkButton>
          </Row>
        </section>
        <TakeIn frameworks={frameworks} />
      </Sheet>
    </Page>
  );
};
