// An issuer (oidc-provider) at which one member of staff signs in by himself; told a job of one JSON line, it says "ready".
import http from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { createInterface } from 'node:readline';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const job = JSON.parse((await lines.next()).value);

// The clock stands still where the product's does.
const RealDate = Date;
if (job.now) {
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length ? given : [job.now * 1000]));
    }
    static now() {
      return job.now * 1000;
    }
  };
}
const { Provider } = await import('oidc-provider');

// *.localhost does not resolve in Node: everything goes to loopback, under the name that was meant.
function fetchOnLoopback(address, { method = 'GET', headers = {}, body } = {}) {
  const url = new URL(address);
  const sent = { ...Object.fromEntries(new Headers(headers)), host: url.host };
  return new Promise((resolve, reject) => {
    const asked = http.request(
      { host: '127.0.0.1', port: url.port, path: url.pathname + url.search, method, headers: sent },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
          const told = { status: answer.statusCode, headers: new Headers(Object.entries(answer.headers)) };
          resolve(new Response(chunks.length ? Buffer.concat(chunks) : null, told));
        });
      },
    );
    asked.on('error', reject);
    asked.end(body === undefined || body === null ? undefined : String(body));
  });
}

const key = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' };
const provider = new Provider(job.issuer, {
  jwks: { keys: [key] },
  clients: [
    {
      client_id: job.client_id,
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks_uri: `${job.product}/identity/jwks.json`,
      redirect_uris: [`${job.product}/identity/sign-in/back/${job.id}`],
      post_logout_redirect_uris: [`${job.product}/`],
      backchannel_logout_uri: `${job.product}/identity/back-channel-logout/${job.id}`,
      backchannel_logout_session_required: true,
      response_types: ['code'],
      grant_types: ['authorization_code'],
      id_token_signed_response_alg: 'ES256',
    },
  ],
  clientAuthMethods: ['private_key_jwt'],
  pkce: { required: () => true },
  claims: { openid: ['sub', 'sid', 'amr'], profile: ['name', 'roles'] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Wies Werkt', roles: job.roles }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: async (context) => {
    const { client, session } = context.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
  cookies: { keys: ['een sleutel van een test'] },
  fetch: fetchOnLoopback,
});
provider.on('server_error', (_, error) => console.error(error));
provider.on('grant.error', (_, error) => console.error(error));
provider.on('backchannel.error', (_, error) => console.error(error));
provider.use(async (context, next) => {
  if (!context.path.startsWith('/interaction/')) return next();
  const result = { login: { accountId: 'wies-1', amr: job.amr } };
  return provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: false });
});
provider.listen(new URL(job.issuer).port, '127.0.0.1', () => process.stdout.write('ready\n'));
