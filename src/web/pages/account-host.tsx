// What the host has of this account, byte by byte, as the host itself tells it: what it can read, and what it holds sealed.
// Invariant: the bytes of the rows add up to the sum that the host gives.

import { useEffect, useState, type CSSProperties } from 'react';
import type { Refusal } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import type { AccountView } from '#sync/account-protocol.ts';
import { TextLink } from '#web/ui/button.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords, type Words } from '#web/ui/words.ts';
import { rooms } from '#web/rooms.ts';

interface Held {
  readonly what: string;
  readonly reads: string;
  readonly isSealed: boolean;
  readonly bytes: number;
  readonly why: string;
}

const sumOf = (held: readonly Held[], isSealed: boolean): number => held.filter((each) => each.isSealed === isSealed).reduce((sum, { bytes }) => sum + bytes, 0);

export const AccountHost = () => {
  const t = useWords('web.account');
  const inWords = useRefusal('web.account');
  const locale = useLocale();
  const desk = useDesk();
  const [view, setView] = useState<AccountView | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    let wanted = true;
    void desk.calls.accountView().then((found) => {
      if (!wanted) return;
      if (found.ok) setView(found.value);
      setRefusal(found.ok ? null : found.error);
    });
    return () => {
      wanted = false;
    };
  }, [desk]);
  const held = view ? heldOf(view, t) : [];
  const number = new Intl.NumberFormat(locale);
  const can = sumOf(held, false);
  const all = Math.max(1, view?.bytes ?? 1);
  const one = rooms.find(({ atHost }) => atHost !== undefined)?.atHost;
  return (
    <Row note={view ? t('host.bytes', { count: view.bytes }) : ''} as="section" labelledBy="account-host" wide stack>
      <h2 id="account-host">{t('host.title')}</h2>
      {refusal && <p className="q">{inWords(refusal)}</p>}
      {view && (
        <>
          <p>{t('host.all')}</p>
          <dl className="shares num">
            <div>
              <dt>{t('host.can')}</dt>
              <dd>
                <span className="share" style={{ '--v': `${Math.max(0.4, (100 * can) / all)}%` } as CSSProperties} aria-hidden="true">
                  <i className="on" />
                </span>
                <span>{t('host.bytes', { count: can })}</span>
              </dd>
            </div>
            <div>
              <dt>{t('host.cannot')}</dt>
              <dd>
                <span className="share hatched" aria-hidden="true" />
                <span>{t('host.bytes', { count: view.bytes - can })}</span>
              </dd>
            </div>
          </dl>
          <table className="fold host">
            <caption className="vh">{t('host.caption', { name: view.name })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('host.what')}</th>
                <th scope="col">{t('host.can')}</th>
                <th scope="col" className="tr">
                  {t('host.size')}
                </th>
                <th scope="col">{t('host.for')}</th>
              </tr>
            </thead>
            <tbody>
              {held.map(({ what, reads, isSealed, bytes, why }) => (
                <tr key={what}>
                  <th scope="row">{what}</th>
                  <td className={isSealed ? 'hatched' : undefined}>
                    <span dir="auto">{reads}</span>
                  </td>
                  <td className="tr num">{number.format(bytes)}</td>
                  <td>{why}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {one !== undefined && (
            <p>
              <TextLink href={one}>{t('host.one')}</TextLink>
            </p>
          )}
          <div className="note">
            <p>
              <b>{t('host.stop')}</b> {t('host.stop-about')} <TextLink href="/who">{t('host.stop-more')}</TextLink>
            </p>
          </div>
        </>
      )}
    </Row>
  );
};

const heldOf = (view: AccountView, t: Words): readonly Held[] => {
  const { name, devices, keys, inbox, pages, welcomes, news, bytes } = view;
  const own = view.vaults.filter(({ personal }) => personal);
  const circles = view.vaults.filter(({ personal }) => !personal);
  const sum = (of: (vault: AccountView['vaults'][number]) => number, vaults = own): number => vaults.reduce((total, vault) => total + of(vault), 0);
  const labels = devices.reduce((total, { label }) => total + label.length, 0);
  const rest: readonly (Held | null)[] = [
    { what: t('host.password'), reads: t('host.password-reads'), isSealed: true, bytes: keys.password, why: t('host.password-for') },
    { what: t('host.code'), reads: t('host.code-reads'), isSealed: true, bytes: keys.recovery, why: t('host.code-for') },
    { what: t('host.bundle'), reads: t('host.sealed'), isSealed: true, bytes: keys.bundle, why: t('host.bundle-for') },
    { what: t('host.devices', { count: devices.length }), reads: t('host.devices-reads'), isSealed: true, bytes: labels, why: t('host.devices-for') },
    {
      what: t('host.records', { count: sum(({ rows }) => rows) }),
      reads: t('host.records-reads'),
      isSealed: true,
      bytes: sum(({ rowBytes }) => rowBytes),
      why: t('host.records-for'),
    },
    { what: t('host.log', { count: sum(({ log }) => log) }), reads: t('host.log-reads'), isSealed: false, bytes: sum(({ logBytes }) => logBytes), why: t('host.log-for') },
    sum(({ blobs }) => blobs) === 0
      ? null
      : {
          what: t('host.files', { count: sum(({ blobs }) => blobs) }),
          reads: t('host.files-reads'),
          isSealed: true,
          bytes: sum(({ blobBytes }) => blobBytes),
          why: t('host.files-for'),
        },
    circles.length === 0
      ? null
      : {
          what: t('host.circles', { count: circles.length }),
          reads: t('host.circles-reads'),
          isSealed: true,
          bytes: sum(({ rowBytes, logBytes, blobBytes }) => rowBytes + logBytes + blobBytes, circles),
          why: t('host.circles-for'),
        },
    inbox.items === 0 ? null : { what: t('host.inbox', { count: inbox.items }), reads: t('host.sealed'), isSealed: true, bytes: inbox.bytes, why: t('host.inbox-for') },
    pages.items === 0 ? null : { what: t('host.pages', { count: pages.items }), reads: t('host.sealed'), isSealed: true, bytes: pages.bytes, why: t('host.pages-for') },
    welcomes.items === 0
      ? null
      : { what: t('host.welcomes', { count: welcomes.items }), reads: t('host.sealed'), isSealed: true, bytes: welcomes.bytes, why: t('host.welcomes-for') },
    news.items === 0 ? null : { what: t('host.news', { count: news.items }), reads: t('host.news-reads'), isSealed: false, bytes: news.bytes, why: t('host.news-for') },
  ];
  const there = rest.filter((each) => each !== null);
  const named = { what: t('host.name'), reads: name, isSealed: false, bytes: textToBytes(name).length, why: t('host.name-for') };
  const others = there.reduce((total, each) => total + each.bytes, named.bytes);
  return [
    named,
    // What is left of the sum is the account's public key.
    { what: t('host.sign'), reads: t('host.sign-reads'), isSealed: false, bytes: Math.max(0, bytes - others), why: t('host.sign-for') },
    ...there,
    { what: t('host.address'), reads: t('host.address-reads'), isSealed: false, bytes: 0, why: t('host.address-for') },
  ];
};
