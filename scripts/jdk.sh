# Finds a JDK 25 and prints its folder; sourced by ./moltbot and the Makefile. Plain POSIX shell.
# Looks at JAVA_HOME, the usual JVM folders of Linux and macOS, Homebrew and SDKMAN, then at PATH.
is_jdk_25() {
    [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[".]' "$1/release"
}

find_jdk_25() {
    for candidate in "${JAVA_HOME:-}" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk@25 /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk@25 /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /home/linuxbrew/.linuxbrew/opt/openjdk@25 \
        "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/*; do
        if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
            echo "$candidate"
            return 0
        fi
    done
    if command -v javac >/dev/null 2>&1; then
        candidate=$(dirname "$(dirname "$(readlink -f "$(command -v javac)" 2>/dev/null || command -v javac)")")
        if is_jdk_25 "$candidate"; then
            echo "$candidate"
            return 0
        fi
    fi
    echo "Moltbot needs a JDK 25 and found none (looked in JAVA_HOME, the usual JVM folders, Homebrew, SDKMAN)." >&2
    echo "Install Temurin 25 (Debian: apt install temurin-25-jdk from adoptium.net; macOS: brew install openjdk@25), or set JAVA_HOME." >&2
    return 1
}
