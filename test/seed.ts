// Laws are tried on the same inputs each time, so that what fails for one fails for all. `KITH_SEED=any` draws others; a
// number draws those of that number. What a run drew stands in the message of a law that failed.

import process from 'node:process';
import fc from 'fast-check';

const { KITH_SEED: asked = '1660' } = process.env;
if (asked !== 'any') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
