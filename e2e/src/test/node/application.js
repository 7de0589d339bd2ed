// What each application of the tests does: settings as one JSON argument, each step told as a JSON
// line on standard output, people signed in with the npm package openid-client as it is published.
import { createServer } from "node:http";
import * as client from "openid-client";

export const settings = JSON.parse(process.argv[2]);

export const tell = (event, facts = {}) => console.log(JSON.stringify({ event, ...facts }));

/** Runs what must be refused and returns how: the OAuth error, or the status of a plain refusal. */
export const refusal = async (attempt) => {
  try {
    await attempt();
  } catch (error) {
    return error.error ?? error.cause?.[0]?.parameters?.error ?? String(error.status ?? error);
  }
  return "accepted";
};

const authentication = () => {
  if (!settings.clientSecret) {
    return client.None();
  }
  return settings.post
    ? client.ClientSecretPost(settings.clientSecret)
    : client.ClientSecretBasic(settings.clientSecret);
};

/** Reads the provider's metadata. */
export const discover = () =>
  client.discovery(
    new URL(settings.issuer),
    settings.clientId,
    undefined,
    authentication(),
    // Loopback has no TLS; and the ID token's signature is checked though it comes from the server.
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );

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

/**
 * Sends somebody to the provider, tells where to, and redeems the code they return with.
 *
 * @param scope what is asked for
 * @param DPoP the key that tokens are bound to, if any
 */
export const signIn = async (config, { scope, DPoP }) => {
  const { server, origin, arrival } = await listen();
  const codeVerifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const redirectUri = `${origin}/callback`;
  const request = new URLSearchParams({
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  });
  for (const resource of settings.resources ?? []) {
    request.append("resource", resource);
  }
  if (DPoP) {
    request.set("dpop_jkt", await DPoP.calculateThumbprint());
  }
  const authorization = settings.pushed
    ? await client.buildAuthorizationUrlWithPAR(config, request, { DPoP })
    : client.buildAuthorizationUrl(config, request);
  tell("authorize", { url: authorization.href, callback: redirectUri });

  const callback = new URL(await arrival, origin);
  server.closeAllConnections();
  server.close();
  return client.authorizationCodeGrant(
    config,
    callback,
    {
      pkceCodeVerifier: codeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    },
    undefined,
    { DPoP },
  );
};

/** Runs an application to its end, and tells how it ended. */
export const run = async (application) => {
  try {
    await application();
    tell("done");
  } catch (error) {
    tell("failed", { message: `${error.message}: ${error.cause?.message ?? JSON.stringify(error.cause ?? error)}` });
    process.exitCode = 1;
  }
};
