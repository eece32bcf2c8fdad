package moltbot.gateway.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.contract.mcp.ServerSignIn.As;
import moltbot.gateway.oauth.Tokens.Given;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A sign-in as it should be, at stand-ins that take nothing but what the specifications allow, and what becomes of its
/// tokens.
@Timeout(60)
final class SignInTest {
    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private String token() {
        Given given = desk.tokens().give(desk.place());
        return given.credential().secret().reveal(desk.vault().access());
    }

    private static void assertWanted(org.assertj.core.api.ThrowableAssert.ThrowingCallable asking) {
        assertThatThrownBy(asking).isInstanceOfSatisfying(ContractException.class, e -> {
            assertThat(e.reason()).isEqualTo(Tokens.WANTED);
            assertThat(e).hasMessageEndingWith("./moltbot server login wiki");
        });
    }

    @Test
    void registersAsksAndKeepsATokenForThisServerAlone() throws Exception {
        assertWanted(() -> desk.tokens().give(desk.place()));

        assertThat(desk.login()).isEqualTo("read");

        assertThat(token()).startsWith("access-token");
        assertThat(desk.state()).isEqualTo("signed in");
        assertThat(desk.told.getFirst().text("issuer")).isEqualTo(desk.authorization.url());
        assertThat(desk.told.getFirst().list("house").texts()).containsExactly(desk.authorization.url());
        assertThat(desk.told.getFirst().list("browser").texts()).containsExactly(desk.authorization.url());
        assertThat(desk.told.get(1).text("open"))
                .startsWith(desk.authorization.url() + "/authorize?response_type=code&client_id=client-1")
                .contains("code_challenge_method=S256", "&state=", "&scope=read", "&resource=http%3A%2F%2F127.0.0.1");
        assertThat(Desk.grant(desk.authorization))
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("resource", desk.tools.url())
                .containsEntry("redirect_uri", SignIn.REDIRECT);
    }

    @Test
    void showsThatASignInIsGoodForTheWholeHost() throws Exception {
        desk.login();
        assertThat(desk.told.getFirst().text("whole"))
                .as("for the address alone")
                .isEmpty();

        String description = "/.well-known/oauth-protected-resource";
        desk.tools.say(
                description,
                JsonObject.with("resource", desk.tools.origin())
                        .with("authorization_servers", JsonArray.ofTexts(List.of(desk.authorization.url())))
                        .build());
        desk.tools.challengeBy("Bearer resource_metadata=\"" + desk.tools.origin() + description + "\"");
        desk.told.clear();
        desk.login();
        assertThat(desk.told.getFirst().text("whole")).isEqualTo(desk.tools.origin());
    }

    @Test
    void writesEachRequestDownFirstAndNoKeyAnywhere() throws Exception {
        desk.login();

        assertThat(desk.recorded.toString())
                .contains("\"message\":\"initialize\"", "\"way\":\"sign-in\"")
                .doesNotContain("state", "code");
        assertThat(desk.recorded).hasSize(1 + desk.authorization.heard.size());
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String token : desk.authorization.given) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(token);
                }
            }
        }
        assertThat(desk.vault().names()).as("no rule can name a token").isEmpty();
        assertThat(desk.vault().judged().list("secrets").values()).isEmpty();
    }

    @Test
    void isSignedInAfterARestartAndIsTheSameClientTheNextTime() throws Exception {
        desk.login();
        String before = token();
        desk.restart();
        assertThat(token()).isEqualTo(before);
        desk.login();
        assertThat(desk.authorization.heard)
                .filteredOn("POST /register"::equals)
                .hasSize(1);
        assertThat(token()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "client_secret_post"})
    void provesItselfAsTheServerWants(String method) throws Exception {
        desk.authorization.wantClientsBy(method);
        desk.login();
        assertThat(token()).startsWith("access-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/tenant",
                "/.well-known/openid-configuration/tenant",
                "/tenant/.well-known/openid-configuration"
            })
    void findsATenantWhereItSaysWhatItIs(String wellKnown) throws Exception {
        desk.authorization.moveTo("/tenant", wellKnown);
        desk.configure(new ServerSignIn(As.OWNER, "", "", desk.authorization.issuer(), List.of()));
        desk.login();
        assertThat(desk.told.getFirst().text("issuer")).endsWith("/tenant");
        assertThat(desk.authorization.heard).doesNotContain("GET /.well-known/oauth-authorization-server");
    }

    @Test
    void findsOneThatSaysWhatItIsAsOpenIdDoes() throws Exception {
        desk.authorization.moveTo("", "/.well-known/openid-configuration");
        assertThat(desk.login()).isEqualTo("read");
    }

    @Test
    void isTheClientThatTheOwnerRegisteredByHand() throws Exception {
        desk.authorization.wantClientsBy("client_secret_basic");
        desk.authorization.know("https://me.example/moltbot.json", "hand-made+/secret");
        desk.vault().set("task-wiki-client", "hand-made+/secret");
        desk.configure(new ServerSignIn(
                As.OWNER,
                "https://me.example/moltbot.json",
                "wiki-client",
                desk.authorization.url(),
                List.of("read", "write")));
        assertThat(desk.login()).isEqualTo("read write");
        assertThat(desk.authorization.heard).doesNotContain("POST /register");
    }

    private void isAMachine(List<String> scopes) {
        desk.authorization.wantClientsBy("client_secret_basic");
        desk.authorization.know("machine-1", "key-of-the-machine");
        desk.vault().set("task-wiki-client", "key-of-the-machine");
        desk.configure(new ServerSignIn(As.MACHINE, "machine-1", "wiki-client", desk.authorization.url(), scopes));
    }

    private static Challenge wants(String scope) {
        return Challenge.of(List.of("Bearer error=insufficient_scope, scope=\"" + scope + "\""));
    }

    private void assertWidensNot(String scope, String why) {
        int asked = desk.authorization.forms.size();
        assertThatThrownBy(() -> desk.tokens().widen(desk.place(), desk.tokens().give(desk.place()), wants(scope)))
                .hasMessageContaining(why);
        assertThat(desk.authorization.forms).hasSize(asked);
    }

    @Test
    void asksForNoRightsButThoseThatTheOwnerWrote() throws Exception {
        isAMachine(List.of("read"));
        assertThat(desk.login()).isEqualTo("read");
        assertWidensNot("write", "rights for this that its owner did not write");
        assertThat(desk.state()).isEqualTo("signed in");

        desk.authorization.answerTokens(
                json -> json.toBuilder().with("scope", "read write").build());
        for (int i = 0; i < 2; i++) {
            desk.tokens().renew(desk.place(), desk.tokens().give(desk.place()), wants("write"));
            assertThat(Desk.grant(desk.authorization)).containsEntry("scope", "read");
        }
        desk.login();
        assertThat(desk.told.getLast().text("signedIn")).isEqualTo("read write");
        assertThat(Desk.grant(desk.authorization)).containsEntry("scope", "read");
    }

    @Test
    void asksTheOwnerForNoRightsButThoseThatTheyWrote() throws Exception {
        desk.configure(new ServerSignIn(As.OWNER, "", "", desk.authorization.url(), List.of("read")));
        desk.login();
        assertWidensNot("write", "rights for this that its owner did not write");
        assertThat(desk.login()).isEqualTo("read");
    }

    @Test
    void widensTheRightsOfAMachineOnceBetweenTwoSignIns() throws Exception {
        isAMachine(List.of());
        desk.login();
        desk.tokens().widen(desk.place(), desk.tokens().give(desk.place()), wants("write"));
        desk.restart();
        assertWidensNot("admin", "./moltbot server login wiki");
        assertThat(desk.state()).isEqualTo("more wanted");

        assertThat(desk.login()).isEqualTo("read write admin");
        Given given = desk.tokens().give(desk.place());
        desk.authorization.goDown(true);
        assertThatThrownBy(() -> desk.tokens().widen(desk.place(), given, wants("more")))
                .hasMessageContaining("status 503");
        desk.authorization.goDown(false);
        assertWidensNot("more", "./moltbot server login wiki");
        assertThat(token()).as("what it has is still good").isNotEmpty();
    }

    @Test
    void signsInAsAMachineByItsKeyAndWidensItsRightsOnce() throws Exception {
        isAMachine(List.of());
        assertThat(desk.login()).isEqualTo("read");
        assertThat(desk.told).as("no browser").hasSize(2);

        Challenge more = Challenge.of(List.of("Bearer error=insufficient_scope, scope=\"write\""));
        Given given = desk.tokens().give(desk.place());
        Given wider = desk.tokens().widen(desk.place(), given, more);
        assertThat(Desk.grant(desk.authorization)).containsEntry("scope", "read write");
        assertThatThrownBy(() -> desk.tokens().widen(desk.place(), wider, more))
                .hasMessageContaining("though it was given all the rights");

        desk.authorization.endAll();
        desk.tokens().renew(desk.place(), wider, Challenge.NONE);
        assertThat(desk.state()).isEqualTo("signed in");
    }

    @Test
    void renewsBeforeTheEndAndWhatTheServerRefusesOnceForAll() throws Exception {
        desk.authorization.giveFor(600);
        desk.login();
        String first = token();
        desk.wait(Duration.ofSeconds(560));
        assertThat(token()).isEqualTo(first);
        desk.wait(Duration.ofSeconds(15));
        String second = token();
        assertThat(second).isNotEqualTo(first);
        assertThat(Desk.grant(desk.authorization))
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("resource", desk.tools.url());

        Given refused = desk.tokens().give(desk.place());
        Given renewed = desk.tokens().renew(desk.place(), refused, Challenge.NONE);
        int asked = desk.authorization.forms.size();
        assertThat(desk.tokens().renew(desk.place(), refused, Challenge.NONE).serial())
                .as("another conversation had the same old one")
                .isEqualTo(renewed.serial());
        assertThat(desk.authorization.forms).hasSize(asked);
    }

    @Test
    void keepsWhatItIsRenewedByWhereTheServerGivesNoOther() throws Exception {
        desk.login();
        desk.authorization.answerTokens(json -> {
            var fields = new java.util.LinkedHashMap<>(json.fields());
            fields.remove("refresh_token");
            return new moltbot.contract.json.JsonObject(fields);
        });
        Given given = desk.tokens().give(desk.place());
        desk.tokens().renew(desk.place(), given, Challenge.NONE);
        assertThat(desk.vault().granted(Desk.NAME, TokenEndpoint.REFRESH)).isPresent();
    }

    @Test
    void sendsNobodyToSignInForAMomentsTrouble() throws Exception {
        desk.login();
        Given given = desk.tokens().give(desk.place());
        desk.authorization.trouble("temporarily_unavailable");
        assertThatThrownBy(() -> desk.tokens().renew(desk.place(), given, Challenge.NONE))
                .hasMessageContaining("cannot be renewed just now")
                .hasFieldOrPropertyWithValue("reason", "sign-in");
        assertThat(desk.vault().granted(Desk.NAME, TokenEndpoint.REFRESH)).isPresent();
        desk.authorization.trouble("");
        assertThat(desk.tokens().renew(desk.place(), given, Challenge.NONE)).isNotNull();
    }

    @Test
    void tellsTheOwnerToSignInWhereTheirYesWasTakenBack() throws Exception {
        desk.login();
        Given given = desk.tokens().give(desk.place());
        desk.authorization.endAll();
        assertWanted(() -> desk.tokens().renew(desk.place(), given, Challenge.NONE));
        assertThat(desk.state()).isEqualTo("wanted");
        assertThat(desk.vault().granted(Desk.NAME, TokenEndpoint.ACCESS)).isEmpty();
        assertThat(desk.vault().granted(Desk.NAME, TokenEndpoint.REFRESH)).isEmpty();
        desk.login();
        assertThat(desk.state()).isEqualTo("signed in");
    }

    @Test
    void losesNothingWhileTheServerIsAway() throws Exception {
        desk.login();
        Given given = desk.tokens().give(desk.place());
        desk.authorization.goDown(true);
        assertThatThrownBy(() -> desk.tokens().renew(desk.place(), given, Challenge.NONE))
                .hasMessageContaining("status 503");
        desk.authorization.goDown(false);
        desk.tokens().renew(desk.place(), given, Challenge.NONE);
        assertThat(desk.state()).isEqualTo("signed in");
    }

    @Test
    void forgetsATokenThatIsRefusedRightAfterItWasRenewed() throws Exception {
        desk.login();
        Given given = desk.tokens().give(desk.place());
        assertThat(desk.tokens().useless(desk.place(), given, Challenge.NONE))
                .hasMessageContaining("./moltbot server login wiki");
        assertThat(desk.state()).isEqualTo("wanted");
    }

    @Test
    void leavesMoreRightsToTheOwnerAndAsksForThemAtTheNextSignIn() throws Exception {
        desk.login();
        Given given = desk.tokens().give(desk.place());
        Challenge more = Challenge.of(List.of("Bearer error=\"insufficient_scope\", scope=\"write\""));
        assertThatThrownBy(() -> desk.tokens().widen(desk.place(), given, more))
                .hasMessageContaining("wants more rights")
                .hasMessageEndingWith("./moltbot server login wiki");
        assertThat(desk.state()).isEqualTo("more wanted");
        assertThat(desk.login()).isEqualTo("read write");
        assertThat(desk.state()).isEqualTo("signed in");
        assertThatThrownBy(() -> desk.tokens().widen(desk.place(), desk.tokens().give(desk.place()), more))
                .as("once is enough")
                .hasMessageContaining("though it was given all the rights");
    }

    @Test
    void forgetsAndRevokesWhenTheOwnerSignsOut() throws Exception {
        desk.login();
        assertThat(desk.logout()).isTrue();
        assertThat(desk.authorization.forms.subList(
                        desk.authorization.forms.size() - 2, desk.authorization.forms.size()))
                .extracting(form -> form.get("token_type_hint"))
                .containsExactly("refresh_token", "access_token");
        assertThat(desk.vault().grantedFacts(Desk.NAME).fields()).isEmpty();
        assertWanted(() -> desk.tokens().give(desk.place()));

        desk.login();
        desk.authorization.goDown(true);
        assertThat(desk.logout()).as("it was down").isFalse();
        assertThat(desk.vault().grantedFacts(Desk.NAME).fields())
                .as("forgotten even where it cannot be told")
                .isEmpty();
    }

    @Test
    void sendsNothingToAnotherPlaceThanTheOneThatWasSignedInTo() throws Exception {
        desk.login();
        desk.moveTo("http://127.0.0.1:9/mcp");
        assertWanted(() -> desk.tokens().give(desk.place()));
    }

    @Test
    void readsChallengesAsTheyAreWritten() {
        assertThat(Challenge.of(List.of("Negotiate abc==, Bearer realm=\"a, Bearer scope=\\\"x\\\"\" , scope=\"r w\"")))
                .isEqualTo(new Challenge("", "r w", ""));
        assertThat(Challenge.of(List.of("bearer ERROR=insufficient_scope,resource_metadata=https://a.example/b")))
                .isEqualTo(new Challenge("https://a.example/b", "", "insufficient_scope"));
        assertThat(Challenge.of(List.of("Bearer scope=a, scope=b, error=x")))
                .as("said twice is not said")
                .isEqualTo(new Challenge("", "", "x"));
        assertThat(Challenge.of(List.of("Bearer scope=a", "Bearer scope=b"))).isEqualTo(Challenge.NONE);
        assertThat(Challenge.of(List.of("Bearer scope=\"a\u001b[31m\""))).isEqualTo(Challenge.NONE);
        assertThat(Challenge.of(List.of("Bearer scope=\"" + "a ".repeat(3000) + "\"")))
                .isEqualTo(Challenge.NONE);
        assertThat(Challenge.of(List.of("Bearer =\"\\", "\"", "==,,"))).isEqualTo(Challenge.NONE);
        assertThat(Challenge.of(List.of())).isEqualTo(Challenge.NONE);
    }
}
