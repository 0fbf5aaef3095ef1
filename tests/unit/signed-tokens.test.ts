/** Signed tokens: nothing but what we signed, for its use and its time, passes. */
import fc from 'fast-check';
import { createTrackingTokens } from '../../adserver/tokens';
import { createSigner } from '../../infra/signed-tokens';

const [OLD, NEW] = ['old-secret-old-secret-old-secret-00', 'new-secret-new-secret-new-secret-00'];
const NOW = Date.UTC(2026, 10, 21);

test('a token gives back its payload until it expires', () => {
  const signer = createSigner([OLD], 'test');
  const token = signer.sign('payload ü', NOW + 1_000);
  expect(token).toMatch(/^[\w.-]+$/);
  expect(signer.verify(token, NOW + 1_000)).toEqual({ status: 'valid', payload: 'payload ü' });
  expect(signer.verify(token, NOW + 2_001)).toEqual({ status: 'expired', payload: 'payload ü' });
});

test('a token of the secret before still passes, one of an unknown secret or another use does not', () => {
  const token = createSigner([OLD], 'test').sign('p', NOW);
  expect(createSigner([NEW, OLD], 'test').verify(token, NOW)).toMatchObject({ status: 'valid' });
  expect(createSigner([NEW], 'test').verify(token, NOW)).toEqual({ status: 'forged' });
  expect(createSigner([OLD], 'other').verify(token, NOW)).toEqual({ status: 'forged' });
});

test('no changed, cut or invented token passes', () => {
  const signer = createSigner([OLD], 'test');
  const token = signer.sign('payload', NOW);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.'), (at, character) => {
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      // The last character of base64url carries unused bits, so the text itself must be compared.
      expect(signer.verify(changed, NOW).status).toBe(changed === token ? 'valid' : 'forged');
      expect(signer.verify(token.slice(0, at), NOW).status).toBe('forged');
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => signer.verify(text, NOW).status === 'forged'));
});

test('a decision comes back whole', () => {
  const tokens = createTrackingTokens([OLD]);
  const id = '11111111-1111-4111-8111-111111111111';
  const ids = { campaignId: id, creativeId: id, leaseId: null };
  const token = { nonce: 'n', ...ids, revision: 'r', placement: 'p' };
  expect(tokens.readDecision(tokens.decision(token, NOW), NOW)).toEqual({ status: 'valid', token });
});
