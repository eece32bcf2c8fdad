package moltbot.breaker.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.VerificationException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// The ceremonies by webauthn4j. ES256, EdDSA and RS256; no attestation is asked for, for it would tell which device
/// the owner has and decide nothing here. Its classes are loaded with the first passkey, and not before.
public final class WebAuthn implements PasskeyCeremony {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /// Everything of the library's, made when first needed.
    private static final class Library {
        private static final ObjectConverter OBJECTS = new ObjectConverter();
        private static final WebAuthnManager MANAGER = WebAuthnManager.createNonStrictWebAuthnManager(OBJECTS);
        private static final AttestedCredentialDataConverter KEYS = new AttestedCredentialDataConverter(OBJECTS);
        private static final List<PublicKeyCredentialParameters> ALGORITHMS = Stream.of(
                        COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256)
                .map(one -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, one))
                .toList();
    }

    private static ServerProperty server(Place place, byte[] challenge) {
        return ServerProperty.builder()
                .origin(new Origin(place.origin()))
                .rpId(place.rpId())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    @Override
    public Result register(Place place, byte[] challenge, JsonObject credential) {
        try {
            RegistrationData data = Library.MANAGER.verify(
                    new RegistrationRequest(bytes(credential, "attestation"), bytes(credential, "clientData")),
                    new RegistrationParameters(server(place, challenge), Library.ALGORITHMS, true, true));
            var attestation = data.getAttestationObject();
            if (attestation == null) {
                return new Result.Refused("no attestation object");
            }
            AuthenticatorData<?> authenticator = attestation.getAuthenticatorData();
            AttestedCredentialData key = authenticator.getAttestedCredentialData();
            if (key == null) {
                return new Result.Refused("no key");
            }
            byte[] kept = Library.KEYS.convert(key);
            byte[] withFlag = ByteBuffer.allocate(1 + kept.length)
                    .put((byte) (authenticator.isFlagBE() ? 1 : 0))
                    .put(kept)
                    .array();
            return new Result.Registered(
                    ENCODER.encodeToString(key.getCredentialId()),
                    ENCODER.encodeToString(withFlag),
                    authenticator.getSignCount());
        } catch (VerificationException | DataConversionException | ContractException | IllegalArgumentException e) {
            return new Result.Refused(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    @Override
    public Result verify(Place place, byte[] challenge, Passkey known, JsonObject credential) {
        try {
            byte[] id = DECODER.decode(known.id());
            AuthenticationRequest request = new AuthenticationRequest(
                    id,
                    bytes(credential, "authenticator"),
                    bytes(credential, "clientData"),
                    bytes(credential, "signature"));
            AuthenticationData data = Library.MANAGER.verify(
                    request,
                    new AuthenticationParameters(server(place, challenge), record(known), List.of(id), true, true));
            AuthenticatorData<?> authenticator = data.getAuthenticatorData();
            return authenticator == null
                    ? new Result.Refused("no authenticator data")
                    : new Result.Verified(authenticator.getSignCount());
        } catch (MaliciousCounterValueException e) {
            return new Result.Cloned();
        } catch (VerificationException | DataConversionException | ContractException | IllegalArgumentException e) {
            return new Result.Refused(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static CredentialRecordImpl record(Passkey known) {
        byte[] kept = DECODER.decode(known.key());
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                null,
                kept[0] == 1,
                null,
                known.counter(),
                Library.KEYS.convert(Arrays.copyOfRange(kept, 1, kept.length)),
                null,
                null,
                null,
                null);
    }

    private static byte[] bytes(JsonObject credential, String name) {
        return DECODER.decode(credential.text(name));
    }
}
