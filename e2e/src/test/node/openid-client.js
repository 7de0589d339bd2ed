// An application that signs people in with the npm package openid-client as it is published.
// Takes its settings as one JSON argument and tells each step as a JSON line on standard output.
import { createServer } from "node:http";
import * as client from "openid-client";

const settings = JSON.parse(process.argv[2]);
const scope = "openid profile email offline_access";

const tell = (event, facts = {}) => console.log(JSON.stringify({ event, ...facts }));

/** Runs what must be refused and returns how: the OAuth error, or the status of a plain refusal. */
const refusal = async (attempt) => {
  try {
    await attempt();
  } catch (error) {
    return error.error ?? error.cause?.[0]?.parameters?.error ?? String(error.status ?? error);
  }
  return "accepted";
};

/** Waits for the browser's return, on a port of its own (RFC 8252 §7.3). */
const listen = () =>
  new Promise((ready) => {
    let arrived;
    const arrival = new Promise((resolve) => (arrived = resolve));
    const server = createServer((request, response) => {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end("<!doctype html><title>Application</title><h1>Welcome back</h1>");
      if (request.url.startsWith("/callback")) {
        arrived(request.url);
      }
    });
    server.listen(0, "127.0.0.1", () =>
      ready({ server, origin: `http://127.0.0.1:${server.address().port}`, arrival }),
    );
  });

const run = async () => {
  const authentication = settings.clientSecret
    ? client.ClientSecretBasic(settings.clientSecret)
    : client.None();
  const config = await client.discovery(
    new URL(settings.issuer),
    settings.clientId,
    undefined,
    authentication,
    // Loopback has no TLS; and the ID token's signature is checked though it comes from the server.
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  const { server, origin, arrival } = await listen();
  const codeVerifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const authorization = client.buildAuthorizationUrl(config, {
    redirect_uri: `${origin}/callback`,
    scope,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  });
  tell("authorize", { url: authorization.href, callback: `${origin}/callback` });

  const callback = new URL(await arrival, origin);
  server.closeAllConnections();
  server.close();
  const first = await client.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier: codeVerifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const claims = first.claims();
  tell("redeemed", { claims, scope: first.scope, expiresIn: first.expires_in });

  tell("userinfo", { claims: await client.fetchUserInfo(config, first.access_token, claims.sub) });

  const second = await client.refreshTokenGrant(config, first.refresh_token);
  if (settings.grace) {
    const again = await client.refreshTokenGrant(config, first.refresh_token);
    tell("retried", { same: again.refresh_token === second.refresh_token });
  }
  const third = await client.refreshTokenGrant(config, second.refresh_token);
  tell("refreshed", {
    rotated: new Set([first, second, third].map((tokens) => tokens.refresh_token)).size === 3,
  });

  tell("reused", {
    old: await refusal(() => client.refreshTokenGrant(config, first.refresh_token)),
    newest: await refusal(() => client.refreshTokenGrant(config, third.refresh_token)),
    userinfo: await refusal(() => client.fetchUserInfo(config, third.access_token, claims.sub)),
  });
  tell("done");
};

run().catch((error) => {
  tell("failed", { message: `${error.message}: ${error.cause?.message ?? JSON.stringify(error.cause ?? error)}` });
  process.exitCode = 1;
});
