// Making a framework by hand, and changing one: a title, and its names as lines. What is typed is kept as it is typed.

import { useLocation } from 'wouter';
import type { Change } from '#core/change.ts';
import type { Result } from '#core/result.ts';
import { LinkButton, TextLink } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { Form } from '#web/ui/form.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { currentLanguage } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { MOST } from './model.ts';
import { changeFramework, makeFramework, typedOf, type FrameworkTyped } from './own-framework.ts';
import { frameworkHref, nowHere, useSkills } from './use-skills.tsx';

interface FrameworkFormProps {
  readonly place: string;
  readonly begins: FrameworkTyped;
  readonly back: string;
  /** Of the framework that is changed; null for a new one. */
  readonly id: string | null;
  readonly save: (typed: FrameworkTyped, id: string) => Result<Change[]>;
}

const FrameworkForm = ({ place, begins, back, id, save }: FrameworkFormProps) => {
  const t = useWords('skills');
  const desk = useDesk();
  const act = useAct('skills');
  const [, go] = useLocation();
  const { values, change, clear } = useFormValues(place, { title: begins.title, creator: begins.creator, licence: begins.licence, names: begins.names });
  return (
    <Form
      go={t('make.save')}
      onGo={async () => {
        const made = id ?? desk.newId();
        const done = await act(save(values, made), 'make.saved');
        if (done.ok) {
          clear();
          go(frameworkHref(made), { replace: true });
        }
        return done;
      }}
      beside={
        <LinkButton href={back} look="bare">
          {t('make.leave')}
        </LinkButton>
      }
    >
      <TextField label={t('make.name')} value={values.title} onChange={(title) => change({ title })} maxLength={MOST.title} />
      <TextArea label={t('make.names')} hint={t('make.names-hint')} placeholder={t('make.names-example')} value={values.names} onChange={(names) => change({ names })} />
      <details open={begins.creator !== '' || begins.licence !== ''}>
        <summary>{t('make.more')}</summary>
        <div className="stack">
          <TextField label={t('make.creator')} value={values.creator} onChange={(creator) => change({ creator })} maxLength={MOST.title} />
          <TextField label={t('make.licence')} hint={t('make.licence-hint')} value={values.licence} onChange={(licence) => change({ licence })} maxLength={MOST.title} />
        </div>
      </details>
    </Form>
  );
};

const EMPTY: FrameworkTyped = { title: '', creator: '', licence: '', names: '' };

const ToSkills = () => {
  const t = useWords('skills');
  return (
    <TextLink href="/act/skills" icon="back">
      {t('title')}
    </TextLink>
  );
};

export const NewFrameworkPage = () => {
  const t = useWords('skills');
  return (
    <Page title={t('make.title')} where={<ToSkills />}>
      <Sheet>
        <Title sub={t('make.about')}>{t('make.title')}</Title>
        <Row note="">
          <FrameworkForm place="framework new" begins={EMPTY} back="/act/skills" id={null} save={(typed, id) => makeFramework(typed, currentLanguage(), id, nowHere())} />
        </Row>
      </Sheet>
    </Page>
  );
};

export const ChangeFrameworkPage = ({ params }: RoomPageProps) => {
  const t = useWords('skills');
  const framework = useSkills().frameworks.find(({ id, isShipped }) => id === params['id'] && !isShipped);
  if (!framework) return <NotHere where={<ToSkills />} />;
  return (
    <Page title={t('make.change-title')} where={<ToSkills />}>
      <Sheet>
        <Title sub={t('make.change-about')}>{t('make.change-title')}</Title>
        <Row note="">
          <FrameworkForm
            key={framework.id}
            place={placeOf('framework', framework.id)}
            begins={typedOf(framework)}
            back={frameworkHref(framework.id)}
            id={framework.id}
            save={(typed) => changeFramework(framework, typed)}
          />
        </Row>
      </Sheet>
    </Page>
  );
};
