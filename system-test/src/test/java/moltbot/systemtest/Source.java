package moltbot.systemtest;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// What the compiler's parser says of one source file.
record Source(
        Path file,
        String text,
        List<String> topLevelTypes,
        List<String> typeNames,
        List<String> undocumented,
        List<Method> methods,
        List<Long> emptyCatches,
        List<Long> typeSwitchesWithDefault) {

    /// A method or constructor, measured without its comment.
    record Method(String name, int lines, int parameters, boolean makesARecord) {}

    static List<Source> read(List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees trees = DocTrees.instance(task);
            List<Source> sources = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(new Scanner(unit, trees).source());
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return Checkout.name(file);
    }

    long lines() {
        return text.lines().count();
    }

    private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final Source source;

        Scanner(CompilationUnitTree unit, DocTrees trees) {
            this.unit = unit;
            this.trees = trees;
            Path file = Path.of(unit.getSourceFile().toUri());
            this.source = new Source(
                    file,
                    Checkout.read(file),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }

        Source source() {
            scan(unit, null);
            return source;
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }

        private long line(Tree tree) {
            return line(trees.getSourcePositions().getStartPosition(unit, tree));
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            String name = type.getSimpleName().toString();
            source.typeNames().add(name);
            if (getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree) {
                source.topLevelTypes().add(name);
                if (type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                        && trees.getDocComment(getCurrentPath()) == null) {
                    source.undocumented().add(name);
                }
            }
            return super.visitClass(type, nothing);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            SourcePositions positions = trees.getSourcePositions();
            long start = positions.getStartPosition(unit, method);
            long end = positions.getEndPosition(unit, method);
            if (end >= 0) {
                boolean ofARecord = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
                source.methods()
                        .add(new Method(
                                method.getName().toString(),
                                (int) (line(end) - line(start) + 1),
                                method.getParameters().size(),
                                ofARecord && method.getName().contentEquals("<init>")));
            }
            return super.visitMethod(method, nothing);
        }

        @Override
        public @Nullable Void visitCatch(CatchTree caught, @Nullable Void nothing) {
            if (caught.getBlock().getStatements().isEmpty()) {
                source.emptyCatches().add(line(caught));
            }
            return super.visitCatch(caught, nothing);
        }

        @Override
        public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void nothing) {
            judge(tree, tree.getCases());
            return super.visitSwitch(tree, nothing);
        }

        @Override
        public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, @Nullable Void nothing) {
            judge(tree, tree.getCases());
            return super.visitSwitchExpression(tree, nothing);
        }

        /// A parser does not know types, but a switch with patterns is one over types.
        private void judge(Tree tree, List<? extends CaseTree> cases) {
            boolean patterns = cases.stream()
                    .anyMatch(one -> one.getLabels().stream().anyMatch(PatternCaseLabelTree.class::isInstance));
            boolean fallback = cases.stream()
                    .anyMatch(one -> one.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance));
            if (patterns && fallback) {
                source.typeSwitchesWithDefault().add(line(tree));
            }
        }
    }
}
