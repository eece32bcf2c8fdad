package moltbot.systemtest.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import moltbot.systemtest.house.Await;

/// A real nginx with TLS: a repository behind git's own http-backend (open, and behind a password), an index as pip
/// reads it (PEP 503) and a registry as npm reads it.
final class Servers implements AutoCloseable {
    static final List<String> HOSTS = List.of("git.example", "pypi.example", "npm.example");
    static final String KEY = "canary-0b7e61f2a9";

    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    Servers(Path folder) throws Exception {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=servers"
                + " -addext subjectAltName=DNS:git.example,DNS:pypi.example,DNS:npm.example -keyout key.pem -out"
                + " cert.pem");
        repository();
        index();
        registry();
        nginx();
    }

    int port() {
        return port;
    }

    Path certificate() {
        return folder.resolve("cert.pem");
    }

    private void repository() throws Exception {
        Files.createDirectories(folder.resolve("git"));
        run("git init -q -b main work && cd work && echo from the repository > hello.txt && git add . && git -c"
                + " user.name=t -c user.email=t@example commit -q -m first && git clone -q --bare . ../git/project.git"
                + " && git -C ../git/project.git config http.receivepack true");
        String password = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(KEY.getBytes(StandardCharsets.US_ASCII)));
        Files.writeString(folder.resolve("passwords"), "me:{SHA}" + password + "\n");
    }

    private void index() throws IOException {
        Path page = Files.createDirectories(folder.resolve("web/simple/hello-egress"));
        Files.writeString(
                page.resolve("index.html"),
                "<!DOCTYPE html><html><body><a href=\"/files/hello_egress-1.0-py3-none-any.whl\">"
                        + "hello_egress-1.0-py3-none-any.whl</a></body></html>");
        Path wheel = Files.createDirectories(folder.resolve("web/files")).resolve("hello_egress-1.0-py3-none-any.whl");
        Map<String, String> files = Map.of(
                "hello_egress/__init__.py",
                "word = 'from the index'\n",
                "hello_egress-1.0.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: hello-egress\nVersion: 1.0\n",
                "hello_egress-1.0.dist-info/WHEEL",
                "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                "hello_egress-1.0.dist-info/RECORD",
                String.join(
                        "",
                        List.of(
                                "hello_egress/__init__.py,,\n",
                                "hello_egress-1.0.dist-info/METADATA,,\n",
                                "hello_egress-1.0.dist-info/WHEEL,,\n",
                                "hello_egress-1.0.dist-info/RECORD,,\n")));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    private void registry() throws Exception {
        Files.createDirectories(folder.resolve("web/npm/tarballs"));
        Path source = Files.createDirectories(folder.resolve("source/package"));
        Files.writeString(source.resolve("index.js"), "module.exports = 'from the registry';\n");
        Files.writeString(
                source.resolve("package.json"),
                "{\"name\":\"@hello/egress\",\"version\":\"1.0.0\",\"main\":\"index.js\"}");
        run("tar -czf web/npm/tarballs/egress-1.0.0.tgz -C source package");
        byte[] tarball = Files.readAllBytes(folder.resolve("web/npm/tarballs/egress-1.0.0.tgz"));
        String integrity = "sha512-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-512").digest(tarball));
        String version =
                "{\"name\":\"@hello/egress\",\"version\":\"1.0.0\",\"main\":\"index.js\",\"dist\":{\"tarball\":"
                        + "\"https://npm.example/tarballs/egress-1.0.0.tgz\",\"integrity\":\"" + integrity + "\"}}";
        Files.writeString(
                folder.resolve("web/npm/egress.json"),
                "{\"_id\":\"@hello/egress\",\"name\":\"@hello/egress\",\"dist-tags\":{\"latest\":\"1.0.0\"},\"versions\":"
                        + "{\"1.0.0\":" + version + "}}");
    }

    private void nginx() throws Exception {
        String backend = "include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME"
                + " /usr/lib/git-core/git-http-backend; fastcgi_param GIT_HTTP_EXPORT_ALL 1; fastcgi_param"
                + " GIT_PROJECT_ROOT " + folder.resolve("git") + "; fastcgi_param PATH_INFO /$1; fastcgi_param"
                + " REMOTE_USER $remote_user; fastcgi_pass unix:" + folder.resolve("cgi.sock") + ";";
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; pid %1$s/nginx.pid; error_log %1$s/error.log;
                events {}
                http {
                  access_log %1$s/access.log; client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2;
                  fastcgi_temp_path %1$s/t3; uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
                  ssl_certificate %1$s/cert.pem; ssl_certificate_key %1$s/key.pem;
                  server {
                    listen 127.0.0.1:%2$d ssl; server_name git.example;
                    location ~ ^/open/(.*)$ { %3$s }
                    location ~ ^/closed/(.*)$ { auth_basic git; auth_basic_user_file %1$s/passwords; %3$s }
                  }
                  server { listen 127.0.0.1:%2$d ssl; server_name pypi.example; root %1$s/web; default_type text/html; }
                  server {
                    listen 127.0.0.1:%2$d ssl; server_name npm.example; root %1$s/web/npm;
                    location /@hello { default_type application/json; try_files /egress.json =404; }
                  }
                }
                """.formatted(folder, port, backend)
                .replaceFirst("^", user()));
        start("fcgiwrap", "-s", "unix:" + folder.resolve("cgi.sock"));
        Await.until("fcgiwrap", Duration.ofSeconds(5), () -> Files.exists(folder.resolve("cgi.sock")));
        start(
                "nginx",
                "-p",
                folder.toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                "nginx.conf");
        Await.until("nginx", Duration.ofSeconds(5), () -> {
            new java.net.Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    /// Workers that may read what this user made.
    private static String user() {
        return "root".equals(System.getProperty("user.name")) ? "user root; " : "";
    }

    /// What nginx was asked, one line each.
    String accessLog() throws IOException {
        return Files.readString(folder.resolve("access.log"));
    }

    private void run(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-ec", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(script + ": " + said);
        }
    }

    private void start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
        builder.command().set(0, found(command[0]));
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".out").toFile());
        processes.add(builder.start());
    }

    private static String found(String program) {
        for (String place : List.of("/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/usr/local/sbin/")) {
            if (Files.isExecutable(Path.of(place + program))) {
                return place + program;
            }
        }
        throw new AssertionError(program + " is not installed; run scripts/test-setup.");
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            process.onExit().join();
        }
    }
}
