package moltbot.gateway.channel.signal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.file.AtomicFile;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The little that outlives a start, in a small file: which account was linked, and in which conversations it was said
/// that the house keeps what disappears there. No words and no names. Where it cannot be written that is said in the
/// log, and once more to people. Safe for several threads.
final class Kept {
    private static final System.Logger LOG = System.getLogger("signal");
    private static final int MOST = 500;

    private final Path file;
    private final Set<String> told = new LinkedHashSet<>();
    private String account = "";

    Kept(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                JsonObject json = JsonObject.parse(Files.readAllBytes(file));
                account = json.text("account");
                told.addAll(json.list("told").texts());
            }
        } catch (IOException | ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "What was kept of Signal cannot be read, and is begun anew.", e);
        }
    }

    /// The account that was linked last; empty where none was.
    synchronized String account() {
        return account;
    }

    /// This one is linked.
    synchronized void account(String now) {
        if (!now.equals(account)) {
            account = now;
            write();
        }
    }

    synchronized boolean isTold(String place) {
        return told.contains(place);
    }

    /// It was said there. Of many the earliest is forgotten.
    synchronized void told(String place) {
        if (told.add(place)) {
            Iterator<String> earliest = told.iterator();
            while (told.size() > MOST) {
                earliest.next();
                earliest.remove();
            }
            write();
        }
    }

    /// Nothing disappears there any more.
    synchronized void untold(String place) {
        if (told.remove(place)) {
            write();
        }
    }

    private void write() {
        JsonObject json = JsonObject.with("account", account)
                .with("told", JsonArray.ofTexts(told))
                .build();
        try {
            AtomicFile.replace(file, json.toBytes());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "What is to be kept of Signal cannot be written.", e);
        }
    }
}
