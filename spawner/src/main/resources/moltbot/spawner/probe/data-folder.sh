# tries: looks for the data folder of this house, or what stands for it
# contained: it does not exist
# class: files
# kind: machine
# seen: host
[ -e "$PROBE_DATA" ] && reached "folder $PROBE_DATA"
