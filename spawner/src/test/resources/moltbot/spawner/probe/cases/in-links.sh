# tries: comes with an archive that has links to this machine's files, and reads and writes through them
# contained: the links lead to nothing
# class: way-in
# ends: any
# seen: host
cat soft hard folder/secret 2>/dev/null
[ -e folder/through ] && reached "a file written through a link"
true
