// The shell: the places, the pen, the lock line, and the page between them. What a page is comes from the rooms; whether
// there is anything to show comes from the desk. Words, vault and pages load beside each other; each shows its own shape.

import { Fragment, lazy, Suspense, useState } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { Arrival } from '#web/arrival.tsx';
import { Unbroken } from '#web/broken.tsx';
import { Opening, Welcome } from '#web/pages/welcome.tsx';
import { helpHref, homeHref, places, rooms, roomsIn, routes, searchHref, writeHref, type OpenPlace } from '#web/rooms.ts';
import { Icon } from '#web/ui/icon.tsx';
import { useKeys } from '#web/ui/keys.tsx';
import { LockLine, useWhere } from '#web/ui/page.tsx';
import type { Room } from '#web/ui/room.ts';
import { Progress } from '#web/ui/progress.tsx';
import { Loading, Row, Sheet } from '#web/ui/sheet.tsx';
import { Toasts } from '#web/ui/toast.tsx';
import { Watchers } from '#web/watchers.tsx';
import { UndoOffers } from '#web/undo-offers.tsx';
import { useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';

const Who = lazy(async () => ({ default: (await import('#web/pages/who.tsx')).Who }));
const Settings = lazy(async () => ({ default: (await import('#web/pages/settings.tsx')).Settings }));
const Account = lazy(async () => ({ default: (await import('#web/pages/account.tsx')).Account }));
const SignIn = lazy(async () => ({ default: (await import('#web/pages/sign-in.tsx')).SignIn }));
const Pair = lazy(async () => ({ default: (await import('#web/pages/pair.tsx')).Pair }));
const HostNotices = lazy(async () => ({ default: (await import('#web/ui/host-line.tsx')).HostNotices }));
const Open = lazy(async () => ({ default: (await import('#web/pages/open.tsx')).Open }));
const BringIn = lazy(async () => ({ default: (await import('#web/pages/bring-in.tsx')).BringIn }));
const TakeOut = lazy(async () => ({ default: (await import('#web/pages/take-out.tsx')).TakeOut }));
const Lost = lazy(async () => ({ default: (await import('#web/pages/lost.tsx')).Lost }));
const PlacePage = lazy(async () => ({ default: (await import('#web/pages/place.tsx')).PlacePage }));
const Unlock = lazy(async () => ({ default: (await import('#web/pages/unlock.tsx')).Unlock }));
const Failed = lazy(async () => ({ default: (await import('#web/pages/unlock.tsx')).Failed }));
const Palette = lazy(async () => ({ default: (await import('#web/palette.tsx')).Palette }));
const KeysDialog = lazy(async () => ({ default: (await import('#web/keys-dialog.tsx')).KeysDialog }));

export interface AppProps {
  /** Makes the person's own vault and goes to the first page to write on. */
  readonly onStart: () => Promise<void>;
  /** Opens the sample vault, made and filled the first time. */
  readonly onSample: (onProgress: (done: number, total: number) => void) => Promise<void>;
  /** Makes the vault and goes to the import page. */
  readonly onBring: () => Promise<void>;
  readonly onLeaveSample: () => Promise<void>;
}

interface Filling {
  readonly done: number;
  readonly of: number | null;
}

export const App = (props: AppProps) => {
  const t = useWords();
  const { phase, sample, notices } = useDeskState();
  const [path, go] = useLocation();
  const [filling, setFilling] = useState<Filling | null>(null);
  const [floats, setFloats] = useState<'palette' | 'keys' | null>(null);
  const isOpen = phase === 'open' && filling === null;
  const bare = !isOpen && path !== '/who' && path !== '/settings' && path !== helpHref;

  const lookAround = async (): Promise<void> => {
    setFilling({ done: 0, of: null });
    await props.onSample((done, of) => setFilling({ done, of })).finally(() => setFilling(null));
  };

  useKeys([
    { keys: 'mod+k', label: t('keys.palette'), run: () => setFloats(floats === 'palette' ? null : 'palette') },
    { keys: '?', label: t('keys.help'), run: () => setFloats('keys') },
    ...(isOpen && writeHref !== null ? [{ keys: 'c', label: t('keys.write'), run: () => go(writeHref ?? '/') }] : []),
    ...(isOpen && searchHref !== null ? [{ keys: '/', label: t('keys.search'), run: () => go(searchHref ?? '/') }] : []),
    ...(isOpen ? places.map(({ place, key, href }) => ({ keys: `g ${key}`, label: t('keys.go', { place: t(`place.${place}`) }), run: () => go(href) })) : []),
    { keys: 'g s', label: t('keys.go', { place: t('settings') }), run: () => go('/settings') },
  ]);

  return (
    <>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('skip')}
      </a>
      <div className={bare ? 'app bare' : 'app'}>
        {!bare && <Rail isOpen={isOpen} onFind={() => setFloats('palette')} />}
        <div className="desk">
          <Top />
          <main id="main" tabIndex={-1}>
            {sample && isOpen && (
              <p className="sample-note s">
                <span>{t('sample.note')}</span>{' '}
                <button type="button" className="btn bare" onClick={() => void props.onLeaveSample()}>
                  {t('sample.leave')}
                </button>
              </p>
            )}
            {isOpen && notices.length > 0 && (
              <Suspense fallback={null}>
                <HostNotices />
              </Suspense>
            )}
            <Unbroken at={path}>
              <Suspense fallback={<Loading label={t('loading')} />}>
                {filling === null ? (
                  <Pages {...props} onSample={lookAround} />
                ) : (
                  <Sheet>
                    <Row note="">
                      <Progress label={t('welcome.sample-opening')} done={filling.done} of={filling.of} />
                    </Row>
                  </Sheet>
                )}
              </Suspense>
            </Unbroken>
          </main>
        </div>
        {!bare && isOpen && writeHref !== null && <Pen href={writeHref} />}
      </div>
      <Arrival />
      <UndoOffers />
      <Watchers />
      <Toasts />
      <Suspense fallback={null}>
        {floats === 'palette' && <Palette onClose={() => setFloats(null)} onKeys={() => setFloats('keys')} onLeaveSample={() => void props.onLeaveSample()} />}
        {floats === 'keys' && <KeysDialog onClose={() => setFloats(null)} />}
      </Suspense>
    </>
  );
};

/** The same, with progress already seen to. */
type PagesProps = Omit<AppProps, 'onSample'> & { readonly onSample: () => Promise<void> };

const Pages = (props: PagesProps) => {
  const { phase, sample } = useDeskState();
  return (
    <Switch>
      <Route path="/who">
        <Who />
      </Route>
      <Route path="/settings">
        <Settings />
      </Route>
      <Route path="/open">
        <Open />
      </Route>
      {phase === 'absent' && (
        <Route path="/sign-in">
          <SignIn />
        </Route>
      )}
      {phase === 'open' && !sample && (
        <Route path="/account">
          <Account />
        </Route>
      )}
      {phase === 'open' && !sample && (
        <Route path="/account/sign-in">
          <SignIn />
        </Route>
      )}
      {phase === 'open' && !sample && (
        <Route path="/pair">
          <Pair />
        </Route>
      )}
      {phase === 'open' && (
        <Route path="/bring-in">
          <BringIn />
        </Route>
      )}
      {phase === 'open' && (
        <Route path="/take-out">
          <TakeOut />
        </Route>
      )}
      {phase === 'open' &&
        places
          .filter(({ place, href }) => href === `/${place}` && roomsIn(place).length > 0)
          .map(({ place, href }) => (
            <Route key={href} path={href}>
              <PlacePage place={place} />
            </Route>
          ))}
      {routes
        .filter(({ isAlways, isEarly }) => isAlways || phase === 'open' || (isEarly && phase === 'absent'))
        .map(({ path, View }) => (
          <Route key={path} path={path}>
            {(params) => <View params={params as Readonly<Record<string, string>>} />}
          </Route>
        ))}
      <Route>
        <Unrouted {...props} />
      </Route>
    </Switch>
  );
};

/** What stands where no room's page does: first visit, lock, opening, a fault, the first place, or no such page. */
const Unrouted = (props: PagesProps) => {
  const { phase } = useDeskState();
  const [path] = useLocation();
  if (phase === 'starting' || phase === 'opening') return <Opening />;
  if (phase === 'absent') return path === '/' ? <Welcome {...props} /> : <Redirect to="/" replace />;
  if (phase === 'locked') return <Unlock />;
  if (phase === 'failed') return <Failed />;
  // Signed in on a first visit: the page on which one did so is over.
  return path === '/' || path === '/sign-in' ? <Redirect to={homeHref} replace /> : <Lost />;
};

const Top = () => {
  const where = useWhere();
  const t = useWords();
  const [path] = useLocation();
  return (
    <header className="top">
      <p className="where num">{where ?? <span className="vh">Kith</span>}</p>
      <LockLine />
      {places.length > 3 && (
        <span className="you">
          {helpHref !== null && (
            <Link href={helpHref} aria-label={t('person')} title={t('person')} aria-current={path === helpHref ? 'page' : undefined}>
              <Icon name="call" />
              <span>{t('person')}</span>
            </Link>
          )}
          <Link href="/settings" aria-label={t('settings')} title={t('settings')}>
            <Icon name="settings" />
          </Link>
        </span>
      )}
    </header>
  );
};

const isAt = (path: string, href: string): boolean => path === href || path.startsWith(`${href}/`);

const PlaceLink = ({ place: { place, icon, href } }: { readonly place: OpenPlace }) => {
  const t = useWords();
  const [path] = useLocation();
  return (
    <li>
      <Link href={href} aria-current={isAt(path, href) ? 'page' : undefined}>
        <Icon name={icon} />
        <span>{t(`place.${place}`)}</span>
      </Link>
    </li>
  );
};

/** The pages of the place one is in, below its name: only where the rail is wide; elsewhere Find lists them. */
const PlacePages = ({ place }: { readonly place: OpenPlace['place'] }) => {
  const [path] = useLocation();
  const listed = roomsIn(place);
  const here = listed.length > 0 ? listed : rooms.filter((room) => room.place === place && pagesInRail(room).length > 0);
  return (
    <>
      {place === 'circles' && <CircleLinks path={path} />}
      {here.length > 0 && (
        <li className="inside">
          <ul>
            {here.map((room) => (
              <RoomPages key={room.name} room={room} path={path} />
            ))}
          </ul>
        </li>
      )}
    </>
  );
};

/** The circles that one is in. */
const CircleLinks = ({ path }: { readonly path: string }) => {
  const { circles } = useDeskState();
  const here = circles.filter(({ standing, name }) => standing === 'in' && name !== '');
  return here.length === 0 ? null : (
    <li className="inside">
      <ul>
        {here.map(({ vault, name }) => (
          <li key={vault}>
            <Link href={`/circles/${vault}`} aria-current={path.startsWith(`/circles/${vault}`) ? 'page' : undefined}>
              <span className="one-line" dir="auto">
                {name}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </li>
  );
};

/** Those that no other button of the rail leads to. */
const pagesInRail = (room: Room): readonly { readonly word: string; readonly href: string }[] =>
  room.inPlace ? [{ word: 'title', href: room.href }] : (room.links ?? []).filter(({ href }) => href !== room.href && href !== room.write && href !== room.search);

const RoomPages = ({ room, path }: { readonly room: Room; readonly path: string }) => {
  const t = useWords(room.name);
  return pagesInRail(room).map(({ word, href }) => (
    <li key={href}>
      <Link href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
        {t(word)}
      </Link>
    </li>
  ));
};

/**
 * A rail on wide screens, a bar with labels on narrow ones. While there are few places the bar also holds Find and
 * Settings, so that it is a bar and not one lonely word; later these move to the top of the page.
 */
const Rail = ({ isOpen, onFind }: { readonly isOpen: boolean; readonly onFind: () => void }) => {
  const t = useWords();
  const [path] = useLocation();
  const few = places.length <= 3;
  return (
    <nav className="places" aria-label={t('places')}>
      <Link className="mark" href="/">
        Kith
      </Link>
      <ul>
        {isOpen &&
          places.map((place) => (
            <Fragment key={place.place}>
              <PlaceLink place={place} />
              {path.startsWith(place.href) && <PlacePages place={place.place} />}
            </Fragment>
          ))}
        {!isOpen && (
          <li className="narrow">
            <Link href="/">
              <Icon name="now" />
              <span>Kith</span>
            </Link>
          </li>
        )}
        {few && isOpen && (
          <li className="narrow">
            <button type="button" aria-keyshortcuts="Control+K" onClick={onFind}>
              <Icon name="search" />
              <span>{t('find')}</span>
            </button>
          </li>
        )}
        {few && (
          <li className="narrow">
            <Link href="/settings" aria-current={path === '/settings' ? 'page' : undefined}>
              <Icon name="settings" />
              <span>{t('settings')}</span>
            </Link>
          </li>
        )}
      </ul>
      <div className="foot">
        {isOpen && writeHref !== null && <Pen href={writeHref} inRail />}
        {isOpen && (
          <button type="button" className="side" aria-label={t('palette.open')} title={t('palette.open')} aria-keyshortcuts="Control+K" onClick={onFind}>
            <Icon name="search" />
            <span>{t('find')}</span>
          </button>
        )}
        {helpHref !== null && (
          <Link href={helpHref} className="side" title={t('person')} aria-current={path === helpHref ? 'page' : undefined}>
            <Icon name="call" />
            <span>{t('person')}</span>
          </Link>
        )}
        <Link href="/settings" className="side" title={t('settings')} aria-current={path === '/settings' ? 'page' : undefined}>
          <Icon name="settings" />
          <span>{t('settings')}</span>
        </Link>
      </div>
    </nav>
  );
};

const Pen = ({ href, inRail = false }: { readonly href: string; readonly inRail?: boolean }) => {
  const t = useWords();
  const [path] = useLocation();
  if ((path === href || path === helpHref || path.endsWith('/edit')) && !inRail) return null;
  const link = (
    <Link className="write" href={href} aria-keyshortcuts="c">
      <Icon name="write" />
      <span>{t('write')}</span>
      {inRail && <kbd aria-hidden="true">c</kbd>}
    </Link>
  );
  return inRail ? (
    link
  ) : (
    <aside className="pen" aria-label={t('write')}>
      {link}
    </aside>
  );
};
