// Before a practice goes to a circle: which circle, who made it, and exactly what goes. One whose licence, or whose source's, forbids it stays
// here, and that is said.

import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { LinkButton, TextLink } from '#web/ui/button.tsx';
import { useActIn, useCircles } from '#web/ui/circles.ts';
import { TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { WhatGoes } from './known.tsx';
import { mayGive } from './licence.ts';
import { MOST, type Practice } from './model.ts';
import { ToList } from './practice.tsx';
import { asGiven, givenIn, isNamed, sharedIn, sharePractice } from './shared.ts';
import { nowHere, practiceHref, usePractices, type Commons } from './use-practices.tsx';
import { practicesAt } from './use-shared.tsx';

const Give = ({ practice, commons }: { readonly practice: Practice; readonly commons: Commons }) => {
  const t = useWords('practices');
  const desk = useDesk();
  const act = useActIn('practices');
  const inWords = useRefusal('practices');
  const [, go] = useLocation();
  const circles = useCircles().filter(({ standing, isOpening }) => standing === 'in' && !isOpening);
  const [chosen, setChosen] = useState<string | null>(circles.length === 1 ? circles[0]!.vault : null);
  const { values, change, clear } = useFormValues(placeOf('give', practice.id), { by: practice.by });
  const circle = circles.find(({ vault }) => vault === chosen);
  const there = circle && givenIn(sharedIn(circle.snapshot, commons.practices), practice);
  if (circles.length === 0)
    return (
      <Row note="" stack>
        <p>{t('give.no-circle')}</p>
        <div className="cluster">
          <LinkButton href="/circles/make">{t('give.make-circle')}</LinkButton>
          <LinkButton href="/join" look="bare">
            {t('give.join-circle')}
          </LinkButton>
        </div>
      </Row>
    );
  return (
    <>
      <Row note="" wide stack>
        <Form
          go={circle ? t('give.to', { circle: circle.name }) : t('give.go')}
          isReady={circle !== undefined && there === undefined}
          inWords={inWords}
          onGo={async () => {
            const made = sharePractice(practice, values.by, { me: circle!.me, id: desk.newId() }, nowHere());
            if (!made.ok) return made;
            const done = await act(circle!, made, 'give.done', { name: practice.name, circle: circle!.name });
            if (done.ok) {
              clear();
              go(`${practicesAt(circle!)}/${made.value[0]!.id}`, { replace: true });
            }
            return done;
          }}
          beside={
            <LinkButton href={practiceHref(practice.id)} look="bare">
              {t('own.back')}
            </LinkButton>
          }
        >
          <PickOne legend={t('give.which')} options={circles.map(({ vault, name }) => ({ value: vault, label: name }))} value={chosen} onChange={setChosen} />
          {!isNamed(practice) && <TextField label={t('own.by')} hint={t('give.by-hint')} value={values.by} onChange={(by) => change({ by })} maxLength={MOST.line} />}
          {there && circle && (
            <p role="status">
              {t('give.there')} <Link href={`${practicesAt(circle)}/${there.id}`}>{there.practice.name}</Link>
            </p>
          )}
        </Form>
      </Row>
      <WhatGoes practice={asGiven(practice, values.by)} note={t('give.goes')} />
    </>
  );
};

export const SharePage = ({ params }: RoomPageProps) => {
  const t = useWords('practices');
  const inWords = useRefusal('practices');
  const commons = usePractices();
  const practice = commons.one(params['id'] ?? '');
  if (!practice) return <NotHere where={<ToList />} />;
  const may = mayGive(practice);
  const title = t('give.title', { name: practice.name });
  return (
    <Page
      title={title}
      where={
        <TextLink href={practiceHref(practice.id)} icon="back">
          <span className="one-line" dir="auto">
            {practice.name}
          </span>
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={t('give.about')}>{title}</Title>
        {may.ok ? (
          <Give practice={practice} commons={commons} />
        ) : (
          <Row note="" stack>
            <p className="note" role="alert">
              {inWords(may.error)}
            </p>
            {!practice.isStarter && (
              <LinkButton href={`${practiceHref(practice.id)}/change`} icon="edit">
                {t('own.change')}
              </LinkButton>
            )}
          </Row>
        )}
      </Sheet>
    </Page>
  );
};
