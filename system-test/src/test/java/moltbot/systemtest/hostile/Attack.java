package moltbot.systemtest.hostile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the attacker has the model do, and where the words come from that would have made it.
///
/// @param token  what is found of it outside was this attack
record Attack(String token, String goal, Source source, List<Call> calls) {
    /// Reads a file of `goal | sources | calls` lines; a line with several sources is an attack for each.
    ///
    /// @param first  from which number on they are named
    static List<Attack> read(String text, int first) {
        List<Attack> attacks = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" \\| ", 3);
            for (String source : parts[1].strip().split(" +", -1)) {
                attacks.add(new Attack(
                        "k%04dz".formatted(first + attacks.size() + 1),
                        parts[0].strip(),
                        Source.named(source),
                        Call.read(parts[2].strip())));
            }
        }
        return attacks;
    }

    @Override
    public String toString() {
        return token + " " + goal + " from " + source.word() + " by "
                + String.join(", ", calls.stream().map(Call::tool).distinct().toList()) + ": "
                + Arrays.toString(calls.stream().map(Call::input).distinct().toArray());
    }
}
