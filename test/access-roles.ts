// Every route of the host tried as everybody who has no business there: nobody, another account, a removed member, a device
// that was signed out, a token that is expired, replayed, cut or made up. The routes are read off the host's own table, so none
// is forgotten. `npm run access -- --attempts N` tries many; the contracts try some of each.

import { randomBytes } from 'node:crypto';
import { newId } from '#core/ids.ts';
import { removeMembers } from '#crypto/membership-deeds.ts';
import { routesOf } from '#server/api.ts';
import type { Route } from '#server/call.ts';
import { isInboxPage } from '#sync/account-protocol.ts';
import { ask, doing, newCircle, newDevice, newPerson, opOf, postEntry, pullFrom, pushOf, pushTo, random, signIn, type Person, type TestHost } from './contracts/host-people.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export interface Scene {
  readonly host: TestHost;
  readonly owner: Person;
  readonly circle: { readonly vault: string };
  readonly address: string;
  /** A token for each who may not; null for none at all. */
  readonly roles: Readonly<Record<string, () => string | null>>;
}

/** A personal vault and a circle with something in each, and those who are not in them. */
export const setScene = async (host: TestHost): Promise<Scene> => {
  const { base } = host;
  const [owner, other, removed, thief] = [await newPerson(base), await newPerson(base), await newPerson(base), await newPerson(base)];
  const circle = await newCircle(base, owner, [removed]);
  await pushTo(base, owner, owner, [opOf(owner)]);
  await pushTo(base, owner, circle, [opOf(owner, {}, circle)]);
  const chunk = random(100);
  const { createHash } = await import('node:crypto');
  const address = createHash('sha256').update(chunk).digest('hex');
  await ask(base, 'PUT', `/vaults/${owner.vault}/blobs/${address}`, { token: owner.token, body: chunk });
  const gone = removeMembers(doing(owner.account), circle.log, [removed.account.id], circle.key);
  if (!gone.ok) throw new Error(gone.error.code);
  await postEntry(base, owner.token, circle.vault, gone.value.entry);
  // A device of the owner's that was signed out, and one that signed itself out: its token is replayed.
  const lost = newDevice();
  const lostToken = (await signIn(base, owner.name, owner.password, lost)).body['token'] as string;
  await host.services.database.transaction((tx) => host.services.sessions.endOthers(tx, owner.account.id, [owner.device.id]));
  const replayed = (await signIn(base, owner.name, owner.password, newDevice())).body['token'] as string;
  await ask(base, 'POST', '/account/sign-out', { token: replayed });
  const expired = (await signIn(base, owner.name, owner.password, newDevice())).body['token'] as string;
  const { createHash: hashOf } = await import('node:crypto');
  await host.services.database.write
    .updateTable('sessions')
    .set({ expires: Date.now() - 1 })
    .where('hash', '=', hashOf('sha256').update(Buffer.from(expired, 'base64url')).digest())
    .execute();
  // Somebody who claims, with an account of their own, to be the owner's device.
  const claimed = (await signIn(base, thief.name, thief.password, owner.device)).body['token'] as string;
  return {
    host,
    owner,
    circle,
    address,
    roles: {
      nobody: () => null,
      'other account': () => other.token,
      'removed member': () => removed.token,
      'device signed out': () => lostToken,
      'token replayed': () => replayed,
      'token expired': () => expired,
      'token made up': () => randomBytes(32).toString('base64url'),
      'token cut': () => owner.token.slice(0, -1),
      "another's device claimed": () => claimed,
    },
  };
};

/** A body that the route would take, so that what refuses is access and not form. */
const bodyFor = (route: Route, scene: Scene, person: Person): unknown => {
  const ballot = { message: base64(random(100)), signature: base64(random(256)), ballot: base64(random(64)) };
  const bodies: Readonly<Record<string, () => unknown>> = {
    'POST /vaults/:vault/push': () => pushOf(scene.host.base, person, [opOf(person)]),
    'POST /vaults/:vault/log': () => ({ entry: { bytes: base64(Buffer.from('{}')), sig: base64(random(64)) } }),
    'PUT /vaults/:vault/blobs/:address': () => random(50),
    'PUT /vaults/:vault/invites/:id/welcome': () => ({ welcome: base64(random(50)) }),
    'POST /vaults/:vault/blobs-held': () => ({ addresses: [scene.address] }),
    'POST /vaults/:vault/questions/:question/token': () => ({ blinded: base64(random(256)) }),
    'POST /ballots': () => ({ vault: scene.circle.vault, question: newId(random), ...ballot }),
    'POST /inbox': () => ({ to: scene.owner.account.id, vault: scene.circle.vault, id: newId(random), blob: base64(random(50)) }),
    'PUT /vaults/:vault/pages/:id': () => ({ until: Date.now() + 86_400_000, blob: base64(random(50)) }),
    'POST /account/devices': () => ({ device: { id: newDevice().id, label: '' } }),
    'POST /account/password/start': () => ({ request: random(32).reduce((text, byte) => text + 'abcdefghijklmnop'[byte & 15], '') }),
    'POST /pair': () => ({ id: newId(random), blob: base64(random(50)) }),
  };
  return bodies[`${route.method} ${route.path}`]?.() ?? (route.body === 'json' ? {} : route.body === 'bytes' ? random(40) : undefined);
};

/** Routes in which somebody else's account acts for itself alone: a stranger may call them, and reaches nothing of the owner's. */
const isOwnBusiness = (route: Route): boolean => !route.path.includes(':vault') && !route.path.startsWith('/inbox') && route.path !== '/ballots';

export interface Attempt {
  readonly route: string;
  readonly role: string;
  readonly status: number;
  readonly error: unknown;
}

/** Tries routes as roles, `attempts` times over, each at both vaults in turn. Gives what was let through, and how many of each were tried. */
export const attempt = async (scene: Scene, attempts: number): Promise<{ readonly through: readonly Attempt[]; readonly tried: ReadonlyMap<string, number> }> => {
  const routes = routesOf(scene.host.services).filter((route) => route.path.includes(':vault') || route.who !== 'anyone' || route.path === '/ballots');
  const roles = Object.entries(scene.roles);
  const through: Attempt[] = [];
  const tried = new Map<string, number>();
  for (let n = 0; n < attempts; n++) {
    const route = routes[n % routes.length]!;
    const [role, tokenOf] = roles[Math.floor(n / routes.length) % roles.length]!;
    const hasSession = ['other account', 'removed member', "another's device claimed"].includes(role);
    if (hasSession && isOwnBusiness(route)) continue;
    // The removed member's and everybody's tries go at the circle and at the personal vault in turn.
    const vault = Math.floor(n / routes.length / roles.length) % 2 === 0 ? scene.circle.vault : scene.owner.vault;
    const path = route.path
      .replace(':vault', vault)
      .replace(':address', scene.address)
      .replace(/:(question|id)/, newId(random));
    const token = tokenOf();
    const body = await bodyFor(route, scene, scene.owner);
    const answer = await ask(scene.host.base, route.method, path, {
      ...(token === null ? {} : { token }),
      ...(body === undefined || route.method === 'GET' ? {} : { body }),
    });
    const name = `${route.method} ${route.path}`;
    tried.set(`${name} as ${role}`, (tried.get(`${name} as ${role}`) ?? 0) + 1);
    const isKnown = hasSession || route.who === 'anyone';
    const isFit = isKnown ? isHarmless(route, answer.status, answer.body) : answer.status === 401 && (route.method === 'HEAD' || answer.body['error'] === 'session-needed');
    if (!isFit) through.push({ route: name, role, status: answer.status, error: answer.body });
  }
  return { through, tried };
};

/** With a session of one's own: refused as absent, or (inbox, hints) one's own empty things. */
const isHarmless = (route: Route, status: number, body: Readonly<Record<string, unknown>>): boolean => {
  if (route.path === '/inbox' && route.method === 'GET') return status === 200 && isInboxPage(body) && body.items.length === 0 && !body.more;
  if (route.path === '/inbox/:id') return status === 200;
  if (route.path === '/vaults/:vault/log' && route.method === 'POST')
    return status === 404 || (status === 422 && JSON.stringify(body) === '{"error":"log-refused","with":{"why":"log-damaged"}}');
  // The answer to a HEAD has no body.
  return status === 404 && JSON.stringify(body) === (route.method === 'HEAD' ? '{}' : '{"error":"not-found"}');
};

/** After all that: the owner finds everything as it was. */
export const isUnharmed = async ({ host, owner, circle, address }: Scene): Promise<boolean> => {
  const [own, shared] = [await pullFrom(host.base, owner.token, owner.vault), await pullFrom(host.base, owner.token, circle.vault)];
  const bundle = await ask(host.base, 'GET', '/account/bundle', { token: owner.token });
  const chunk = await ask(host.base, 'GET', `/vaults/${owner.vault}/blobs/${address}`, { token: owner.token });
  const inbox = await ask(host.base, 'GET', '/inbox', { token: owner.token });
  return own.pull?.head === 1 && shared.pull?.head === 1 && bundle.body['version'] === 1 && chunk.status === 200 && JSON.stringify(inbox.body['items']) === '[]';
};
