// One thing that was shared: its words, the terms beside them, remarks; for who shared it, other terms, whom to let in, taking it back.

import { useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { useDay } from '#web/ui/circle-words.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Markdown } from '#web/ui/markdown.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { handOf } from '#core/one-hand.ts';
import { ONLY_READ } from '#core/terms.ts';
import { firstPart } from './from-entry.ts';
import { cameLater, changeTerms, type Shared } from './model.ts';
import { QuoteButton } from './quote.tsx';
import { Remarks } from './remarks.tsx';
import { TermsCard, TermsLine } from './terms.tsx';
import { today, useDo, useNameOf, useNames, useShown } from './use-sharing.tsx';

export interface OneProps {
  readonly circle: OpenCircle;
  readonly one: Shared;
}

/** Before the line: "Dev shared, 16 November". */
export const SharedNote = ({ circle, one }: OneProps) => {
  const t = useWords('sharing');
  const nameOf = useNameOf(circle);
  const day = useDay();
  return (
    <>
      {one.by === circle.me ? t('who.shared-me') : t('who.shared', { name: nameOf(one.by) })}
      <span className="nl"> </span>
      {day(one.at)}
    </>
  );
};

const TermsDialog = ({ circle, one, onClose }: OneProps & { readonly onClose: () => void }) => {
  const t = useWords('sharing');
  const inWords = useRefusal('sharing');
  const act = useDo(circle);
  const [terms, setTerms] = useState(one.terms ?? ONLY_READ);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const save = async (): Promise<void> => {
    const could = changeTerms(one, terms, today());
    if (!could.ok) return setRefused(could.error);
    const { ok } = await act.changeTerms(one, terms);
    if (ok) onClose();
  };
  return (
    <Dialog
      title={t('card.title')}
      onClose={onClose}
      foot={
        <>
          <Button look="go" onPress={() => void save()}>
            {t('card.save')}
          </Button>
          <Button look="bare" onPress={onClose}>
            {t('leave-it')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="s q">{t('card.from-now')}</p>
        <TermsCard terms={terms} onChange={setTerms} refused={refused ? inWords(refused) : undefined} />
      </div>
    </Dialog>
  );
};

const Mine = ({ circle, one }: OneProps) => {
  const t = useWords('sharing');
  const nameOf = useNameOf(circle);
  const names = useNames();
  const { takeBack, openTo } = useDo(circle);
  const [isOpen, setOpen] = useState(false);
  const later = cameLater(
    one,
    circle.members.map(({ id }) => id),
  );
  return (
    <>
      {later.length > 0 && (
        <p className="s q">
          {t('later', { count: later.length, names: names(later.map(nameOf)) })}{' '}
          <Button look="bare" onPress={() => void openTo(one, later)}>
            {t('later.let', { count: later.length })}
          </Button>
        </p>
      )}
      <div className="cluster">
        <Button onPress={() => setOpen(true)}>{t('card.change')}</Button>
        <Button look="bare" onPress={() => void takeBack(one)}>
          {t('take-back')}
        </Button>
      </div>
      {isOpen && <TermsDialog circle={circle} one={one} onClose={() => setOpen(false)} />}
    </>
  );
};

/** The words with all that belongs to them; `isPart`: among other things, where a long text stands with its beginning. */
export const One = ({ circle, one, isPart = false }: OneProps & { readonly isPart?: boolean }) => {
  const t = useWords('sharing');
  const nameOf = useNameOf(circle);
  const isMine = one.by === circle.me;
  const shown = isPart ? firstPart(one.text) : one.text;
  return (
    <Row note={<SharedNote circle={circle} one={one} />} wide stack>
      <Markdown text={shown} under={isPart ? 2 : 1} />
      {shown !== one.text && (
        <p className="s">
          <TextLink href={`/circles/${circle.vault}/sharing/${one.id}`}>{t('one.all')}</TextLink>
        </p>
      )}
      <TermsLine terms={one.terms ?? ONLY_READ} whose={isMine ? t('terms.yours') : t('terms.of', { name: nameOf(one.by) })} />
      {isMine && circle.standing === 'in' ? <Mine circle={circle} one={one} /> : <QuoteButton circle={circle} of={one} />}
      <Remarks circle={circle} on={one} />
    </Row>
  );
};

const Gone = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('sharing');
  const nameOf = useNameOf(circle);
  const by = handOf(id);
  return <Title sub={by === circle.me ? t('gone.yours') : t('gone.about', { name: by === null ? t('somebody') : nameOf(by) })}>{t('gone')}</Title>;
};

const Found = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('sharing');
  const nameOf = useNameOf(circle);
  const one = useShown(circle).shared.find((each) => each.id === id);
  const title = one ? (one.by === circle.me ? t('one.yours') : t('one.of', { name: nameOf(one.by) })) : t('gone');
  return (
    <Page title={title} where={<ToCircle circle={circle} />}>
      <Sheet>
        {one ? (
          <>
            <h1 className="vh">{title}</h1>
            <One circle={circle} one={one} />
          </>
        ) : (
          <Gone circle={circle} id={id} />
        )}
        <Row note="">
          <p className="links s">
            <TextLink href={`/circles/${circle.vault}/sharing`}>{t('all')}</TextLink>
          </p>
        </Row>
      </Sheet>
    </Page>
  );
};

export const OnePage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Found circle={circle} id={params['id'] ?? ''} />}</InCircle>;
