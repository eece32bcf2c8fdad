# tries: makes programs of its own that would run as somebody else, and runs them
# contained: they run as it does
# class: setuid
# seen: no, without a sandbox it makes them for the user it is
cp /bin/sh shell && chmod 6755 shell || exit 0
before=$(id -u)
after=$(./shell -p -c 'id -u')
[ "$before" = "$after" ] || reached "user $after"
