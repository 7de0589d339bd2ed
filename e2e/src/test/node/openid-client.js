// An application that signs somebody in, keeps the tokens fresh, and tries what a thief would.
import * as client from "openid-client";
import { discover, refusal, run, settings, signIn, tell } from "./application.js";

const scope = "openid profile email offline_access";

run(async () => {
  const config = await discover();
  const first = await signIn(config, { scope });
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
});
