// An application that signs somebody in, hands its tokens to whoever started it, and refreshes them.
// With a key they are bound to it (DPoP, RFC 9449), and what another key gets is told too.
import * as client from "openid-client";
import { discover, refusal, run, settings, signIn, tell } from "./application.js";

const facts = (tokens) => ({
  accessToken: tokens.access_token,
  refreshToken: tokens.refresh_token,
  idToken: tokens.id_token,
  tokenType: tokens.token_type,
  expiresIn: tokens.expires_in,
  scope: tokens.scope,
});

/** What a thief gets, who has the tokens and not their key. */
const stolen = async (config, tokens, subject) => {
  const other = client.getDPoPHandle(config, await client.randomDPoPKeyPair("ES256"));
  const get = (options) => () =>
    client.fetchUserInfo(config, tokens.access_token, subject, options);
  const refresh = (options) => () =>
    client.refreshTokenGrant(config, tokens.refresh_token, undefined, options);
  return {
    userinfoWithoutProof: await refusal(get()),
    userinfoWithAnotherKey: await refusal(get({ DPoP: other })),
    refreshWithoutProof: await refusal(refresh()),
    refreshWithAnotherKey: await refusal(refresh({ DPoP: other })),
  };
};

run(async () => {
  const config = await discover();
  const DPoP = settings.dpop
    ? client.getDPoPHandle(config, await client.randomDPoPKeyPair("ES256"))
    : undefined;
  const options = DPoP && { DPoP };
  const first = await signIn(config, { scope: settings.scope, DPoP });
  const subject = first.claims().sub;
  tell("signed in", {
    ...facts(first),
    claims: first.claims(),
    thumbprint: DPoP && (await DPoP.calculateThumbprint()),
  });
  tell("userinfo", {
    claims: await client.fetchUserInfo(config, first.access_token, subject, options),
  });
  if (DPoP) {
    tell("stolen", await stolen(config, first, subject));
  }
  const second = await client.refreshTokenGrant(config, first.refresh_token, undefined, options);
  tell("refreshed", facts(second));
  if (settings.clientSecret) {
    tell("introspected", {
      access: await client.tokenIntrospection(config, second.access_token),
      refresh: await client.tokenIntrospection(config, second.refresh_token),
    });
  }
});
