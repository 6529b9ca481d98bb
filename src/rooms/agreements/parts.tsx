// What the pages of mission and agreements share: how it stands in a circle, who does what is done, and how a proposal is shown.

import type { ReactNode } from 'react';
import type { Change } from '#core/change.ts';
import type { Result } from '#core/result.ts';
import { recordsOf } from '#core/snapshot.ts';
import type { Committed } from '#core/vault.ts';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { useNamesText } from '#web/ui/circle-words.ts';
import { momentNow } from '#web/ui/time.ts';
import { useDesk, type Desk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { KINDS, standing, type Here, type Now, type Proposal, type Round, type Standing } from './model.ts';

export const nowHere = (): Now => {
  const { when, instant } = momentNow();
  return { day: when.slice(0, 10), instant };
};

const hereOf = (desk: Desk, { me, members }: OpenCircle): Here => ({ me, members, now: nowHere(), newId: desk.newId });

export const stateOf = (circle: OpenCircle): Standing =>
  standing(
    KINDS.flatMap((kind) => [...recordsOf(circle.snapshot, kind).values()]),
    circle.members,
    nowHere(),
  );

/** One may write here: not after one left, nor while the circle is at rest. */
export const canWrite = ({ standing: is }: OpenCircle): boolean => is === 'in';

/** Does what a command asks for, says what was done, and offers to undo it. */
export const useDo = (circle: OpenCircle): ((command: (here: Here) => Result<Change[]>, done: string) => Promise<Result<Committed>>) => {
  const desk = useDesk();
  const act = useActIn('agreements');
  return (command, done) => act(circle, command(hereOf(desk, circle)), done);
};

/** An agreement as a sentence in two lines, the second led in by Kith. */
export const Sentence = ({
  proposal: { words, evenWhen },
  className = 'said-l',
  children,
}: {
  readonly proposal: Proposal;
  readonly className?: string;
  readonly children?: ReactNode;
}) => {
  const t = useWords('agreements');
  return (
    <p className={className} dir="auto">
      {children ?? words}
      {evenWhen !== '' && (
        <span className="line">
          <span className="lead-in">{t('even-when')}</span> <bdi>{evenWhen}</bdi>
        </span>
      )}
    </p>
  );
};

/** "Waits for Ana and Ben"; "Ben objects"; '' where it is over. */
export const RoundLine = ({ circle, round }: { readonly circle: OpenCircle; readonly round: Round }) => {
  const t = useWords('agreements');
  const namesOf = useNamesText(circle);
  const { is, objects, silent, couldStand } = round;
  if (is !== 'open') return t(`round.is-${is}`);
  if (couldStand) return t('round.could-stand');
  return (
    <>
      {objects.length > 0 && `${t('round.objects', { names: namesOf(objects) })} `}
      {silent.length > 0 && t('round.silent', { names: namesOf(silent) })}
    </>
  );
};

export const roundHref = ({ vault }: Pick<OpenCircle, 'vault'>, { id }: Pick<Round, 'id'>): string => `/circles/${vault}/agreements/round/${id}`;
export const agreementHref = ({ vault }: Pick<OpenCircle, 'vault'>, id: string): string => `/circles/${vault}/agreements/a/${id}`;
