package moltbot.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.seal.Seal;
import moltbot.runtime.agent.CallMark;
import moltbot.runtime.agent.Origin;
import moltbot.runtime.agent.Said;
import moltbot.runtime.agent.Step;
import moltbot.runtime.context.Digest;
import moltbot.runtime.session.Kept;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Transcripts;
import moltbot.runtime.session.Transcripts.Accepted;
import moltbot.runtime.session.Turn;
import moltbot.runtime.store.Migrations.Script;
import moltbot.runtime.workspace.WorkspaceChange;
import moltbot.runtime.workspace.WorkspaceChange.Put;
import moltbot.runtime.workspace.WorkspaceFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The store over a real file.
@Timeout(60)
class StoreTest {
    private static final SessionKey MAIN = new SessionKey("owner", "main");

    @TempDir
    Path folder;

    private Store store;
    private Transcripts transcripts;

    @BeforeEach
    void open() {
        store = Store.open(folder);
        transcripts = store.transcripts();
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
    }

    private Accepted accept(String id, String text) {
        return transcripts.accept(new InboundMessage(id, "panel", "owner", "main", text), "turn-" + id, _ -> {});
    }

    private static Step notice(String text) {
        return new Step.Builder().notice("note", text).build();
    }

    @Test
    void promisesDurability() throws SQLException {
        assertThat(pragma("synchronous")).isEqualTo("2");
        assertThat(pragma("journal_mode")).isEqualTo("wal");
        assertThat(pragma("foreign_keys")).isEqualTo("1");
        assertThat(pragma("trusted_schema")).isEqualTo("0");
        assertThat(pragma("busy_timeout")).isEqualTo("5000");
    }

    private String pragma(String name) {
        return store.writer()
                .write(db -> db.list("PRAGMA " + name, row -> row.getString(1)).getFirst(), _ -> {});
    }

    @Test
    void commitsWhatWaitsTogetherAndEachPieceByItself() throws Exception {
        store.writer().write(db -> db.update("CREATE TABLE t (x INTEGER) STRICT"), _ -> {});
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            done.add(CompletableFuture.supplyAsync(
                    () -> store.writer()
                            .write(
                                    db -> {
                                        awaitQuietly(go);
                                        return true;
                                    },
                                    _ -> {}),
                    threads));
            for (int i = 0; i < 200; i++) {
                int number = i;
                done.add(CompletableFuture.supplyAsync(() -> insert(number), threads));
            }
            go.countDown();
        }

        assertThat(done).allMatch(CompletableFuture::isDone);
        assertThat(done.stream().filter(CompletableFuture::join)).hasSize(181);
        long rows = store.readers().read(db -> db.number("SELECT count(*) FROM t", 0));
        assertThat(rows).isEqualTo(180);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Every tenth refuses after it has written, which must undo its own writing and nobody else's.
    private boolean insert(int number) {
        try {
            store.writer()
                    .write(
                            db -> {
                                int rows = db.update("INSERT INTO t (x) VALUES (?)", number);
                                if (number % 10 == 3) {
                                    throw ContractException.refused("odd", "No.");
                                }
                                return rows;
                            },
                            _ -> {});
            return true;
        } catch (ContractException e) {
            return false;
        }
    }

    @Test
    void refusesWhileTheDiskIsFullAndRecovers() {
        Accepted first = accept("m1", "hello");
        long pages = store.writer().write(db -> db.number("PRAGMA page_count", 0), _ -> {});
        store.writer().write(db -> db.number("PRAGMA max_page_count = " + (pages + 2), 0), _ -> {});

        assertThatThrownBy(() -> accept("m2", "x".repeat(200_000)))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("storage"))
                .hasMessageContaining("What was said before is safe");
        assertThat(transcripts.after(MAIN, 0)).hasSize(1);

        store.writer().write(db -> db.number("PRAGMA max_page_count = 1000000", 0), _ -> {});
        Accepted second = accept("m2", "x".repeat(200_000));
        assertThat(second.turn().seq()).isEqualTo(first.turn().seq() + 1);
        assertThat(second.duplicate()).isFalse();
    }

    @Test
    void keepsAStepWholeOrNotAtAll() {
        Turn turn = accept("m1", "hello").turn();
        WorkspaceFile file = new WorkspaceFile("a.txt", 0644, 1, Seal.sha256Hex(new byte[1]));
        WorkspaceChange broken = new WorkspaceChange(
                List.of(new Put(file, () -> new byte[1]), new Put(file, () -> {
                    throw new java.io.IOException("gone");
                })),
                List.of(),
                () -> {});
        Step step = new Step.Builder()
                .notice("note", "never seen")
                .mark(new CallMark("c1", CallMark.State.FINISHED, ""))
                .change(broken)
                .build();

        assertThatThrownBy(() -> transcripts.append(turn, step, _ -> {})).isInstanceOf(ContractException.class);

        assertThat(transcripts.after(MAIN, 0)).hasSize(1);
        assertThat(transcripts.workspace(MAIN).list()).isEmpty();
        assertThat(transcripts.progress(turn).marks()).isEmpty();
    }

    @Test
    void numbersEventsWithoutGapsAndKeepsTheirJson() {
        Turn turn = accept("m1", "hello").turn();
        List<Kept> published = new ArrayList<>();
        transcripts.append(turn, notice("tricky \"quotes\" \u2028 and }"), published::addAll);

        List<Kept> read = transcripts.after(MAIN, 0);

        assertThat(read).extracting(Kept::seq).containsExactly(1L, 2L);
        assertThat(read.get(1).frame()).isEqualTo(published.getFirst().frame());
        ChatEvent event = ChatEvent.fromJson(JsonObject.parse(read.get(1).frame()));
        assertThat(event.fact()).isEqualTo(new ChatFact.Notice("note", "tricky \"quotes\" \u2028 and }"));
        assertThat(transcripts.latest(MAIN)).isEqualTo(2);
    }

    @Test
    void storesWhereEverythingCameFrom() {
        Turn turn = accept("m1", "hello").turn();
        transcripts.append(
                turn,
                new Step.Builder()
                        .fact(Origin.MODEL, new ChatFact.AssistantText("hi", "demo", "x"))
                        .finished("done")
                        .build(),
                _ -> {});

        List<String> origins =
                store.readers().read(db -> db.list("SELECT origin FROM event ORDER BY seq", row -> row.getString(1)));
        assertThat(origins).containsExactly("owner", "model", "house");
    }

    @Test
    void takesNoStepOfATurnThatIsOver() {
        Turn turn = accept("m1", "hello").turn();
        transcripts.append(turn, new Step.Builder().finished("stopped").build(), _ -> {});

        assertThatThrownBy(() -> transcripts.append(turn, notice("late"), _ -> {}))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("turn-over"));
        assertThat(transcripts.unfinished()).isEmpty();
    }

    @Test
    void refusesAStoreOfANewerVersion() throws SQLException {
        store.writer()
                .write(
                        db -> {
                            db.script("PRAGMA user_version = 99");
                            return true;
                        },
                        _ -> {});
        store.close();

        assertThatThrownBy(() -> Store.open(folder))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("written by a newer Moltbot")
                .hasMessageContaining("Nothing was changed");
        store = Store.open(folder.resolve("other"));
    }

    @Test
    void refusesAStoreMadeByAnotherScript() throws SQLException {
        store.close();
        List<Script> scripts = new ArrayList<>(Migrations.known());
        Script first = scripts.getFirst();
        scripts.set(0, new Script(first.name(), first.sql() + "-- changed"));

        assertThatThrownBy(() -> Store.open(folder, scripts, InstantSource.system()))
                .hasMessageContaining("another script 1");
        store = Store.open(folder);
    }

    @Test
    void upgradesStepByStepAndAllOrNothing() throws SQLException {
        accept("m1", "hello");
        store.close();
        List<Script> broken = new ArrayList<>(Migrations.known());
        broken.add(new Script("next.sql", "CREATE TABLE extra (x INTEGER) STRICT; CREATE TABLE extra (x);"));

        assertThatThrownBy(() -> Store.open(folder, broken, InstantSource.system()))
                .isInstanceOf(ContractException.class);
        List<Script> right = new ArrayList<>(Migrations.known());
        right.add(new Script("next.sql", "CREATE TABLE extra (x INTEGER) STRICT;"));
        store = Store.open(folder, right, InstantSource.system());

        assertThat(pragma("user_version")).isEqualTo(String.valueOf(right.size()));
        assertThat(store.transcripts().after(MAIN, 0)).hasSize(1);
    }

    @Test
    void saysWhatIsWrongWithAFolderItCannotUse() throws Exception {
        Path broken = folder.resolve("broken");
        java.nio.file.Files.createDirectories(broken);
        java.nio.file.Files.writeString(broken.resolve("chats.db"), "this is no database, however long it may be.");

        assertThatThrownBy(() -> Store.open(broken))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("could not be opened; nothing was changed");
    }

    @Test
    void labelsADigestByAllThatItStandsFor() throws SQLException {
        Turn first = accept("m1", "one").turn();
        transcripts.append(
                first,
                new Step.Builder()
                        .said(new Said(1, Origin.TOOL, ModelMessage.user("a page")))
                        .read(Label.FOREIGN)
                        .finished("done")
                        .build(),
                _ -> {});
        Turn second = accept("m2", "two").turn();
        transcripts.append(
                second, new Step.Builder().compacted(digest(first.seq())).build(), _ -> {});
        assertThat(labels()).containsExactly("untrusted public");
        transcripts.append(second, new Step.Builder().finished("done").build(), _ -> {});
        Turn third = accept("m3", "three").turn();
        transcripts.append(
                third, new Step.Builder().compacted(digest(second.seq())).build(), _ -> {});

        assertThat(labels()).containsExactly("untrusted public", "untrusted public");
        assertThat(transcripts.past(third).digest()).contains(digest(second.seq()));
        assertThat(transcripts.past(third).turns()).isEmpty();
    }

    private static Digest digest(long upto) {
        return new Digest(upto, List.of(), List.of("one"), List.of(), "", "Said.");
    }

    private List<String> labels() {
        return store.readers().read(db -> db.list("SELECT label FROM digest ORDER BY upto", row -> row.getString(1)));
    }

    @Test
    void findsEverythingByAnIndex() throws SQLException {
        Turn turn = accept("m1", "one").turn();
        transcripts.append(turn, new Step.Builder().compacted(digest(0)).build(), _ -> {});
        transcripts.progress(turn);
        transcripts.past(turn);
        transcripts.approvals(MAIN, 0, 9);
        transcripts.after(MAIN, 0);
        transcripts.workspace(MAIN).list();

        List<String> scans = store.readers().read(db -> {
            List<String> plans = new ArrayList<>();
            for (String sql : List.copyOf(db.statements())) {
                if (sql.startsWith("SELECT")) {
                    plans.addAll(db.list("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail")));
                }
            }
            return plans;
        });
        assertThat(scans).isNotEmpty().noneMatch(step -> step.startsWith("SCAN"));
    }
}
