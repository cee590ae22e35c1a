// Drives the issuer as an application and as a partner system would, with openid-client; one JSON line in or out each.
import http from 'node:http';
import { createInterface } from 'node:readline';
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto; // Node 18 has it under this name only

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const heard = async () => JSON.parse((await lines.next()).value);
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const job = await heard();

// The clock stands still where the server's does.
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [job.now * 1000]));
  }
  static now() {
    return job.now * 1000;
  }
};
const client = await import('openid-client');

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
          const empty = [204, 304].includes(answer.statusCode) || chunks.length === 0;
          const told = { status: answer.statusCode, headers: new Headers(Object.entries(answer.headers)) };
          resolve(new Response(empty ? null : Buffer.concat(chunks), told));
        });
      },
    );
    asked.on('error', reject);
    asked.end(body === undefined || body === null ? undefined : String(body));
  });
}

const discovered = (id, metadata, authentication) =>
  client.discovery(new URL(job.issuer), id, metadata, authentication, {
    [client.customFetch]: fetchOnLoopback,
    execute: [client.allowInsecureRequests],
  });

// What a refusal is called, so that the test can tell one from another.
async function refused(doing) {
  try {
    await doing();
    return 'not refused';
  } catch (error) {
    return error.error ?? error.cause?.[0]?.parameters?.error ?? error.code ?? String(error);
  }
}

async function application() {
  const config = await discovered('onafhankelijk', {}, client.None());
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const expectedNonce = client.randomNonce();
  const url = await client.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: job.redirect_uri,
      scope: 'openid profile consent:record offline_access',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    },
    { DPoP },
  );
  tell({ authorize: url.href });
  const back = new URL((await heard()).back);
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
  const mixedUp = new URL(back);
  mixedUp.searchParams.set('iss', 'https://another.example');
  const mixed_up = await refused(() => client.authorizationCodeGrant(config, mixedUp, checks, undefined, { DPoP }));
  const tokens = await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
  const claims = tokens.claims();
  const user = await client.fetchUserInfo(config, tokens.access_token, claims.sub, { DPoP });
  const recorded = await client.fetchProtectedResource(
    config,
    tokens.access_token,
    new URL(job.resource),
    'POST',
    JSON.stringify(job.consent),
    new Headers({ 'content-type': 'application/json', 'idempotency-key': 'onafhankelijk-1' }),
    { DPoP },
  );
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });
  const reused = await refused(() => client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP }));
  const afterwards = await refused(() => client.refreshTokenGrant(config, renewed.refresh_token, undefined, { DPoP }));
  const sign_out = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token }).href;
  const bearer = await fetchOnLoopback(config.serverMetadata().userinfo_endpoint, {
    headers: { authorization: `Bearer ${renewed.access_token}` },
  });
  tell({
    token_type: tokens.token_type,
    claims,
    user,
    recorded: recorded.status,
    renewed: renewed.scope,
    reused,
    afterwards,
    mixed_up,
    bearer: bearer.status,
    challenge: bearer.headers.get('www-authenticate'),
    sign_out,
  });
}

async function partner() {
  const { alg, key } = job;
  const algorithm = { ES256: ['ECDSA', 'P-256'], ES384: ['ECDSA', 'P-384'] }[alg];
  const parameters = algorithm
    ? { name: algorithm[0], namedCurve: algorithm[1] }
    : { name: alg.startsWith('PS') ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: `SHA-${alg.slice(2)}` };
  const own = await crypto.subtle.importKey('jwk', key, parameters, false, ['sign']);
  const config = await discovered(job.id, {}, client.PrivateKeyJwt({ key: own, kid: key.kid }));
  const plain = await client.clientCredentialsGrant(config, { scope: 'consent:decide', resource: job.resource });
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
  const bound = await client.clientCredentialsGrant(config, { scope: 'consent:decide' }, { DPoP });
  const told = await client.tokenIntrospection(config, bound.access_token);
  await client.tokenRevocation(config, bound.access_token);
  const afterwards = await client.tokenIntrospection(config, bound.access_token);
  const too_much = await refused(() => client.clientCredentialsGrant(config, { scope: 'breach:decide' }));
  tell({
    plain: [plain.token_type, plain.scope],
    bound: [bound.token_type, told.active, told.cnf !== undefined],
    afterwards,
    too_much,
  });
}

await { application, partner }[job.as]();
process.exit(0);
