package moltbot.guardian.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.WebService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {
    @TempDir
    Path temp;

    private WebService service;

    @BeforeEach
    void start() throws IOException {
        service = new WebService();
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
    }

    private String sent(Webhook.Shape shape, String path, Notice notice) throws Exception {
        new Webhook(URI.create(service.at(path)), shape).send(notice);
        String request = service.requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    @Test
    void speaksNtfy() throws Exception {
        String request = sent(Webhook.Shape.NTFY, "/my-topic", Notice.tripped("L2", "t1"));
        assertThat(request)
                .startsWith("POST /my-topic HTTP/1.1\r\n")
                .contains(
                        "\r\nTitle: Moltbot is blocked\r\n", "\r\nPriority: urgent\r\n", "\r\nTags: rotating_light\r\n")
                .contains("\r\n\r\nCheck L2 failed: Nothing of this house listens on every address.");
    }

    @Test
    void speaksGotify() throws Exception {
        String request = sent(Webhook.Shape.GOTIFY, "/message?token=secret", Notice.warning("S3"));
        assertThat(request).startsWith("POST /message?token=secret HTTP/1.1\r\n");
        JsonObject body = JsonObject.parse(request.substring(request.indexOf("\r\n\r\n") + 4));
        assertThat(body.text("title")).isEqualTo("Moltbot warns");
        assertThat(body.text("message")).contains("Check S3");
        assertThat(body.number("priority")).isEqualTo(4);
    }

    @Test
    void speaksSlack() throws Exception {
        String request = sent(Webhook.Shape.SLACK, "/services/T/B/x", Notice.bypassOver("S2"));
        JsonObject body = JsonObject.parse(request.substring(request.indexOf("\r\n\r\n") + 4));
        assertThat(body.text("text")).startsWith("*Moltbot: a bypass is over*\nCheck S2 counts again");
        assertThat(request).contains("Content-Type: application/json");
    }

    @Test
    void followsNoRedirection() {
        service.answer =
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        assertThatThrownBy(() -> sent(Webhook.Shape.SLACK, "/", Notice.warning("S3")))
                .isInstanceOf(IOException.class)
                .hasMessage("The webhook answered 302.");
    }

    @Test
    void sameNoticeIsToldOnceInTenMinutesAndTwentyAnHour() throws Exception {
        BlockingQueue<Notice> told = new ArrayBlockingQueue<>(100);
        long[] now = {0};
        try (Notices notices = new Notices(List.of(told::add), () -> now[0])) {
            notices.tell(Notice.tripped("L2", "t1"));
            notices.tell(Notice.tripped("L2", "t1"));
            notices.tell(Notice.tripped("L5", "t1"));
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(Notice.tripped("L2", "t1"));
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(Notice.tripped("L5", "t1"));
            for (int i = 0; i < 40; i++) {
                now[0] += Duration.ofMinutes(1).toNanos();
                notices.tell(Notice.tripped("N" + (i % 9 + 1), "t1"));
            }
            int more = 0;
            while (told.poll(200, TimeUnit.MILLISECONDS) != null) {
                more++;
            }
            assertThat(more).isEqualTo(18);
        }
    }

    /// A check that comes and goes: the last word is never that it opens while it is held.
    @Test
    void tellsThatItOpensAgainOnceForABlockThatWasTold() throws Exception {
        BlockingQueue<Notice> told = new ArrayBlockingQueue<>(100);
        long[] now = {0};
        try (Notices notices = new Notices(List.of(told::add), () -> now[0])) {
            notices.tell(Notice.mended("B3"));
            notices.tell(Notice.held("B3"));
            notices.tell(Notice.held("S1"));
            notices.tell(Notice.mended("S1"));
            notices.tell(Notice.held("B3"));
            for (int i = 0; i < 10; i++) {
                notices.tell(Notice.mended("B3"));
                notices.tell(Notice.held("B3"));
            }
            now[0] += Duration.ofMinutes(11).toNanos();
            notices.tell(Notice.mended("B3"));
            notices.tell(Notice.mended("B3"));
            for (Notice notice : List.of(
                    Notice.held("B3"),
                    Notice.held("S1"),
                    Notice.mended("S1"),
                    Notice.held("B3"),
                    Notice.mended("B3"))) {
                assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(notice);
            }
            notices.tell(Notice.warning("S3"));
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(Notice.warning("S3"));
        }
    }

    /// What could not be told again must not be told to be over.
    @Test
    void doesNotSayThatItOpensWhereTheNextBlockCouldNotBeTold() throws Exception {
        BlockingQueue<Notice> told = new ArrayBlockingQueue<>(100);
        try (Notices notices = new Notices(List.of(told::add), () -> 0)) {
            for (int i = 1; i <= 9; i++) {
                notices.tell(Notice.tripped("N" + i, "t1"));
                notices.tell(Notice.tripped("N" + i, "t2"));
            }
            notices.tell(Notice.held("B3"));
            notices.tell(Notice.held("S1"));
            notices.tell(Notice.mended("B3"));
            for (int i = 0; i < 20; i++) {
                assertThat(told.poll(5, TimeUnit.SECONDS))
                        .isNotEqualTo(Notice.mended("B3"))
                        .isNotNull();
            }
            notices.tell(Notice.warning("S3"));
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(Notice.warning("S3"));
        }
    }

    @Test
    void desktopIsTheSystemsOwnProgramWithTheWordsAsArguments() throws Exception {
        Path program = temp.resolve("notify-send");
        Files.writeString(program, "#!/bin/sh\nfor word do echo \"$word\"; done > " + temp.resolve("said") + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        new Desktop(false, program.toString(), 0).send(Notice.tripped("H1", "t1"));
        assertThat(Files.readAllLines(temp.resolve("said")))
                .containsExactly(
                        "--app-name=Moltbot",
                        "--urgency=critical",
                        "--",
                        "Moltbot is blocked",
                        Notice.tripped("H1", "t1").text());
    }

    @Test
    void everyResetIsToldAndNoNumberOfWarningsHidesABlock() throws Exception {
        BlockingQueue<Notice> told = new ArrayBlockingQueue<>(100);
        try (Notices notices = new Notices(List.of(told::add), () -> 0)) {
            // More than are told in an hour.
            for (int i = 1; i <= 7; i++) {
                for (String group : List.of("L", "N", "D")) {
                    notices.tell(Notice.warning(group + i));
                }
            }
            for (int i = 0; i < 20; i++) {
                assertThat(told.poll(5, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(told.poll()).isNull();
            notices.tell(Notice.reset("L2", "t1", "password"));
            notices.tell(Notice.reset("L2", "t1", "password"));
            notices.tell(Notice.tripped("L2", "t1"));
            for (int i = 0; i < 3; i++) {
                assertThat(told.poll(5, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }
}
