// Opens a page behind a link: fetched from the host that served this page, and opened here, so that no key is in the page itself. It
// needs no vault and no account, and says neither to the host.

import { createHostCalls } from '#adapters/host-calls.ts';
import { readPage } from '#adapters/open-pages.ts';
import { readySodium } from '#adapters/sodium.ts';
import type { Result } from '#core/result.ts';
import { fragmentToPageLink } from '#crypto/open-page.ts';
import { answer, type PortLike } from './rpc.ts';

const calls = {
  /** Refusals: `page-link-damaged`, `page-link-newer`, `page-over`, `page-damaged`, those of the host. */
  async open(fragment: string): Promise<Result<unknown>> {
    const link = fragmentToPageLink(fragment);
    return link.ok ? readPage({ sodium: await readySodium(), calls: createHostCalls(location.origin) }, link.value) : link;
  },
};
export type OpenCalls = typeof calls;

answer(globalThis as unknown as PortLike, calls);
