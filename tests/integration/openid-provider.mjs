/** A real OpenID provider as a process of its own: asks for PKCE, knows whoever signs in as `<subject>|<email>|<verified>`. */
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [, , id, secret, callback] = process.argv;
const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: id,
      client_secret: secret,
      redirect_uris: [callback],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  cookies: { keys: ['a key of the tests'] },
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  // As Google does: what the scopes ask for stands in the ID token.
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: true } },
  findAccount(_context, account) {
    const [sub, email, verified] = account.split('|');
    const claims = {
      sub: account,
      name: `${sub} of the provider`,
      email,
      email_verified: verified === 'yes',
    };
    return { accountId: account, claims: () => claims };
  },
  // Nobody is asked twice: to sign in is to consent.
  async loadExistingGrant(context) {
    const { session, client } = context.oidc;
    const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});
server.on('request', provider.callback());
console.log(issuer);
