// Who is in a circle, in which role, since when; and what can be done with somebody: numbers compared, a role given, sent away. What
// cannot be taken back is said before it is done.

import { useState } from 'react';
import { useDay } from '#web/ui/circle-words.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import type { CircleMember, OpenCircle } from '#web/ui/circles.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Menu, type MenuAction } from '#web/ui/menu.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { say } from '#web/ui/toast.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';
import { Form } from './form.tsx';
import { circleTitle, shownName } from './people.tsx';
import { SafetyNumber } from './safety.tsx';
import { sinceIn } from './since.ts';

type Asked = { readonly does: 'remove' | 'safety'; readonly member: CircleMember };

const Remove = ({ circle, member, onClose }: { readonly circle: OpenCircle; readonly member: CircleMember; readonly onClose: () => void }) => {
  const t = useWords('circles');
  const desk = useDesk();
  const [name, of] = [shownName(t, member), circleTitle(t, circle)];
  return (
    <Dialog title={t('remove.title', { name })} onClose={onClose}>
      <Form
        go={t('remove.go', { name })}
        look="warm"
        onGo={async () => {
          const done = await desk.calls.removeFromCircle(circle.vault, [member.id]);
          if (!done.ok) return done;
          say(() => word('remove.done', { name, circle: of }, 'circles'));
          onClose();
          return done;
        }}
        beside={
          <Button look="bare" onPress={onClose}>
            {t('keep')}
          </Button>
        }
      >
        <ul className="plain-list">
          <li>{t('remove.keeps')}</li>
          <li>{t('remove.stops')}</li>
          <li>{t('remove.links')}</li>
          <li>{t('remove.told')}</li>
        </ul>
      </Form>
    </Dialog>
  );
};

const Member = ({
  circle,
  member,
  isLeading,
  since,
  onAsk,
}: {
  readonly circle: OpenCircle;
  readonly member: CircleMember;
  readonly isLeading: boolean;
  /** Instant; '' where it is not known. */
  readonly since: string;
  readonly onAsk: (asked: Asked) => void;
}) => {
  const t = useWords('circles');
  const inWords = useRefusal('circles');
  const desk = useDesk();
  const day = useDay();
  const { id, role, isMe } = member;
  const name = shownName(t, member);
  const other = role === 'facilitator' ? 'member' : 'facilitator';
  const setRole = async (to: 'facilitator' | 'member'): Promise<void> => {
    const done = await desk.calls.setRoleInCircle(circle.vault, id, to);
    if (!done.ok) return void say(() => inWords(done.error), { stays: true });
    // One who stepped back cannot lead again by themself.
    say(() => word(`role.${to}-done`, { name }, 'circles'), isMe ? {} : { undo: () => void desk.calls.setRoleInCircle(circle.vault, id, role) });
  };
  const isOnly = isMe && circle.members.filter((each) => each.role === 'facilitator').length === 1;
  const actions: (MenuAction | null)[] = [
    ...(isMe ? [] : [{ id: 'safety', label: t('safety.title'), icon: 'key', onAction: () => onAsk({ does: 'safety', member }) } satisfies MenuAction]),
    ...(isLeading && !isOnly && circle.standing === 'in'
      ? [{ id: 'role', label: t(isMe ? 'role.step-back' : `role.make-${other}`), icon: 'people', onAction: () => void setRole(other) } satisfies MenuAction]
      : []),
    ...(isLeading && !isMe && circle.standing === 'in'
      ? [null, { id: 'remove', label: t('remove.menu'), icon: 'close', warm: true, onAction: () => onAsk({ does: 'remove', member }) } satisfies MenuAction]
      : []),
  ];
  return (
    <Row as="li" note={day(since) === '' ? '' : t('members.since', { day: day(since) })} wide>
      <div className="member">
        <p>
          <b dir="auto">{name}</b> {isMe && <span className="q">{t('members.me')}</span>}
          {member.name === '' && <span className="q s"> {id.slice(0, 6)}</span>}
          <span className="s q line">{t(`role.${role}`)}</span>
        </p>
        {actions.length > 0 && <Menu label={t('members.do', { name })} actions={actions} />}
      </div>
    </Row>
  );
};

const Members = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const [asked, setAsked] = useState<Asked | null>(null);
  const { members, standing, vault } = circle;
  const isLeading = members.some(({ isMe, role }) => isMe && role === 'facilitator');
  const since = sinceIn(members, momentNow().instant);
  const close = (): void => setAsked(null);
  return (
    <Page title={t('members.title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title note={t('count', { count: members.length })} sub={t('members.about')}>
          {t('members.title')}
        </Title>
        {standing !== 'in' && standing !== 'resting' && (
          <Row note="">
            <p className="note">{t('members.until')}</p>
          </Row>
        )}
        <ul className="ruled circle-list">
          {members.map((member) => (
            <Member key={member.id} circle={circle} member={member} isLeading={isLeading} since={since.get(member.id) ?? ''} onAsk={setAsked} />
          ))}
        </ul>
        {standing === 'in' && (
          <Row note="" stack>
            {isLeading ? (
              <LinkButton look="go" icon="add" href={`/circles/${vault}/invite`}>
                {t('invite.title')}
              </LinkButton>
            ) : (
              <p className="s q">{t('members.lead')}</p>
            )}
          </Row>
        )}
      </Sheet>
      {asked?.does === 'remove' && <Remove circle={circle} member={asked.member} onClose={close} />}
      {asked?.does === 'safety' && <SafetyNumber circle={circle} member={asked.member} onClose={close} />}
    </Page>
  );
};

export const MembersPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Members circle={circle} />}</InCircle>;
