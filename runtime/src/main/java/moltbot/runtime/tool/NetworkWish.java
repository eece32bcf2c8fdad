package moltbot.runtime.tool;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxNetwork;

/// What a model may write where a command needs the network, one rule in each text: `GET https://host/path`, or
/// `GET,POST https://host/path with NAME`.
final class NetworkWish {
    private static final Pattern FORM =
            Pattern.compile("([A-Z,]{1,60}) (https?://[^/ ]{1,260})(/[^ ]*)?(?: with ([a-z0-9-]{1,41}))?");

    private NetworkWish() {}

    static SandboxNetwork read(List<String> texts) {
        return texts.isEmpty()
                ? SandboxNetwork.NONE
                : new SandboxNetwork(texts.stream().map(NetworkWish::rule).toList(), SandboxNetwork.STANDARD_BYTES);
    }

    private static NetworkRule rule(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadInput("network: write each as \"GET https://host/path\" or \"GET,POST https://host/path with"
                    + " NAME\".");
        }
        return new NetworkRule(
                form.group(2),
                new TreeSet<>(Arrays.asList(form.group(1).split(","))),
                form.group(3) == null ? "/" : form.group(3),
                form.group(4) == null ? "" : form.group(4));
    }
}
