// What was said after a practice, by itself: the note, how it was, and what it has to do with other records.

import { Link } from 'wouter';
import { recordsOf } from '#core/snapshot.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { useCircles, type OpenCircle } from '#web/ui/circles.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { sharedOf } from './shared.ts';
import { forgetTold, toldOf } from './told.ts';
import { practiceHref, usePractices } from './use-practices.tsx';
import { practicesAt } from './use-shared.tsx';

/** A practice that lies in a circle, by its id. */
const inCircles = (circles: readonly OpenCircle[], id: string): { readonly name: string; readonly href: string } | null => {
  for (const circle of circles) {
    const record = recordsOf(circle.snapshot, 'practice').get(id);
    const shared = record && sharedOf(record, []);
    if (shared) return { name: shared.practice.name, href: `${practicesAt(circle)}/${id}` };
  }
  return null;
};

export const ToldPage = ({ params }: RoomPageProps) => {
  const t = useWords('practices');
  const locale = useLocale();
  const remove = useDelete('practices');
  const commons = usePractices();
  const circles = useCircles();
  const record = recordsOf(useSnapshot(), 'practised').get(params['id'] ?? '');
  const told = record && toldOf(record);
  const where = (
    <TextLink href="/act/practices" icon="back">
      {t('title')}
    </TextLink>
  );
  if (!told) return <NotHere where={where} />;
  const practice = commons.one(told.practice) ?? inCircles(circles, told.practice);
  const title = practice?.name ?? t('part.practice');
  return (
    <Page title={title} where={where}>
      <Sheet>
        <Row note={formatNear(told.when, momentNow().when, locale, 'long')} wide>
          <h1 dir="auto">{practice ? <Link href={'href' in practice ? practice.href : practiceHref(practice.id)}>{practice.name}</Link> : title}</h1>
          <p className="q">{t(told.how === null ? 'after.noted' : `after.${told.how}`)}</p>
        </Row>
        {told.note !== '' && (
          <Row note="">
            <p className="entry as-typed" dir="auto">
              {told.note}
            </p>
          </Row>
        )}
        <Row note="" wide>
          <Button look="bare" icon="delete" onPress={() => remove(forgetTold(told), '/act/practices', 'after.forgotten')}>
            {t('after.forget')}
          </Button>
        </Row>
        <Linked id={told.id} />
      </Sheet>
    </Page>
  );
};
