/** The decision on a presented refresh token, at each border of time. */
import { decideRefresh, REFRESH_GRACE, SESSION_LIMIT, sessionEnd } from '../../domain/sessions';
import { DAY } from '../../domain/time';

const session = {
  refreshHash: 'newest',
  previousHash: 'previous',
  createdAt: 0,
  rotatedAt: 1_000_000,
  expiresAt: 2_000_000,
  revokedAt: null,
  userIsActive: true,
};
const at = session.rotatedAt;

test.each([
  ['the newest token', {}, 'newest', at, 'rotate'],
  ['the newest in its last millisecond', {}, 'newest', session.expiresAt - 1, 'rotate'],
  ['the newest when it expires', {}, 'newest', session.expiresAt, 'ended'],
  ['the one before, at once', {}, 'previous', at, 'repeat'],
  ['the one before, as the grace ends', {}, 'previous', at + REFRESH_GRACE, 'repeat'],
  ['the one before, after the grace', {}, 'previous', at + REFRESH_GRACE + 1, 'reused'],
  ['an older one, within the grace', {}, 'older', at, 'reused'],
  ['an older one of a first rotation', { previousHash: null }, 'older', at, 'reused'],
  ['any of a revoked sign-in', { revokedAt: 1 }, 'newest', at, 'ended'],
  ['a reused one of a revoked sign-in', { revokedAt: 1 }, 'older', at, 'ended'],
  ['any of a disabled user', { userIsActive: false }, 'newest', at, 'ended'],
])('%s', (_name, changes, hash, now, decision) => {
  expect(decideRefresh({ ...session, ...changes }, hash, now)).toBe(decision);
});

test('a sign-in ends with its refresh token, but never later than its limit', () => {
  expect(sessionEnd(0, 5 * DAY, 7 * DAY)).toBe(12 * DAY);
  expect(sessionEnd(0, SESSION_LIMIT - DAY, 7 * DAY)).toBe(SESSION_LIMIT);
});
