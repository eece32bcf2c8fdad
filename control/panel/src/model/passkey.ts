/** Passkeys in the browser: makes one, or lets one sign. */
import { post } from "./api";

interface Challenge {
  challenge: string;
  rpId: string;
  handle?: string;
  passkeys?: string[];
}

export const passkeysWork = (): boolean => typeof PublicKeyCredential !== "undefined";

export async function addPasskey(name: string): Promise<void> {
  const asked = await post<Challenge>("/auth/challenge", { for: "add" });
  const made = (await navigator.credentials.create({
    publicKey: {
      challenge: decode(asked.challenge),
      rp: { id: asked.rpId, name: "Moltbot" },
      user: { id: new TextEncoder().encode(asked.handle || "owner"), name: "owner", displayName: "Owner" },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key" as const, alg })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: (asked.passkeys ?? []).map((id) => ({ type: "public-key" as const, id: decode(id) })),
      attestation: "none",
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  await post("/auth/passkeys/add", {
    name,
    passkey: { clientData: encode(response.clientDataJSON), attestation: encode(response.attestationObject) },
  });
}

/** A signature that says: it is me, now. */
export async function proof(): Promise<object> {
  const asked = await post<Challenge>("/auth/challenge", { for: "step-up" });
  const got = (await navigator.credentials.get({
    publicKey: {
      challenge: decode(asked.challenge),
      rpId: asked.rpId,
      userVerification: "required",
      allowCredentials: (asked.passkeys ?? []).map((id) => ({ type: "public-key" as const, id: decode(id) })),
    },
  })) as PublicKeyCredential;
  const response = got.response as AuthenticatorAssertionResponse;
  return {
    id: encode(got.rawId),
    clientData: encode(response.clientDataJSON),
    authenticator: encode(response.authenticatorData),
    signature: encode(response.signature),
  };
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function encode(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
