package moltbot.gateway.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.contract.mcp.ServerSignIn.As;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that name what they should not, and answers that are none: refused before anything is opened, registered or
/// sent.
@Timeout(60)
final class HostileSignInTest {
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

    private void assertRefused(String why) {
        assertThatThrownBy(desk::login)
                .isInstanceOf(ContractException.class)
                .hasMessageContaining(why)
                .satisfies(e -> assertThat(e.getMessage()).matches("[\\x20-\\x7e]*"));
        assertThat(desk.authorization.forms)
                .as("nothing was asked of the token endpoint")
                .isEmpty();
        assertThat(desk.authorization.heard).doesNotContain("POST /register");
        assertThat(desk.state()).isEqualTo("wanted");
    }

    private void authorizationSays(String field, String value) {
        desk.authorization.describe(json -> json.toBuilder().with(field, value).build());
    }

    private void serverSays(String field, JsonArray value) {
        desk.tools.describe(json -> json.toBuilder().with(field, value).build());
    }

    private void noIssuerInTheSettings() {
        desk.configure(new ServerSignIn(As.OWNER, "", "", "", List.of()));
    }

    @Test
    void refusesAServerThatDescribesAnother() {
        desk.tools.describe(json ->
                json.toBuilder().with("resource", "https://bank.example/mcp").build());
        assertRefused("describes something else");
    }

    @Test
    void refusesADescriptionForTheWholeHostFromOneOfItsPlaces() {
        desk.tools.describe(json -> json.toBuilder()
                .with("resource", desk.tools.url().replaceFirst("/mcp$", ""))
                .build());
        assertRefused("describes something else");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://192.168.1.1/d",
                "http://169.254.169.254/latest",
                "http://127.0.0.1:9/d",
                "https://elsewhere.example/d",
                "file:///etc/passwd",
                "javascript:alert(1)"
            })
    void asksNobodyElseForTheServersDescription(String place) {
        desk.tools.challengeBy("Bearer resource_metadata=\"" + place + "\"");
        assertThatThrownBy(desk::login).isInstanceOf(ContractException.class);
        assertThat(desk.authorization.heard).isEmpty();
        assertThat(desk.recorded).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example",
                "http://127.0.0.1:9",
                "https://127.0.0.1:9",
                "https://localhost",
                "https://10.0.0.1",
                "https://[fd00::1]",
                "https://169.254.169.254",
                "https://2130706433",
                "https://user@auth.example",
                "https://auth.example?x",
                "https://auth.example#x",
                "https://auth.example/\u001b[2J",
                "javascript:alert(1)",
                "ftp://auth.example"
            })
    void goesToNoAuthorizationServerThatIsNotOfTheInternet(String issuer) {
        noIssuerInTheSettings();
        serverSays("authorization_servers", JsonArray.ofTexts(List.of(issuer)));
        assertRefused("");
        assertThat(desk.recorded)
                .as("nothing was sent but to the server itself")
                .allMatch(detail -> desk.tools.url().startsWith(detail.text("origin")));
    }

    @Test
    void goesNowhereElseThanTheSettingsName() {
        serverSays("authorization_servers", JsonArray.ofTexts(List.of("https://evil.example")));
        assertRefused("which your settings name, but elsewhere");
    }

    @Test
    void tellsHowToNameAnAuthorizationServerOfTheOwnersNetwork() {
        noIssuerInTheSettings();
        assertRefused("write it as 'issuer: " + desk.authorization.url() + "'");
    }

    @Test
    void asksNobodyWhomTheOwnerNamedForAnotherServer() {
        noIssuerInTheSettings();
        ServerSignIn how = new ServerSignIn(As.OWNER, "", "", desk.authorization.url(), List.of());
        desk.configureToo(new RemotePlace("forge", "https://forge.example/mcp", "", Optional.of(how)));
        assertRefused("so it is not asked");
        assertThat(desk.authorization.heard).isEmpty();
    }

    @Test
    void believesNobodyWhoGoesByAnotherName() {
        authorizationSays("issuer", "https://accounts.example");
        assertRefused("goes by another name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", ""})
    void signsInNowhereWithoutPkce(String methods) {
        desk.authorization.describe(json -> json.toBuilder()
                .with(
                        "code_challenge_methods_supported",
                        JsonArray.ofTexts(methods.isEmpty() ? List.of() : List.of(methods)))
                .build());
        assertRefused("PKCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_endpoint", "registration_endpoint", "revocation_endpoint", "authorization_endpoint"})
    void sendsNothingToAnEndpointOfTheOwnersNetwork(String endpoint) {
        for (String place : List.of("https://192.168.1.1/x", "http://127.0.0.1:9/x", "http://elsewhere.example/x")) {
            authorizationSays(endpoint, place);
            assertRefused("so it is not asked");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(document.cookie)",
                "data:text/html,x",
                "https://auth.example/\u001b]0;x\u0007",
                "https://auth.example/#fragment",
                "https://auth.example/a b",
                "https://me@auth.example/"
            })
    void opensNothingThatIsNoPage(String page) {
        authorizationSays("authorization_endpoint", page);
        assertRefused("none that may be opened");
    }

    /// The server of tools gives tokens itself, and names the page of an honest provider for the owner to say yes at.
    private void namesThePageOfAnother(String page) {
        String own = desk.tools.origin();
        serverSays("authorization_servers", JsonArray.ofTexts(List.of(own)));
        desk.tools.say(
                "/.well-known/oauth-authorization-server",
                JsonObject.with("issuer", own)
                        .with("authorization_endpoint", page)
                        .with("token_endpoint", own + "/token")
                        .with("registration_endpoint", own + "/register")
                        .with("code_challenge_methods_supported", JsonArray.ofTexts(List.of("S256")))
                        .build());
    }

    @Test
    void opensNoPageOfAnotherThanWhoTakesTheCode() {
        noIssuerInTheSettings();
        namesThePageOfAnother("https://accounts.example/authorize");
        assertRefused("but its page is at https://accounts.example:443, which may be somebody else's");
        assertRefused("write 'issuer: " + desk.tools.origin() + "'");
        assertThat(desk.told).isEmpty();
    }

    @Test
    void opensAnotherPageWhereTheOwnerNamedWhoTakesTheCode() {
        desk.configure(new ServerSignIn(As.OWNER, "", "", desk.tools.origin(), List.of()));
        namesThePageOfAnother("https://accounts.example/authorize");
        assertThatThrownBy(() -> desk.login(false, UnaryOperator.identity())).hasMessageContaining("nothing changed");
        assertThat(desk.told.getFirst().list("browser").texts()).containsExactly("https://accounts.example:443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id=theirs",
                "a=b&redirect_uri=https://evil.example",
                "a;scope=all",
                "%73tate=1",
                "Response_Type=token",
                "code.challenge=x",
                "+client_id=x",
                "request_uri=https://evil.example/r",
                "code_challenge_method"
            })
    void opensNoPageThatBringsPartsOfASignIn(String query) {
        authorizationSays("authorization_endpoint", desk.authorization.url() + "/authorize?" + query);
        assertRefused("has a part of a sign-in in its address already");
    }

    @Test
    void opensAPageWithWordsOfItsOwn() throws Exception {
        authorizationSays("authorization_endpoint", desk.authorization.url() + "/authorize?p=tenant&state_of=x");
        assertThat(desk.login()).isEqualTo("read");
    }

    @Test
    void doesNothingBeforeTheOwnerHasConfirmedWhereItGoes() {
        assertThatThrownBy(() -> desk.login(false, UnaryOperator.identity())).hasMessageContaining("Nothing was sent");
        assertThat(desk.told).hasSize(1);
        assertThat(desk.authorization.heard).containsExactly("GET /.well-known/oauth-authorization-server");
    }

    private void assertAnswerRefused(UnaryOperator<String> pasting, String why) {
        assertThatThrownBy(() -> desk.login(true, pasting)).hasMessageContaining(why);
        assertThat(desk.authorization.forms).isEmpty();
        assertThat(desk.state()).isEqualTo("wanted");
    }

    @Test
    void takesNoAnswerToAnotherSignIn() {
        assertAnswerRefused(back -> back.replaceFirst("state=[^&]*", "state=of-somebody-else"), "not the answer");
        assertAnswerRefused(back -> back.replaceFirst("state=[^&]*&", ""), "not the answer");
        assertAnswerRefused(back -> back + "&state=again", "twice");
        assertAnswerRefused(back -> back.replaceFirst("code=[^&]*", "code="), "no code");
        assertAnswerRefused(back -> back.replaceFirst("code=[^&]*", "error=access_denied"), "said no (access_denied)");
        assertAnswerRefused(back -> back.replaceFirst("code=[^&]*", "error=%1b%5b2J"), "said no. Nothing");
        assertAnswerRefused(back -> "https://evil.example/" + back, "not the address");
        assertAnswerRefused(back -> "", "not the address");
        assertAnswerRefused(back -> back + "%zz", "broken");
    }

    @Test
    void takesNoAnswerOfAnotherAuthorizationServer() {
        desk.authorization.callItself("https://evil.example");
        assertAnswerRefused(UnaryOperator.identity(), "not from");
        desk.authorization.callItself("");
        assertAnswerRefused(back -> back.replaceFirst("&iss=[^&]*", ""), "not from");
    }

    @Test
    void keepsNoTokenThatIsNone() {
        for (UnaryOperator<JsonObject> wrong : List.<UnaryOperator<JsonObject>>of(
                json -> json.toBuilder().with("token_type", "DPoP").build(),
                json -> json.toBuilder().with("access_token", "two\r\nlines").build(),
                json -> json.toBuilder().with("access_token", "").build(),
                json -> json.toBuilder()
                        .with("access_token", "a".repeat(20_000))
                        .build(),
                json -> json.toBuilder().with("refresh_token", "a b").build())) {
            desk.authorization.answerTokens(wrong);
            assertThatThrownBy(desk::login).hasMessageContaining("cannot be used here");
            assertThat(desk.state()).isEqualTo("wanted");
        }
        desk.authorization.answerTokens(json -> JsonObject.EMPTY);
        assertThatThrownBy(desk::login).hasMessageContaining("not of the protocol");
    }

    @Test
    void followsNoRedirectWithACode() {
        authorizationSays("token_endpoint", desk.authorization.url() + "/elsewhere");
        assertThatThrownBy(desk::login).hasMessageContaining("status 307");
        assertThat(desk.authorization.heard).contains("POST /elsewhere").doesNotContain("POST /token");
    }

    @Test
    void readsNoDescriptionWithoutEnd() {
        desk.authorization.describe(json -> json.toBuilder()
                .with("padding", "x".repeat(moltbot.gateway.egress.task.Inquirer.MOST_BYTES))
                .build());
        assertRefused("longer than is accepted");
    }
}
