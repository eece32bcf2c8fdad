package moltbot.gateway.channel.signal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import moltbot.gateway.channel.Outcome;

/// How much Signal lets the account send. Where it was too much, nothing at all is sent for as long as Signal says, and
/// where it does not say so, for a minute and then twice as long each time. Safe for several threads.
final class Pace {
    /// The longest that is believed.
    static final Duration MOST = Duration.ofDays(1);

    /// The longest that anybody who sends is told to wait: it may be over sooner, by a challenge that was answered.
    private static final Duration MOST_TOLD = Duration.ofMinutes(10);

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM HH:mm", Locale.ENGLISH);

    private final InstantSource clock;
    private Instant until = Instant.MIN;
    private int doublings;
    private String token = "";

    Pace(InstantSource clock) {
        this.clock = clock;
    }

    /// What becomes of anything that is to be sent now; empty where it may be.
    synchronized Optional<Outcome> held() {
        Duration left = left();
        return left.isZero() ? Optional.empty() : Optional.of(later(left));
    }

    /// What becomes of what was to be sent where nothing is for so long.
    synchronized Outcome later(Duration pause) {
        return new Outcome.Later(why(), pause.compareTo(MOST_TOLD) < 0 ? pause : MOST_TOLD);
    }

    /// It was too much.
    ///
    /// @param seconds    how long Signal asks for; 0 where it does not say
    /// @param challenge  what a person could answer to go on sooner; empty where Signal wants none
    /// @return how long nothing is sent
    synchronized Duration limited(long seconds, String challenge) {
        Duration pause;
        if (seconds > 0) {
            pause = Duration.ofSeconds(Math.min(seconds, MOST.toSeconds()));
        } else {
            Duration doubled = FIRST.multipliedBy(1L << Math.min(doublings, MOST_DOUBLINGS));
            pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
            doublings++;
        }
        if (!challenge.isEmpty()) {
            token = challenge;
        }
        Instant end = clock.instant().plus(pause);
        if (end.isBefore(until)) {
            return left();
        }
        until = end;
        return pause;
    }

    /// Something was sent, or the challenge was answered.
    synchronized void free() {
        until = Instant.MIN;
        doublings = 0;
        token = "";
    }

    /// What Signal wants to be answered; empty where it wants nothing.
    synchronized String challenge() {
        return token;
    }

    /// For the owner: how it stands; empty where all may be sent.
    synchronized String words() {
        return left().isZero()
                ? ""
                : why() + " Nothing is sent before " + TIME.format(until.atZone(ZoneId.systemDefault())) + ".";
    }

    private String why() {
        return token.isEmpty() ? Words.LIMITED : Words.LIMITED + " " + Words.PROOF;
    }

    private Duration left() {
        Instant now = clock.instant();
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }
}
