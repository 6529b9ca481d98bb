// The host's own log: a line of JSON for each thing worth knowing. It names kinds of requests and kinds of failures, never an
// address, an account, a vault or a device, so that nobody can be followed through it.

import process from 'node:process';

export interface Report {
  readonly said: (event: string, more?: Readonly<Record<string, string | number>>) => void;
  readonly answered: (route: string, status: number, milliseconds: number) => void;
  readonly failed: (route: string, code: string, error: unknown) => void;
}

/** What of an error may be said: its kind and code; a message may quote what somebody sent. A fault of ours also says where it happened. */
const kindOf = (error: unknown, isFault: boolean): Record<string, string> => {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  const said: Record<string, string> = { kind: error.name };
  if (code !== undefined || errcode !== undefined) said['cause'] = String(errcode ?? code);
  if (isFault)
    said['where'] = (error.stack ?? '')
      .split('\n')
      .slice(1, 6)
      .map((line) => line.trim().replace(/\(?(?:file:\/\/)?\/.*\//, ''))
      .join(' < ');
  return said;
};

/** `requests`: a line for each request; else for failures only, and each kind of them once in a while. */
export const createReport = ({
  requests = false,
  write = (line: string) => void process.stderr.write(line),
}: { readonly requests?: boolean; readonly write?: (line: string) => void } = {}): Report => {
  const lately = new Map<string, { at: number; more: number }>();
  const said: Report['said'] = (event, more = {}) => write(`${JSON.stringify({ at: new Date().toISOString(), event, ...more })}\n`);
  return {
    said,
    answered(route, status, milliseconds) {
      if (requests) said('request', { route, status, ms: Math.round(milliseconds * 10) / 10 });
    },
    failed(route, code, error) {
      const at = Date.now();
      const known = lately.get(`${route} ${code}`);
      if (known && at - known.at < 10_000) {
        known.more++;
        return;
      }
      lately.set(`${route} ${code}`, { at, more: 0 });
      said('failed', { route, code, ...kindOf(error, code === 'fault'), ...(known?.more ? { unsaid: known.more } : {}) });
    },
  };
};
