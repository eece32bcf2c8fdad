# tries: comes with an archive whose names lead out of the workspace: upwards, and from the root
# contained: nothing is written there
# class: way-in
# ends: any
# seen: host
[ -e ../up ] && reached "a file beside its workspace"
cat "$PROBE_FILE" 2>/dev/null
true
