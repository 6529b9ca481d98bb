// Carries the empty message to a push service (RFC 8030): an address that a member of this host gave, and therefore nobody's to trust.
// Invariants: https to a name and to its own port; the address that the name has is looked at, and that one is connected to, so that
// nothing of the host's own network is ever asked; no redirect is followed; nothing of the answer is kept but its number.

import { Resolver } from 'node:dns/promises';
import { request } from 'node:https';
import { BlockList, isIP } from 'node:net';

/** The status of the answer, or 0 where none came. */
export type Carrier = (endpoint: string, headers: Readonly<Record<string, string>>) => Promise<number>;

export interface Place {
  readonly address: string;
  readonly port: number;
}
/** Where a name lies, public places alone; null where it has none. */
export type PlaceOf = (name: string) => Promise<Place | null>;

const MOST_LETTERS = 1000;
const PATIENCE = 10_000;
const HTTPS = 443;

const NOT_PUBLIC = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  NOT_PUBLIC.addSubnet(network, bits, 'ipv4');
// Of IPv6 only what is given out to the world, without what carries an IPv4 address inside.
const PUBLIC_6 = new BlockList();
PUBLIC_6.addSubnet('2000::', 3, 'ipv6');
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  NOT_PUBLIC.addSubnet(network, bits, 'ipv6');

export const isPublic = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !NOT_PUBLIC.check(address, 'ipv4');
  return family === 6 && PUBLIC_6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
};

/** Whether an address may be one of a push service: a name, https, its usual port. */
export const isEndpoint = (text: string): boolean => {
  if (text.length > MOST_LETTERS || !URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password, hash } = new URL(text);
  return protocol === 'https:' && port === '' && username === '' && password === '' && hash === '' && /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*[a-z0-9]$/.test(hostname);
};

/**
 * As the network names it; a name of which any address is not public is left alone. Not `lookup`: that keeps one of the platform's four
 * threads until it has an answer, and a few names that give none would hold up signatures and files of everybody.
 */
export const publicPlace: PlaceOf = async (name) => {
  const resolver = new Resolver({ timeout: PATIENCE / 4, tries: 1 });
  const [four, six] = await Promise.all([resolver.resolve4(name).catch(() => []), resolver.resolve6(name).catch(() => [])]);
  const all = [...four, ...six];
  return all.length > 0 && all.every(isPublic) ? { address: all[0]!, port: HTTPS } : null;
};

export const createCarrier =
  (placeOf: PlaceOf = publicPlace, { ca, patience = PATIENCE }: { readonly ca?: string; readonly patience?: number } = {}): Carrier =>
  async (endpoint, headers) => {
    if (!isEndpoint(endpoint)) return 0;
    const { hostname, host, pathname, search } = new URL(endpoint);
    const place = await placeOf(hostname).catch(() => null);
    if (!place) return 0;
    return new Promise<number>((done) => {
      const asked = request(
        {
          host: place.address,
          port: place.port,
          servername: hostname,
          method: 'POST',
          path: pathname + search,
          headers: { ...headers, host, 'content-length': '0' },
          agent: false,
          ...(ca === undefined ? {} : { ca }),
        },
        (answer) => {
          done(answer.statusCode ?? 0);
          answer.destroy();
        },
      );
      const timer = setTimeout(() => asked.destroy(), patience);
      asked.on('error', () => done(0));
      asked.on('close', () => {
        clearTimeout(timer);
        done(0);
      });
      asked.end();
    });
  };
