// RFC 9474 blind signatures: Cloudflare's library over the platform's WebCrypto. Loaded when a circle's first question is seen.

import type { BlindSignatures } from '#crypto/blind-token.ts';

export const createBlindSignatures = async (subtle: SubtleCrypto = crypto.subtle): Promise<BlindSignatures> => {
  const { RSABSSA } = await import('@cloudflare/blindrsa-ts');
  const suite = RSABSSA.SHA384.PSS.Randomized();
  const keyFrom = (spki: Uint8Array): Promise<CryptoKey> => subtle.importKey('spki', new Uint8Array(spki), { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
  return {
    async blind(publicKey, message) {
      const { blindedMsg, inv } = await suite.blind(await keyFrom(publicKey), message);
      return { blinded: blindedMsg, inverse: inv };
    },
    async finalize(publicKey, message, blindSignature, inverse) {
      try {
        return await suite.finalize(await keyFrom(publicKey), message, blindSignature, inverse);
      } catch {
        return null;
      }
    },
    async verify(publicKey, message, signature) {
      try {
        return await suite.verify(await keyFrom(publicKey), signature, message);
      } catch {
        return false;
      }
    },
  };
};
