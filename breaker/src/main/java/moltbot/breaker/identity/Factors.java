package moltbot.breaker.identity;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import moltbot.breaker.factor.Argon2;
import moltbot.breaker.factor.RecoveryCodes;
import moltbot.breaker.factor.Totp;
import moltbot.breaker.passkey.Passkey;
import moltbot.breaker.passkey.PasskeyCeremony.Place;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// What the owner signs in with, to see and to change. Whoever calls a change has made sure that the owner stepped up.
/// Refuses, with a sentence, what would lock the owner out. Safe for use by several threads.
public final class Factors {
    private final Ownership ownership;
    private final PasskeyJudge passkeys;
    private final Clock clock;
    private final SecureRandom random;

    Factors(Ownership ownership, PasskeyJudge passkeys, Clock clock, SecureRandom random) {
        this.ownership = ownership;
        this.passkeys = passkeys;
        this.clock = clock;
        this.random = random;
    }

    /// The owner as they are now, if there is one.
    public Optional<Owner> now() {
        return ownership.now();
    }

    /// True where a password is set. With neither that nor a passkey for the place, only the host's code helps.
    public boolean hasPassword() {
        return now().flatMap(Owner::password).isPresent();
    }

    /// Adds a passkey that answers a challenge made for `purpose`.
    public void addPasskey(Place place, String purpose, long epoch, String name, JsonObject credential) {
        passkeys.add(passkeys.register(place, purpose, epoch, name, credential));
    }

    /// Removes a passkey, unless it is the last way in.
    public void removePasskey(String id) {
        boolean removed = ownership.change(owner -> {
            List<Passkey> left = owner.passkeys().stream()
                    .filter(one -> !one.id().equals(id))
                    .toList();
            if (left.isEmpty() && owner.password().isEmpty()) {
                throw ContractException.refused(
                        "last-factor", "This is the only way to sign in. Set a password or add a passkey first.");
            }
            return left.size() == owner.passkeys().size() ? owner : owner.withPasskeys(left);
        });
        if (!removed) {
            throw ContractException.refused("unknown", "There is no such passkey; nothing was changed.");
        }
    }

    /// A secret for an authenticator app. Nothing counts until [#enrol].
    public String newAppSecret() {
        return Totp.newSecret(random);
    }

    /// Enrols an app that shows the right code; from then on the password alone is refused.
    ///
    /// @return recovery codes where there were none: to be shown once
    public List<String> enrol(String secret, String code) {
        OptionalLong step = Totp.accept(secret, code, clock.instant().getEpochSecond(), 0);
        if (step.isEmpty()) {
            throw ContractException.refused(
                    "wrong-second", "That is not the code the app shows now. Is the clock of the phone right?");
        }
        boolean none = now().map(owner -> owner.recovery().isEmpty()).orElse(true);
        ownership.change(owner -> owner.with(Optional.of(new Owner.App(secret, step.getAsLong()))));
        return none ? newRecoveryCodes() : List.of();
    }

    /// Takes the app away: the password is enough again.
    public void removeApp() {
        ownership.change(owner -> owner.with(Optional.empty()));
    }

    /// Ten fresh recovery codes, to be shown once; those of before are void.
    public List<String> newRecoveryCodes() {
        List<String> codes = RecoveryCodes.fresh(random);
        ownership.change(owner ->
                owner.withRecovery(codes.stream().map(RecoveryCodes::digest).toList()));
        return codes;
    }

    /// A new password; every mark of a known browser is void. One at a time, for each costs its memory.
    public synchronized void setPassword(String password) {
        String fit = Normalizer.normalize(password, Normalizer.Form.NFC);
        Optional<String> unfit = Identities.unfit(fit);
        if (unfit.isPresent()) {
            throw ContractException.refused("unfit-password", unfit.get());
        }
        byte[] marks = new byte[16];
        random.nextBytes(marks);
        String hash = Argon2.hash(fit, random);
        ownership.change(owner -> owner.withPassword(HexFormat.of().formatHex(marks), hash));
        Argon2.giveBack();
    }
}
