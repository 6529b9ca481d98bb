// `kith account show`: everything that the host stores about the account, each thing with its bytes, and what of it can be read there.

import type { AccountParts } from '#adapters/account-parts.ts';
import { readLabel } from '#adapters/account-parts.ts';
import type { DeviceAccount } from '#crypto/device-account.ts';
import type { AccountView } from '#sync/account-protocol.ts';
import type { Context } from './context.ts';
import type { Args } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';

const bytesOf64 = (text: string): number => Math.floor((text.replace(/=+$/, '').length * 3) / 4);

export const sayView = async (view: AccountView, account: DeviceAccount, key: Uint8Array, parts: AccountParts, args: Args, context: Context): Promise<void> => {
  const { terminal } = context;
  const nameOf = ({ id, label }: AccountView['devices'][number]): string => readLabel(parts.sodium, key, account.account, id, label);
  if (args.has('json')) {
    const devices = view.devices.map(({ id, label, created, seen, signedIn }) => ({
      id,
      name: nameOf({ id, label, created, seen, signedIn }),
      nameBytes: bytesOf64(label),
      created: new Date(created).toISOString(),
      seen: new Date(seen).toISOString(),
      signedIn,
    }));
    const { name, created, keys, vaults, inbox, pages, bytes } = view;
    return terminal.say(toJsonLine({ host: account.host, account: view.account, name, created: new Date(created).toISOString(), keys, devices, vaults, inbox, pages, bytes }));
  }
  const words = await context.words();
  const day = (ms: number): string => new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(ms));
  const lines = [
    words('show.host', { host: account.host }),
    words('show.readable'),
    `  ${words('show.name', { name: view.name })}`,
    `  ${words('show.created', { when: day(view.created) })}`,
    ...view.devices.map((device) => `  ${words('show.device', { id: device.id, created: day(device.created), seen: day(device.seen) })}`),
    ...view.vaults.map(({ log, logBytes }) => `  ${words('show.log', { log, bytes: logBytes })}`),
    words('show.sealed'),
    `  ${words('show.password', { bytes: view.keys.password })}`,
    `  ${words('show.recovery', { bytes: view.keys.recovery })}`,
    `  ${words('show.bundle', { bytes: view.keys.bundle })}`,
    ...view.devices.map((device) => `  ${words('show.label', { name: nameOf(device) || '?', id: device.id, bytes: bytesOf64(device.label) })}`),
    ...view.vaults.flatMap(({ personal, rows, rowBytes, blobs, blobBytes, members }) => [
      `  ${words(personal ? 'show.rows' : 'show.circle-rows', { rows, bytes: rowBytes, members })}`,
      `  ${words('show.blobs', { blobs, bytes: blobBytes })}`,
    ]),
    `  ${words('show.inbox', { items: view.inbox.items, bytes: view.inbox.bytes })}`,
    `  ${words('show.pages', { items: view.pages.items, bytes: view.pages.bytes })}`,
    `  ${words('show.welcomes', { items: view.welcomes.items, bytes: view.welcomes.bytes })}`,
    ...(view.news.items === 0 ? [] : [`  ${words('show.news', { items: view.news.items, bytes: view.news.bytes })}`]),
    words('show.all', { bytes: view.bytes }),
  ];
  terminal.say(harmless(lines.join('\n')));
};
