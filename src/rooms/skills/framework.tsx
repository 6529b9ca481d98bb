// A framework: its names in their order, each to be taken up; whose it is and under which licence; saved as a file.

import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { saveCaseFile } from '#web/ui/case-file.ts';
import { useFew } from '#web/ui/few.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { currentLanguage } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { deleteFramework, treeOf, type Framework } from './model.ts';
import { frameworkHref, skillHref, useSkills, useTakeUp } from './use-skills.tsx';

const Names = ({ framework }: { readonly framework: Framework }) => {
  const t = useWords('skills');
  const takeUp = useTakeUp();
  const { skills } = useSkills();
  const few = useFew(treeOf(framework.items), 120, (count) => t('show-all', { count }));
  const taken = new Map(skills.filter((skill) => skill.framework === framework.id).map((skill) => [skill.item, skill.id]));
  return (
    <Row note="" wide>
      <ul className="list sk-tree">
        {few.shown.map(({ item, depth, hasParts }) => {
          const mine = taken.get(item.id);
          return (
            <li key={item.id} className={hasParts ? 'between is-heading' : 'between'} style={{ '--depth': depth } as CSSProperties}>
              <span>
                {item.code !== '' && (
                  <>
                    <bdi className="q num">{item.code}</bdi>{' '}
                  </>
                )}
                <bdi>{item.name}</bdi>
              </span>
              {mine !== undefined ? (
                <Link href={skillHref(mine)} className="s">
                  {t('here')}
                </Link>
              ) : (
                !hasParts && (
                  <Button look="bare" aria-label={t('take-up-what', { name: item.name })} onPress={() => void takeUp({ name: item.name, framework: framework.id, item: item.id })}>
                    {t('take-up')}
                  </Button>
                )
              )}
            </li>
          );
        })}
      </ul>
      {few.more}
    </Row>
  );
};

export const FrameworkPage = ({ params }: RoomPageProps) => {
  const t = useWords('skills');
  const remove = useDelete('skills');
  const { frameworks } = useSkills();
  const framework = frameworks.find(({ id }) => id === params['id']);
  const where = (
    <TextLink href="/act/skills" icon="back">
      {t('title')}
    </TextLink>
  );
  if (!framework) return <NotHere where={where} />;
  const { title, creator, licence, isShipped, language } = framework;
  return (
    <Page title={title} where={where}>
      <Sheet>
        <Title>
          <span dir="auto">{title}</span>
        </Title>
        <Row note={t('credit')} wide>
          {creator !== '' && (
            <p className="s q" dir="auto">
              {creator}
            </p>
          )}
          <p className="s q">{licence !== '' ? t('licence', { licence }) : t(isShipped ? 'licence-none' : 'licence-own-none')}</p>
        </Row>
        <Names framework={framework} />
        <Row note="" wide>
          <div className="cluster">
            {(['1.1', '1.0'] as const).map((version) => (
              <Button key={version} look="bare" icon="download" onPress={() => void saveCaseFile({ ...framework, language: language || currentLanguage() }, version)}>
                {t('save', { version })}
              </Button>
            ))}
            {!isShipped && (
              <LinkButton look="bare" icon="edit" href={`${frameworkHref(framework.id)}/change`}>
                {t('make.change')}
              </LinkButton>
            )}
            {!isShipped && (
              <Button look="bare" icon="delete" onPress={() => remove(deleteFramework(framework), '/act/skills', 'framework-deleted')}>
                {t('framework-delete')}
              </Button>
            )}
          </div>
        </Row>
      </Sheet>
    </Page>
  );
};
