package moltbot.guardian.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import moltbot.guardian.TestFolders;
import moltbot.guardian.fact.Folders;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.judge.DataModes;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Privacy;
import moltbot.guardian.judge.SocketFolders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules on real files.
class FolderObserverTest {
    @TempDir
    Path temp;

    private Path data;
    private Path run;

    @BeforeEach
    void buildData() throws IOException {
        data = TestFolders.folder(temp.resolve("data"), "rwx------");
        run = TestFolders.folder(data.resolve("run"), "rwx------");
        TestFolders.folder(data.resolve("secrets"), "rwx------");
        TestFolders.file(data.resolve("secrets/vault"), "rw-------");
        TestFolders.folder(run.resolve("control"), "rwx------");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(run.resolve("control/link.sock")));
        }
        Files.setPosixFilePermissions(run.resolve("control/link.sock"), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aPrivateHouseIsWell() throws Exception {
        assertThat(findings()).isEmpty();
    }

    @Test
    void everyRightOfOthersIsFound() throws Exception {
        TestFolders.folder(data, "rwxr-xr-x");
        TestFolders.folder(data.resolve("chats"), "rwx--x---");
        TestFolders.file(data.resolve("secrets/key"), "rw-r-----");
        TestFolders.file(run.resolve("host.json"), "rw----r--");
        assertThat(findings())
                .extracting(finding -> finding.check() + " " + finding.evidence())
                .containsExactlyInAnyOrder(
                        "S2 " + data + ": its mode is 0755",
                        "S2 " + data + "/chats: its mode is 0710",
                        "S2 " + data + "/secrets/key: its mode is 0640",
                        "S2 " + run + "/host.json: its mode is 0604");
    }

    @Test
    void aSocketAndItsFolderOpenToOthersAreFound() throws Exception {
        TestFolders.folder(run.resolve("control"), "rwxr-x---");
        Files.setPosixFilePermissions(run.resolve("control/link.sock"), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(findings())
                .extracting(Finding::evidence)
                .containsExactlyInAnyOrder(
                        run + "/control: its mode is 0750", run + "/control/link.sock: its mode is 0666");
        assertThat(findings()).extracting(Finding::check).containsOnly("L6");
    }

    @Test
    void linksAreFoundAndNotFollowed() throws Exception {
        Path elsewhere = TestFolders.folder(temp.resolve("elsewhere"), "rwx------");
        TestFolders.file(elsewhere.resolve("open"), "rw-rw-rw-");
        Files.createSymbolicLink(data.resolve("chats"), elsewhere);
        Files.createSymbolicLink(run.resolve("gateway"), elsewhere);
        assertThat(findings())
                .extracting(finding -> finding.check() + " " + finding.evidence())
                .containsExactlyInAnyOrder(
                        "S2 " + data + "/chats: it is a symbolic link",
                        "L6 " + run + "/gateway: it is a symbolic link");
    }

    @Test
    void whatBelongsToSomebodyElseIsFound() throws Exception {
        long mine = Observers.currentUser();
        assertThat(findings(Set.of(mine + 1)))
                .hasSize(6)
                .allMatch(finding -> finding.evidence().endsWith("belongs to user " + mine));
    }

    @Test
    void aFolderTooFullToLookAtIsNotSeenToBeSafe() throws Exception {
        Path chats = TestFolders.folder(data.resolve("chats"), "rwx------");
        for (int i = 0; i < FolderObserver.MAX_ENTRIES; i++) {
            TestFolders.file(chats.resolve("file" + i), "rw-------");
        }
        assertThat(new FolderObserver(data, run).observe()).isInstanceOf(Observation.Seen.class);
        TestFolders.file(chats.resolve("one-more"), "rw-rw-rw-");
        assertThat(new FolderObserver(data, run).observe())
                .isInstanceOfSatisfying(
                        Observation.Partial.class,
                        partial -> assertThat(partial.why()).contains(chats + " holds more than 1000 entries"));
    }

    @Test
    void aMissingDataFolderIsUnobservable() {
        assertThat(new FolderObserver(temp.resolve("nowhere"), run).observe())
                .isInstanceOf(Observation.Unobservable.class);
    }

    private List<Finding> findings() throws IOException {
        return findings(Set.of(Observers.currentUser()));
    }

    private List<Finding> findings(Set<Long> owners) {
        if (new FolderObserver(data, run).observe() instanceof Observation.Seen<Folders>(Folders seen)) {
            Privacy privacy = new Privacy(owners, false);
            List<Finding> findings = new ArrayList<>(new SocketFolders(privacy).judge(seen));
            findings.addAll(new DataModes(privacy).judge(seen));
            return findings;
        }
        throw new AssertionError("not seen");
    }
}
