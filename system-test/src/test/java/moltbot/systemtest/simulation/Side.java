package moltbot.systemtest.simulation;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import moltbot.contract.json.JsonObject;

/// One process's half, loaded apart from everything else, so that neither half can see the other or this simulation:
/// nothing but lines of JSON goes between them, as between the processes.
final class Side implements AutoCloseable {
    private final URLClassLoader loader;
    private final UnaryOperator<String> half;

    /// @param module  whose test classes hold it
    @SuppressWarnings("unchecked")
    Side(String module, String type) {
        try {
            this.loader = new URLClassLoader(path(module), ClassLoader.getPlatformClassLoader());
            this.half = (UnaryOperator<String>)
                    loader.loadClass(type).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | MalformedURLException e) {
            throw new IllegalStateException("Build first: " + module + " with its tests.", e);
        }
    }

    private static URL[] path(String module) throws MalformedURLException {
        Path target = Path.of(System.getProperty("basedir", "."), "..", module, "target")
                .toAbsolutePath()
                .normalize();
        List<URL> urls = new ArrayList<>();
        for (String folder : List.of("classes", "test-classes")) {
            urls.add(target.resolve(folder).toUri().toURL());
        }
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    JsonObject ask(JsonObject.Builder line) {
        return JsonObject.parse(half.apply(line.build().toString()));
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
