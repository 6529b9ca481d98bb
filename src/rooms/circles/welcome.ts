// What a link tells of a circle before anybody joins: read out of its records by the device that invites. Invariant: of what the
// members wrote for each other, nothing stands in it but the circle's name, the inviter's, the mission and the agreements that stand.

import type { VaultRecord } from '#core/record.ts';
import { missionAndAgreements, type InCircle } from '../agreements/model.ts';
import { circleName, memberNames } from './model.ts';

export interface Told extends ReturnType<typeof missionAndAgreements> {
  readonly circle: string;
  readonly from: string;
}

/** `me`: the account that invites. */
export const welcomeOf = (records: readonly VaultRecord[], me: string, members: readonly InCircle[]): Told => ({
  circle: circleName(records),
  from: memberNames(records).get(me) ?? '',
  ...missionAndAgreements(records, members),
});
