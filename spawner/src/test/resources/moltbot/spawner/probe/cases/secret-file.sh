# tries: reads a file that was planted on this machine, readable for all, by its path
# contained: there is no such file
# class: files
# seen: host
cat "$PROBE_FILE"
