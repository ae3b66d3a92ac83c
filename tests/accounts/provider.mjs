// A real OpenID provider (oidc-provider, certified) as a process of its own, for test_openid.py.
//
//   node provider.mjs '{"port": 0, "redirectUri": "http://…", "publicKey": {…JWK…}}'
//
// Its users log in by their name alone. What else a user's tokens say is in USERS. A test can ask for an answer that
// a provider should never give, by POST /fault {"kind": "…"}: the next ID token is spoiled that way, and for the kinds
// other than "signature" signed anew with the provider's own key.
import { createServer } from "node:http";
import { generateKeyPairSync, createPrivateKey, sign } from "node:crypto";
import Provider from "oidc-provider";

const { redirectUri, publicKey, port } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const STRONG = "https://data.gov.dk/concept/core/nsis/loa/Substantial";

const USERS = {
  sara: { email: "sara@example.dk", email_verified: true, name: "Sara Sagsbehandler", acr: STRONG },
  svag: { email: "sara@example.dk", email_verified: true, name: "Sara Sagsbehandler", acr: "low" },
  uverificeret: { email: "sara@example.dk", email_verified: false, name: "En Anden", acr: STRONG },
  fremmed: { email: "fremmed@example.dk", email_verified: true, name: "Frida Fremmed", acr: STRONG },
};

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: "jwk" }), kid: "provider", use: "sig", alg: "RS256" };

const client = {
  redirect_uris: [redirectUri],
  response_types: ["code"],
  grant_types: ["authorization_code"],
};
const provider = new Provider(issuer, {
  jwks: { keys: [jwk] },
  clients: [
    { ...client, client_id: "jobveu", client_secret: "hemmelighed" },
    {
      ...client,
      client_id: "jobveu-key",
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "RS256",
      jwks: { keys: [publicKey] },
    },
  ],
  clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
  claims: { openid: ["sub", "acr"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: false,
  acrValues: [STRONG, "low"],
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...USERS[id] }) }),
  pkce: { required: () => true },
  // Consent is given beforehand: the client is the authority's own.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

const asked = [];
let fault = null;

function encoded(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function spoiled(token, kind) {
  const [head, body, signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url"));
  if (kind === "signature") return `${head}.${encoded({ ...claims, name: "En Anden" })}.${signature}`;
  if (kind === "none") return `${encoded({ alg: "none", typ: "JWT" })}.${body}.`;
  const wrong = {
    nonce: { nonce: "another" },
    expired: { exp: claims.iat - 3600, iat: claims.iat - 7200 },
    audience: { aud: "another-client" },
    issuer: { iss: "https://another.example" },
    subject: { sub: undefined },
  }[kind];
  const input = `${head}.${encoded({ ...claims, ...wrong })}`;
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
}

provider.use(async (ctx, next) => {
  await next();
  if (ctx.path === "/token" && ctx.body?.id_token && fault) {
    ctx.body.id_token = spoiled(ctx.body.id_token, fault);
    fault = null;
  }
});

async function bodyOf(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

const answer = provider.callback();
createServer(async (request, response) => {
  const url = new URL(request.url, issuer);
  if (url.pathname === "/fault") {
    fault = JSON.parse(await bodyOf(request)).kind;
    response.end();
  } else if (url.pathname === "/asked") {
    response.end(JSON.stringify(asked));
  } else if (url.pathname.startsWith("/interaction/") && request.method === "GET") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      '<!DOCTYPE html><html lang="da"><title>Broker</title><form method="post"><label>Bruger <input name="login">' +
        '</label><button name="go" value="in">Log ind</button><button name="go" value="no">Afbryd</button></form>',
    );
  } else if (url.pathname.startsWith("/interaction/")) {
    const form = new URLSearchParams(await bodyOf(request));
    const login = form.get("login");
    const result =
      form.get("go") === "no"
        ? { error: "access_denied", error_description: "Sara Sagsbehandler afbrød" }
        : { login: { accountId: login, acr: USERS[login]?.acr, remember: false } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  } else {
    if (url.pathname === "/auth") asked.push(Object.fromEntries(url.searchParams));
    answer(request, response);
  }
}).listen(port, "127.0.0.1", () => console.log("ready"));
