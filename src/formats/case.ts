// Frameworks of skills as CASE files (1EdTech Competencies and Academic Standards Exchange 1.0 and 1.1, JSON package): read as they are
// really written (link objects or plain strings, times without a zone, names of fields that the schema does not know), written strictly.
// Invariants: what can be read is read, and what was dropped is counted by why; parents never lead round in a circle; nothing throws;
// what Kith wrote reads back the same.

import { isUuid, uuidOf } from '#core/uuid-of.ts';
import { MOST, type Framework, type FrameworkDraft, type Item } from '#rooms/skills/model.ts';
import { decodeText } from './decode-text.ts';

export const MOST_CASE_BYTES = 20_000_000;

export type Dropped = 'not-case' | 'too-large' | 'no-statement' | 'twice' | 'too-many' | 'no-end' | 'circle' | 'other-link' | 'cut';

export interface ReadCase {
  readonly framework: FrameworkDraft | null;
  /** How many of each, where any. */
  readonly dropped: ReadonlyMap<Dropped, number>;
}

type Part = Readonly<Record<string, unknown>>;
const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);
const textIn = (part: Part, ...names: readonly string[]): string => {
  for (const name of names) {
    const value = Object.hasOwn(part, name) ? part[name] : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.replace(/\s+/gu, ' ').trim();
    if (typeof value === 'number') return String(value);
  }
  return '';
};

/** Where an association begins or ends: a link object, or the identifier or address itself. */
const endOf = (value: unknown): string => {
  const text = isPart(value) ? textIn(value, 'identifier', 'uri') : typeof value === 'string' ? value.trim() : '';
  return text.split(/[/:]/).at(-1) ?? '';
};

/** The licence as a word: its title, else its address. */
const licenceOf = (document: Part): string => {
  const given = document['licenseURI'];
  return isPart(given) ? textIn(given, 'title', 'uri') : textIn(document, 'licenseURI', 'license');
};

export const readCase = (bytes: Uint8Array, file: string): ReadCase => {
  const dropped = new Map<Dropped, number>();
  const drop = (why: Dropped, count = 1): void => void (count > 0 && dropped.set(why, (dropped.get(why) ?? 0) + count));
  const nothing = (why: Dropped): ReadCase => ({ framework: null, dropped: new Map([[why, 1]]) });
  if (bytes.length > MOST_CASE_BYTES) return nothing('too-large');
  let json: unknown;
  try {
    const decoded = decodeText(bytes);
    json = JSON.parse(decoded.ok ? decoded.value.text : '');
  } catch {
    return nothing('not-case');
  }
  const items = isPart(json) ? json['CFItems'] : undefined;
  if (!isPart(json) || !Array.isArray(items)) return nothing('not-case');
  const document = isPart(json['CFDocument']) ? json['CFDocument'] : {};
  const cut = (text: string, most: number): string => {
    if (text.length <= most) return text;
    drop('cut');
    return `${text.slice(0, most - 1)}…`;
  };

  const byId = new Map<string, Omit<Item, 'parent'>>();
  for (const part of items as readonly unknown[]) {
    const name = isPart(part) ? textIn(part, 'fullStatement', 'abbreviatedStatement') : '';
    const id = isPart(part) ? textIn(part, 'identifier') || endOf(part['uri']) : '';
    if (!isPart(part) || name === '' || id === '') drop('no-statement');
    else if (byId.has(id)) drop('twice');
    else if (byId.size >= MOST.items) drop('too-many');
    else byId.set(id.slice(0, 100), { id: id.slice(0, 100), code: textIn(part, 'humanCodingScheme').slice(0, 60), name: cut(name, MOST.statement) });
  }

  const top = textIn(document, 'identifier');
  const parents = new Map<string, { readonly parent: string; readonly order: number }>();
  const links = Array.isArray(json['CFAssociations']) ? (json['CFAssociations'] as readonly unknown[]) : [];
  const leadsTo = (from: string, to: string): boolean => {
    for (let at: string | undefined = from; at !== undefined; at = parents.get(at)?.parent) if (at === to) return true;
    return false;
  };
  for (const link of links) {
    if (!isPart(link) || textIn(link, 'associationType') !== 'isChildOf') {
      drop('other-link');
      continue;
    }
    const [child, parent] = [endOf(link['originNodeURI']), endOf(link['destinationNodeURI'])];
    const order = Number(textIn(link, 'sequenceNumber') || Infinity);
    if (!byId.has(child)) drop('no-end');
    else if (parent === top || parent === '') parents.set(child, parents.get(child) ?? { parent: '', order });
    else if (!byId.has(parent)) drop('no-end');
    // The first parent stands; only for it is the way up walked.
    else if (parents.get(child)?.parent) continue;
    else if (leadsTo(parent, child)) drop('circle');
    else parents.set(child, { parent, order });
  }
  const ids = [...byId.keys()];
  const place = new Map(ids.map((id, at) => [id, at]));
  const orderOf = (id: string): number => parents.get(id)?.order ?? Infinity;
  const sorted = ids.toSorted((a, b) => (orderOf(a) === orderOf(b) ? place.get(a)! - place.get(b)! : orderOf(a) - orderOf(b)));
  return {
    framework: {
      title: cut(textIn(document, 'title') || file.replace(/\.[^.]*$/, ''), MOST.title),
      creator: textIn(document, 'creator', 'publisher').slice(0, MOST.title),
      licence: licenceOf(document).slice(0, MOST.title),
      language: textIn(document, 'language').slice(0, 20),
      origin: top.slice(0, 100),
      items: sorted.map((id) => ({ ...byId.get(id)!, parent: parents.get(id)?.parent ?? '' })),
    },
    dropped,
  };
};

export const CASE_VERSIONS = ['1.1', '1.0'] as const;
export type CaseVersion = (typeof CASE_VERSIONS)[number];

/** A package of CASE. `instant`: ISO 8601 in UTC. What 1.1 added is left out of 1.0, whose schema knows it not. */
export const frameworkToCase = ({ id, title, creator, licence, language, origin, items }: Framework, instant: string, version: CaseVersion = '1.1'): string => {
  const document = uuidOf(origin || `framework ${id}`);
  const nodeOf = (identifier: string, name: string) => ({ title: name, identifier, uri: `urn:uuid:${identifier}` });
  const idOf = (item: string): string => uuidOf(isUuid(item) ? item : `${document} ${item}`);
  const names = new Map(items.map((item) => [item.id, item.name]));
  const top = nodeOf(document, title);
  const common = { lastChangeDateTime: instant };
  const isNew = version !== '1.0';
  const inDocument = isNew ? { CFDocumentURI: top } : {};
  const written = {
    CFDocument: {
      identifier: document,
      uri: top.uri,
      creator: creator || title,
      title,
      ...common,
      ...(isNew ? { caseVersion: version, CFPackageURI: nodeOf(document, title) } : {}),
      ...(language === '' ? {} : { language }),
      ...(licence === '' ? {} : { licenseURI: nodeOf(uuidOf(`licence ${licence}`), licence) }),
    },
    CFItems: items.map((item) => ({
      identifier: idOf(item.id),
      uri: `urn:uuid:${idOf(item.id)}`,
      fullStatement: item.name,
      ...(item.code === '' ? {} : { humanCodingScheme: item.code }),
      ...(language === '' ? {} : { language }),
      ...common,
      ...inDocument,
    })),
    CFAssociations: items.map((item, at) => {
      const identifier = uuidOf(`${document} child ${item.id}`);
      const parent = names.get(item.parent);
      return {
        identifier,
        uri: `urn:uuid:${identifier}`,
        associationType: 'isChildOf',
        sequenceNumber: at + 1,
        originNodeURI: nodeOf(idOf(item.id), item.name),
        destinationNodeURI: parent === undefined ? top : nodeOf(idOf(item.parent), parent),
        ...common,
        ...inDocument,
      };
    }),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
};
