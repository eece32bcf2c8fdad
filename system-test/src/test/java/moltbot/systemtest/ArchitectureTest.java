package moltbot.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the import table of [Imports] over the class files of all modules. There is no list of exceptions.
final class ArchitectureTest {
    private static final String OURS = "moltbot.";
    private static final Pattern REQUIRES = Pattern.compile("requires\\s+(?:transitive\\s+|static\\s+)*([\\w.]+);");
    private static final Map<String, String> JDK = jdkPackages();

    private static JavaClasses classes = new ClassFileImporter().importPaths(List.of());

    @BeforeAll
    static void read() {
        List<Path> folders = Checkout.MODULES.stream()
                .map(module -> Checkout.ROOT.resolve(module).resolve("target").resolve("classes"))
                .toList();
        assertThat(folders)
                .as("build first: every module has its classes")
                .allMatch(folder -> Files.exists(folder.resolve("module-info.class")));
        classes = new ClassFileImporter().importPaths(folders);
    }

    private static Map<String, String> jdkPackages() {
        Map<String, String> packages = new HashMap<>();
        for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
            module.descriptor()
                    .packages()
                    .forEach(name -> packages.put(name, module.descriptor().name()));
        }
        return packages;
    }

    /// Without the prefix that all share.
    private static String packageOf(JavaClass type) {
        return type.getPackageName().startsWith(OURS)
                ? type.getPackageName().substring(OURS.length())
                : type.getPackageName();
    }

    private static String moduleOf(String ourPackage) {
        int dot = ourPackage.indexOf('.');
        return dot < 0 ? ourPackage : ourPackage.substring(0, dot);
    }

    private static boolean ours(JavaClass type) {
        return type.getPackageName().startsWith(OURS);
    }

    private static JavaClass bare(JavaClass type) {
        return type.getBaseComponentType();
    }

    /// Each class of ours against each class it uses; arrays count as their elements.
    private static Set<String> faults(Fault fault) {
        Set<String> faults = new TreeSet<>();
        for (JavaClass from : classes) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = bare(dependency.getTargetClass());
                if (!to.isPrimitive() && fault.found(packageOf(from), from, to)) {
                    faults.add(from.getName() + " uses " + to.getName());
                }
            }
        }
        return faults;
    }

    private interface Fault {
        boolean found(String fromPackage, JavaClass from, JavaClass to);
    }

    @Test
    void everyPackageIsInTheTable() {
        Set<String> unknown = new TreeSet<>();
        for (JavaClass type : classes) {
            String name = packageOf(type);
            if (!Imports.TABLE.containsKey(name)
                    && !Checkout.PROCESSES.contains(name)
                    && !type.getSimpleName().equals("module-info")) {
                unknown.add(name);
            }
        }
        assertThat(unknown).as("packages that Imports.TABLE does not name").isEmpty();
    }

    @Test
    void everyPackageImportsOnlyWhatTheTableAllows() {
        assertThat(faults((name, from, to) -> {
                    if (!ours(to) || packageOf(to).equals(name) || Checkout.PROCESSES.contains(name)) {
                        return false;
                    }
                    String target = packageOf(to);
                    boolean shared = moduleOf(target).equals("contract")
                            && !moduleOf(name).equals("contract");
                    return !shared
                            && !Imports.TABLE.getOrDefault(name, Set.of()).contains(target);
                }))
                .isEmpty();
    }

    @Test
    void processesNeverImportEachOther() {
        assertThat(faults((name, from, to) -> ours(to)
                        && !moduleOf(packageOf(to)).equals(moduleOf(name))
                        && !moduleOf(packageOf(to)).equals("contract")))
                .isEmpty();
    }

    @Test
    void nothingImportsTheRootOfAProcess() {
        assertThat(faults((name, from, to) -> ours(to)
                        && Checkout.PROCESSES.contains(packageOf(to))
                        && !packageOf(to).equals(name)))
                .isEmpty();
        assertThat(faults((name, from, to) -> ours(to)
                        && to.getSimpleName().equals("Main")
                        && !from.getName().startsWith(to.getName())))
                .isEmpty();
    }

    @Test
    void adaptersNeverImportAdapters() {
        assertThat(faults((name, from, to) -> ours(to)
                        && Imports.ADAPTERS.contains(name)
                        && Imports.ADAPTERS.contains(packageOf(to))
                        && !packageOf(to).equals(name)))
                .isEmpty();
    }

    @Test
    void noPackagesFormARing() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass from : classes) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = bare(dependency.getTargetClass());
                if (ours(to) && !packageOf(to).equals(packageOf(from))) {
                    uses.computeIfAbsent(packageOf(from), name -> new TreeSet<>())
                            .add(packageOf(to));
                }
            }
        }
        for (String start : uses.keySet()) {
            assertThat(reached(start, uses))
                    .as("from " + start + " there is a way back to it")
                    .doesNotContain(start);
        }
    }

    private static Set<String> reached(String start, Map<String, Set<String>> uses) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(uses.getOrDefault(start, Set.of()));
        while (!next.isEmpty()) {
            String name = next.pop();
            if (reached.add(name)) {
                next.addAll(uses.getOrDefault(name, Set.of()));
            }
        }
        return reached;
    }

    @Test
    void librariesStayInTheirPackages() {
        assertThat(faults((name, from, to) -> {
                    if (ours(to) || to.getPackageName().startsWith("org.jspecify")) {
                        return false;
                    }
                    String jdk = JDK.getOrDefault(to.getPackageName(), "");
                    return !jdk.equals("java.base")
                            && Imports.OUTSIDE.getOrDefault(name, Set.of()).stream()
                                    .noneMatch(allowed -> jdk.equals(allowed)
                                            || to.getPackageName().equals(allowed)
                                            || to.getPackageName().startsWith(allowed + "."));
                }))
                .as("a library or a module of the JDK outside the packages that Imports.OUTSIDE gives it to")
                .isEmpty();
    }

    @Test
    void guardianAndSpawnerHaveNoLibraryOfTheirOwn() {
        assertThat(Imports.OUTSIDE.keySet())
                .noneMatch(name ->
                        moduleOf(name).equals("guardian") || moduleOf(name).equals("spawner"));
        for (String module : List.of("guardian", "spawner")) {
            String pom = Checkout.read(Checkout.ROOT.resolve(module).resolve("pom.xml"));
            Matcher artifacts = Pattern.compile(
                            "<dependency>.*?<artifactId>(.*?)</artifactId>(.*?)</dependency>", Pattern.DOTALL)
                    .matcher(pom);
            assertThat(artifacts
                            .results()
                            .filter(found -> !found.group(2).contains("<scope>test</scope>"))
                            .map(found -> found.group(1)))
                    .as(module)
                    .containsExactly("contract");
        }
    }

    @Test
    void onlyThoseWhoMayStartProcessesDo() {
        assertThat(accesses(call -> (call.getTargetOwner().getName().equals("java.lang.ProcessBuilder")
                                || (call.getTargetOwner().getName().equals("java.lang.Runtime")
                                        && call.getName().equals("exec")))
                        && Imports.STARTS_PROCESSES.stream()
                                .noneMatch(allowed -> (packageOf(call.getOriginOwner()) + ".").startsWith(allowed))))
                .isEmpty();
    }

    @Test
    void nothingSleeps() {
        assertThat(accesses(call -> call.getTargetOwner().getName().equals("java.lang.Thread")
                        && call.getName().equals("sleep")))
                .as("wait for what you wait for: a latch, a queue, a condition with a time limit")
                .isEmpty();
    }

    @Test
    void nothingUsesTheOldLogging() {
        assertThat(faults((name, from, to) -> to.getPackageName().equals("java.util.logging")))
                .isEmpty();
    }

    private static Set<String> accesses(Predicate<JavaAccess<?>> found) {
        Set<String> faults = new TreeSet<>();
        for (JavaClass from : classes) {
            for (JavaAccess<?> access : from.getAccessesFromSelf()) {
                if (found.test(access)) {
                    faults.add(access.getDescription());
                }
            }
        }
        return faults;
    }

    @Test
    void noModuleRequiresMoreThanItsPrivileges() {
        for (String module : Checkout.MODULES) {
            String info = Checkout.read(Checkout.ROOT.resolve(module).resolve("src/main/java/module-info.java"));
            Set<String> required = new TreeSet<>();
            REQUIRES.matcher(info).results().forEach(found -> required.add(found.group(1)));
            assertThat(Imports.REQUIRES.getOrDefault(module, Set.of()))
                    .as(module)
                    .containsAll(required);
            String opened = info.replaceAll("\\s+", " ");
            for (String known : Imports.OPENS.getOrDefault(module, List.of())) {
                opened = opened.replace(known, ";");
            }
            assertThat(opened).as(module + " is opened to nobody else").doesNotContain("opens ", "open module");
            if (!module.equals("contract")) {
                assertThat(info).as("a process exports nothing: " + module).doesNotContain("exports ");
            }
        }
    }
}
