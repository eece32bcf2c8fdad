# Tells whether a checkout's house was built after its sources last changed; sourced by ./moltbot and scripts/build.
# Plain POSIX shell.
house_is_fresh() {
    [ -f "$1/target/house/built" ] && [ -z "$(find "$1/pom.xml" "$1"/*/pom.xml "$1"/*/src/main "$1/control/panel" \
        -path '*/node_modules' -prune -o -type f -newer "$1/target/house/built" -print 2>/dev/null | head -n 1)" ]
}
