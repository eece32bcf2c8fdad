package moltbot.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The size and shape of every source file. There is no list of exceptions.
final class TidyTest {
    private static final int MAX_FILE_LINES = 400;
    private static final int MAX_METHOD_LINES = 60;
    private static final int MAX_PARAMETERS = 6;
    private static final int MAX_TYPES = 20;
    private static final String BAD_NAME = ".+(Manager|Helper|Util|Utils|Processor|Info|Impl)";
    private static final List<String> MOCKS =
            List.of("mockito", "easymock", "powermock", "jmockit", "mockk", "wiremock");

    private static List<Source> main = List.of();
    private static List<Source> all = List.of();

    @BeforeAll
    static void read() {
        main = Source.read(Checkout.mainSources());
        all = Stream.concat(main.stream(), Source.read(Checkout.testSources()).stream())
                .toList();
    }

    private static void assertNone(String rule, Stream<String> faults) {
        List<String> found = faults.sorted().toList();
        assertThat(found).as("%d times: %s", found.size(), rule).isEmpty();
    }

    @Test
    void filesAreShort() {
        assertNone(
                "a file has at most " + MAX_FILE_LINES + " lines",
                all.stream()
                        .filter(source -> source.lines() > MAX_FILE_LINES)
                        .map(source -> source.name() + " has " + source.lines()));
    }

    @Test
    void methodsAreShort() {
        assertNone(
                "a method has at most " + MAX_METHOD_LINES + " lines",
                methods(method -> method.lines() > MAX_METHOD_LINES, Source.Method::lines));
    }

    @Test
    void methodsTakeFewParameters() {
        assertNone(
                "a method takes at most " + MAX_PARAMETERS + " parameters",
                methods(
                        method -> method.parameters() > MAX_PARAMETERS && !method.makesARecord(),
                        Source.Method::parameters));
    }

    private static Stream<String> methods(Predicate<Source.Method> bad, Function<Source.Method, Integer> measure) {
        return all.stream()
                .flatMap(source -> source.methods().stream()
                        .filter(bad)
                        .map(method -> source.name() + ": " + method.name() + " has " + measure.apply(method)));
    }

    @Test
    void packagesAreSmall() {
        for (List<Source> kind : List.of(
                main, all.stream().filter(source -> !main.contains(source)).toList())) {
            Map<Path, Integer> types = new TreeMap<>(kind.stream()
                    .collect(Collectors.groupingBy(
                            source -> source.file().getParent(),
                            Collectors.summingInt(
                                    source -> source.topLevelTypes().size()))));
            assertNone(
                    "a package has at most " + MAX_TYPES + " types",
                    types.entrySet().stream()
                            .filter(entry -> entry.getValue() > MAX_TYPES)
                            .map(entry -> Checkout.name(entry.getKey()) + " has " + entry.getValue()));
        }
    }

    @Test
    void publicTypesSayWhatTheyAreFor() {
        assertNone(
                "every public type has a /// comment",
                main.stream()
                        .flatMap(source -> source.undocumented().stream().map(type -> source.name() + ": " + type)));
    }

    @Test
    void nothingIsCaughtAndDropped() {
        assertNone(
                "a catch block does something",
                all.stream().flatMap(source -> source.emptyCatches().stream().map(line -> source.name() + ":" + line)));
    }

    @Test
    void noTestIsSkippedButByWhatIsNeeded() {
        Pattern skips = Pattern.compile("Assumptions\\.|\\bassume[A-Z][a-z]+\\(|@(?:Enabled|Disabled)If"
                + "|@Disabled\\b|import org\\.junit\\.jupiter\\.api\\.Assumptions");
        assertNone(
                "a test that cannot be made here says so by moltbot.testing.Needed, which fails where it should",
                all.stream()
                        .filter(source -> !source.name().endsWith("moltbot/testing/Needed.java"))
                        .filter(source -> !source.name().endsWith("TidyTest.java"))
                        .filter(source -> skips.matcher(source.text()).find())
                        .map(Source::name));
    }

    @Test
    void namesSayWhatAThingIs() {
        assertNone(
                "no type is a " + BAD_NAME,
                all.stream()
                        .flatMap(source -> source.typeNames().stream()
                                .filter(type -> type.matches(BAD_NAME))
                                .map(type -> source.name() + ": " + type)));
    }

    /// The parser knows no types; a switch that names a case of one of our sealed types is one over it.
    @Test
    void switchesOverSealedTypesHaveNoDefault() {
        Set<String> sealed =
                main.stream().flatMap(source -> source.sealedCases().stream()).collect(Collectors.toSet());
        assertNone(
                "a switch over a sealed type names every case, so that a new one breaks it",
                main.stream()
                        .flatMap(source -> source.typeSwitchesWithDefault().stream()
                                .filter(one -> one.types().stream().anyMatch(sealed::contains))
                                .map(one -> source.name() + ":" + one.line())));
    }

    @Test
    void nothingIsLeftForLater() {
        assertNone(
                "no notes for later in the code: file an issue",
                all.stream()
                        .filter(source -> source.text().matches("(?s).*\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b.*"))
                        .map(Source::name));
    }

    /// An apostrophe quotes in a message's pattern: what stands in braces after it would be printed as it is.
    @Test
    void noApostropheEatsAMessagesParts() {
        Pattern eaten = Pattern.compile("\"[^\"\n]*(?<!')'(?!')[^\"\n]*\\{\\d}[^\"\n]*\"");
        assertNone(
                "an apostrophe before {0} must be written twice",
                Checkout.mainSources().stream()
                        .filter(file -> eaten.matcher(Checkout.read(file)).find())
                        .map(Checkout::name));
    }

    /// Left by the formatter where a line was too long: a word or two alone in the middle of a sentence.
    @Test
    void noLineOfACommentStandsAloneInASentence() {
        Pattern orphan = Pattern.compile(
                "^ */// +\\S.{60,}\\n */// +(?![-@|*#>])\\S{1,20}( \\S{1,12})?(?<![.:;!?|`])\\n */// +"
                        + "(?![-@|*#>])\\S",
                Pattern.MULTILINE);
        assertNone(
                "a comment's sentence runs on",
                all.stream()
                        .filter(source -> orphan.matcher(source.text()).find())
                        .map(Source::name));
    }

    @Test
    void nothingIsMocked() {
        List<Path> poms = Stream.concat(Checkout.MODULES.stream(), Stream.of("system-test", "bench", "."))
                .map(module -> Checkout.ROOT.resolve(module).resolve("pom.xml"))
                .filter(Files::exists)
                .toList();
        assertNone(
                "stand-ins are written by hand and speak the real wire format",
                poms.stream()
                        .flatMap(pom -> MOCKS.stream()
                                .filter(Checkout.read(pom)::contains)
                                .map(library -> Checkout.name(pom) + ": " + library)));
    }

    @Test
    void nullsAreMarkedInEveryPackage() {
        assertNone(
                "every package has a package-info.java with @NullMarked",
                main.stream()
                        .filter(source -> !source.file().endsWith("module-info.java"))
                        .map(source -> source.file().resolveSibling("package-info.java"))
                        .distinct()
                        .filter(info ->
                                !Files.exists(info) || !Checkout.read(info).contains("@NullMarked"))
                        .map(Checkout::name));
    }
}
