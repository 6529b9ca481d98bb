// The page behind a secret link: read by whoever has it, on any device, without an account. The address keeps its secret part, so that
// it can be loaded again; nothing else is kept.

import { use, useState, useSyncExternalStore } from 'react';
import { ok, refuse, type Result } from '#core/result.ts';
import { outsideFromJson, type Outside } from '#rooms/issues/outside.ts';
import { OutsideView } from '#rooms/issues/outside-view.tsx';
import { publishedFromJson, type Published } from '#rooms/practices/publish.ts';
import { PublishedView } from '#rooms/practices/published-view.tsx';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import type { OpenCalls } from '../workers/open-worker.ts';
import { NOT_REACHED, remote } from '../workers/rpc.ts';

/** What a page may be of: an issue of a circle, or a practice. */
type Opened = { readonly issue: Outside } | { readonly practice: Published };

const openedFromJson = (json: unknown): Opened | null => {
  const [issue, practice] = [outsideFromJson(json), publishedFromJson(json)];
  return issue ? { issue } : practice && { practice };
};

const fetched = new Map<string, Promise<Result<Opened>>>();

const fetchPage = async (fragment: string): Promise<Result<Opened>> => {
  const worker = new Worker(new URL('../workers/open-worker.ts', import.meta.url), { type: 'module', name: 'open' });
  try {
    const opened = await remote<OpenCalls>(worker, undefined, NOT_REACHED).open(fragment);
    if (!opened.ok) return opened;
    const read = openedFromJson(opened.value);
    return read ? ok(read) : refuse({ code: 'page-damaged' });
  } finally {
    worker.terminate();
  }
};

const pageOf = (fragment: string): Promise<Result<Opened>> => {
  const known = fetched.get(fragment) ?? fetchPage(fragment);
  fetched.set(fragment, known);
  return known;
};

const onHash = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** Which words a refusal gets here: the link is wrong, the page is gone, or it could not be fetched. */
const wordsOf = (code: string): 'over' | 'damaged' | 'offline' => (code === 'page-over' ? 'over' : code.startsWith('page-') ? 'damaged' : 'offline');

export const Open = () => {
  const t = useWords('issues');
  const fragment = useSyncExternalStore(onHash, () => location.hash);
  const [, setTry] = useState(0);
  const opened = use(pageOf(fragment));
  if (opened.ok)
    return (
      <Page title={'issue' in opened.value ? opened.value.issue.title : opened.value.practice.practice.name}>
        {'issue' in opened.value ? <OutsideView outside={opened.value.issue} /> : <PublishedView published={opened.value.practice} />}
      </Page>
    );
  const what = wordsOf(opened.error.code);
  return (
    <Page title={t(`open.${what}`)}>
      <Sheet>
        <Title sub={t(`open.${what}-about`)}>{t(`open.${what}`)}</Title>
        <Row note="" stack>
          {what === 'offline' && (
            <Button
              onPress={() => {
                fetched.delete(fragment);
                setTry((n) => n + 1);
              }}
            >
              {t('open.again')}
            </Button>
          )}
          <LinkButton href="/" look="bare">
            {t('open.kith')}
          </LinkButton>
        </Row>
      </Sheet>
    </Page>
  );
};
